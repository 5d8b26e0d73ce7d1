"""Who said a value: a file and line, a variable, or the command line."""

from dataclasses import dataclass
from enum import IntEnum


class Layer(IntEnum):
    """Where values come from; a higher one overrides a lower one."""

    PACKAGED = 0
    USER = 1
    REPOSITORY = 2
    ENVIRONMENT = 3
    COMMAND_LINE = 4

    @property
    def title(self) -> str:
        """The layer in words."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`place` is a file's path, a variable's name, or `command line`; only files have lines."""

    layer: Layer
    place: str
    line: int | None = None

    def __str__(self) -> str:
        return self.place if self.line is None else f"{self.place}:{self.line}"


COMMAND_LINE = Origin(layer=Layer.COMMAND_LINE, place="command line")
