"""HTTP of the plainest kind, to a server of models: one connection for each request.

So a request can be shut alone, no proxy of the environment carries code off the machine, no
redirect is followed, and a look costs a fifth of what a general client takes for it.
"""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from socket import socket
from typing import Any
from urllib.parse import urlsplit

from tinyarms_daemon.adapters.runtimes.watched_answer import WatchedAnswer
from tinyarms_daemon.ports.model_runtime import never

_CONNECT_SECONDS = 1.0
_MOST_LINE_BYTES = 1_000_000
_PIECE_BYTES = 65_536
_DEFAULT_PORTS = {"http": 80, "https": 443}

FAULTS = (
    *(OSError, HTTPException, AttributeError, KeyError, TypeError, ValueError),
    RecursionError,  # of JSON that is nested without end
)
"""What a server that is away, hangs, ends early or answers nonsense brings about."""

MOST_BYTES = 4_000_000
"""Of a list or a refusal. Chosen: a model takes less than 1 kB of a list."""


class NotConnected(ConnectionError):
    """Nobody listens there."""


class PlainHttp:
    """Requests to one `host` (scheme, name and port)."""

    def __init__(self, host: str) -> None:
        self._address = urlsplit(host)

    def listed(self, path: str, within_seconds: float) -> Any:
        """The JSON at a path, whole within that time, however it trickles. One of FAULTS."""
        with WatchedAnswer(never, within_seconds) as watch:
            try:
                with self.answer(
                    *("GET", path, None), silence_seconds=within_seconds, on_connected=watch.follow
                ) as response:
                    if response.status != HTTPStatus.OK:
                        raise HTTPException(f"status {response.status}")
                    return json.loads(response.read(MOST_BYTES))
            except (OSError, HTTPException, ValueError) as error:
                if watch.was_late:
                    raise TimeoutError(f"no whole answer within {within_seconds:g} s") from error
                raise

    @contextmanager
    def answer(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        *,
        silence_seconds: float,
        headers: Mapping[str, str] | None = None,
        on_connected: Callable[[socket], None] = lambda _: None,
    ) -> Iterator[HTTPResponse]:
        """The answer, from its headers on. `on_connected` is told the socket before anything is
        sent. NotConnected, OSError (TimeoutError after so long a silence), HTTPException."""
        connection = self._connected()
        try:
            connection.sock.settimeout(silence_seconds)
            on_connected(connection.sock)
            content = None if body is None else json.dumps(body).encode()
            kind = {} if content is None else {"Content-Type": "application/json"}
            connection.request(method, path, content, {**kind, **(headers or {})})
            with connection.getresponse() as response:
                yield response
        finally:
            connection.close()

    def _connected(self) -> HTTPConnection:
        address = self._address
        name, port = address.hostname or "", address.port or _DEFAULT_PORTS[address.scheme]
        connection = (
            HTTPSConnection(name, port, timeout=_CONNECT_SECONDS, context=self._trust)
            if address.scheme == "https"
            else HTTPConnection(name, port, timeout=_CONNECT_SECONDS)
        )
        try:
            connection.connect()
        except OSError as error:
            raise NotConnected(str(error)) from error
        return connection

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def lines_of(response: HTTPResponse) -> Iterator[str]:
    """The lines of an answer as they come; one that is too long comes in pieces. HTTPException for
    an answer that broke off (which `readline` would not tell)."""
    begun = b""
    while piece := response.read1(_PIECE_BYTES):
        *whole, begun = (begun + piece).split(b"\n")
        if len(begun) > _MOST_LINE_BYTES:
            whole, begun = [*whole, begun], b""
        for line in whole:
            yield line.decode("utf-8", "replace").removesuffix("\r")
    if response.length:
        raise IncompleteRead(begun, response.length)
    if begun:
        yield begun.decode("utf-8", "replace")
