"""Everything that asks models, on one open database."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
from tinyarms_daemon.adapters.git.source_tree import GitSourceTree
from tinyarms_daemon.application.event_bell import EventBell
from tinyarms_daemon.bootstrap.models import intent_specs, model_asker, model_runtime
from tinyarms_daemon.bootstrap.store_place import StorePlace
from tinyarms_daemon.bootstrap.where import model_specs
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.questions.trust import TrustPolicy
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.rules.registry import rule_versions

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.store.intent_book import SqlIntentBook
    from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
    from tinyarms_daemon.application.judging.ask_next_question import AskNextQuestion
    from tinyarms_daemon.application.judging.control_model import BelieveModel
    from tinyarms_daemon.application.judging.defer_judgements import DeferJudgements
    from tinyarms_daemon.application.judging.judge_questions import ModelJudge
    from tinyarms_daemon.application.judging.make_intents import MakeIntents
    from tinyarms_daemon.application.service.report_models import ReportModels
    from tinyarms_daemon.application.service.tell_headroom import TellHeadroom
    from tinyarms_daemon.application.wake_watch import WakeWatch
    from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
    from tinyarms_daemon.ports.machine_clocks import MachineClocks
    from tinyarms_daemon.ports.model_residency import ModelResidency
    from tinyarms_daemon.ports.model_runtime import ModelRuntime

# How often the daemon looks whether the machine slept, and whether its watches live. On macOS a
# wait stands still while the machine sleeps, so it is also how late anything due can be noticed.
LOOK = timedelta(seconds=30)


@dataclass(frozen=True)
class ModelPlace(StorePlace):
    """What asks models, and whether the machine can bear one."""

    @cached_property
    def tree(self) -> GitSourceTree:
        """Folders and git."""
        return GitSourceTree()

    @cached_property
    def profiles(self) -> ConfiguredProfiles:
        """Each repository's rules."""
        return ConfiguredProfiles(self.settings, rule_versions())

    def has_weekly_scan(self) -> bool:
        """Whether deep scans are asked for by the week, as the configuration says now."""
        return self.profiles.settings.skill(Skill.DEEP).enabled

    @cached_property
    def bell(self) -> EventBell:
        """Rings for listeners."""
        return EventBell()

    @cached_property
    def machine_clocks(self) -> "MachineClocks":
        """Wall, sleep and zone."""
        from tinyarms_daemon.adapters.machine.machine_clocks import SystemClocks

        return SystemClocks()

    @cached_property
    def wake_watch(self) -> "WakeWatch":
        """Whether the machine is awake for good; asked before heavy work, and of stale readings."""
        from tinyarms_daemon.application.wake_watch import WakeWatch

        return WakeWatch(self.machine_clocks, settle=self.settings.wake.settle, look=LOOK)

    @cached_property
    def probe(self) -> "HeadroomProbe":
        """Readings now."""
        from tinyarms_daemon.adapters.machine.platform_probe import platform_probe

        interval = self.settings.headroom.slow_interval
        return platform_probe(self.clock, self.where.home.path, interval)

    @cached_property
    def runtime(self) -> "ModelRuntime":
        """Where models run."""
        return model_runtime(self.settings)

    @cached_property
    def residency(self) -> "ModelResidency":
        """What is loaded."""
        from tinyarms_daemon.adapters.machine.runner_processes import runner_bytes
        from tinyarms_daemon.application.headroom.runtime_residency import RuntimeResidency

        return RuntimeResidency(self.runtime, runner_bytes)

    @cached_property
    def gate(self) -> "GuardModelLoad":
        """Whether the machine can bear a model; the Gate port."""
        from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
        from tinyarms_daemon.bootstrap.headroom_policy import (
            FiguresInForce,
            headroom_policy,
            is_night_hour,
        )

        models = {skill: spec.tag for skill, spec in model_specs(self.settings).items()}
        return GuardModelLoad(
            probe=self.probe,
            residency=self.residency,
            book=self.headroom_book,
            policy=headroom_policy(self.settings),
            clock=self.clock,
            models=models,
            is_night=lambda at: is_night_hour(self.settings.headroom, at.astimezone().hour),
            usual=FiguresInForce(tuple(models.values()), self.where.home.measured),
            wakefulness=self.wake_watch.state,
        )

    @cached_property
    def tell_headroom(self) -> "TellHeadroom":
        """Headroom and decisions, for a person."""
        from tinyarms_daemon.application.service.tell_headroom import TellHeadroom

        return TellHeadroom(
            gate=self.gate,
            models=list(model_specs(self.settings).values()),
            book=self.headroom_book,
            log=self.headroom_book,
            model_book=self.model_book,
            clock=self.clock,
        )

    @cached_property
    def judge(self) -> "ModelJudge":
        """Who answers questions about code."""
        from tinyarms_daemon.application.judging.control_model import ControlModel
        from tinyarms_daemon.application.judging.judge_questions import ModelJudge

        runtime, gate, book, clock = self.runtime, self.gate, self.model_book, self.clock
        ask = model_asker(self.settings, runtime=runtime, gate=gate, book=book, clock=clock)
        control = ControlModel(
            ask=ask,
            book=book,
            prompts=ask.prompts,
            clock=clock,
            is_trusted=self.is_believed,
            interval=self.settings.judging.canary_interval,
            retry_after=self.settings.headroom.retry_after,
        )
        return ModelJudge(
            runtime=runtime,
            gate=gate,
            book=book,
            prompts=ask.prompts,
            ask=ask,
            clock=clock,
            specs=model_specs(self.settings),
            breaker=ask.breaker,
            control=control,
            canary_every=self.settings.judging.canary_every,
        )

    @cached_property
    def is_believed(self) -> "BelieveModel":
        """Whether a model is still what it was."""
        from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
        from tinyarms_daemon.application.judging.control_model import BelieveModel

        return BelieveModel(
            book=self.model_book,
            prompts=PromptFiles(),
            mistakes_allowed=self.settings.judging.canary_mistakes,
        )

    @cached_property
    def judgements(self) -> "DeferJudgements":
        """Why questions wait."""
        from tinyarms_daemon.application.judging.defer_judgements import DeferJudgements

        return DeferJudgements(
            runtime=self.runtime,
            clock=self.clock,
            ledger=self.ledger,
            tag=model_specs(self.settings)[Skill.FAST].tag,
            retry_after=self.settings.headroom.retry_after,
        )

    @cached_property
    def ask_next(self) -> "AskNextQuestion":
        """The model lane's step in a deep scan."""
        from tinyarms_daemon.application.judging.ask_next_question import AskNextQuestion

        return AskNextQuestion(
            questions=self.questions,
            book=self.book,
            tree=self.tree,
            judge=self.judge,
            clock=self.clock,
            bell=self.bell,
            rule_versions=rule_versions(),
            retry_after=self.settings.headroom.retry_after,
        )

    @property
    def describes(self) -> bool:
        """Whether definitions are described in advance."""
        return self.has_weekly_scan() and self.profiles.settings.deep.intent_cards

    @cached_property
    def intent_book(self) -> "SqlIntentBook":
        """What was said of definitions in advance."""
        from tinyarms_daemon.adapters.store.intent_book import SqlIntentBook

        return SqlIntentBook(self.database)

    @cached_property
    def make_intents(self) -> "MakeIntents":
        """The model lane's step when it is idle."""
        from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
        from tinyarms_daemon.application.judging.make_intents import MakeIntents

        deep = self.settings.deep
        return MakeIntents(
            book=self.intent_book,
            repositories=self.book,
            tree=self.tree,
            runtime=self.runtime,
            gate=self.gate,
            prompts=PromptFiles(),
            clock=self.clock,
            specs=intent_specs(self.settings),
            most_characters=deep.card_characters,
            card_tokens=deep.card_tokens,
            vectors_per_call=deep.vectors_per_call,
        )

    @cached_property
    def report_models(self) -> "ReportModels":
        """What is known of each model."""
        from tinyarms_daemon.application.service.report_models import ReportModels
        from tinyarms_daemon.bootstrap.headroom_policy import headroom_policy

        return ReportModels(
            runtime=self.runtime,
            book=self.model_book,
            specs=model_specs(self.settings),
            policy=headroom_policy(self.settings),
            trust=made_of(TrustPolicy, vars(self.settings.judging)),
            is_believed=self.is_believed,
            has_weekly_scan=self.has_weekly_scan,
            preview=lambda spec: self.tell_headroom.preview(spec),
        )
