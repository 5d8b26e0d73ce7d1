"""The models of a configuration, what they cost here, and everything that asks them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.bootstrap.where import model_specs
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.models.circuit_breaker import CircuitBreaker
from tinyarms_daemon.domain.models.model import ModelProof, ModelSpec, canonical_tag
from tinyarms_daemon.domain.questions.deep_budget import QuestionCosts
from tinyarms_daemon.domain.questions.intent import IntentKind
from tinyarms_daemon.domain.records import made_of

if TYPE_CHECKING:
    from tinyarms_daemon.application.judging.ask_model import AskModel
    from tinyarms_daemon.ports.clock import Clock
    from tinyarms_daemon.ports.gate import Thermometer
    from tinyarms_daemon.ports.model_book import CallBook
    from tinyarms_daemon.ports.model_runtime import ModelRuntime
    from tinyarms_daemon.settings.schema import Settings

_BRIEFLY = 5  # seconds that a model stays after it has been tried
# Whose speeds stand for a model of which nothing is known yet.
_PLANNED_FOR = "qwen2_5_coder_7b"


def model_runtime(settings: "Settings") -> "ModelRuntime":
    """Ollama, or a process of our own."""
    if settings.inference.runtime == "embedded":
        from tinyarms_daemon.adapters.runtimes.embedded_runtime import EmbeddedRuntime

        file = settings.inference.gguf_file
        tags = [spec.tag for spec in model_specs(settings).values()]
        return EmbeddedRuntime(Path(file) if file else None, tags, settings.inference.threads)
    from tinyarms_daemon.adapters.runtimes.ollama_runtime import OllamaRuntime

    return OllamaRuntime(settings.ollama.host)


def prove_model(settings: "Settings", tag: str, *, asks: bool) -> ModelProof | None:
    """What an installed model shows of itself; None where it is not installed."""
    from tinyarms_daemon.adapters.machine.system_clock import SystemClock
    from tinyarms_daemon.application.measuring.prove_model import ProveModel
    from tinyarms_daemon.settings.constants import load_constants

    constants = load_constants()
    contexts = [spec.context_tokens for spec in model_specs(settings).values() if spec.tag == tag]
    prove = ProveModel(
        runtime=model_runtime(settings),
        clock=SystemClock(),
        context_tokens=max(contexts, default=settings.inference.fast_context),
        keep_alive_seconds=_BRIEFLY,
        timeout_seconds=settings.measuring.timeout.total_seconds(),
        size_tolerance=constants["disk.size_tolerance"].number,
    )
    return prove(tag, download_bytes(tag), asks=asks)


def download_bytes(tag: str) -> int | None:
    """How large the download of a model is, as far as the constants know."""
    from tinyarms_daemon.settings.constants import load_constants, model_key

    constant = load_constants().get(f"disk.download_bytes.{model_key(tag)}")
    return None if constant is None else int(constant.number)


def intent_specs(settings: "Settings") -> dict[IntentKind, ModelSpec]:
    """The models that describe definitions in advance, where a weekly scan will use it. They run
    under the conditions of the deep role, since nobody waits for them."""
    if not settings.skill(Skill.DEEP).enabled or not settings.deep.intent_cards:
        return {}
    quick = replace(model_specs(settings)[Skill.FAST], role=Skill.DEEP)
    tag = canonical_tag(settings.deep.embedding_model)
    vectors = replace(
        quick, name="embedding", tag=tag, context_tokens=settings.deep.embedding_context
    )
    return {IntentKind.VECTOR: vectors, IntentKind.CARD: quick}


def model_asker(
    settings: "Settings",
    *,
    runtime: "ModelRuntime",
    gate: "Thermometer",
    book: "CallBook",
    clock: "Clock",
) -> "AskModel":
    """What sends single questions, and believes what is anchored."""
    from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
    from tinyarms_daemon.adapters.runtimes.reply_reader import read_answers
    from tinyarms_daemon.application.judging.ask_model import AskModel

    inference = settings.inference
    return made_of(
        AskModel,
        vars(settings.judging),
        runtime=runtime,
        gate=gate,
        book=book,
        prompts=PromptFiles(),
        read_answers=read_answers,
        clock=clock,
        breaker=CircuitBreaker(
            inference.failures_allowed,
            inference.pause,
            max(inference.longest_pause, inference.pause),
        ),
    )


def question_costs(settings: "Settings", measured: Path | None) -> QuestionCosts:
    """The figures of `constants.yaml` for the model of the deep scan; what stands in `measured`,
    the figures of this machine, counts before them."""
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
