"""A finding: an observation with a life."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinyarms_daemon.domain.findings.rule import Observation, Severity


class FindingStatus(StrEnum):
    """What a person sees a finding as."""

    OPEN = "open"
    UNCONFIRMED = "unconfirmed"
    FIXED = "fixed"
    DISMISSED = "dismissed"
    SUPPRESSED = "suppressed"


class Baseline(StrEnum):
    """Whether a finding was there at its repository's first scan."""

    UNCHANGED = "unchanged"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """The user's word that a finding is not to be shown, until `expires_at` if given, and while
    there is no more of it than was accepted; it is outgrown then."""

    reason: str
    at: datetime
    expires_at: datetime | None = None
    is_outgrown: bool = False

    def holds(self, at: datetime) -> bool:
        """False once it is outgrown or has expired."""
        return not self.is_outgrown and (self.expires_at is None or at < self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An observation at a path of a repository, and what became of it.

    `id`, `first_seen_at` and `last_seen_at` are None for what is not stored. `present` is whether
    the last check of its file saw it; a dismissal and a suppression stand beside that, so that
    they outlive a fix. One that is not present and has no `fixed_at` was withdrawn: nobody mended
    it, and no list of a status holds it.
    """

    repository: str | None
    path: str
    observation: Observation
    id: int | None = None
    baseline: Baseline = Baseline.NEW
    present: bool = True
    model: str | None = None
    dismissal: Dismissal | None = None
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    fixed_at: datetime | None = None

    def status(self, at: datetime) -> FindingStatus:
        """The status at a moment, since a dismissal may expire."""
        if not self.present:
            return FindingStatus.FIXED
        if self.observation.suppressed:
            return FindingStatus.SUPPRESSED
        if self.dismissal is not None and self.dismissal.holds(at):
            return FindingStatus.DISMISSED
        if not self.observation.confirmed:
            return FindingStatus.UNCONFIRMED
        return FindingStatus.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingQuery:
    """Which findings to list; None and empty mean no restriction.

    A finding lies at `path` where one of the places does that it belongs to; `by_first_place`,
    where its first one does.
    """

    repository: str | None = None
    rules: tuple[str, ...] = ()
    minimum_severity: Severity | None = None
    statuses: tuple[FindingStatus, ...] = (FindingStatus.OPEN,)
    path: str | None = None
    by_first_place: bool = False
    seen_since: datetime | None = None
    only_new: bool = False
