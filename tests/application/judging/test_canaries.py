"""Questions whose answers are known: as fair as those that rules ask."""

import pytest

from tests.application.rig import DEEP, QUICK
from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
from tinyarms_daemon.analysis.architecture import cycle_remedy
from tinyarms_daemon.application.judging.compose_request import all_asked, composed, fits
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES, FAST_RULES
from tinyarms_daemon.domain.questions.evidence import is_anchored
from tinyarms_daemon.domain.questions.question import Canary
from tinyarms_daemon.rules import complex_dry, hardcoded_colors, magic_numbers, semantic_duplication

PROMPTS = PromptFiles()
ASKED = {
    "magic-numbers": magic_numbers._QUESTION,
    "hardcoded-colors": hardcoded_colors._QUESTION,
    "complex-dry": complex_dry._ASKED,
    "semantic-duplication": semantic_duplication._ASKED,
    "architectural-anti-patterns": cycle_remedy.ASKED,
}
EVERY = [
    pytest.param(canary, id=f"{role}-{number}-{canary.question.rule}")
    for role in ("fast", "deep")
    for number, canary in enumerate(PROMPTS.canaries(role), 1)
]


@pytest.mark.parametrize("canary", EVERY)
def test_a_canary_asks_as_its_rule_does_and_within_the_budget(canary: Canary) -> None:
    question = canary.question
    model = DEEP if question.partners else QUICK

    assert question.asked == ASKED[question.rule]
    assert fits(composed([question], PROMPTS.prompt(question.family), model), model)


@pytest.mark.parametrize("canary", EVERY)
def test_an_answer_to_a_canary_can_be_anchored(canary: Canary) -> None:
    question = canary.question
    (asked,) = all_asked([question])
    shown = question.excerpts[asked.partner or 0].text
    quotation = shown.split("\n")[0] if asked.partner else question.subject

    assert is_anchored(question, asked.partner, quotation)


@pytest.mark.parametrize(("role", "rules"), [("fast", FAST_RULES), ("deep", DEEP_RULES)])
def test_each_role_has_as_many_planted_as_clean_ones_for_every_rule_that_it_controls(
    role: str, rules: tuple[str, ...]
) -> None:
    canaries = PROMPTS.canaries(role)
    kinds = {(canary.question.rule, canary.is_planted) for canary in canaries}

    assert len(canaries) == 8
    assert sum(canary.is_planted for canary in canaries) == 4
    assert {rule for rule, _ in kinds} <= set(rules)
    assert len(kinds) == 2 * len({rule for rule, _ in kinds})
