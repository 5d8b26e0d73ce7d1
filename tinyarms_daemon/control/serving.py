"""A waitress server that answers in a thread of its own."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
"""What a WSGI server calls."""

# waitress looks after its connections this often even when nothing happens.
_IDLE_LOOP_SECONDS = 300


class Serving:
    """Answers from now on, until it is closed; `where` it listens is in waitress's own words."""

    def __init__(
        self,
        application: Application,
        name: str,
        *,
        threads: int,
        most_request_bytes: int,
        **where: Any,
    ) -> None:
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            application,
            threads=threads,
            map=self._sockets,
            asyncore_loop_timeout=_IDLE_LOOP_SECONDS,
            asyncore_use_poll=True,
            max_request_body_size=most_request_bytes,
            ident=None,
            clear_untrusted_proxy_headers=True,
            **where,
        )
        self._thread = threading.Thread(target=self._server.run, name=name)
        self._thread.start()

    def close(self) -> None:
        """Answer no more."""
        end_server(self._server, self._sockets, self._thread)


def end_server(server: Any, sockets: dict[int, Any], thread: threading.Thread) -> None:
    """Return when the thread has ended, whose loop does when no socket is left.

    The sockets are closed in the loop's own thread, and not before the trigger has been pulled: a
    request that pulls it too may wake the loop in between, and the byte would go to whatever has
    the closed trigger's descriptor by then.
    """
    is_pulled = threading.Event()

    def close_sockets() -> None:
        is_pulled.wait()
        wasyncore.close_all(sockets, ignore_all=True)

    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(close_sockets)
    is_pulled.set()
    thread.join()
