"""The agent's description on the disk, and the end of a home."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.adapters.home import Home
from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class DiskAgentFiles:
    """The AgentFiles protocol: `file` is where the system looks for the description."""

    file: Path
    home: Home

    def read(self) -> str | None:
        try:
            return self.file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unavailable(
                f"{self.file} cannot be read ({error.strerror}); mend its access rights."
            ) from error

    def write(self, text: str) -> None:
        """Replace the file in one step, writable by its owner alone: launchd refuses any other."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.file, text, mode=0o644)
        except OSError as error:
            raise Unavailable(
                f"{self.file} cannot be written ({error.strerror}); mend its folder's access "
                "rights, or free some disk."
            ) from error

    def remove(self) -> bool:
        try:
            self.file.unlink()
        except FileNotFoundError:
            return False
        return True

    def purge(self) -> tuple[str, ...]:
        """Remove what the programs wrote, by its names; a folder goes where it is empty then."""
        if not (self.home.database.exists() or self.home.lock.exists()):
            return ()  # no home of ours: its logs/ may be anybody's
        for folder, pattern in self._written():
            for written in list(folder.glob(pattern)):
                written.unlink(missing_ok=True)
        home = self.home
        for folder in (home.logs, home.backups, home.measurements, home.socket.parent, home.path):
            with suppress(OSError):  # something else lies in it
                folder.rmdir()
        return tuple(sorted(map(str, home.path.iterdir()))) if home.path.is_dir() else ()

    def _written(self) -> Iterator[tuple[Path, str]]:
        home = self.home
        yield home.path, f"{home.database.name}*"
        yield home.path, home.lock.name
        yield home.path, home.measured.name
        yield home.socket.parent, home.socket.name
        yield home.logs, "tinyarmsd.log*"
        yield home.logs, "launchd.err*"
        yield home.backups, "tinyarms*"
        yield home.measurements, "*.json"
