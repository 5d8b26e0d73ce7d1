"""The folder that holds every file the programs write, and the lock on it."""

import errno
import fcntl
import os
import shlex
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from tinyarms_daemon.domain.errors import Unavailable, UsageError

# sun_path, with its closing zero: xnu bsd/sys/un.h, Linux include/uapi/linux/un.h.
_LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107


# What the daemon says before its log is open goes there when launchd started it.
EARLY_ERRORS = "launchd.err"
_MOST_ERROR_BYTES = 1_000_000
_LOCK_BYTES = 32  # a pid and, where a daemon waits for its holder, a word
_WANTED = b"wanted\n"


class HomeTaken(Unavailable):
    """Another process holds the home's lock."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where each file lies. `prepare` makes the folder; until then nothing is written."""

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.path / "tinyarms.db"

    @property
    def lock(self) -> Path:
        """Held by the one process that may write; its content is that process's pid."""
        return self.path / "daemon.lock"

    @property
    def logs(self) -> Path:
        """The folder of the daemon's logs."""
        return self.path / "logs"

    @property
    def measured(self) -> Path:
        """What was measured on this machine, in the form of `config/constants.yaml`."""
        return self.path / "measured.yaml"

    @property
    def measurements(self) -> Path:
        """The folder of the newest results of the measuring programme."""
        return self.path / "measurements"

    @property
    def backups(self) -> Path:
        """The folder of the database's copies."""
        return self.path / "backups"

    @property
    def socket(self) -> Path:
        """The control socket; a path too long for the platform goes to a private folder instead."""
        wanted = self.path / "daemon.sock"
        if len(os.fsencode(wanted)) <= _LONGEST_SOCKET_PATH:
            return wanted
        name = blake2b(os.fsencode(self.path), digest_size=8).hexdigest()
        runtime = os.environ.get("XDG_RUNTIME_DIR")
        if runtime and len(runtime) < _LONGEST_SOCKET_PATH // 2:
            return Path(runtime) / f"tinyarms-{name}" / "daemon.sock"
        return Path(tempfile.gettempdir()) / f"tinyarms-{os.getuid()}-{name}" / "daemon.sock"

    def prepare(self) -> None:
        """Make the folders, for their owner alone, and mend what in them is open to others.

        A folder with anything in it keeps its own access rights: it may be one of much else.
        UsageError where that cannot be, where something in them is somebody else's, or where
        anybody may write to the home.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_shared = any(self.path.iterdir())
            for folder in self._folders():
                folder.mkdir(mode=0o700, exist_ok=True)
                self._require_safe(folder)
                if folder != self.path or not is_shared:
                    _keep_private(folder)
                _require_writable(folder)  # else it shows much later
            for file in self._own_files():
                _keep_private(file)
        except OSError as error:
            raise self._unwritable(error) from error

    def require_preparable(self) -> None:
        """What `prepare` would raise; nothing is made or changed."""
        try:
            for folder in self._folders():
                standing = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
                if standing == folder and folder.is_dir():
                    self._require_safe(folder)
                _require_writable(standing)
            for file in self._own_files():
                _require_ours(file)
        except OSError as error:
            raise self._unwritable(error) from error

    def trim_errors(self) -> None:
        """Begin launchd's file of early errors anew where a crash loop has filled it: launchd
        rotates nothing. It goes on writing at the end of the same file."""
        with suppress(OSError):
            if (self.logs / EARLY_ERRORS).stat().st_size > _MOST_ERROR_BYTES:
                os.truncate(self.logs / EARLY_ERRORS, 0)

    def _folders(self) -> tuple[Path, ...]:
        return self.path, self.logs, self.backups, self.socket.parent

    def _require_safe(self, folder: Path) -> None:
        found = _require_ours(folder)
        if folder == self.path and found is not None and found.st_mode & stat.S_IWOTH:
            is_for_all = bool(found.st_mode & stat.S_ISVTX)  # as /tmp, which has to stay so
            mend = "" if is_for_all else f", or say `chmod o-w {shlex.quote(str(folder))}`"
            raise UsageError(
                f"Anybody may write to the home {folder}, and so put other findings there; "
                f"name another with --home{mend}."
            )

    def _unwritable(self, error: OSError) -> UsageError:
        return UsageError(
            f"The home {self.path} cannot be written ({error.strerror}); "
            "name another with --home, or mend its access rights."
        )

    def _own_files(self) -> Iterator[Path]:
        """What earlier runs left; a home that a user shares with other files keeps those as are."""
        for folder, pattern in (
            (self.path, f"{self.database.name}*"),
            (self.path, self.lock.name),
            (self.logs, "*"),
            (self.backups, "*"),
        ):
            yield from folder.glob(pattern)


def _keep_private(path: Path) -> None:
    found = _require_ours(path)
    if found is not None and stat.S_IMODE(found.st_mode) & 0o077:
        path.chmod(0o700 if stat.S_ISDIR(found.st_mode) else 0o600)


def _require_ours(path: Path) -> os.stat_result | None:
    """What is there, of ours. A link is not followed: it could lead to anybody's file."""
    try:
        found = path.lstat()
    except FileNotFoundError:  # SQLite's own side files come and go
        return None
    is_ours = found.st_uid == os.getuid()
    if not is_ours or not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)):
        kind = "folder" if path.is_dir() or not path.is_file() else "file"
        raise UsageError(
            f"{path} is not a {kind} of yours, so nothing is written there; "
            "name another home with --home."
        )
    return found


def _require_writable(folder: Path) -> None:
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


class HomeLock:
    """The right to write to a home: one process at a time, released when it ends, however."""

    def __init__(self, home: Home) -> None:
        self._path = home.lock
        self._descriptor: int | None = None
        self.was_abandoned = False

    def acquire(self) -> bool:
        """Take it, and leave our pid for others to read; False where another process has it.

        `was_abandoned` says afterwards that its last holder never gave it back: it was killed.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        # Whoever asks for the holder has the lock for a moment, shared: that is no holder.
        while not _locked(descriptor, fcntl.LOCK_EX):
            if self.holder() is not None:
                os.close(descriptor)
                return False
        self.was_abandoned = os.fstat(descriptor).st_size > 0
        os.ftruncate(descriptor, 0)
        with suppress(OSError):  # on a full disk the lock holds without saying whose it is
            os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        return True

    def want(self) -> None:
        """Tell whoever has it that a daemon waits for it; nothing where nobody has it."""
        if self.holder() is None:
            return
        with suppress(OSError):
            descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
            try:
                if not _says_wanted(descriptor):
                    os.write(descriptor, _WANTED)
            finally:
                os.close(descriptor)

    @property
    def is_wanted(self) -> bool:
        """Whether a daemon has said, since we have it, that it waits for it."""
        return self._descriptor is not None and _says_wanted(self._descriptor)

    def release(self) -> None:
        """Give it back; nothing where it is not held."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> int | None:
        """The pid of the process that has it, None where none has."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            if _locked(descriptor, fcntl.LOCK_SH):
                return None
            said = os.read(descriptor, _LOCK_BYTES).partition(b"\n")[0]
            return int(said) if said.isdigit() else -1
        finally:
            os.close(descriptor)


def _says_wanted(descriptor: int) -> bool:
    return os.pread(descriptor, _LOCK_BYTES, 0).endswith(_WANTED)


def _locked(descriptor: int, operation: int) -> bool:
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_answered(home: Home) -> bool:
    """Whether a daemon takes connections at the home's socket."""
    import socket

    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(os.fsencode(home.socket)) == 0


def remove_stale_socket(home: Home) -> None:
    """Take away what a crash left; only for the holder of the lock. UsageError for what cannot be
    taken away, as a folder."""
    try:
        home.socket.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(
            f"{home.socket} is in the place of the control socket and cannot be removed "
            f"({error.strerror}); move it away."
        ) from error
