"""The lanes, and the daemon around a real store, with time and watches in a test's hand."""

import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.domain.headroom.making import DEEP, readings
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.headroom_probe import FixedProbe
from tests.fakes.model_runtime import ScriptedRuntime
from tests.fakes.source_tree import FixedTree
from tests.fakes.timer import ManualTimer
from tests.fakes.watcher import RecordingWatcher
from tinyarms_daemon.adapters.lane import Lane
from tinyarms_daemon.application.checking.notice_save import NoticeSave
from tinyarms_daemon.application.pause import pause_until
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.bootstrap.workplace import Workplace, open_workplace
from tinyarms_daemon.daemon.life import Daemon, StartAnew
from tinyarms_daemon.daemon.weekly_rounds import WeeklyRounds
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.work.job import Job, JobKind, JobState
from tinyarms_daemon.domain.work.settling import SettlePolicy
from tinyarms_daemon.ports.analyzer import AnalysisStopped

_PATIENCE_SECONDS = 10.0
HOUR = 3600.0


class Steps:
    """What a lane did, in order; `results` is what its steps return or raise."""

    def __init__(self, *results: bool | BaseException) -> None:
        self._results = list(results)
        self._done: queue.Queue[str] = queue.Queue()

    def lane(self, *, retry_seconds: float = 0.0) -> Lane:
        """A lane of these steps."""
        return Lane(
            "steps",
            self._step,
            on_idle=lambda: self._done.put("idle"),
            mend=lambda: self._done.put("mend"),
            retry_seconds=retry_seconds,
        )

    def next(self, number: int) -> list[str]:
        """The next things it did, as they come."""
        return [self._done.get(timeout=_PATIENCE_SECONDS) for _ in range(number)]

    def is_quiet(self) -> bool:
        """Whether there is nothing more."""
        return self._done.empty()

    def _step(self) -> bool:
        self._done.put("step")
        result = self._results.pop(0) if self._results else False
        if isinstance(result, BaseException):
            raise result
        return result


def test_a_lane_works_until_nothing_is_due_and_again_when_it_is_nudged() -> None:
    steps = Steps(True, True, False)
    lane = steps.lane()

    lane.start()

    assert steps.next(4) == ["step", "step", "step", "idle"]
    lane.nudge()
    assert steps.next(2) == ["step", "idle"]
    lane.stop(lambda: None)
    assert steps.is_quiet()


@pytest.mark.parametrize("error", [StoreUnavailable("full"), ZeroDivisionError("ours")])
def test_a_lane_outlives_a_step_that_fails_and_mends_before_the_next(error: Exception) -> None:
    steps = Steps(error, False)
    lane = steps.lane()

    lane.start()

    assert steps.next(4) == ["step", "mend", "step", "idle"]
    lane.stop(lambda: None)


def test_a_lane_whose_workers_were_stopped_ends() -> None:
    steps = Steps(AnalysisStopped("stopped"))
    lane = steps.lane()
    lane.start()
    assert steps.next(1) == ["step"]

    lane.stop(lambda: None)

    assert steps.is_quiet()


def test_a_lane_that_is_stopped_interrupts_what_runs() -> None:
    steps = Steps(StoreUnavailable("full"))
    lane = steps.lane(retry_seconds=3600)
    lane.start()
    steps.next(1)
    interrupted = []

    lane.stop(lambda: interrupted.append(True))

    assert interrupted == [True]
    assert steps.is_quiet()


@dataclass
class House:
    """A daemon that is not started, and what it stands on."""

    workplace: Workplace
    clock: FakeClock
    timer: ManualTimer
    watcher: RecordingWatcher
    daemon: Daemon
    upgraded: threading.Event

    def start(self) -> None:
        """Start the daemon with what is in the book."""
        self.daemon.start(self.workplace.book.repositories())


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def workplace(tmp_path: Path, migrated_database: Path, clock: FakeClock) -> Iterator[Workplace]:
    where = Where.of(tmp_path / "home", None)
    where.home.prepare()
    shutil.copy(migrated_database, where.home.database)
    with open_workplace(where, load(where), clock) as opened:
        yield opened


@pytest.fixture
def make_house(
    workplace: Workplace, clock: FakeClock
) -> Iterator[Callable[[RecordingWatcher], House]]:
    started: list[Daemon] = []

    def make(watcher: RecordingWatcher) -> House:
        timer, upgraded = ManualTimer(clock), threading.Event()
        daemon = Daemon(
            workplace=workplace,
            notice=notice(clock, timer),
            watcher=watcher,
            timer=timer,
            tell_news=lambda: None,
            was_upgraded=upgraded.is_set,
        )
        started.append(daemon)
        return House(workplace, clock, timer, watcher, daemon, upgraded)

    yield make
    for daemon in started:
        daemon.stop()


def notice(clock: FakeClock, timer: ManualTimer) -> NoticeSave:
    """A NoticeSave that nothing hints at."""
    return NoticeSave(
        policy=SettlePolicy(
            settle=timedelta(seconds=1),
            ceiling=timedelta(seconds=5),
            operation_ceiling=timedelta(seconds=60),
            storm_paths=20,
        ),
        rename_grace=timedelta(0),
        timer=timer,
        clock=clock,
        tree=FixedTree(),
        own_folder="/nowhere",
        check=lambda *_: None,
        prepare=lambda: None,
    )


def watched(workplace: Workplace, root: Path) -> str:
    """An empty folder in the book; its root."""
    root.mkdir()
    workplace.book.add(str(root), root.name, is_git=False, at=workplace.clock.now())
    return str(root)


def test_a_daemon_watches_what_is_in_the_book_until_it_stops(
    make_house: Callable[[RecordingWatcher], House], tmp_path: Path
) -> None:
    house = make_house(RecordingWatcher())
    roots = [watched(house.workplace, tmp_path / name) for name in ("shop", "tools")]

    house.start()

    assert house.watcher.roots == roots
    assert {"supervision", "sweep", "housekeeping"} <= set(house.timer.keys)


def test_what_is_added_while_the_daemon_starts_is_left_to_whoever_adds_it(
    make_house: Callable[[RecordingWatcher], House], tmp_path: Path
) -> None:
    house = make_house(RecordingWatcher())
    known = house.workplace.book.repositories()
    watched(house.workplace, tmp_path / "shop")
    (tmp_path / "shop" / "a.md").write_text("just written\n")

    house.daemon.start(known)

    assert house.watcher.roots == []
    assert house.workplace.ledger.job(1) is None


def test_a_root_that_cannot_be_watched_is_told_and_tried_again(
    make_house: Callable[[RecordingWatcher], House], tmp_path: Path
) -> None:
    root = str(tmp_path / "shop")
    house = make_house(RecordingWatcher(refused=frozenset({root})))
    watched(house.workplace, tmp_path / "shop")
    house.start()
    refused = house.daemon.watches.unwatched()

    house.watcher.refused = frozenset()
    house.timer.run("supervision")

    assert list(refused) == [root]
    assert house.watcher.roots == [root]
    assert house.daemon.watches.unwatched() == {}


def test_a_watch_that_died_is_revived_and_looked_through(
    make_house: Callable[[RecordingWatcher], House], tmp_path: Path
) -> None:
    house = make_house(RecordingWatcher())
    root = watched(house.workplace, tmp_path / "shop")
    house.start()
    (tmp_path / "shop" / "a.md").write_text("missed while the watch was dead\n")
    house.watcher.dead.append(root)

    house.timer.run("supervision")

    assert house.watcher.roots == [root]
    job = house.workplace.ledger.job(2)  # the first was the first scan
    assert job is not None
    assert job.units_total == 1


def test_a_daemon_that_was_upgraded_takes_nothing_up_and_has_to_start_anew(
    make_house: Callable[[RecordingWatcher], House], tmp_path: Path
) -> None:
    house = make_house(RecordingWatcher())
    watched(house.workplace, tmp_path / "shop")
    (tmp_path / "shop" / "a.md").write_text("saved after the upgrade\n")
    house.upgraded.set()
    house.start()

    with pytest.raises(StartAnew):
        house.daemon.require_sound()

    house.daemon.stop()
    assert [job.units_done for job in house.workplace.ledger.jobs()] == [0]


def test_what_comes_back_where_a_repository_was_gone_is_watched_anew(
    make_house: Callable[[RecordingWatcher], House], tmp_path: Path
) -> None:
    """A disk that is mounted again is the same folder by its numbers; its watch is dead."""
    house = make_house(RecordingWatcher())
    root = watched(house.workplace, tmp_path / "shop")
    house.start()
    (tmp_path / "shop").rename(tmp_path / "elsewhere")
    house.timer.run("supervision")
    while_it_was_gone = list(house.watcher.roots)

    (tmp_path / "elsewhere").rename(tmp_path / "shop")
    house.timer.run("supervision")

    assert while_it_was_gone == []
    assert house.watcher.roots == [root]


def test_what_a_store_that_fails_could_not_take_is_looked_for_again(
    make_house: Callable[[RecordingWatcher], House],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = make_house(RecordingWatcher())
    watched(house.workplace, tmp_path / "shop")
    (repository,) = house.workplace.book.repositories()

    def refuse(*_: object, **__: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(type(house.workplace.sweep), "__call__", refuse)
        house.start()

    assert f"again:{repository.id}" in house.timer.keys


def test_a_daemon_starts_without_a_store_that_can_be_written(
    make_house: Callable[[RecordingWatcher], House],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = make_house(RecordingWatcher())
    root = watched(house.workplace, tmp_path / "shop")

    def refuse(*_: object, **__: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(type(house.workplace.ledger), "recover", refuse)
        house.start()

    assert house.watcher.roots == [root]


@dataclass
class RecordingIdleSleep:
    """The IdleSleep port: for how long idle sleep is held off, None where it is not."""

    seconds: float | None = None

    def hold(self, most_seconds: float) -> None:
        """Remember it."""
        self.seconds = most_seconds

    def release(self) -> None:
        """Forget it."""
        self.seconds = None


@dataclass
class Rounds:
    """The weekly rounds of a machine that is fit for a scan, with one that waits."""

    workplace: Workplace
    clock: FakeClock
    awake: RecordingIdleSleep
    models: dict[str, int]
    jobs: list[Job]
    is_paused: bool = False

    def look(self) -> float | None:
        """For how long idle sleep is held off after a look."""
        self.rounds.hold_off_sleep()
        return self.awake.seconds

    def __post_init__(self) -> None:
        self.rounds = WeeklyRounds(
            self.workplace,
            ManualTimer(self.clock),
            nudge=lambda: None,
            on_begun=lambda _: None,
            is_paused=lambda: self.is_paused,
            idle_sleep=self.awake,
        )


@pytest.fixture
def rounds(workplace: Workplace, clock: FakeClock) -> Rounds:
    models = {DEEP: 4_700_000_000}
    scan = Job(
        id=1,
        kind=JobKind.WEEKLY,
        repository_id=1,
        repository="shop",
        state=JobState.DEFERRED,
        requested_at=NOON,
        complete=True,
    )
    jobs = [scan]
    workplace.__dict__.update(
        probe=FixedProbe(readings()),
        runtime=ScriptedRuntime(models),
        ledger=SimpleNamespace(jobs=lambda: jobs),
    )
    return Rounds(workplace, clock, RecordingIdleSleep(), models, jobs)


def test_idle_sleep_is_held_off_for_six_hours_of_a_day_while_a_scan_waits_for_the_machine(
    rounds: Rounds,
) -> None:
    first = rounds.look()
    rounds.clock.advance(5 * HOUR)
    later = rounds.look()
    rounds.clock.advance(2 * HOUR)
    enough = rounds.look()
    rounds.clock.advance(17 * HOUR)

    assert (first, later, enough) == (6 * HOUR, HOUR, None)
    assert rounds.look() == 6 * HOUR


@pytest.mark.parametrize("lacking", ["the model", "a scan", "somebody's leave"])
def test_a_night_awake_that_would_bring_nothing_is_slept_through(
    rounds: Rounds, lacking: str
) -> None:
    if lacking == "the model":
        rounds.models.clear()
    elif lacking == "a scan":
        rounds.jobs.clear()
    else:
        rounds.is_paused = True

    assert rounds.look() is None


def test_a_pause_holds_the_questions_of_deep_scans_too(
    make_house: Callable[[RecordingWatcher], House],
) -> None:
    house = make_house(RecordingWatcher())
    asked = threading.Event()
    house.workplace.__dict__["ask_next"] = lambda _: asked.set()
    pause_until(house.workplace.store, NOON + timedelta(hours=1))
    house.start()
    house.daemon.model_lane.nudge()
    was_asked_in_the_pause = asked.wait(0.3)

    pause_until(house.workplace.store, None)
    house.daemon.model_lane.nudge()

    assert asked.wait(_PATIENCE_SECONDS)
    assert not was_asked_in_the_pause
