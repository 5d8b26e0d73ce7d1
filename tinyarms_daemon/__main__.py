"""What launchd starts (tinyarmsd), and the control program (tinyarmsctl)."""

import gc
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What is loaded stays: to look it through for garbage again and again takes a tenth of a command,
# which allocates fewer objects than these.
_OBJECTS_BETWEEN_COLLECTIONS = 500_000


def tinyarmsd() -> None:
    """Run the daemon in the foreground."""
    _use_utf8()
    # Loading takes a second on a busy machine. Until then there is nothing to end, and no
    # configuration to read again.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if _is_interruptible():
        signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    from tinyarms_daemon.bootstrap.where import default_home
    from tinyarms_daemon.faces import daemon_command

    def run_daemon(
        home: "Path", config: "Path | None", log_level: str | None, until_stdin_closes: bool
    ) -> None:
        from tinyarms_daemon.daemon.run import run

        run(home, config, log_level=log_level, until_stdin_closes=until_stdin_closes)

    sys.exit(daemon_command.run(run_daemon, default_home))


def tinyarmsctl() -> None:
    """Run one command of the control program."""
    _use_utf8()
    began_seconds = time.monotonic()  # loading is part of what a person waits for
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    is_interruptible = _is_interruptible()
    if is_interruptible:  # while it loads, nobody is there to take Ctrl-C but for a traceback
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from tinyarms_daemon.bootstrap.where import default_home
    from tinyarms_daemon.faces.cli.main import run
    from tinyarms_daemon.toolbox import make_toolbox

    if is_interruptible:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    status = run(make_toolbox, default_home, began_seconds=began_seconds)
    gc.freeze()  # else what was loaded is looked through at the end, an eighth of a command
    sys.exit(status)


def _use_utf8() -> None:
    """Begin anew in Python's UTF-8 mode where the locale has another encoding.

    Names of files are UTF-8 on disk whatever the locale says, as git has them, and so are paths
    that are stored or sent to the daemon.
    """
    if sys.getfilesystemencoding() != "utf-8":
        os.environ["PYTHONUTF8"] = "1"  # for the processes that this one starts
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _is_interruptible() -> bool:
    """False where whoever started it wants Ctrl-C to be ignored, as nohup does."""
    return signal.getsignal(signal.SIGINT) is signal.default_int_handler


if __name__ == "__main__":
    tinyarmsd()
