"""What became of lines and files since something else referred to them."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LineReference:
    """A line of a file that another file names at its own line `written_at`, both as they stand
    there now; lines count from 1."""

    written_in: str
    written_at: int
    path: str
    line: int


class LineHistory(Protocol):
    """Never raises: what cannot be known is None or False. Paths are relative to the repository."""

    def line_now(self, reference: LineReference, path_now: str) -> int | None:
        """Where that stands now, in the file of this path, which stood at the line that is named
        when the reference was written."""

    def is_taken_out(self, reference: LineReference, path_now: str) -> bool:
        """Whether that is there no more, and nothing like it, which stood at the line then."""

    def renamed_to(self, path: str) -> str | None:
        """The path that a file has now which is no longer there under its old one."""

    def was_there(self, path: str) -> bool:
        """Whether there ever was a file of this path, which is not there now."""

    def gone_since(self, name: str, written_in: str, written_at: int) -> str | None:
        """The path of the file of a name, bare or the end of a path, that was there when a line of
        another file was written, and is not there now: the one beside that, or the only one."""


class NoHistory:
    """The LineHistory of files that nobody keeps."""

    def line_now(self, reference: LineReference, path_now: str) -> int | None:  # noqa: ARG002
        return None

    def is_taken_out(self, reference: LineReference, path_now: str) -> bool:  # noqa: ARG002
        return False

    def renamed_to(self, path: str) -> str | None:  # noqa: ARG002
        return None

    def was_there(self, path: str) -> bool:  # noqa: ARG002
        return False

    def gone_since(self, name: str, written_in: str, written_at: int) -> str | None:  # noqa: ARG002
        return None
