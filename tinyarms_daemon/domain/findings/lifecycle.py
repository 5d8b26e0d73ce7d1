"""What a check means for what is known: opened, seen again, reopened, fixed, withdrawn; and what of
it was known before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinyarms_daemon.domain.findings.finding import Finding
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.rule_names import OF_ALL_PLACES


class Change(StrEnum):
    """What a check did to one finding."""

    OPENED = "opened"
    SEEN_AGAIN = "seen_again"
    REOPENED = "reopened"
    FIXED = "fixed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One row to write. `known_id` is None only for a finding never seen before at this path;
    `observation` is None only for one that is fixed or withdrawn."""

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
    *,
    switched_off: Collection[str] = (),
    is_unchanged: bool = False,
) -> list[FindingChange]:
    """The changes that one checked file brings; `observed` is by fingerprint.

    Absence means fixed only for a rule that really looked: a rule that failed or did not run
    closes nothing. What is absent because its rule is `switched_off`, or though the file
    `is_unchanged` since these rules saw it (with other options, or in another version), is
    withdrawn: nobody has mended anything. What comes back while it is dismissed is no news: it was
    set aside, fixed or not.
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
    for fingerprint, finding in known_by_fingerprint.items():
        rule = finding.observation.rule
        if not finding.present or fingerprint in observed:
            continue
        if rule in switched_off or (is_unchanged and rule in checked_rules):
            changes.append(FindingChange(Change.WITHDRAWN, path, finding.id, None))
        elif rule in checked_rules:
            changes.append(FindingChange(Change.FIXED, path, finding.id, None))
    return changes


class KnownBefore:
    """What was found before, where the files in `gone` were there still: they may have been renamed
    since, so that a finding of theirs may be anywhere now."""

    def __init__(self, found: Iterable[Conclusion], *, gone: Collection[str]) -> None:
        self._gone = gone
        self._known: defaultdict[str, list[Conclusion]] = defaultdict(list)
        for each in found:
            for fingerprint in _fingerprints(each):
                self._known[fingerprint].append(each)

    def has(self, now: Conclusion) -> bool:
        """Whether this was found before. A group with one place more was not."""
        return any(
            (before.path == now.path or before.path in self._gone)
            and (
                now.observation.rule not in OF_ALL_PLACES
                or len(before.observation.related) >= len(now.observation.related)
            )
            for fingerprint in _fingerprints(now)
            for before in self._known.get(fingerprint, ())
        )


def _fingerprints(found: Conclusion) -> frozenset[str]:
    return found.aliases | {found.observation.fingerprint}
