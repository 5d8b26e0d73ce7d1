"""Every rule's own examples, run as tests."""

import pytest

from tests.rules.binding import bound_rules
from tests.rules.observing import observations_in
from tinyarms_daemon.analysis.languages import DOCUMENT_LANGUAGES, STYLE_LANGUAGES
from tinyarms_daemon.analysis.rule import Example, FileRule
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.rules.registry import all_rules


def examples(*groups: str):
    return [
        pytest.param(rule, example, id=f"{rule.id}: {sentence}")
        for rule in all_rules()
        for group in groups
        for sentence, example in getattr(rule, group).items()
    ]


def seen(rule: FileRule, example: Example) -> list[Observation]:
    every = bound_rules({rule.id: example.options})
    rules = [each for each in every if each.rule.skill is rule.skill]
    observations = observations_in({example.path: example}, rules)[example.path]
    return [each for each in observations if each.rule == rule.id and not each.suppressed]


def places(example: Example) -> int:
    """How many marks stand for a finding of their own."""
    return len(example.marks)


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_a_rule_is_certain_of_exactly_what_its_bad_examples_mark(rule, example):
    observations = seen(rule, example)

    assert [each.evidence for each in observations] == example.marks
    assert [each.question for each in observations] == [None] * len(example.marks)


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_a_rule_sees_nothing_in_its_good_examples(rule, example):
    observations = seen(rule, example)

    assert observations == []
    assert not example.marks


@pytest.mark.parametrize(("rule", "example"), examples("lookalikes"))
def test_a_rule_asks_about_exactly_what_its_lookalikes_mark(rule, example):
    observations = seen(rule, example)

    assert [each.evidence for each in observations] == example.marks
    assert all(each.question for each in observations)


@pytest.mark.parametrize(("rule", "example"), examples("bad", "lookalikes"))
def test_bad_examples_and_lookalikes_mark_something(rule, example):
    assert example.marks


@pytest.mark.parametrize(("rule", "example"), examples("bad", "good", "lookalikes"))
def test_every_example_follows_its_grammar(rule, example):
    if example.language in STYLE_LANGUAGES | DOCUMENT_LANGUAGES:
        return  # these are read without a grammar; to CSS Syntax every text is well-formed

    assert not SyntaxTree(example.language, example.text).has_errors


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_every_rule_says_what_it_is_and_why(rule):
    assert rule.title and rule.fix_hint and type(rule).__doc__
    assert rule.bad or rule.projects_bad or rule.lookalikes
    assert rule.good or rule.projects_good
