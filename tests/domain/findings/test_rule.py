"""What a rule is to the rest of the house."""

from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES, FAST_RULES, KNOWN_RULES


def test_an_error_weighs_more_than_a_warning_and_that_more_than_a_note() -> None:
    by_weight = sorted(Severity, key=lambda severity: severity.weight, reverse=True)

    assert by_weight == [Severity.ERROR, Severity.WARNING, Severity.NOTE]


def test_no_rule_is_both_fast_and_deep_and_every_one_is_known() -> None:
    assert not set(FAST_RULES) & set(DEEP_RULES)
    assert set(FAST_RULES) | set(DEEP_RULES) < KNOWN_RULES
