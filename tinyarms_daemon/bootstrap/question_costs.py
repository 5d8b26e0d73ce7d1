"""What a question to the large model costs on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.domain.questions.deep_budget import QuestionCosts

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings

# Whose speeds stand for a model of which nothing is known yet.
_PLANNED_FOR = "qwen2_5_coder_7b"


def question_costs(settings: "Settings", measured: Path | None) -> QuestionCosts:
    """The figures of `constants.yaml` for the model of the deep scan; what stands in `measured`,
    the figures of this machine, counts before them."""
    from tinyarms_daemon.domain.findings.rule import Skill
    from tinyarms_daemon.settings.constants import constants_in_force, model_key

    constants = constants_in_force(measured)
    model = model_key(settings.models.tag(settings.skill(Skill.DEEP).model))

    def speed(name: str) -> float:
        section = f"performance.{name}"
        known = constants.get(f"{section}.{model}") or constants[f"{section}.{_PLANNED_FOR}"]
        return float(known.number)

    return QuestionCosts(
        tokens_per_line=float(constants["deep_question.tokens_per_line"].number),
        frame_tokens=float(constants["deep_question.frame_tokens"].number),
        answer_tokens=float(constants["deep_question.answer_tokens"].number),
        prefill_tokens_per_second=speed("prefill_tokens_per_second"),
        decode_tokens_per_second=speed("planned_decode_tokens_per_second"),
        least_seconds=settings.deep.least_question.total_seconds(),
    )
