"""tinyarmsd with workers that misbehave, which looks after itself often; SIGUSR1 breaks its watch:
the descriptor by which it hears of saves is another one then, and cannot be read."""

import gc
import os
import signal
from datetime import timedelta

from watchdog.observers.api import BaseObserver

from tinyarms_daemon import daemon
from tinyarms_daemon.__main__ import tinyarmsd
from tinyarms_daemon.bootstrap import workers


def break_watch(*_: object) -> None:
    """Put a folder in the place of inotify."""
    folder = os.open("/", os.O_RDONLY)
    for each in gc.get_objects():
        if isinstance(each, BaseObserver):
            os.dup2(folder, each._inotify_fd._inotify_fd)  # type: ignore[attr-defined]
    os.close(folder)


if __name__ == "__main__":
    workers.WORKER_MODULE = "tests.e2e.misbehaving_worker"
    daemon.LOOK = timedelta(seconds=1)
    signal.signal(signal.SIGUSR1, break_watch)
    tinyarmsd()
