"""Messages of findings: restricted, merged into one, and counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from tinyarms_daemon.control.messages import (
    MESSAGES_VERSION,
    FindingMessage,
    FindingsMessage,
    SummaryMessage,
)
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.findings.rule import Severity, counts_by_severity

OPEN_STATUSES = (FindingStatus.OPEN,)


def is_open(finding: FindingMessage) -> bool:
    """True for what still asks for attention."""
    return finding["status"] in OPEN_STATUSES


def status_in_words(finding: FindingMessage) -> str:
    """What became of it; what is gone without a fix is told no longer."""
    is_withdrawn = finding["status"] == FindingStatus.FIXED and finding.get("fixed_at") is None
    return "no longer told" if is_withdrawn else finding["status"]


def restricted(
    message: FindingsMessage,
    is_wanted: Callable[[FindingMessage], bool],
    roots: Sequence[str] | None = None,
) -> FindingsMessage:
    """The same with the wanted findings alone, counted anew."""
    findings = [finding for finding in message["findings"] if is_wanted(finding)]
    kept: FindingsMessage = {
        "schema": message["schema"],
        "roots": list(roots if roots is not None else message["roots"]),
        "findings": findings,
        "summary": _counted(findings, [message["summary"]]),
        "skipped": list(message["skipped"]),
    }
    if "questions" in message:
        kept["questions"] = message["questions"]
    return kept


def merged(messages: Sequence[FindingsMessage], roots: Sequence[str] = ()) -> FindingsMessage:
    """Several messages as one, the most serious findings first; `roots` are further ones in which
    nothing was looked at."""
    if len(messages) == 1 and not roots:
        return messages[0]
    for message in messages:
        for told in (*message["findings"], *message["skipped"]):
            told.setdefault("root", message["roots"][0])
    findings = [finding for message in messages for finding in message["findings"]]
    findings.sort(key=lambda finding: -_weight(finding))
    questions = [each for message in messages for each in message.get("questions", ())]
    one: FindingsMessage = {
        "schema": MESSAGES_VERSION,
        "roots": [*(root for message in messages for root in message["roots"]), *roots],
        "findings": findings,
        "summary": _counted(findings, [message["summary"] for message in messages]),
        "skipped": [skip for message in messages for skip in message["skipped"]],
    }
    if any("questions" in message for message in messages):
        one["questions"] = questions
    return one


def has_at_least(findings: Iterable[FindingMessage], severity: Severity) -> bool:
    """True where an open finding is as serious as that, or more."""
    return any(is_open(each) and _weight(each) >= severity.weight for each in findings)


def _weight(finding: FindingMessage) -> int:
    return Severity(finding["severity"]).weight


def _counted(
    findings: Sequence[FindingMessage], summaries: Sequence[SummaryMessage]
) -> SummaryMessage:
    seconds = [each["seconds"] for each in summaries if each["seconds"] is not None]
    return {
        "files": sum(each["files"] for each in summaries),
        "checked": sum(each["checked"] for each in summaries),
        "findings": len(findings),
        "by_severity": counts_by_severity(finding["severity"] for finding in findings),
        "by_rule": dict(sorted(Counter(finding["rule"] for finding in findings).items())),
        "deferred": sum(each["deferred"] for each in summaries),
        "seconds": sum(seconds) if seconds else None,
    }
