"""What a check means for what is known: opened, seen again, reopened, fixed, withdrawn."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinyarms_daemon.domain.findings.finding import Finding
from tinyarms_daemon.domain.findings.rule import Observation


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
