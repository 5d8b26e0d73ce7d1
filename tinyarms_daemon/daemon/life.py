"""A daemon's life: lanes at work, times that wake them, and what each look at the machine asks."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from tinyarms_daemon.adapters.lane import Lane
from tinyarms_daemon.adapters.machine.caffeinate import Caffeinate
from tinyarms_daemon.application.checking.notice_save import NoticeSave
from tinyarms_daemon.application.headroom.watch_residents import WatchResidents
from tinyarms_daemon.bootstrap.headroom_policy import headroom_policy
from tinyarms_daemon.bootstrap.model_place import LOOK
from tinyarms_daemon.bootstrap.where import load
from tinyarms_daemon.bootstrap.workplace import Workplace
from tinyarms_daemon.daemon.watches import Watches
from tinyarms_daemon.daemon.weekly_rounds import WeeklyRounds
from tinyarms_daemon.domain.errors import RepositoryUnavailable, StoreUnavailable, TinyarmsError
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.headroom.admission import Shortfall
from tinyarms_daemon.domain.work.job import JobKind, JobState
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.question_queue import QuestionTask
from tinyarms_daemon.ports.timer import Timer
from tinyarms_daemon.ports.watcher import Watcher
from tinyarms_daemon.settings.problem import LAST_GOOD_STAYS, ConfigurationError
from tinyarms_daemon.settings.schema import sections_for_next_start

log = structlog.get_logger(__name__)

# How often the store is looked after, and how soon after a start: what is due is decided there.
_HOUSEKEEPING = timedelta(minutes=15)
_FIRST_HOUSEKEEPING = timedelta(seconds=60)
# Between two looks at questions that wait.
_LEAST_WAIT = timedelta(seconds=1)
_FOR_NEXT_START = (
    "What the configuration says now of {} counts from the daemon's next start: "
    "`tinyarmsctl restart`."
)


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
        was_upgraded: Callable[[], bool],
    ) -> None:
        self._workplace = workplace
        self._notice = notice
        self._timer = timer
        self._tell_news = tell_news
        self._was_upgraded = was_upgraded
        self._wake = workplace.wake_watch
        self._has_to_catch_up = False
        self._has_waiting_work = False
        self._settings = workplace.settings
        self.lane = Lane("analysis", self._run_next, on_idle=self._lane_is_idle, mend=self._recover)
        self._judge_waiting = workplace.judge_waiting
        self.model_lane = Lane("model", self._judge, on_idle=self._plan_questions)
        self._house_lane = Lane("house", self._keep_house, on_idle=tell_news)
        self.watches = Watches(
            book=workplace.book,
            notice=notice,
            watcher=watcher,
            look=lambda repository: self.check(repository, None),
        )
        self._weekly = WeeklyRounds(
            workplace,
            timer,
            nudge=self.lane.nudge,
            on_begun=self._judge_waiting.queue.release,
            is_paused=self._judge_waiting.is_paused,
            idle_sleep=Caffeinate(),
        )
        self._residents = WatchResidents(guard=workplace.gate, on_unload=_tell_unload)

    def start(self, repositories: Sequence[Repository]) -> None:
        """Take up what was left, watch these repositories, and find what changed in them meanwhile.

        One that is added while the daemon starts is not among them: whoever adds it has it watched
        and scanned, and a look between the two would take what they find for news.
        """
        settings = self._workplace.settings
        recovered = self._take_up_what_was_left()
        self.lane.start()
        self.model_lane.start()
        self._house_lane.start()
        for repository in repositories:
            self.watch(repository)
        self._sweep(repositories)
        retry_after = settings.headroom.retry_after
        self._timer.wake_at("first look", self._workplace.clock.now(), self._supervise)
        self._timer.wake_every("supervision", LOOK, self._supervise)
        self._timer.wake_every("sweep", settings.watch.sweep_interval, self.sweep_all)
        self._timer.wake_every("judgements", retry_after, self.model_lane.nudge)
        self._timer.wake_every("headroom", settings.headroom.sample_interval, self._sample)
        now = self._workplace.clock.now()
        self._timer.wake_at("first housekeeping", now + _FIRST_HOUSEKEEPING, self._house_lane.nudge)
        self._timer.wake_every("housekeeping", _HOUSEKEEPING, self._house_lane.nudge)
        self._workplace.gate.on_load = self._watch_residents
        self._weekly.plan_leftovers()
        log.info("daemon_started", units_recovered=recovered)

    def stop(self) -> None:
        """End in reverse: no new hints, no new work, then what runs. `stopping` is set before."""
        self._workplace.bell.close()
        self.watches.close()
        self._timer.close()
        self.lane.stop(self._workplace.analyzer.kill)
        self.model_lane.stop()
        self._house_lane.stop()
        self._weekly.close()
        log.info("daemon_stopped")

    def watch(self, repository: Repository) -> None:
        """Take hints for a repository; one that the system refuses to watch is only swept."""
        self.watches.begin(repository)
        self._weekly.plan()

    def unwatch(self, repository: Repository) -> None:
        """Forget a repository's hints and times."""
        self.watches.end(repository)
        self._workplace.weekly_scans.forget(repository.id)

    def asking(self) -> QuestionTask | None:
        """What a model is asked at this moment about what was saved."""
        return self._judge_waiting.current

    def require_sound(self) -> None:
        """Raises StartAnew where a thread has ended that the run cannot do without, or where its
        workers would be of another version: whoever started the daemon starts it anew."""
        lanes = (self.lane, self.model_lane, self._house_lane)
        if not self._timer.is_alive() or not all(lane.is_alive() for lane in lanes):
            log.critical("thread_lost")
            raise StartAnew("A thread of the daemon has ended; it starts anew.")
        if self._was_upgraded():
            log.warning("daemon_upgraded")
            raise StartAnew("tinyarms was upgraded while it ran: it has to start anew.")

    def check(self, repository: Repository, paths: list[str] | None) -> None:
        """Have settled paths checked; None is the whole repository by its net difference. In the
        dark it is put off until somebody is there, and then the whole is looked at."""
        if not self._wake.may_work():
            self._has_to_catch_up = True
            return
        try:
            self._workplace.sweep(repository, JobKind.ON_SAVE, only=paths)
        except StoreUnavailable as error:  # a hint comes once: what it told of is looked for again
            log.warning("sweep_failed", repository=repository.name, error=str(error))
            again_at = self._workplace.clock.now() + self._settings.jobs.retry_backoff
            key = f"again:{repository.id}"
            self._timer.wake_at(key, again_at, lambda: self.check(repository, None))
        except TinyarmsError as error:
            log.warning("sweep_failed", repository=repository.name, error=str(error))
            if isinstance(error, RepositoryUnavailable):
                self.watches.lose(repository)
        except Exception:  # one repository that trips us up must not end the start for all
            log.exception("sweep_failed", repository=repository.name)
        self.lane.nudge()
        self._workplace.bell.ring()

    def sweep_all(self) -> None:
        """Find what changed without a hint: after a wake-up, or lost events."""
        self._sweep(self._workplace.book.repositories())

    def _sweep(self, repositories: Sequence[Repository]) -> None:
        for repository in repositories:
            if self._workplace.stopping.is_set():
                return  # the next start looks
            self.check(repository, None)

    def reload(self) -> None:
        """Take new settings where they are sound: weekly scans by the new schedule, checks by the
        new rules. What only the next start takes up is an alarm until then, and so is what is
        wrong."""
        try:
            settings = load(self._workplace.where)
        except ConfigurationError as error:
            log.error("configuration_refused", error=str(error))
            self._workplace.alarms.put("configuration", f"{error.sentence()} {LAST_GOOD_STAYS}")
            return
        self._workplace.alarms.put("configuration", None)
        self._workplace.profiles.replace(settings)
        self._workplace.gate.follow(headroom_policy(settings))
        self._settings = settings
        log.info("configuration_reloaded")
        later = ", ".join(sections_for_next_start(self._workplace.settings, settings))
        self._workplace.alarms.put("restart", _FOR_NEXT_START.format(later) if later else None)
        try:
            self._weekly.plan()
            self.sweep_all()
        except TinyarmsError as error:  # the next sweep checks by the new rules all the same
            log.warning("sweep_failed", error=str(error))

    def _supervise(self) -> None:
        """Notice sleep, a clock that was set, watches that died, repositories that were moved away
        or have come back, and weekly scans that are due. In the dark it only notices."""
        self._notice_time()
        if not self._wake.may_work():
            return
        if self._has_to_catch_up:
            self._has_to_catch_up = False
            self.sweep_all()
            self.model_lane.nudge()
        if self._has_waiting_work:  # else nobody is woken: an idle daemon asks its store nothing
            self.lane.nudge()
        if self._workplace.care.is_damaged():
            self._house_lane.nudge()
        self.watches.look_after()
        self._weekly.take_up()

    def _notice_time(self) -> None:
        passed = self._wake.take_passed()
        if passed.slept_seconds:
            log.info("machine_woke", slept_seconds=round(passed.slept_seconds))
            self._has_to_catch_up = True
        if passed.step_seconds:
            log.warning("clock_was_set", by_seconds=round(passed.step_seconds))
            self._notice.forget_hints()  # their times mean nothing now; a sweep finds their files
            self._has_to_catch_up = True

    def _keep_house(self) -> bool:
        """The house lane's step: a copy of the store takes longer than a timer may wait."""
        if self._wake.may_work() and self._workplace.keep_house():
            log.error("database_restored")
            self.watches.begin_anew()
            self._weekly.plan()
            self.sweep_all()
        elif not self._workplace.care.is_damaged():
            keep = self._settings.judging.verdict_retention
            self._workplace.model_book.prune(self._workplace.clock.now(), keep)
        return False

    def _sample(self) -> None:
        if not self._wake.may_work():
            return
        try:
            readings = self._workplace.gate.observe()
            self._workplace.headroom_book.keep_readings(readings, self._workplace.clock.now())
        except StoreUnavailable as error:
            log.warning("headroom_not_kept", error=str(error))
        self._weekly.hold_off_sleep()

    def _watch_residents(self) -> None:
        """Look at what is loaded now, and again for as long as a model of ours is."""
        try:
            again_after: timedelta | None = self._residents()
        except StoreUnavailable as error:
            log.warning("headroom_not_kept", error=str(error))
            again_after = self._settings.headroom.watch_interval
        if again_after is not None:
            at = self._workplace.clock.now() + again_after
            self._timer.wake_at("residents", at, self._watch_residents)

    def _judge(self) -> bool:
        """The model lane's step: what needs a model is looked at apart from the analysis, so that
        a certain finding never waits behind it."""
        if not self._wake.may_begin_heavy_work():
            return False
        ask: dict[Skill, Callable[[], bool]] = {
            Skill.FAST: self._judge_waiting,
            Skill.DEEP: self._ask_next,
        }
        if any(ask[skill]() for skill in self._settings.skills_by_priority()):
            return True
        return not self._judge_waiting.is_paused() and self._workplace.make_intents(
            lambda: self._workplace.stopping.is_set() or self._judge_waiting.queue.has_waiting()
        )

    def _ask_next(self) -> bool:
        if self._judge_waiting.is_paused():
            return False
        may_be_more = self._workplace.ask_next(self._workplace.stopping.is_set)
        if may_be_more:
            self.lane.nudge()  # the last answer of a scan has it conclude again
        return may_be_more

    def _plan_questions(self) -> None:
        """What had to wait for the machine is asked as soon as its rest is over; one that is not
        fit for it at all is looked at again after the usual time."""
        now = self._workplace.clock.now()
        waiting = [self._judge_waiting.queue.next_due_at()]
        if not self._judge_waiting.is_paused():
            waiting.append(self._workplace.questions.next_due_at())
        due = [at for at in waiting if at is not None]
        if due and self._wake.may_begin_heavy_work():
            at = max(min(due), now + _LEAST_WAIT)
            self._timer.wake_at("questions", at, self.model_lane.nudge)

    def _run_next(self) -> bool:
        """The analysis lane's step; in the dark, and after an upgrade, nothing is taken up: workers
        of another version do not understand what they are asked."""
        if self._was_upgraded() or not self._wake.may_work():
            return False
        return self._workplace.run_next()

    def _take_up_what_was_left(self) -> int | None:
        """What the last daemon did not finish waits again; None where the store cannot be written,
        which the lane mends as soon as it can."""
        try:
            return self._workplace.ledger.recover(
                self._workplace.clock.now(), max_interruptions=self._settings.jobs.max_interruptions
            )
        except StoreUnavailable:
            return None

    def _recover(self) -> None:
        """What a step left as running that could not even put it back waits again."""
        if self._workplace.care.is_damaged():
            self._house_lane.nudge()
        self._workplace.ledger.recover(self._workplace.clock.now())

    def _lane_is_idle(self) -> None:
        """What needs a model is judged apart, so that a certain finding never waits behind it.
        Workers are kept for a row of saves, then their memory is given back; what failed is tried
        again at its time."""
        self.model_lane.nudge()
        self._tell_news()
        at = self._workplace.clock.now() + self._workplace.settings.analysis.worker_idle
        self._timer.wake_at("workers", at, self._workplace.analyzer.close)
        waiting = [
            job
            for job in self._workplace.ledger.jobs()
            if job.state in (JobState.QUEUED, JobState.RUNNING)
        ]
        self._has_waiting_work = bool(waiting)
        if any(job.not_before is None for job in waiting):
            self.model_lane.nudge()  # all that is left of it are questions
        retries = [job.not_before for job in waiting if job.not_before is not None]
        if retries:
            self._timer.wake_at("retry", min(retries), self.lane.nudge)


def _tell_unload(tag: str, reasons: Sequence[Shortfall]) -> None:
    said = [f"{reason.resource}: {reason.measured}" for reason in reasons]
    log.info("model_unloaded", model=tag, reasons=said)


class StartAnew(TinyarmsError):
    """The run cannot go on as it is."""

    exit_status = 70  # EX_SOFTWARE: what restarts on failure restarts
