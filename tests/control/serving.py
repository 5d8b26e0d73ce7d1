"""A control server on a socket of the test's own, and ways to ask it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.fakes.control_service import FakeService
from tinyarms_daemon.control.client import ControlClient
from tinyarms_daemon.control.server import ControlApplication, serve_control
from tinyarms_daemon.control.serving import Serving


@dataclass
class Served:
    """A service behind a socket; `failures` is what the server told of itself."""

    service: Any
    socket: Path
    server: Serving = field(init=False)
    client: ControlClient = field(init=False)
    failures: list[BaseException] = field(default_factory=list)
    pauses: list[None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = serve_control(
            ControlApplication(self.service, self.failures.append), self.socket
        )
        self.client = ControlClient(self.socket, lambda: self.pauses.append(None))

    def ask(self, method: str, path: str, **said: Any) -> httpx.Response:
        """A request as any program may send it."""
        transport = httpx.HTTPTransport(uds=str(self.socket))
        with httpx.Client(transport=transport, base_url="http://tinyarms", timeout=30) as client:
            return client.request(
                method, path, headers={"Content-Type": "application/json"}, **said
            )

    def close(self) -> None:
        """End the server."""
        self.server.close()


@contextmanager
def served(folder: Path, service: Any = None) -> Iterator[Served]:
    """A server for as long as a test needs it."""
    running = Served(service or FakeService(), folder / "daemon.sock")
    try:
        yield running
    finally:
        running.close()


@contextmanager
def answering_once(folder: Path, answer: bytes) -> Iterator[ControlClient]:
    """A program that reads one request, says this, and ends."""
    path = folder / "daemon.sock"
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def answer_once() -> None:
            connection, _ = listening.accept()
            with connection:
                end, read = b"\r\n\r\n", b""
                while not read.endswith(end):
                    read += connection.recv(10_000)
                    end = b"}" if read.startswith(b"POST") else end
                connection.sendall(answer)

        thread = threading.Thread(target=answer_once)
        thread.start()
        yield ControlClient(path, lambda: None)
        thread.join()


class RefusingService(FakeService):
    """Every question ends with the same error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def __getattribute__(self, name: str) -> Any:
        if name in ("status", "findings", "add_repository", "events", "pause", "job"):

            def refuse(*_: Any, **__: Any) -> None:
                raise self._error

            return refuse
        return super().__getattribute__(name)


class WaitingService(FakeService):
    """Events never come; `asked` is set once somebody waits for them."""

    def __init__(self, wait: Any) -> None:
        super().__init__()
        self._wait = wait
        self.asked = threading.Event()

    def events(self, *, after: int, wait_seconds: float) -> list[Any]:
        self.asked.set()
        self._wait(wait_seconds)
        return []
