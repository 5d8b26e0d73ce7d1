"""What is kept of a file's code, so that copies elsewhere can be compared with it and told."""

import json
import zlib
from base64 import b64decode, b64encode
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count
from operator import add

from tinyarms_daemon.analysis.clones.chain import Columns
from tinyarms_daemon.analysis.clones.units import Unit
from tinyarms_daemon.analysis.clones.windows import Window
from tinyarms_daemon.domain.findings.source import Position, Region

_FASTEST = 1  # of zlib's levels: a record is written on every save


@dataclass(frozen=True)
class CodeRecord:
    """A file's units with all that a finding in it has to say.

    `symbols` names the definition around each unit; `code_lines` is 1 for each line that holds
    code; `silenced` are the lines on which a comment suppresses findings; `tests` are the units
    that are tests; `content` names all that is compared, so that equal files have the same.
    """

    text: str
    units: tuple[Unit, ...]
    windows: tuple[Window, ...]
    symbols: tuple[str | None, ...]
    code_lines: tuple[int, ...]
    silenced: frozenset[int]
    tests: range
    content: str

    def span_of(self, run: range) -> tuple[int, int]:
        """The characters of a run of units, without what of a statement lies beyond it."""
        units = self.units[run.start : run.stop]
        end = max(unit.end for unit in units)
        if any(unit.after > run.stop for unit in units):
            beyond = self.units[run.stop].start
            end = len(self.text[: min(end, beyond)].rstrip())
        return units[0].start, end

    def region_of(self, run: range) -> Region:
        """Where a run of units stands."""
        start, end = self.span_of(run)
        return Region(self._position(start), self._position(end))

    def lines_of(self, run: range) -> int:
        """How many lines of code a run of units takes."""
        region = self.region_of(run)
        return sum(self.code_lines[region.start.line - 1 : region.end.line])

    def begins_definition(self, index: int) -> bool:
        """Whether a definition begins at a unit, or before it in a decorator: what stands in the
        unit is of another one than what stands before."""
        if self.units[index].after == index + 1:
            return False
        return index == 0 or self.symbols[index + 1] != self.symbols[index - 1]

    def is_definition(self, run: range) -> bool:
        """Whether a run of units is one definition, whole."""
        return self.units[run.start].after == run.stop and self.begins_definition(run.start)

    def leaves_block(self, run: range) -> bool:
        """Whether a run of units goes on behind the block in which it begins."""
        depth = self.units[run.start].depth
        return any(unit.depth < depth for unit in self.units[run.start : run.stop])

    def ends_whole(self, run: range) -> bool:
        """Whether a run of units ends in the definition in which it begins, or with another one."""
        symbols = self.symbols
        last = symbols[run.stop - 1]
        return last == symbols[run.start] or last not in symbols[run.stop : run.stop + 1]

    @cached_property
    def columns(self) -> Columns:
        """What is compared of the units."""
        return Columns(self.units)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The units at which each window begins."""
        places: dict[str, list[int]] = {}
        for window in self.windows:
            places.setdefault(window.topic, []).append(window.first)
        return places

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        lines = self.text.split("\n")
        return [0, *accumulate(len(line) + 1 for line in lines[:-1])]


def encode_record(record: CodeRecord) -> str:
    """A record as text of a fraction of its size."""
    shapes: dict[bytes, int] = {}
    words: dict[str, int] = {}
    symbols: dict[str | None, int] = {}
    starts = [unit.start for unit in record.units]
    said = {
        "text": record.text,
        "shape": [shapes.setdefault(unit.shape, len(shapes)) for unit in record.units],
        "start": [start - before for before, start in zip([0, *starts], starts, strict=False)],
        "length": [unit.end - unit.start for unit in record.units],
        "depth": [unit.depth for unit in record.units],
        "below": [unit.after - index for index, unit in enumerate(record.units)],
        "tokens": [unit.tokens for unit in record.units],
        "edge": [unit.edge for unit in record.units],
        "decides": "".join(str(int(unit.decides)) for unit in record.units),
        "words": [
            [words.setdefault(word, len(words)) for word in unit.words] for unit in record.units
        ],
        "symbol": [symbols.setdefault(symbol, len(symbols)) for symbol in record.symbols],
        "windows": [list(window) for window in record.windows],
        "lines": "".join(map(str, record.code_lines)),
        "silenced": sorted(record.silenced),
        "tests": [record.tests.start, record.tests.stop],
        "content": record.content,
        "tables": [[shape.hex() for shape in shapes], [*words], [*symbols]],
    }
    written = json.dumps(said, separators=(",", ":"), ensure_ascii=False)
    packed = zlib.compress(written.encode("utf-8", "surrogatepass"), _FASTEST)
    return b64encode(packed).decode("ascii")


def decode_record(data: str) -> CodeRecord:
    """The record in a text that `encode_record` made."""
    said = json.loads(zlib.decompress(b64decode(data)))
    shapes, words, symbols = said["tables"]
    raw_shapes = [bytes.fromhex(shape) for shape in shapes]
    starts = [*accumulate(said["start"])]
    units = map(
        Unit._make,
        zip(
            map(raw_shapes.__getitem__, said["shape"]),
            [tuple([words[number] for number in numbers]) for numbers in said["words"]],
            starts,
            map(add, starts, said["length"]),
            said["depth"],
            map(add, count(), said["below"]),
            said["tokens"],
            said["edge"],
            map("1".__eq__, said["decides"]),
            strict=False,
        ),
    )
    return CodeRecord(
        text=said["text"],
        units=tuple(units),
        windows=tuple(map(Window._make, said["windows"])),
        symbols=tuple(map(symbols.__getitem__, said["symbol"])),
        code_lines=tuple(map(int, said["lines"])),
        silenced=frozenset(said["silenced"]),
        tests=range(*said["tests"]),
        content=said["content"],
    )
