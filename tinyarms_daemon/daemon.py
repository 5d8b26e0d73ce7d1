"""The long run: what starts in which order, what ends it, and in which order it stops."""

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from tinyarms_daemon.adapters.apscheduler_timer import ApschedulerTimer
from tinyarms_daemon.adapters.desktop_notifier import DesktopNotifier
from tinyarms_daemon.adapters.home import remove_stale_socket
from tinyarms_daemon.adapters.structured_log import close_log, set_up_log
from tinyarms_daemon.adapters.watchdog_watcher import WatchdogWatcher
from tinyarms_daemon.application.notice_save import NoticeSave
from tinyarms_daemon.bootstrap.held_home import held_home
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.bootstrap.workplace import Workplace, open_workplace
from tinyarms_daemon.control.server import ControlApplication, ControlServer
from tinyarms_daemon.domain.errors import RepositoryUnavailable, StoreUnavailable, TinyarmsError
from tinyarms_daemon.domain.repository import Repository
from tinyarms_daemon.domain.rule import Skill
from tinyarms_daemon.domain.settling import SettlePolicy
from tinyarms_daemon.domain.work import JobKind, JobState
from tinyarms_daemon.faces.dashboard.host import DashboardHost
from tinyarms_daemon.ports.analyzer import AnalysisStopped
from tinyarms_daemon.ports.timer import Timer
from tinyarms_daemon.ports.watcher import Watcher
from tinyarms_daemon.settings.problem import ConfigurationError

log = structlog.get_logger(__name__)

# How often the daemon looks whether the machine slept, and whether its watches live.
_SUPERVISION = timedelta(seconds=30)
# A gap between two looks that is this much longer than planned was sleep.
_SLEPT = timedelta(seconds=60)
_LANE_RETRY_SECONDS = 5.0
_HOUSEKEEPING = timedelta(days=1)


class Lane:
    """One thread that does one thing after another until nothing is due, then sleeps."""

    def __init__(
        self,
        name: str,
        step: Callable[[], bool],
        *,
        on_idle: Callable[[], None],
        mend: Callable[[], object],
    ) -> None:
        """`on_idle` is called when nothing is due, `mend` first of all after a step that failed."""
        self._step = step
        self._on_idle = on_idle
        self._mend = mend
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def nudge(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def stop(self, interrupt: Callable[[], None]) -> None:
        """Take up nothing more; `interrupt` makes the step that runs end soon."""
        self._stopping = True
        self._wake.set()
        interrupt()
        self._thread.join()

    def _run(self) -> None:
        has_failed = False
        while not self._stopping:
            self._wake.clear()
            try:
                if has_failed:
                    self._mend()
                has_failed = False
                while not self._stopping and self._step():
                    pass
                self._on_idle()
            except AnalysisStopped:
                return
            except TinyarmsError as error:
                log.warning("step_failed", error=str(error))
                has_failed = True
            except Exception:
                log.exception("step_failed")
                has_failed = True
            if not self._stopping:
                self._wake.wait(_LANE_RETRY_SECONDS if has_failed else None)


class Daemon:
    """Watches every repository of the book and keeps the lane at work.

    Started by `start`, ended by `stop`; both are called once, in the main thread.
    """

    def __init__(
        self,
        *,
        workplace: Workplace,
        notice: NoticeSave,
        watcher: Watcher,
        timer: Timer,
        tell_news: Callable[[], None],
    ) -> None:
        self._workplace = workplace
        self._notice = notice
        self._watcher = watcher
        self._timer = timer
        self._tell_news = tell_news
        self._unwatched: dict[str, str] = {}
        self._looked_at = workplace.clock.now()
        self._settings = workplace.settings
        self.lane = Lane(
            "analysis", workplace.run_next, on_idle=self._lane_is_idle, mend=self._recover
        )
        self._model_lane = Lane("model", self._judge, on_idle=_nothing, mend=_nothing)

    def start(self) -> None:
        """Take up what was left, watch every repository, and find what changed meanwhile."""
        settings = self._workplace.settings
        recovered = self._recover()
        self.lane.start()
        self._model_lane.start()
        for repository in self._workplace.book.repositories():
            self.watch(repository)
        self.sweep_all()
        retry_after = settings.headroom.retry_after
        self._timer.wake_every("supervision", _SUPERVISION, self._supervise)
        self._timer.wake_every("sweep", settings.watch.sweep_interval, self.sweep_all)
        self._timer.wake_every("judgements", retry_after, self._model_lane.nudge)
        self._timer.wake_every("headroom", settings.headroom.sample_interval, self._sample)
        self._timer.wake_every("housekeeping", _HOUSEKEEPING, self._keep_house)
        log.info("daemon_started", units_recovered=recovered)

    def stop(self) -> None:
        """End in reverse: no new hints, no new work, then what runs."""
        self._workplace.bell.close()
        self._watcher.close()
        self._timer.close()
        self.lane.stop(self._workplace.analyzer.kill)
        self._model_lane.stop(_nothing)
        log.info("daemon_stopped")

    def watch(self, repository: Repository) -> None:
        """Take hints for a repository; one that the system refuses to watch is only swept."""
        self._notice.add(repository)
        self._plan_deep_scan(repository)
        try:
            self._watcher.watch(repository.root)
            self._unwatched.pop(repository.root, None)
        except RepositoryUnavailable as error:
            self._unwatched[repository.root] = str(error)
            log.warning("repository_not_watched", repository=repository.name, error=str(error))

    def unwatch(self, repository: Repository) -> None:
        """Forget a repository's hints and times."""
        self._watcher.unwatch(repository.root)
        self._notice.remove(repository)
        self._timer.forget(_deep_key(repository.id))
        self._unwatched.pop(repository.root, None)

    def unwatched(self) -> dict[str, str]:
        """Roots that the system does not watch, and why."""
        return dict(self._unwatched)

    def next_deep_scan(self, repository_id: int) -> datetime | None:
        """When a repository's weekly scan is next due, None where it has none."""
        return self._timer.next_wake(_deep_key(repository_id))

    def check(self, repository: Repository, paths: list[str] | None) -> None:
        """Have settled paths checked; None is the whole repository by its net difference."""
        try:
            self._workplace.sweep(repository, JobKind.ON_SAVE, only=paths)
        except StoreUnavailable as error:  # a hint comes once: what it told of is looked for again
            log.warning("sweep_failed", repository=repository.name, error=str(error))
            again_at = self._workplace.clock.now() + self._settings.jobs.retry_backoff
            key = f"again:{repository.id}"
            self._timer.wake_at(key, again_at, lambda: self.check(repository, None))
        except TinyarmsError as error:
            log.warning("sweep_failed", repository=repository.name, error=str(error))
        except Exception:  # one repository that trips us up must not end the start for all
            log.exception("sweep_failed", repository=repository.name)
        self.lane.nudge()
        self._workplace.bell.ring()

    def sweep_all(self) -> None:
        """Find what changed without a hint: after a start, a wake-up, or lost events."""
        for repository in self._workplace.book.repositories():
            self.check(repository, None)

    def reload(self) -> None:
        """Take new settings where they are sound: weekly scans by the new schedule, checks by the
        new rules. What a running process cannot change is told in the log."""
        try:
            settings = load(self._workplace.where)
        except ConfigurationError as error:
            log.error("configuration_refused", error=str(error))
            return
        self._workplace.profiles.replace(settings)
        self._settings = settings
        log.info("configuration_reloaded")
        try:
            for repository in self._workplace.book.repositories():
                self._plan_deep_scan(repository)
            self.sweep_all()
        except TinyarmsError as error:  # the next sweep checks by the new rules all the same
            log.warning("sweep_failed", error=str(error))

    def _plan_deep_scan(self, repository: Repository) -> None:
        schedule = self._schedule()
        if schedule is None:
            self._timer.forget(_deep_key(repository.id))
            return
        self._timer.wake_by_cron(
            _deep_key(repository.id), schedule, lambda: self._deep_scan(repository)
        )

    def _deep_scan(self, repository: Repository) -> None:
        try:
            self._workplace.sweep(repository, JobKind.WEEKLY, complete=True)
        except TinyarmsError as error:
            log.warning("deep_scan_failed", repository=repository.name, error=str(error))
        self.lane.nudge()

    def _supervise(self) -> None:
        """Notice sleep by the wall clock, which goes on in it, watches that died, and
        repositories that were moved away or have come back."""
        now = self._workplace.clock.now()
        slept = now - self._looked_at > _SUPERVISION + _SLEPT
        self._looked_at = now
        self.lane.nudge()  # what failed and was to wait may be due again
        dead = set(self._watcher.dead_roots()) | set(self._unwatched)
        for repository in self._workplace.book.repositories():
            is_there, was_there = os.path.isdir(repository.root), repository.unavailable is None
            if is_there and repository.root in dead:
                self._revive(repository)
            elif is_there != was_there:
                self.check(repository, None)
        if slept:
            log.info("machine_woke")
            self.sweep_all()

    def _revive(self, repository: Repository) -> None:
        self._watcher.unwatch(repository.root)
        self.watch(repository)
        if repository.root not in self._unwatched:
            log.info("watch_revived", repository=repository.name)
            self.check(repository, None)

    def _schedule(self) -> str | None:
        enabled = self._settings.skill(Skill.DEEP).enabled
        return self._settings.deep.schedule if enabled else None

    def _keep_house(self) -> None:
        """Forget what is older than the configuration wants to keep."""
        now = self._workplace.clock.now()
        keep = self._settings.store
        self._workplace.ledger.prune(now, keep.job_retention)
        self._workplace.store.prune_events(now, keep.event_retention)
        self._workplace.headroom_log.prune(now, keep.sample_retention)

    def _sample(self) -> None:
        try:
            readings = self._workplace.probe.read()
            self._workplace.headroom_log.append(readings, self._workplace.clock.now())
        except StoreUnavailable as error:
            log.warning("headroom_not_kept", error=str(error))

    def _judge(self) -> bool:
        """The model lane's step: what needs a model is looked at apart from the analysis, so that
        a certain finding never waits behind it."""
        self._workplace.judgements.retry()
        return False

    def _recover(self) -> int:
        """What a step left as running that could not even put it back waits again."""
        return self._workplace.ledger.recover(self._workplace.clock.now())

    def _lane_is_idle(self) -> None:
        """Workers are kept for a row of saves, then their memory is given back; what failed is
        tried again at its time."""
        self._tell_news()
        at = self._workplace.clock.now() + self._workplace.settings.analysis.worker_idle
        self._timer.wake_at("workers", at, self._workplace.analyzer.close)
        retries = [
            job.not_before
            for job in self._workplace.ledger.jobs()
            if job.not_before is not None and job.state in (JobState.QUEUED, JobState.RUNNING)
        ]
        if retries:
            self._timer.wake_at("retry", min(retries), self.lane.nudge)


def _nothing() -> None:
    """For a lane without anything to do when it is idle, or to interrupt."""


class Signals:
    """SIGTERM and SIGINT end the run, SIGHUP reloads.

    Python's own handlers run in the main thread when that next takes a step, which in a blocking
    read may be never: so the C handler writes each signal's number into a pipe that is read here.
    """

    _ENDS = (signal.SIGTERM, signal.SIGINT)

    def __init__(self) -> None:
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._write_end, False)
        signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        for number in (*self._ENDS, signal.SIGHUP):
            signal.signal(number, lambda *_: None)

    def end(self) -> None:
        """The same as SIGTERM, from any thread."""
        os.write(self._write_end, bytes([signal.SIGTERM]))

    def wait(self, on_reload: Callable[[], None]) -> None:
        """Return when the run is to end."""
        while (number := os.read(self._read_end, 1)[0]) not in self._ENDS:
            if number == signal.SIGHUP:
                on_reload()


def _deep_key(repository_id: int) -> str:
    return f"deep:{repository_id}"


def run(
    home: Path, config: Path | None, *, log_level: str | None, until_stdin_closes: bool
) -> None:
    """Run the daemon of a home until a signal. A TinyarmsError says why it cannot."""
    where = Where.of(home, config)
    settings = load(where)
    signals = Signals()
    with held_home(where, settings), open_workplace(where, settings) as workplace:
        set_up_log(
            where.home.logs / "tinyarmsd.log",
            level=log_level or settings.logs.level,
            max_bytes=settings.logs.max_bytes,
            kept_files=settings.logs.kept_files,
        )
        try:
            if until_stdin_closes:
                threading.Thread(
                    target=_end_with_stdin, args=(signals,), name="stdin", daemon=True
                ).start()
            _serve(workplace, signals)
        finally:
            close_log()


def _serve(workplace: Workplace, signals: Signals) -> None:
    settings = workplace.settings
    timer = ApschedulerTimer()
    watch = settings.watch
    notice = NoticeSave(
        policy=SettlePolicy(
            settle=watch.settle,
            ceiling=watch.ceiling,
            operation_ceiling=watch.operation_ceiling,
            storm_paths=watch.storm_paths,
        ),
        rename_grace=watch.rename_grace,
        timer=timer,
        clock=workplace.clock,
        tree=workplace.tree,
        own_folder=os.path.realpath(workplace.where.home.path),
        check=lambda repository, paths: daemon.check(repository, paths),
        prepare=workplace.analyzer.prepare,
    )
    notifier = DesktopNotifier()
    daemon = Daemon(
        workplace=workplace,
        notice=notice,
        watcher=WatchdogWatcher(notice),
        timer=timer,
        tell_news=workplace.tell_news(notifier, timer),
    )
    service = workplace.service(
        started_at=workplace.clock.now(),
        unwatched=daemon.unwatched,
        next_deep_scan=daemon.next_deep_scan,
        watch=daemon.watch,
        unwatch=daemon.unwatch,
        nudge=daemon.lane.nudge,
    )
    remove_stale_socket(workplace.where.home)

    def control() -> ControlApplication:
        return ControlApplication(
            service, lambda error: log.error("request_failed", exc_info=error)
        )

    dashboard = DashboardHost(
        control=control,
        clock=workplace.clock,
        timer=timer,
        port=settings.dashboard.port,
        idle=settings.dashboard.idle,
    )
    server = ControlServer(
        service,
        workplace.where.home.socket,
        lambda error: log.error("request_failed", exc_info=error),
        dashboard.open,
    )
    try:
        daemon.start()
        signals.wait(on_reload=daemon.reload)
    finally:
        daemon.stop()
        notifier.close()
        dashboard.close()
        server.close()
        remove_stale_socket(workplace.where.home)


def _end_with_stdin(signals: Signals) -> None:
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    signals.end()
