"""The end of a waitress server that runs in a thread of its own."""

import threading
from typing import Any

from waitress import wasyncore


def end_server(server: Any, sockets: dict[int, Any], thread: threading.Thread) -> None:
    """Answer no more and return when the thread has ended, whose loop does when no socket is left.

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
