"""The week in a page: what came, what went, what is there, and what is most worth doing."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from tinyarms_daemon.control.messages import FindingMessage, RepositoryMessage
from tinyarms_daemon.domain.findings.finding import Baseline, FindingStatus
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.faces.export.markdown_report import as_code, as_text
from tinyarms_daemon.faces.export.report import Report, file_of, order_in_files

WEEK = timedelta(days=7)
_MOST_SHOWN = 10
_WEIGHTS = {"error": 3.0, "warning": 2.0, "note": 1.0}
# Chosen: beyond this a larger one is not more worth mending, only more work.
_MOST_LINES = 200
_MOST_PLACES = 5


def weekly_report(report: Report) -> str:
    """Markdown: the totals of the last seven days, then the ten most worthwhile deep findings."""
    return "\n".join(_lines(report)) + "\n"


def worth(finding: FindingMessage) -> float:
    """What mending it saves, as far as can be told: how serious and sure it is, how many lines it
    spans, and in how many places."""
    lines = min(finding["end_line"] - finding["start_line"] + 1, _MOST_LINES)
    places = min(1 + len(finding["related"]), _MOST_PLACES)
    size = (1 + lines / _MOST_LINES) * places
    return _WEIGHTS.get(finding["severity"], 1.0) * finding["confidence"] * size


def most_worthwhile(
    findings: Sequence[FindingMessage], deep_rules: Collection[str]
) -> list[FindingMessage]:
    """The ten open deep findings that are most worth mending, the best first."""
    open_ones = [
        each for each in findings if each["status"] == "open" and each["rule"] in deep_rules
    ]
    ranked = sorted(open_ones, key=lambda each: (-round(worth(each), 4), order_in_files(each)))
    return ranked[:_MOST_SHOWN]


def _lines(report: Report) -> Iterator[str]:
    since = report.made_at - WEEK
    came = [
        each
        for each in report.history
        if each["baseline"] == Baseline.NEW
        and each["status"] != FindingStatus.UNCONFIRMED
        and _is_after(each["first_seen"], since)
    ]
    went = [each for each in report.history if _is_after(each.get("fixed_at"), since)]
    there = [each for each in report.history if each["status"] == "open"]
    yield f"# {as_text(report.title)}: the week to {report.made_at:%Y-%m-%d}"
    yield ""
    yield f"New: {len(came)}. Fixed: {len(went)}. Open: {len(there)}."
    if came or went or there:
        yield from ("", "| rule | new | fixed | open |", "|---|---:|---:|---:|")
        yield from _by_rule(came, went, there)
    judged = list(_judged(report.repositories))
    if judged:
        yield from ("", *judged)
    deep_rules = {rule.id for rule in report.rules if rule.skill is Skill.DEEP}
    best = most_worthwhile(report.history, deep_rules)
    if best:
        yield from ("", "## Most worth doing", "")
        yield from (_item(number, finding) for number, finding in enumerate(best, 1))


def _judged(repositories: Sequence[RepositoryMessage]) -> Iterator[str]:
    """What the deep scans of the week had a model judge: silence is no praise."""
    for each in repositories:
        if each["judged_percent"] is None:
            continue
        left = each["questions_waiting"]
        waits = f"; {left} {'questions wait' if left > 1 else 'question waits'}" if left else ""
        yield (
            f"- {as_text(each['name'])}: a model judged {each['judged_percent']} % of the worth of "
            f"the deep scan's questions{waits}."
        )


def _by_rule(*groups: Sequence[FindingMessage]) -> Iterator[str]:
    counts = [Counter(each["rule"] for each in group) for group in groups]
    rules = sorted(set().union(*counts), key=lambda rule: (-counts[-1][rule], rule))
    for rule in rules:
        yield f"| {as_text(rule)} | " + " | ".join(str(count[rule]) for count in counts) + " |"


def _item(number: int, finding: FindingMessage) -> str:
    place = f"{file_of(finding)}:{finding['start_line']}"
    said = f"{number}. {as_code(place)} {as_text(finding['rule'])}: {as_text(finding['message'])}"
    return f"{said} {as_text(finding['suggestion'])}" if finding["suggestion"] else said


def _is_after(moment: str | None, since: datetime) -> bool:
    return moment is not None and datetime.fromisoformat(moment) >= since
