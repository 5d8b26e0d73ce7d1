"""The weekly scans: taken up once each, when due and at a fit moment, and missed ones told."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from tinyarms_daemon.application.checking.sweep_repository import DeepWish, SweepRepository
from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.domain.work.job import Job, JobKind, JobState
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.domain.work.schedule import Schedule
from tinyarms_daemon.domain.work.weekly import WeeklyMark, decide_weekly, next_weekly, overdue_since
from tinyarms_daemon.ports.finding_store import FindingStore
from tinyarms_daemon.ports.ledger import Ledger
from tinyarms_daemon.ports.repository_book import RepositoryBook


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyPlan:
    """The configuration's word: `schedule` in crontab's form, None where there is no weekly scan;
    a scan that is missing for `alarm_after` is told. The model may work `budget_seconds` in each;
    at the times of `leftovers` it is asked what is left."""

    expression: str
    schedule: Schedule | None
    alarm_after: timedelta
    budget_seconds: int
    leftovers: Schedule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memory:
    """What the store remembers of a repository: under which schedule, since when (aware, UTC), and
    what was taken up."""

    expression: str
    since: datetime
    mark: WeeklyMark


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyScans:
    """What is due is decided anew at each call, by the wall's clock and the store alone.

    `plan` and `zone` are asked each time: both may change while the daemon runs. Repositories have
    their turns one after the other, in the order in which they were added, each as much later as
    the model may work for one.
    """

    book: RepositoryBook
    ledger: Ledger
    store: FindingStore
    sweep: SweepRepository
    plan: Callable[[], WeeklyPlan]
    zone: Callable[[], tzinfo]

    def take_due(self, now: datetime, *, is_fit: bool) -> Iterator[tuple[Repository, str | None]]:
        """Ask for each scan that is due, where the moment `is_fit`; what is new is remembered.

        Yields the repositories, with why one could not be read: it stays due.
        """
        plan = self.plan()
        if plan.schedule is None:
            return
        under_way = {job.repository_id for job in self._weekly_jobs() if not job.state.is_end}
        turns = self._turns(plan)
        for repository in self.book.repositories():
            memory = self._memory(repository, plan, now)
            in_turn = now - turns[repository.id]
            decision = decide_weekly(plan.schedule, memory.mark, in_turn, self.zone())
            if decision.due is None or not is_fit:
                self._remember(repository, memory, decision.mark)
                continue
            try:
                if repository.id not in under_way:  # else a crash came before it was remembered
                    self.begin(repository)
            except TinyarmsError as error:
                yield repository, str(error)
                continue
            self._remember(repository, memory, decision.mark_when_taken)
            yield repository, None

    def begin(self, repository: Repository) -> None:
        """The fast rules on what they have not seen, and behind them the deep ones."""
        self.sweep(repository, JobKind.WEEKLY, complete=True)
        wish = DeepWish(asks=True, budget_seconds=self.plan().budget_seconds)
        self.sweep(repository, JobKind.WEEKLY, complete=True, deep=wish)

    def take_leftovers(self, has_waiting: Callable[[int], bool]) -> Iterator[str]:
        """Begin a scan of each repository with something left to ask; why one could not be read."""
        if self.plan().schedule is None:
            return
        under_way = {job.repository_id for job in self._weekly_jobs() if not job.state.is_end}
        for repository in self.book.repositories():
            if repository.id in under_way or not has_waiting(repository.id):
                continue
            try:
                self.begin(repository)
            except TinyarmsError as error:
                yield str(error)

    def next_leftovers_at(self, now: datetime) -> datetime | None:
        """When what is left to ask is looked at next."""
        leftovers = self.plan().leftovers
        return None if leftovers is None else next_weekly(leftovers, None, now, self.zone())

    def next_at(self, repository_id: int, now: datetime) -> datetime | None:
        """When a repository's next scan begins, None where it has none."""
        plan = self.plan()
        if plan.schedule is None:
            return None
        memory = self._recalled(repository_id)
        is_known = memory is not None and memory.expression == plan.expression
        mark = memory.mark if memory is not None and is_known else None
        turn = self._turns(plan).get(repository_id, timedelta())
        coming = next_weekly(plan.schedule, mark, now - turn, self.zone())
        return None if coming is None else coming + turn

    def alarms(self, now: datetime) -> list[str]:
        """One sentence for each scan that is missing for too long, with the reason."""
        plan = self.plan()
        if plan.schedule is None:
            return []
        finished = self.book.last_weekly_scans()
        jobs = {job.repository_id: job for job in self._weekly_jobs()}
        return [
            _alarm(repository, since, now, _reason(repository, jobs.get(repository.id)))
            for repository in self.book.repositories()
            if (since := self._missing_since(repository, finished, plan, now)) is not None
        ]

    def forget(self, repository_id: int) -> None:
        """The repository is no longer watched."""
        self.store.set_flag(_flag(repository_id), None)

    def _missing_since(
        self, repository: Repository, finished: dict[int, datetime], plan: WeeklyPlan, now: datetime
    ) -> datetime | None:
        memory = self._recalled(repository.id)
        if memory is None or plan.schedule is None:
            return None
        last = max(memory.since, finished.get(repository.id, memory.since))
        turn = self._turns(plan)[repository.id]
        missed = overdue_since(plan.schedule, last - turn, now - turn, self.zone())
        since = None if missed is None else missed + turn
        return since if since is not None and now - since >= plan.alarm_after else None

    def _turns(self, plan: WeeklyPlan) -> dict[int, timedelta]:
        """How long after the time of the schedule each repository is due, by its id."""
        ids = sorted(repository.id for repository in self.book.repositories())
        budget = timedelta(seconds=plan.budget_seconds)
        return {repository_id: number * budget for number, repository_id in enumerate(ids)}

    def _weekly_jobs(self) -> list[Job]:
        return [job for job in self.ledger.jobs() if job.kind is JobKind.WEEKLY]

    def _memory(self, repository: Repository, plan: WeeklyPlan, now: datetime) -> _Memory:
        """What is remembered under this schedule; under a new one it begins anew."""
        memory = self._recalled(repository.id)
        if memory is not None and memory.expression == plan.expression:
            return memory
        assert plan.schedule is not None
        fresh = decide_weekly(plan.schedule, None, now, self.zone()).mark
        memory = _Memory(expression=plan.expression, since=now.astimezone(UTC), mark=fresh)
        self.store.set_flag(_flag(repository.id), _written(memory))
        return memory

    def _remember(self, repository: Repository, memory: _Memory, mark: WeeklyMark) -> None:
        if mark != memory.mark:
            changed = _Memory(expression=memory.expression, since=memory.since, mark=mark)
            self.store.set_flag(_flag(repository.id), _written(changed))

    def _recalled(self, repository_id: int) -> _Memory | None:
        said = self.store.flag(_flag(repository_id))
        return None if said is None else _read(said)


def _flag(repository_id: int) -> str:
    return f"weekly:{repository_id}"


def _written(memory: _Memory) -> str:
    doubted = memory.mark.doubted
    return json.dumps(
        {
            "schedule": memory.expression,
            "since": memory.since.isoformat(),
            "taken": memory.mark.taken.isoformat(),
            "doubted": None if doubted is None else doubted.isoformat(),
        }
    )


def _read(said: str) -> _Memory | None:
    """None for what no version of ours has written: it begins anew."""
    try:
        values: dict[str, Any] = json.loads(said)
        doubted = values["doubted"]
        mark = WeeklyMark(
            taken=datetime.fromisoformat(values["taken"]),
            doubted=None if doubted is None else datetime.fromisoformat(doubted),
        )
        since = datetime.fromisoformat(values["since"])
        return _Memory(expression=str(values["schedule"]), since=since, mark=mark)
    except (ValueError, KeyError, TypeError):
        return None


def _alarm(repository: Repository, since: datetime, now: datetime, reason: str) -> str:
    days = (now - since).days
    return (
        f"The weekly scan of {repository.name} is {days} {'day' if days == 1 else 'days'} overdue "
        f"(since {since:%Y-%m-%d}): {reason}."
    )


def _reason(repository: Repository, job: Job | None) -> str:
    if repository.unavailable is not None:
        return repository.unavailable.rstrip(".")
    if job is None:
        return "the machine slept or was off, or the daemon did not run, when it was due"
    if job.state is JobState.FAILED:
        return f"it failed ({job.error or 'without a reason'}); `tinyarmsctl jobs` says more"
    if job.reasons:
        return "it waits: " + "; ".join(job.reasons).rstrip(".")
    return f"job {job.id} is under way, {job.units_done} of {job.units_total} done"
