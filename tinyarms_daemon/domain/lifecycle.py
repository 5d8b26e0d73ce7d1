"""What a check means for what is known: opened, seen again, reopened, fixed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinyarms_daemon.domain.finding import Finding
from tinyarms_daemon.domain.rule import Observation


class Change(StrEnum):
    """What a check did to one finding."""

    OPENED = "opened"
    SEEN_AGAIN = "seen_again"
    REOPENED = "reopened"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One row to write. `known_id` is None only for a finding never seen before at this path;
    `observation` is None only for one that is fixed."""

    change: Change
    path: str
    known_id: int | None
    observation: Observation | None


def reconcile(
    path: str,
    known: Iterable[Finding],
    observed: Mapping[str, Observation],
    checked_rules: Collection[str],
    at: datetime,
) -> list[FindingChange]:
    """The changes that one checked file brings; `observed` is by fingerprint.

    Absence means fixed only for a rule that really looked: a rule that failed or did not run
    closes nothing. What comes back while it is dismissed is no news: it was set aside, fixed or
    not.
    """
    known_by_fingerprint = {finding.observation.fingerprint: finding for finding in known}
    changes = []
    for fingerprint, observation in observed.items():
        finding = known_by_fingerprint.get(fingerprint)
        if finding is None:
            changes.append(FindingChange(Change.OPENED, path, None, observation))
        else:
            is_dismissed = finding.dismissal is not None and finding.dismissal.holds(at)
            change = Change.SEEN_AGAIN if finding.present or is_dismissed else Change.REOPENED
            changes.append(FindingChange(change, path, finding.id, observation))
    changes.extend(
        FindingChange(Change.FIXED, path, finding.id, None)
        for fingerprint, finding in known_by_fingerprint.items()
        if finding.present
        and fingerprint not in observed
        and finding.observation.rule in checked_rules
    )
    return changes
