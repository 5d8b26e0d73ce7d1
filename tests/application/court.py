"""A judge on a real store and a scripted runtime, with its parts in a test's hand."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from tests.adapters.store.opened import Store
from tests.application.rig import DEEP, QUICK
from tests.fakes.clock import FakeClock
from tests.fakes.gate import AdmittingGate
from tests.fakes.model_runtime import ScriptedRuntime
from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
from tinyarms_daemon.adapters.runtimes.reply_reader import read_answers
from tinyarms_daemon.adapters.store.model_book import SqlModelBook
from tinyarms_daemon.application.judging.ask_model import AskModel
from tinyarms_daemon.application.judging.control_model import BelieveModel, ControlModel
from tinyarms_daemon.application.judging.judge_questions import ModelJudge
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.models.call import AskedOf, CanaryAnswer
from tinyarms_daemon.domain.models.circuit_breaker import CircuitBreaker
from tinyarms_daemon.domain.questions.question import Excerpt, Question

CODE = "def same(a, b):\n    if abs(a - b) < 1e-9:\n        return True\n    return False"


def question(subject: str = "1e-9", text: str = CODE, **said: Any) -> Question:
    """A question about one number."""
    values: dict[str, Any] = {
        "rule": "magic-numbers",
        "rule_version": 1,
        "family": "magic-numbers",
        "asked": "Does the code here leave unsaid what this number means?",
        "subject": subject,
        "excerpts": (Excerpt(place=Place("a.py", 1, text.count("\n") + 1, ""), text=text),),
        "key": "options",
        "line": 2,
    }
    return Question(**(values | said))


def said(answer: str = "yes", quote: str = "< 1e-9:", *others: tuple[str, str]) -> str:
    """A reply of the right form, with an answer to each question."""
    answers = [(answer, quote), *others]
    return json.dumps(
        {
            str(number): {"answer": word, "quote": text, "why": "so"}
            for number, (word, text) in enumerate(answers, 1)
        }
    )


@dataclass
class Court:
    """Everything that judging needs."""

    store: Store
    clock: FakeClock = field(default_factory=FakeClock)
    gate: AdmittingGate = field(default_factory=AdmittingGate)
    runtime: ScriptedRuntime = field(
        default_factory=lambda: ScriptedRuntime({QUICK.tag: 1_900_000_000, DEEP.tag: 4_700_000_000})
    )
    samples: int = 1
    canary_every: int = 1000

    @cached_property
    def book(self) -> SqlModelBook:
        return SqlModelBook(self.store.database)

    @cached_property
    def prompts(self) -> PromptFiles:
        return PromptFiles()

    @cached_property
    def breaker(self) -> CircuitBreaker:
        return CircuitBreaker(3, timedelta(minutes=1), timedelta(hours=1))

    @cached_property
    def judge(self) -> ModelJudge:
        ask = AskModel(
            runtime=self.runtime,
            gate=self.gate,
            book=self.book,
            prompts=self.prompts,
            read_answers=read_answers,
            clock=self.clock,
            breaker=self.breaker,
            samples=self.samples,
            sampling_temperature=0.7,
            least_confidence=0.6,
            corrections=1,
            arrived_percent=40,
        )
        control = ControlModel(
            ask=ask,
            book=self.book,
            prompts=self.prompts,
            clock=self.clock,
            is_trusted=BelieveModel(book=self.book, prompts=self.prompts, mistakes_allowed=0),
            interval=timedelta(hours=1),
            retry_after=timedelta(minutes=5),
        )
        return ModelJudge(
            runtime=self.runtime,
            gate=self.gate,
            book=self.book,
            prompts=self.prompts,
            ask=ask,
            clock=self.clock,
            specs={"fast": QUICK, "deep": replace(DEEP, most_prompt_tokens=4096)},
            breaker=self.breaker,
            control=control,
            canary_every=self.canary_every,
        )

    def was_controlled(self, tag: str, role: str) -> None:
        """The model of a tag has just answered the control questions of a role, all well."""
        digest = self.runtime.digests.get(tag, self.runtime.digest)
        for canary in self.prompts.canaries(role):
            self.book.record_canary(
                CanaryAnswer(
                    at=self.clock.now(),
                    asked=AskedOf(tag, digest, role),
                    is_planted=canary.is_planted,
                    was_called=canary.is_planted,
                )
            )

    def outcomes(self) -> list[str]:
        """What became of every call."""
        from sqlalchemy import text

        with self.store.database.read() as connection:
            return list(connection.scalars(text("SELECT outcome FROM model_calls ORDER BY id")))
