"""A `systemctl --user` that starts and stops the program of one unit, as a real process."""

import os
import shlex
import signal
import subprocess
import sys
import threading
from pathlib import Path

UNIT = Path(os.environ["HOME"], ".config/systemd/user/tinyarms.service")
NOTES = Path(os.environ["HOME"], "systemctl.notes")
PID = Path(os.environ["HOME"], "systemctl.pid")


def running() -> int | None:
    """The pid of the unit's program, None where it has ended."""
    if not PID.exists():
        return None
    pid = int(PID.read_text())
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return None
    return None if state == "Z" else pid


def start() -> None:
    """ExecStart, in surroundings of its own."""
    if running() is not None:
        return
    unit = dict(line.split("=", 1) for line in UNIT.read_text().splitlines() if "=" in line)
    process = subprocess.Popen(
        shlex.split(unit["ExecStart"]),
        cwd=unit["WorkingDirectory"],
        env={"HOME": os.environ["HOME"], "PATH": os.environ["PATH"]},
        umask=int(unit["UMask"], 8),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    PID.write_text(str(process.pid))


def stop() -> None:
    """SIGTERM, and wait until it has ended."""
    pid = running()
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
    while running() is not None:
        threading.Event().wait(0.02)


def main(arguments: list[str]) -> None:
    """One call."""
    with NOTES.open("a") as notes:
        notes.write(" ".join(arguments) + "\n")
    command = arguments[1]
    if command in ("stop", "restart") or "--now" in arguments:
        stop()
    if command in ("start", "restart"):
        start()
    if command == "show":
        pid = running()
        loaded = "loaded" if UNIT.exists() else "not-found"
        active = "active" if pid else "inactive"
        print(f"LoadState={loaded}\nActiveState={active}\nMainPID={pid or 0}\nNRestarts=0")
        print("Result=success")


if __name__ == "__main__":
    main(sys.argv[1:])
