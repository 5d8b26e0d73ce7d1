"""The other side of the wire: the Service protocol, asked of a daemon."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from http import HTTPStatus
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    IncompleteRead,
    RemoteDisconnected,
)
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from tinyarms_daemon.control.messages import (
    MESSAGES_VERSION,
    VERSION_HEADER,
    EventMessage,
    FindingDetailMessage,
    FindingMessage,
    FindingQueryMessage,
    FindingsMessage,
    HeadroomHistoryMessage,
    HeadroomMessage,
    JobMessage,
    ModelDetailMessage,
    PrunedMessage,
    QuestionMessage,
    RepositoryMessage,
    ScanRequestMessage,
    StatusMessage,
    WhyMessage,
)
from tinyarms_daemon.domain.errors import (
    NobodyAnswered,
    NotRunning,
    TinyarmsError,
    Unavailable,
    UsageError,
)

_ENDED = ("done", "failed", "cancelled", "deferred")
_ERRORS: dict[int, type[TinyarmsError]] = {2: UsageError, 3: NotRunning, 4: Unavailable}


class ControlClient:
    """The Service protocol on a daemon's socket. NobodyAnswered where nothing listens there, or
    what listened is gone and asking again is safe.

    Each question has a connection of its own, so that several threads may ask.
    `pause_between_looks` is called between two looks at a job that goes on.
    """

    def __init__(
        self,
        socket_path: Path,
        pause_between_looks: Callable[[], None],
        *,
        patience_seconds: float = 60.0,
    ) -> None:
        self._socket_path = socket_path
        self._patience_seconds = patience_seconds
        self._pause_between_looks = pause_between_looks

    def status(self, *, only_new: bool = False) -> StatusMessage:
        parameters = {"new": "1"} if only_new else {}
        return cast("StatusMessage", self._get("/v1/status", parameters))

    def headroom(self) -> HeadroomMessage:
        return cast("HeadroomMessage", self._get("/v1/headroom"))

    def why(self, job_id: int) -> WhyMessage:
        return cast("WhyMessage", self._get(f"/v1/jobs/{job_id}/why"))

    def repositories(self) -> list[RepositoryMessage]:
        return cast("list[RepositoryMessage]", self._get("/v1/repositories"))

    def add_repository(self, path: str, name: str | None) -> JobMessage:
        body = {"path": path, "name": name}
        return cast("JobMessage", self._post("/v1/repositories", body))

    def remove_repository(self, name: str, *, purge: bool) -> None:
        self._post("/v1/repositories/remove", {"name": name, "purge": purge})

    def request_scan(self, request: ScanRequestMessage) -> list[JobMessage]:
        return cast("list[JobMessage]", self._post("/v1/scans", dict(request)))

    def deep_plan(self, path: str) -> list[QuestionMessage]:
        return cast("list[QuestionMessage]", self._ask("/v1/deep-plan", {"path": path}))

    def follow_job(self, job_id: int) -> Iterator[JobMessage]:
        while True:
            job = self.job(job_id)
            yield job
            if job["state"] in _ENDED:
                return
            self._pause_between_looks()

    def jobs(self) -> list[JobMessage]:
        return cast("list[JobMessage]", self._get("/v1/jobs"))

    def job(self, job_id: int) -> JobMessage:
        return cast("JobMessage", self._get(f"/v1/jobs/{job_id}"))

    def cancel_job(self, job_id: int) -> JobMessage:
        return cast("JobMessage", self._post(f"/v1/jobs/{job_id}/cancel", {}))

    def models(self) -> list[ModelDetailMessage]:
        return cast("list[ModelDetailMessage]", self._get("/v1/models"))

    def retry_job(self, job_id: int) -> JobMessage:
        return cast("JobMessage", self._post(f"/v1/jobs/{job_id}/retry", {}))

    def findings(self, query: FindingQueryMessage) -> FindingsMessage:
        return cast("FindingsMessage", self._ask("/v1/findings/search", dict(query)))

    def finding(self, finding_id: int) -> FindingDetailMessage:
        return cast("FindingDetailMessage", self._get(f"/v1/findings/{finding_id}"))

    def dismiss_finding(
        self, finding_id: int, *, reason: str, expires_seconds: float | None
    ) -> FindingMessage:
        body = {"reason": reason, "expires_seconds": expires_seconds}
        return cast("FindingMessage", self._post(f"/v1/findings/{finding_id}/dismiss", body))

    def reopen_finding(self, finding_id: int) -> FindingMessage:
        return cast("FindingMessage", self._post(f"/v1/findings/{finding_id}/reopen", {}))

    def events(self, *, after: int, wait_seconds: float) -> list[EventMessage]:
        parameters = {"after": str(after), "wait_seconds": str(wait_seconds)}
        return cast("list[EventMessage]", self._get("/v1/events", parameters))

    def headroom_history(self, *, hours: float) -> HeadroomHistoryMessage:
        answer = self._get("/v1/headroom/history", {"hours": str(hours)})
        return cast("HeadroomHistoryMessage", answer)

    def open_dashboard(self) -> str:
        """An address that opens the dashboard once."""
        return cast("str", self._post("/v1/dashboard", {}))

    def prune_store(self) -> PrunedMessage:
        return cast("PrunedMessage", self._post("/v1/store/prune", {}))

    def pause(self, *, seconds: float | None) -> None:
        self._post("/v1/pause", {"seconds": seconds})

    def resume(self) -> None:
        self._post("/v1/resume", {})

    def _get(self, path: str, parameters: dict[str, str] | None = None) -> Any:
        address = f"{path}?{urlencode(parameters)}" if parameters else path
        return self._answer("GET", address, changes=False)

    def _ask(self, path: str, body: dict[str, Any]) -> Any:
        """A question that does not fit into an address."""
        return self._answer("POST", path, body, changes=False)

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._answer("POST", path, body, changes=True)

    def _answer(
        self, method: str, address: str, body: dict[str, Any] | None = None, *, changes: bool
    ) -> Any:
        # In ASCII, since a path may hold bytes that are no UTF-8.
        content = None if body is None else json.dumps(body).encode("ascii")
        headers = {} if content is None else {"Content-Type": "application/json"}
        with closing(_SocketConnection(self._socket_path, self._patience_seconds)) as connection:
            self._connect(connection)
            try:
                connection.request(method, address, content, headers)
                response = connection.getresponse()
                said = json.loads(response.read())
            except TimeoutError as error:
                raise Unavailable(
                    f"The daemon at {self._socket_path} has not answered for "
                    f"{self._patience_seconds:.0f} s: it is busy, or hangs; `tinyarmsctl stop` "
                    "ends it."
                ) from error
            except (ConnectionError, IncompleteRead) as error:
                raise self._lost(error, changes=changes) from error
            except (HTTPException, OSError, ValueError) as error:
                raise Unavailable(
                    f"The daemon at {self._socket_path} does not answer as it should "
                    f"({type(error).__name__}); restart it."
                ) from error
        self._require_same_version(response)
        if response.status != HTTPStatus.OK:
            raise _ERRORS.get(said.get("exit_status"), TinyarmsError)(said.get("error", ""))
        return said["answer"]

    def _connect(self, connection: HTTPConnection) -> None:
        try:
            connection.connect()
        except OSError as error:
            raise NobodyAnswered(
                f"No daemon answers at {self._socket_path}; start it with `tinyarmsd`."
            ) from error

    def _lost(self, error: Exception, *, changes: bool) -> TinyarmsError:
        """What the end of a connection without a whole answer means.

        The system resets what is closed with a request unread in it, as what waits to be accepted
        where a process dies (Linux, unix_release_sock in net/unix/af_unix.c): nothing of it has
        been done. Where all had been read, the connection just ends.
        """
        was_read = isinstance(error, (RemoteDisconnected, IncompleteRead))
        said = f"The daemon at {self._socket_path} ended before it had answered"
        if changes and was_read:
            return Unavailable(
                f"{said}; what it had begun goes on when it is started again, with `tinyarmsd`."
            )
        return NobodyAnswered(f"{said}; start it again, with `tinyarmsd`.")

    def _require_same_version(self, response: HTTPResponse) -> None:
        spoken = response.headers.get(VERSION_HEADER)
        if spoken not in (None, str(MESSAGES_VERSION)):
            raise Unavailable(
                f"The daemon at {self._socket_path} is of another version (its messages are "
                f"version {spoken}, these are {MESSAGES_VERSION}); `tinyarmsctl restart` makes it "
                "this one."
            )


class _SocketConnection(HTTPConnection):
    """HTTP on a Unix socket. The standard library's is loaded in a fifth of the time that a library
    with pools and proxies takes, and each command waits for it."""

    def __init__(self, path: Path, patience_seconds: float) -> None:
        super().__init__("tinyarms", timeout=patience_seconds)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))
