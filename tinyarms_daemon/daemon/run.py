"""A daemon in this process: its home is held, it is put together, and a signal ends it."""

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

import structlog

from tinyarms_daemon.adapters.apscheduler_timer import ApschedulerTimer
from tinyarms_daemon.adapters.desktop_notifier import DesktopNotifier
from tinyarms_daemon.adapters.home import remove_stale_socket
from tinyarms_daemon.adapters.installed_package import InstalledPackage
from tinyarms_daemon.adapters.logs.structured_log import close_log, set_up_log
from tinyarms_daemon.adapters.process_signals import Signals, end_within
from tinyarms_daemon.adapters.watchdog_watcher import WatchdogWatcher
from tinyarms_daemon.application.checking.notice_save import NoticeSave
from tinyarms_daemon.application.service.report_status import Running
from tinyarms_daemon.bootstrap.held_home import held_home
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.bootstrap.workplace import Workplace, open_workplace
from tinyarms_daemon.control.server import ControlApplication, serve_control
from tinyarms_daemon.daemon.life import Daemon, StartAnew
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.domain.work.settling import SettlePolicy
from tinyarms_daemon.faces.dashboard.host import DashboardHost
from tinyarms_daemon.ports.notifier import Notifier
from tinyarms_daemon.ports.timer import Timer

log = structlog.get_logger(__name__)

# launchd waits 5 s unless told otherwise, and SIGKILL comes then: out before that.
_LONGEST_END_SECONDS = 3.5


def run(
    home: Path, config: Path | None, *, log_level: str | None, until_stdin_closes: bool
) -> None:
    """Run the daemon of a home until a signal. A TinyarmsError says why it cannot."""
    where = Where.of(home, config)
    settings = load(where)
    # Nothing is done yet that an end by force would cost.
    signals = Signals(on_end=lambda: end_within(_LONGEST_END_SECONDS, lambda: None, 0))
    with (
        held_home(where, settings, look_through=True, on_wait=_tell_wait),
        open_workplace(where, settings, on_trouble=_log_trouble) as workplace,
    ):
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


def _tell_wait(said: str) -> None:
    """Where errors of the start are told: the log is the holder's yet."""
    sys.stderr.write(f"tinyarmsd: {said}\n")
    sys.stderr.flush()


def _log_trouble(error: StoreUnavailable | None) -> None:
    if error is None:
        log.info("store_recovered")
    else:
        log.error("store_degraded", error=str(error))


def _serve(workplace: Workplace, signals: Signals) -> None:
    timer = ApschedulerTimer(workplace.clock)
    notifier = DesktopNotifier()
    daemon = _daemon(workplace, timer, notifier)
    service = workplace.service(
        Running(
            pid=os.getpid(),
            started_at=workplace.clock.now(),
            unwatched=daemon.watches.unwatched,
            asking=daemon.asking,
            watch=daemon.watch,
            unwatch=daemon.unwatch,
            nudge=daemon.lane.nudge,
        )
    )
    said = workplace.settings.dashboard
    dashboard = DashboardHost(
        control=lambda: ControlApplication(service, _log_failure),
        clock=workplace.clock,
        timer=timer,
        port=said.port,
        idle=said.idle,
    )
    known = workplace.book.repositories()  # from here on somebody may add one
    server = serve_control(
        ControlApplication(service, _log_failure, dashboard.open), workplace.where.home.socket
    )

    def end_soon(status: int) -> None:
        workplace.stopping.set()
        end_within(_LONGEST_END_SECONDS, lambda: _end_hard(workplace), status)

    signals.on_end = lambda: end_soon(0)
    try:
        daemon.start(known)
        signals.wait(on_reload=daemon.reload, on_look=daemon.require_sound)
    except BaseException:
        end_soon(StartAnew.exit_status)
        raise
    finally:
        daemon.stop()
        notifier.close()
        dashboard.close()
        server.close()
        remove_stale_socket(workplace.where.home)


def _daemon(workplace: Workplace, timer: Timer, notifier: Notifier) -> Daemon:
    """The daemon, and the hints that it is told of what was saved."""
    watch = workplace.settings.watch
    notice = NoticeSave(
        policy=made_of(SettlePolicy, vars(watch)),
        rename_grace=watch.rename_grace,
        timer=timer,
        clock=workplace.clock,
        tree=workplace.tree,
        own_folder=os.path.realpath(workplace.where.home.path),
        check=lambda repository, paths: daemon.check(repository, paths),
        prepare=workplace.analyzer.prepare,
    )
    daemon = Daemon(
        workplace=workplace,
        notice=notice,
        watcher=WatchdogWatcher(notice),
        timer=timer,
        tell_news=workplace.tell_news(notifier, timer),
        was_upgraded=InstalledPackage().was_replaced,
    )
    return daemon


def _log_failure(error: BaseException) -> None:
    log.error("request_failed", exc_info=error)


def _end_hard(workplace: Workplace) -> None:
    """What a hanging thread keeps the end from: its last word, and the socket."""
    log.error("daemon_ended_by_force", threads=[each.name for each in threading.enumerate()])
    remove_stale_socket(workplace.where.home)


def _end_with_stdin(signals: Signals) -> None:
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    signals.end()
