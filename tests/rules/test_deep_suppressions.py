"""Comments at what a rule of the deep scan would tell."""

from tests.rules.binding import rules_named
from tests.rules.observing import report_on

COMMENT = "# tinyarms: ignore[semantic-duplication]\n"
FUNCTION = "def total(rows):\n    return sum(row.price for row in rows)\n"


def told(text: str) -> list[str]:
    """The rules that tell something of a text, what is suppressed left out."""
    rules = rules_named("semantic-duplication", "unused-suppression")
    report = report_on("a.py", "python", text, rules)
    return [each.rule for each in report.observations if not each.suppressed]


def test_a_comment_at_a_definition_counts_as_used() -> None:
    assert told(COMMENT + FUNCTION) == []


def test_a_comment_at_nothing_that_such_a_rule_may_tell_is_unused() -> None:
    assert told(COMMENT + "limit = 3\n" + FUNCTION) == ["unused-suppression"]
