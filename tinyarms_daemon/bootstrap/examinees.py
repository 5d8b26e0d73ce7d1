"""Who is validated: the rules of this version, and the configured models with them and alone."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tinyarms_daemon.application.judging.candidate_question import ExcerptLimits
from tinyarms_daemon.application.measuring.examine_cases import (
    ModelAlone,
    RulesAlone,
    RulesWithModel,
    Scan,
)
from tinyarms_daemon.bootstrap.models import model_asker, model_runtime
from tinyarms_daemon.bootstrap.where import model_specs
from tinyarms_daemon.domain.measuring.validation import Examined, Way
from tinyarms_daemon.domain.models.call import ModelCall
from tinyarms_daemon.domain.models.model import ModelSpec
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.examinee import Examinee
from tinyarms_daemon.rules.registry import rule_descriptions, rule_versions

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings


class _NothingKept:
    """The CallBook and Thermometer ports of a measurement: what is asked for it is no part of daily
    use."""

    def record_call(self, call: ModelCall) -> None:
        """Forgotten."""

    def used(
        self,
        tag: str,
        context_tokens: int,
        *,
        began_at: datetime,
        decode_tokens_per_second: float | None,
    ) -> None:
        """Forgotten."""


def examinees(
    settings: "Settings", scan: Scan, clock: Clock, roles: Collection[str]
) -> Iterator[Examinee]:
    """The rules alone, then the models of these roles on top of them, then each alone."""
    yield RulesAlone(scan, Examined(name="rules"))
    runtime = model_runtime(settings)
    specs = [spec for role, spec in _specs(settings).items() if role in roles]
    nothing = _NothingKept()
    ask = model_asker(settings, runtime=runtime, gate=nothing, book=nothing, clock=clock)
    for spec in specs:
        yield RulesWithModel(
            who=_who(settings, spec, Way.WITH_RULES),
            spec=spec,
            runtime=runtime,
            scan=scan,
            ask=ask,
            rule_versions=rule_versions(),
            options={rule: settings.rule_options(rule) for rule in rule_versions()},
            excerpt=made_of(ExcerptLimits, vars(settings.judging)),
        )
    for spec in specs:
        yield ModelAlone(
            who=_who(settings, spec, Way.ALONE),
            spec=spec,
            runtime=runtime,
            scan=scan,
            prompts=ask.prompts,
            read_answers=ask.read_answers,
            descriptions=rule_descriptions(),
        )


def _specs(settings: "Settings") -> dict[str, ModelSpec]:
    """Every model with the context of the deep scan, since all are asked the same; a slow machine
    is to be measured too."""
    measuring, context = settings.measuring, settings.inference.deep_context
    return {
        role: replace(
            spec,
            context_tokens=context,
            most_prompt_tokens=context,
            keep_alive_seconds=round(measuring.keep_alive.total_seconds()),
            timeout_seconds=measuring.timeout.total_seconds(),
        )
        for role, spec in model_specs(settings).items()
    }


def _who(settings: "Settings", spec: ModelSpec, way: Way) -> Examined:
    """What a table calls a model: `3b` for `qwen2.5-coder:3b`, unless another is called so too."""
    tags = [each.tag for each in model_specs(settings).values()]
    short = spec.tag.rpartition(":")[2]
    if tags.count(spec.tag) > 1:
        short = f"{spec.tag} ({spec.role})"
    elif [tag.rpartition(":")[2] for tag in tags].count(short) > 1:
        short = spec.tag
    name = f"rules, {short}" if way is Way.WITH_RULES else f"{short} alone"
    return Examined(name=name, way=way, model=spec.tag, role=spec.role)
