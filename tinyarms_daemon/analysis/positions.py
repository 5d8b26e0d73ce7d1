"""From byte and character offsets to positions, for one text."""

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from tinyarms_daemon.domain.findings.source import Position, Region

_BLOCK_BYTES = 1024  # counted at once: the longest way from a known offset to one that is asked for
_CONTINUING_BYTES = bytes(range(0x80, 0xC0))  # all but the first of a character


class Positions:
    """Where the characters of a text stand: offsets count from 0, in characters or UTF-8 bytes.

    Lines end at line feeds alone, so that a carriage return never shifts a line or a column.
    """

    def __init__(self, text: str, encoded: bytes) -> None:
        self._text = text
        self._encoded = encoded
        self._is_ascii = len(text) == len(encoded)

    def region(self, start: int, end: int) -> Region:
        """The region of the characters from `start` up to `end`."""
        return Region(self.position(start), self.position(end))

    def position(self, offset: int) -> Position:
        """The position of a character."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line_of(self, offset: int) -> int:
        """The line of a character, from 1."""
        return bisect_right(self._line_starts, offset)

    def line_start(self, line: int) -> int:
        """The offset of the first character of a line that the text has."""
        return self._line_starts[line - 1]

    def line_text(self, line: int) -> str:
        """A line without its end; empty for one that the text has not."""
        starts = self._line_starts
        if not 1 <= line <= len(starts):
            return ""
        end = starts[line] - 1 if line < len(starts) else len(self._text)
        return self._text[starts[line - 1] : end]

    def offset(self, position: Position) -> int:
        return self._line_starts[position.line - 1] + position.column - 1

    def character(self, byte: int) -> int:
        """The offset in characters of an offset in bytes."""
        if self._is_ascii:
            return byte
        block = byte // _BLOCK_BYTES
        return self._characters_before[block] + _characters(
            self._encoded[block * _BLOCK_BYTES : byte]
        )

    def byte(self, offset: int) -> int:
        """The offset in bytes of an offset in characters."""
        if self._is_ascii:
            return offset
        line = bisect_right(self._line_starts, offset) - 1
        start = self._line_starts[line]
        return self._byte_line_starts[line] + len(self._text[start:offset].encode("utf-8"))

    @cached_property
    def _characters_before(self) -> list[int]:
        """How many characters begin before each block of bytes."""
        blocks = range(0, len(self._encoded) + 1, _BLOCK_BYTES)
        counts = (_characters(self._encoded[start : start + _BLOCK_BYTES]) for start in blocks)
        return [0, *accumulate(counts)]

    @cached_property
    def _line_starts(self) -> list[int]:
        return _starts([len(line) for line in self._text.split("\n")])

    @cached_property
    def _byte_line_starts(self) -> list[int]:
        return _starts([len(line) for line in self._encoded.split(b"\n")])


def _characters(encoded: bytes) -> int:
    """How many characters begin in a piece of UTF-8, which may start in the midst of one."""
    return len(encoded.translate(None, _CONTINUING_BYTES))


def _starts(lengths: list[int]) -> list[int]:
    return [0, *accumulate(length + 1 for length in lengths[:-1])]
