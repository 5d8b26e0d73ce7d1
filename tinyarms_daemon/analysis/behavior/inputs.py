"""What a definition is called with: values drawn by a fixed rule, so that two definitions that take
the same get the same."""

from collections.abc import Iterator, Sequence
from typing import TypeVar
from zlib import crc32

from tinyarms_daemon.analysis.behavior.terms import InputType, Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    Drawn,
    DrawnFunction,
    DrawnRecord,
    Path,
    Value,
)

# What programmers write into conditions, and what lies beside it.
_NUMBERS = (
    0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 24, 30, 50, 60, 99, 100, 150, 365, 500, 1_000,
    1_500, 2_500, -1, -3,
)  # fmt: skip
# What functions of texts look for: blanks, separators, digits, cases, palindromes, dates.
_TEXTS = (
    "", "a", "b", "ab", "abc", "Hello World", "foo bar foo", " x y ", "10", "7", "3.5", "a,b,c",
    "x=1", "12:30", "08:05", "2024-03-15", "foo-bar_baz", "ANNA", "level", "user@example.com",
    "a/b/c", "fooBarBaz", "b,a", "#tag", "zebra", "Ärger",
)  # fmt: skip
_MOST_ITEMS = 6
_MOST_KEYS = 4
_ONE_IN_SO_MANY_IS_NONE = 3
SAMPLES = 16
"""How often a definition is called. EqMiner (Jiang and Su, ISSTA 2009) found that 10 separate
nearly all fragments that differ; some of these are used up by what fails or ends at once."""
SAMPLES_OF_ALL = 6
"""How many of them, the first, draw what any other definition that takes the same is given."""
SAMPLES_OF_TEXTS = 5
"""How many of them, the next, draw as well the texts that the definition compares with, without
which it would mostly take its last branch; the last ones the numbers, and their neighbors."""


def hashed(*values: object) -> int:
    """A number for values, the same in every process."""
    return crc32(repr(values).encode("utf-8", "surrogatepass"))


def plain(name: str) -> str:
    """A name as any style writes it: `dueOn`, `due_on` and `DueOn` are one."""
    return "".join(filter(str.isalnum, name)).lower()


class Inputs:
    """What is known of the kinds of a definition's inputs, over all samples, and what was drawn in
    one of them.

    Kinds come from declarations and from what is done with a value; a guess (whether it is true, or
    compared with another one) gives way to what is seen later. So a definition is sampled again
    until nothing new is known.
    """

    def __init__(self, texts: Sequence[str] = (), numbers: Sequence[float] = ()) -> None:
        self.calls: set[str] = set()
        self.drawn: dict[Path, Value] = {}
        self._texts = texts
        self._numbers_near = [near for each in numbers for near in (each - 1, each, each + 1)]
        self._kinds: dict[Path, str] = {}
        self._guessed: set[Path] = set()
        self._may_be_none: set[Path] = set()
        self._paths: dict[Path, Path] = {}
        self._sums: dict[Path, int] = {}
        self._sample = 0
        self._places: dict[str | int, str] = {}

    def declare(self, path: Path, type_: InputType | None) -> None:
        """Note what is declared of an input."""
        if type_ is None:
            return
        self._kinds[path] = type_.kind
        if type_.may_be_none:
            self._may_be_none.add(path)
        if type_.item is not None:
            self.declare((*path, "[]" if type_.kind == "map" else "*"), type_.item)

    def start(self, sample: int, roots: Sequence[str]) -> None:
        """Begin a sample. An input is known by its kind and its place among those of that kind, so
        that neither names nor the order of different ones matter."""
        self._sample = sample
        self.drawn = {}
        before, self._places = self._places, {}
        seen: dict[str, int] = {}
        for root in roots:
            kind = _drawn_kind(self._kinds.get((root,), "any"))
            self._places[root] = f"{kind}{seen.setdefault(kind, 0)}"
            seen[kind] += 1
        if self._places != before:
            self._sums.clear()

    def known(self) -> tuple[int, int, int]:
        """How much is known; while it grows, samples are drawn anew."""
        return len(self._kinds), len(self._may_be_none), len(self._guessed)

    def signature(self) -> int:
        """A number for what is taken and called: outcomes of equal ones can be compared."""
        kinds = sorted((self.place(path), _drawn_kind(kind)) for path, kind in self._kinds.items())
        return hashed(kinds, sorted(self.calls), sorted(map(self.place, self._may_be_none)))

    def place(self, path: Path) -> tuple[str | int, ...]:
        """A path by the kind and place of its input instead of the name."""
        return self._places.get(path[0], path[0]), *path[1:]

    def kind(self, value: Drawn) -> str | None:
        """What is known of a value."""
        return self._kinds.get(self._of_all(value.path))

    def guess(self, value: Drawn, kind: str) -> Value:
        """The value, of that kind unless another one is known."""
        path = self._of_all(value.path)
        if path not in self._kinds:
            self._kinds[path] = kind
            self._guessed.add(path)
        return self.take(value, None)

    def take(self, value: Drawn, kind: str | None) -> Value:
        """The value, of that kind, or of the known one. Unsupported where that is another kind."""
        path = self._of_all(value.path)
        known = self._kinds.get(path)
        if kind is not None and (kind != known or path in self._guessed):
            known = self._learned(path, known, kind)
        if known is None:
            return value
        if value.path not in self.drawn:
            is_none = self.is_none(value)
            self.drawn[value.path] = None if is_none else self._draw(value.path, known)
        return self.drawn[value.path]

    def changed(self) -> Iterator[tuple[Path, Value]]:
        """What was drawn in this sample and then changed: records, lists and maps."""
        for path, value in list(self.drawn.items()):
            match value:
                case DrawnRecord():
                    is_changed = bool(value.written)
                case list() | dict():
                    is_changed = value != self._draw(path, self._kinds[self._of_all(path)])
                case _:
                    is_changed = False
            if is_changed:
                yield path, value

    def is_none(self, value: Drawn, *, asked: bool = False) -> bool:
        """Whether a value is None; some are from when that is asked."""
        path = self._of_all(value.path)
        if asked:
            self._may_be_none.add(path)
        elif path not in self._may_be_none:
            return False
        return self._chance(value.path, "none") % _ONE_IN_SO_MANY_IS_NONE == 0

    def _learned(self, path: Path, known: str | None, kind: str) -> str:
        if known is not None and path in self._guessed and known != kind:
            known = None
            self._forget(path)
        self._guessed.discard(path)
        self._kinds[path] = kind if known is None else _agreed(known, kind, path)
        return self._kinds[path]

    def _of_all(self, path: Path) -> Path:
        """A path for all items, keys and arguments, which are of one kind."""
        found = self._paths.get(path)
        if found is None:
            found = tuple(part for part in path if not isinstance(part, int))
            self._paths[path] = found
        return found

    def _forget(self, path: Path) -> None:
        self.drawn = {
            each: value
            for each, value in self.drawn.items()
            if self._of_all(each)[: len(path)] != path
        }

    def _chance(self, path: Path, *more: object) -> int:
        """A number for this sample and path, and what more it is for."""
        sums = self._sums.get(path)
        if sums is None:
            sums = self._sums[path] = hashed(self.place(path))
        return crc32(repr((self._sample, *more)).encode("utf-8", "surrogatepass"), sums)

    def _draw(self, path: Path, kind: str) -> Value:
        chance = self._chance(path, _drawn_kind(kind))
        match kind:
            case "number":
                return self._number(chance)
            case "float":
                return float(self._number(chance))
            case "truth":
                return chance % 2 == 0
            case "text":
                return self._text(chance)
            case "list":
                return [Drawn((*path, "*", number)) for number in range(chance % (_MOST_ITEMS + 1))]
            case "map":
                numbers = range(chance % (_MOST_KEYS + 1))
                keys = [_TEXTS[self._chance(path, "key", each) % len(_TEXTS)] for each in numbers]
                return {key: Drawn((*path, "[]", hashed(key))) for key in keys}
            case "record":
                return DrawnRecord(path)
            case "function":
                return DrawnFunction(path)
            case _:
                raise Unsupported(kind)

    def _text(self, chance: int) -> str:
        is_theirs = 0 <= self._sample - SAMPLES_OF_ALL < SAMPLES_OF_TEXTS
        return _one_of(_TEXTS, self._texts if is_theirs else (), chance)

    def _number(self, chance: int) -> float:
        is_theirs = self._sample >= SAMPLES_OF_ALL + SAMPLES_OF_TEXTS
        return _one_of(_NUMBERS, self._numbers_near if is_theirs else (), chance)


_One = TypeVar("_One")


def _one_of(usual: Sequence[_One], own: Sequence[_One], chance: int) -> _One:
    """One of its own in two of three cases, where there are any."""
    drawn = own if own and chance % 3 else usual
    return drawn[chance // 3 % len(drawn)]


def _drawn_kind(kind: str) -> str:
    """Both kinds of numbers are drawn alike: JavaScript has one, and who knows of Python."""
    return "number" if kind == "float" else kind


def _agreed(known: str, kind: str, path: Path) -> str:
    if known == kind or {known, kind} == {"number", "float"}:
        return known
    if {known, kind} == {"record", "map"}:
        return "map"
    if kind == "list" and known in ("text", "map"):  # they have items as well
        return known
    raise Unsupported(f"{path} is a {known} and a {kind}")
