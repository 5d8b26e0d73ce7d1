"""A model lane that goes step by step."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from tests.application.court import CODE, Court, said
from tests.application.rig import QUICK, Rig
from tests.making import checked, observation, region
from tinyarms_daemon.adapters.store.question_queue import SqlQuestionQueue
from tinyarms_daemon.application.judging.candidate_question import ExcerptLimits
from tinyarms_daemon.application.judging.defer_judgements import DeferJudgements
from tinyarms_daemon.application.judging.judge_waiting import JudgeWaiting, JudgingLimits
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.questions.trust import TrustPolicy
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.domain.work.repository import Repository

YES, NO = said("yes", "< 1e-9:"), said("no", "< 1e-9:")


def candidate(fingerprint: str = "ta1:q", **given: Any) -> Observation:
    """The number in the second line of CODE."""
    values: dict[str, Any] = {
        "region": region(2, 21, 4),
        "evidence": "1e-9",
        "question": "Does the code here leave unsaid what this number means?",
        "scope": (1, 4),
        "symbol": "same",
    }
    return observation(fingerprint, **(values | given))


@dataclass
class Lane:
    """A rig with a court: files, a store, and a model that says what it is told to."""

    rig: Rig
    court: Court
    stopping: bool = False
    has_weekly_scan: bool = True
    texts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def step(self) -> JudgeWaiting:
        self.rig.tree.read_text = lambda root, path, most: self.texts.get(path)  # type: ignore[method-assign]
        return JudgeWaiting(
            book=self.rig.store.book,
            ledger=self.rig.store.ledger,
            queue=SqlQuestionQueue(self.rig.store.database, 0.5),
            store=self.rig.store.findings,
            tree=self.rig.tree,
            profiles=self.rig.profiles,
            judge=self.court.judge,
            models=self.court.book,
            judgements=DeferJudgements(
                runtime=self.court.runtime,
                clock=self.rig.clock,
                ledger=self.rig.store.ledger,
                tag=QUICK.tag,
                retry_after=timedelta(minutes=5),
            ),
            clock=self.rig.clock,
            bell=self.rig.bell,
            limits=JudgingLimits(
                candidates_per_question=3,
                excerpt=ExcerptLimits(excerpt_characters=600, excerpt_lines=6, excerpt_imports=3),
                max_attempts=2,
                trust=TrustPolicy(trust_limit=0.25, trust_least_answers=5),
            ),
            rule_versions={"magic-numbers": 1},
            has_weekly_scan=lambda: self.has_weekly_scan,
            stopping=lambda: self.stopping,
        )

    def show(
        self, shop: Repository, path: str, *seen: Observation, kind: JobKind = JobKind.ON_SAVE
    ) -> None:
        """A file that was checked and shows these."""
        self.texts.setdefault(path, CODE)
        report = checked(path, *seen, content_hash=f"b2:{len(self.texts[path])}")
        self.rig.store.check(shop, report, kind=kind, at=self.rig.clock.now())

    def asked_paths(self) -> list[str]:
        """Which files were asked about, in order."""
        return [
            request.user.split(">")[0].rpartition(" ")[2] for request in self.court.runtime.requests
        ]

    def run(self) -> None:
        """Everything that can be done."""
        while self.step():
            pass
