"""The way to the service: the daemon where it answers, else the house itself."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from tinyarms_daemon.adapters.home import HomeLock, HomeTaken, is_answered
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.adapters.store import upgrade
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.control.messages import JobMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import NobodyAnswered, NotRunning, Unavailable, UsageError
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.faces.cli.toolbox import DaemonProcess, Need

if TYPE_CHECKING:
    from tinyarms_daemon.ports.finding_store import FindingStore
    from tinyarms_daemon.settings.schema import Settings

_LOOK_SECONDS = 0.05
_LONGEST_START_SECONDS = 20.0
_LOOKS_FOR_SUCCESSOR = 40  # two seconds: launchd starts a daemon anew within one
_MOST_SUCCESSORS = 5  # a daemon that ends at every request is no successor
_LONGEST_READER_WAIT_SECONDS = 3.0  # then what the database knows is better than no answer


class ServiceAccess:
    """The service of one home; each part of the house is imported when it is needed. `tell` takes
    what is to be said beside a result."""

    def __init__(self, where: Where, tell: Callable[[str], None]) -> None:
        self._where = where
        self._tell = tell
        self._home = where.home
        self._open: Service | None = None
        self._is_compared = False
        self._held: HomeLock | None = None
        self._restoration_told: int | None = None

    @cached_property
    def settings(self) -> "Settings":
        """The configuration in effect for this home."""
        return load(self._where)

    @property
    def is_open(self) -> bool:
        """Whether this is within the block of a `service` call."""
        return self._open is not None

    @property
    def is_wanted(self) -> bool:
        """Whether this process has the home, and a daemon waits for it."""
        return self._held is not None and self._held.is_wanted

    @property
    def has_current_database(self) -> bool:
        """Whether the home's database is there and of this version's schema."""
        return upgrade.is_current(self._home.database)

    @contextmanager
    def service(self, need: Need) -> Iterator[Service]:
        """The daemon where it answers, else this process where `need` allows it.

        Within the block of an outer call it is the same service again.
        """
        if self._open is not None:
            yield self._open
            return
        with ExitStack() as stack:
            lasting = _LastingService(
                lambda: self._entered(stack, need),
                lambda: self._entered_anew(stack, need),
                lambda: self.is_wanted,
            )
            self._open = cast("Service", lasting)
            try:
                yield self._open
            finally:
                self._open = None

    def daemon_pid(self) -> int | None:
        """The pid of the daemon that holds this home, None where none does."""
        return HomeLock(self._home).holder()

    def start_daemon(self) -> DaemonProcess:
        """Start a daemon as a child that ends with this process; returns when it answers."""
        pid = self.daemon_pid()
        if pid is not None:
            raise UsageError(
                f"A daemon (pid {pid}) already works in {self._home.path}; "
                "stop it first, or give another --home."
            )
        from tinyarms_daemon.bootstrap.child_daemon import ChildDaemon

        return ChildDaemon(self._where, self._wait_for_answer)

    def _entered(self, stack: ExitStack, need: Need) -> Service:
        """The daemon's service or our own, whichever the home's lock allows.

        A holder of the lock that does not answer is a daemon that starts, which will, or a program
        like this one, which ends: both are waited for, by one that only reads not for long.
        """
        longest_seconds = (
            _LONGEST_READER_WAIT_SECONDS if need is Need.READ else _LONGEST_START_SECONDS
        )
        for _ in range(round(longest_seconds / _LOOK_SECONDS)):
            if self.daemon_pid() is None:
                if need is Need.DAEMON:
                    where = self._home.path
                    raise NotRunning(f"No daemon runs in {where}; start it with `tinyarmsd`.")
                with suppress(HomeTaken):  # by one that was faster
                    return stack.enter_context(self.own_service(need))
            elif is_answered(self._home):
                return self._client()
            pause()
        if need is Need.READ and self.has_current_database:
            return stack.enter_context(self.own_service(need))
        raise self._unanswered()

    def _entered_anew(self, stack: ExitStack, need: Need) -> Service:
        """The service of who comes after the one that there was: a daemon that ended, which may be
        started anew, or ourselves, for whom a daemon waits."""
        stack.close()
        free = 0
        for _ in range(round(_LONGEST_START_SECONDS / _LOOK_SECONDS)):
            free += self.daemon_pid() is None
            if is_answered(self._home) or free > _LOOKS_FOR_SUCCESSOR:
                break
            pause()
        return self._entered(stack, need)

    def _client(self) -> Service:
        from tinyarms_daemon.control.client import ControlClient

        client = ControlClient(self._home.socket, pause)
        if self._where.user_file_named and not self._is_compared:
            with suppress(NobodyAnswered):
                self._tell_of_another_configuration(client.status()["daemon"].get("config"))
                self._is_compared = True
        return client

    def _tell_of_another_configuration(self, used: str | None) -> None:
        """What is named by the user does not count for a daemon that was started with another."""
        named = self._where.user_file
        if used is not None and os.path.realpath(used) != os.path.realpath(named):
            self._tell(
                f"The daemon that answers was started with {used}: {named} counts only for what "
                "this command does itself."
            )

    @contextmanager
    def own_service(self, need: Need) -> Iterator[Service]:
        """This process's own, whether or not a daemon runs. HomeTaken where it would write and one
        does."""
        from tinyarms_daemon.bootstrap.workers import analyzer, prepare_deep_scan

        is_readable = need is Need.READ and self.has_current_database
        is_idle = is_readable and self.daemon_pid() is None
        began_at = SystemClock().now().replace(microsecond=0)
        with closing(analyzer(self.settings)) as workers:
            if need is Need.WORKERS:
                prepare_deep_scan(workers, self.settings)
            from tinyarms_daemon.bootstrap.held_home import held_home
            from tinyarms_daemon.bootstrap.workplace import open_workplace

            with (
                nullcontext() if is_readable else held_home(self._where, self.settings) as held,
                open_workplace(self._where, self.settings, workers=workers) as workplace,
            ):
                if not is_readable:
                    self._tell_of_restoration(workplace.store, began_at)
                before, self._held = self._held, held or self._held
                try:
                    yield workplace.service(is_idle=is_idle)
                finally:
                    self._held = before

    def _tell_of_restoration(self, store: "FindingStore", since: datetime) -> None:
        """Whose command finds the database damaged learns what its answers do not hold any more."""
        restored = store.last_event(EventKind.DATABASE_RESTORED)
        # Moments are kept in seconds: the next call may be of the same one.
        is_told = restored is not None and restored.id == self._restoration_told
        if restored is not None and restored.at >= since and not is_told:
            from tinyarms_daemon.application.service.report_status import restoration_in_words

            self._restoration_told = restored.id
            self._tell(restoration_in_words(restored))

    def _wait_for_answer(self, pid: int, is_alive: Callable[[], bool]) -> None:
        """Until the socket takes connections: a daemon that starts holds the lock before that."""
        for _ in range(round(_LONGEST_START_SECONDS / _LOOK_SECONDS)):
            if self.daemon_pid() == pid and is_answered(self._home):
                return
            if not is_alive():
                break
            pause()
        raise self._unanswered()

    def _unanswered(self) -> Unavailable:
        return Unavailable(
            f"The process (pid {self.daemon_pid()}) that holds {self._home.path} does not answer "
            f"at {self._home.socket}; wait for it, or end it."
        )


class _LastingService:
    """The Service of whoever has the home: where the daemon ends before it has answered, as in a
    restart, the next daemon's, or our own without one; and where we have it and a daemon wants it,
    that one's."""

    def __init__(
        self,
        enter: Callable[[], Service],
        enter_anew: Callable[[], Service],
        is_wanted: Callable[[], bool],
    ) -> None:
        self._enter_anew = enter_anew
        self._is_wanted = is_wanted
        self._service = enter()

    def __getattr__(self, name: str) -> Any:
        def answered(*arguments: Any, **named: Any) -> Any:
            if self._is_wanted():
                self._service = self._enter_anew()
            for _ in range(_MOST_SUCCESSORS):
                with suppress(NobodyAnswered):
                    return getattr(self._service, name)(*arguments, **named)
                self._service = self._enter_anew()
            return getattr(self._service, name)(*arguments, **named)

        return answered

    def follow_job(self, job_id: int) -> Iterator[JobMessage]:
        """Also where somebody else goes on with it: between two steps nothing of it runs."""
        for _ in range(_MOST_SUCCESSORS):
            with suppress(NobodyAnswered):
                for job in self._service.follow_job(job_id):
                    yield job
                    if self._is_wanted():
                        break
                else:
                    return
            self._service = self._enter_anew()
        yield from self._service.follow_job(job_id)


def pause() -> None:
    """Until it is worth looking again."""
    threading.Event().wait(_LOOK_SECONDS)
