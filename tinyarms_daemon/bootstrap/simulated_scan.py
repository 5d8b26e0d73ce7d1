"""A weekly scan in virtual time: rules, ranking, budget, ledger, judge and gate are the daemon's
own; the machine, its clock and the model are simulated."""

import shutil
import tempfile
import time as real_time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from tinyarms_daemon.adapters.home import Home
from tinyarms_daemon.adapters.store.deep_questions import SqlDeepQuestions
from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.application.checking.sweep_repository import DeepWish
from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
from tinyarms_daemon.application.headroom.watch_residents import WatchResidents
from tinyarms_daemon.bootstrap.held_home import held_home
from tinyarms_daemon.bootstrap.where import Where
from tinyarms_daemon.bootstrap.workplace import Workplace, open_workplace
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.measuring.weekly_simulation import (
    CoursePoint,
    NaiveScan,
    PlannedFigure,
    ScanCourse,
)
from tinyarms_daemon.domain.questions.question import Judgement
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.domain.work.wakefulness import Wakefulness
from tinyarms_daemon.ports.deep_questions import AskTask, DeepQuestions, PairAnswer
from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
from tinyarms_daemon.ports.model_residency import ModelResidency
from tinyarms_daemon.ports.model_runtime import ModelRuntime
from tinyarms_daemon.settings.schema import Settings
from tinyarms_daemon.simulation.laptop import DAY, HOUR, Laptop, SimulatedModel
from tinyarms_daemon.simulation.simulated_ports import (
    SimulatedClock,
    SimulatedProbe,
    SimulatedResidency,
)
from tinyarms_daemon.simulation.simulated_runtime import SimulatedRuntime
from tinyarms_daemon.simulation.virtual_time import VirtualTime, naive_scan

_DUE_SECONDS = 3 * HOUR  # of a Sunday: nobody is there, the lid is open, the mains are connected
_LONGEST_SECONDS = DAY
_ANALYSIS_POWER = 0.5
_NAME = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedScans:
    """The models of a machine by tag, and where what was measured of it stands. `on_step` is told
    what is being done."""

    settings: Settings
    models: Mapping[str, SimulatedModel]
    measured: Path
    memory_bytes: float
    on_step: Callable[[str], None]

    @contextmanager
    def prepared(self, root: str) -> Iterator["PreparedScan"]:
        """A repository that the rules know already: what every scan of it begins with."""
        with tempfile.TemporaryDirectory(prefix="tinyarms-simulated-") as folder:
            home = Path(folder) / "first"
            run = _Run(self, home, self.settings)
            self.on_step("Rules, once over every file")
            began_at = real_time.monotonic()
            with run.opened() as workplace:
                is_git = workplace.tree.inspect(root).is_git
                repository = workplace.book.add(
                    root, _NAME, is_git=is_git, at=workplace.clock.now()
                )
                workplace.sweep(repository, JobKind.WEEKLY, complete=True)
                wish = DeepWish(asks=False, budget_seconds=0)
                workplace.sweep(repository, JobKind.WEEKLY, complete=True, deep=wish)
                while workplace.run_next():
                    pass
                files = workplace.book.file_counts().get(repository.id, 0)
                certain = len(workplace.service().findings({"repository": _NAME})["findings"])
            seconds = real_time.monotonic() - began_at
            yield PreparedScan(self, home, repository, files, certain, seconds)

    def laptop(self) -> Laptop:
        """At the moment when the scan is due."""
        return Laptop(memory_total=self.memory_bytes, models=self.models, time=_DUE_SECONDS)

    def naive(self, files: int, seconds_a_file: float) -> NaiveScan:
        """Every file shown to the large model, without a gate."""
        time, answered = naive_scan(self.laptop(), files, seconds_a_file)
        return NaiveScan(
            files=files,
            total_seconds=time.elapsed,
            seconds_at_level=dict(time.seconds_at_level),
            points=_points(time, answered),
        )


@dataclass(frozen=True, slots=True)
class PreparedScan:
    """`analysis_seconds` is what the rules took, in real time on this machine."""

    scans: SimulatedScans
    home: Path
    repository: Repository
    files: int
    certain_findings: int
    analysis_seconds: float

    def scanned(
        self, settings: Settings, tag: str, recall: PlannedFigure, in_time_seconds: float
    ) -> ScanCourse:
        """The weekly scan from when it is due to its end, by the deep model of these settings."""
        self.scans.on_step(f"{tag}: the weekly scan in virtual time")
        home = Path(tempfile.mkdtemp(dir=self.home.parent))  # two roles may have one model
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        run = _Run(self.scans, home, settings)
        run.time.let_pass(self.analysis_seconds, _ANALYSIS_POWER)
        is_finished = run.scan(self.repository)
        all_worth = sum(run.worths) or 1.0
        in_time = [worth for at, worth in run.answered if at <= in_time_seconds]
        return ScanCourse(
            tag=tag,
            questions=len(run.worths),
            asked=len(run.answered),
            judged_worth=sum(worth for _, worth in run.answered) / all_worth,
            asked_in_time=len(in_time),
            judged_worth_in_time=sum(in_time) / all_worth,
            total_seconds=run.time.elapsed,
            analysis_seconds=self.analysis_seconds,
            working_seconds=run.time.working_seconds,
            loads=run.runtime.loads,
            is_finished=is_finished,
            seconds_at_level=dict(run.time.seconds_at_level),
            points=_points(run.time, [at for at, _ in run.answered]),
            recall=recall,
        )


@dataclass
class _Run:
    """One home in virtual time. `worths` are of all questions that there are; `answered` tells when
    each was, and what it was worth."""

    scans: SimulatedScans
    home: Path
    settings: Settings
    worths: list[float] = field(default_factory=list)
    answered: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles

        planted = [
            canary.question.excerpts[0].text.split("\n")[0]
            for role in Skill
            for canary in PromptFiles().canaries(role)
            if canary.is_planted
        ]
        self.time = VirtualTime(self.scans.laptop())
        self.runtime = SimulatedRuntime(
            self.time, lambda shown: any(first in shown for first in planted)
        )

    @contextmanager
    def opened(self) -> Iterator[Workplace]:
        """The workplace of the home."""
        home = Home(self.home)
        where = Where(home=home, user_file=self.home / "config.yaml", user_file_named=False)

        def make(**parts: Any) -> Workplace:
            return SimulatedWorkplace(run=self, **parts)

        with held_home(where, self.settings):
            if self.scans.measured.exists():
                shutil.copyfile(self.scans.measured, home.measured)
            clock = SimulatedClock(self.time.laptop)
            with open_workplace(where, self.settings, clock, make) as workplace:
                yield workplace

    def scan(self, repository: Repository) -> bool:
        """Whether the scan ended within a day."""
        with self.opened() as workplace:
            watch = WatchResidents(guard=workplace.gate)
            workplace.weekly_scans.begin(repository)
            while workplace.run_next():
                pass
            self.worths = [each.candidate.worth for each in workplace.questions.plan(repository.id)]
            while self.time.elapsed < _LONGEST_SECONDS:
                if workplace.ask_next() or workplace.run_next():
                    watch()
                elif _has_ended(workplace):
                    return True
                else:
                    self._wait(workplace)
            return False

    def _wait(self, workplace: Workplace) -> None:
        """Until the deferred question is due, or as long as the daemon's own timer waits; the
        machine is read meanwhile as the daemon does."""
        headroom = self.settings.headroom
        due = workplace.questions.next_due_at()
        wait = (due - workplace.clock.now()).total_seconds() if due is not None else 0.0
        left = wait if wait > 0 else headroom.retry_after.total_seconds()
        while left > 0:
            step = min(left, headroom.sample_interval.total_seconds())
            self.time.let_pass(step)
            workplace.gate.observe()
            left -= step


@dataclass(frozen=True)
class SimulatedWorkplace(Workplace):
    """A workplace whose machine, time and model are a run's."""

    run: _Run

    @cached_property
    def probe(self) -> HeadroomProbe:
        """What a Mac would say."""
        return SimulatedProbe(self.run.time.laptop)

    @cached_property
    def residency(self) -> ModelResidency:
        """What is loaded there."""
        return SimulatedResidency(self.run.time.laptop)

    @cached_property
    def gate(self) -> GuardModelLoad:
        """The daemon's own, of a machine that never sleeps."""
        guard = super().gate
        guard.wakefulness = Wakefulness
        return guard

    @cached_property
    def runtime(self) -> ModelRuntime:
        """The simulated one."""
        return self.run.runtime

    @cached_property
    def questions(self) -> DeepQuestions:
        """The daemon's own, with a note of each answer."""
        return _NotedQuestions(self.database, self.run)


class _NotedQuestions(SqlDeepQuestions):
    """The DeepQuestions port."""

    def __init__(self, database: Database, run: _Run) -> None:
        super().__init__(database)
        self._run = run

    def record_answers(
        self, task: AskTask, answers: Sequence[PairAnswer], judgement: Judgement, at: datetime
    ) -> None:
        """Noted, then remembered."""
        self._run.answered.append((self._run.time.elapsed, task.candidate.worth))
        super().record_answers(task, answers, judgement, at)


def _has_ended(workplace: Workplace) -> bool:
    """The weekly scan alone: what a save would ask of the small model is none of it."""
    jobs = workplace.ledger.jobs()
    return all(job.state.is_end for job in jobs if job.kind is JobKind.WEEKLY)


def _points(time: VirtualTime, answered: Sequence[float]) -> tuple[CoursePoint, ...]:
    return tuple(
        CoursePoint(
            sample.seconds,
            sample.speed,
            sample.level,
            sample.busy,
            bisect_right(answered, sample.seconds),
        )
        for sample in time.samples
    )
