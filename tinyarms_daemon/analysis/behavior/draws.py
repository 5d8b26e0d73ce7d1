"""The values that samples are made of. Each sample draws in its own way, since each way tells other
things apart: wide ones kinds of values, narrow ones what happens at the edges, where values are
equal, follow one another or touch; and some draw what the definition compares with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

SAMPLES = 32
"""How often a definition is called. EqMiner (Jiang and Su, ISSTA 2009) found that 10 separate
nearly all fragments that differ; some of these are used up by what fails or ends at once."""
OF_ALL = range(9)
"""Samples that draw what any other definition that takes the same is given."""
NARROW = range(3, 9)
OF_TEXTS = range(9, 12)
"""Those that draw as well the texts that the definition compares with, without which it would
mostly take its last branch."""
OF_NUMBERS = range(12, 18)
"""Those that draw its numbers, what lies beside them, and what differs by them."""
ADVERSE = range(18, 21)
"""Those in which calls of what is not known may fail: each always, the first time, and never."""
TIED = range(21, 24)
"""Those in which limits are met exactly, and several items are the largest: of three inputs one is
the sum of the others, and neighbors in a list are equal."""
OF_ONE = 24
"""The one in which lists have one item, and of the numbers the first is zero, and no other."""
OF_SEPARATORS = range(25, 27)
"""Those that draw texts of pairs with the definition's own separators, and keys that come again."""
IN_HALVES = range(27, 31)
"""Those in which what may be a fraction is a half, or one of a hundredth, above or below zero."""
OF_MILLIONS = 31
"""The one whose numbers are large: groups of digits, units of sizes and of time come up."""
PROBES = range(24, 32)
"""Those for inputs that few definitions expect, so that another outcome says no more than that two
do not always give the same."""
NAMELESS = (3, 5, 13, 15, 21, 22, 1, 6, 24, 25, 27, 31)
"""Those that are drawn again without the names of inputs. The first ones tell which input is which,
so they are orderly: for others, two that do the same by other steps may give other things."""

ORDERLY = (3, 5, 7, *OF_TEXTS, 13, 15, 17, *TIED)
"""Those in which lists are in order and what has a start ends later, as most code expects."""

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
# The same where it is at its edge: doubled, missing, quoted, signed, of an even length.
_EDGES = (
    "a,,b,", '"x, y",z', "--a--b-", "  two  words\n", "+49 (30) 123-45", "4539148803436467",
    "79927398713", "A1B2", "key=", "=v&k=v&k=w", "/a//b/", "1h 30m", "x\\ty", "50%", "0", "007",
    "{name} {x}", "aab", "<b>&</b>", "a b - c - d",
)  # fmt: skip
# Alike but for case, and for blanks around them: few, so that of a list most are the same but for
# that, and who looks for one of them finds another first.
_VARIANTS = {
    4: ("abc", "ABC", "Abd ", "ab"),
    6: ("abc", " abc", "ABC", ""),
    21: ("abc", "ABC", "Abc"),
    22: ("abc", "abc ", " abc"),
    23: ("ABC", "abc"),
}
# Each sign that somebody may escape, cut off or split at.
_OF_ALL_SIGNS = (8, 18)
_ALL_SIGNS = (
    "a\"b'c&d<e>f\\g  h\ti;j:k,l.m-n_o/p+q#r@s%t(u)v[w]{x}=y|z*!?$^~`\nA",
    "\"Q\"-- <R>&amp; 'S'  t.t_u\\v, W/w; x=1&y=2\r\n#Z",
)
_PAIRS = ("b=1,a=2, B =3,b=4,,c", ",x=y z=,X=2,x=30,x")
# Of all of these and what a hundred times them is, the even neighbor lies nearer to zero.
_FRACTIONS = ((0.5, 2.5, 4.5), (-0.5, -2.5, -4.5), (0.125, 0.625, 1.125), (-0.125, -0.625, -1.125))
_MILLIONS = (1_234_567, 98_765_432, 7_654_321, 86_461_000, 3_750_009)
_OF_EACH_OWN = (12, 13, 15)
_FEWEST_ITEMS = 3
MOST_ITEMS = 6
_BASES = (12, 0, 0, 3, 0, 1)
_WIDTH = 3
_STEP = _WIDTH - 1
# By place in each sample; of a value and its two limits the upper one is above the lower.
_TIES = ((1, 2, 3), (2, 3, 5), (3, 1, 2))


def hashed(*values: object) -> int:
    """A number for values, the same in every process."""
    return crc32(repr(values).encode("utf-8", "surrogatepass"))


def mixed(checksum: int) -> int:
    """Checksums of different values differ by the same bits in each sample, so that two truths
    would always be equal or always differ, and two methods be called in turn; after the last steps
    of MurmurHash3 they do not."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        checksum = (checksum ^ checksum >> shift) * factor & 0xFFFFFFFF
    return checksum ^ checksum >> 16


@dataclass(frozen=True, slots=True)
class Literals:
    """What a definition compares with, in order, each once; its texts without a letter or digit;
    and whether it rounds."""

    texts: Sequence[str] = ()
    numbers: Sequence[float] = ()
    separators: Sequence[str] = ()
    rounds: bool = False


NO_LITERALS = Literals()


class Draws:
    """What one definition draws, by a number for the input and the sample."""

    def __init__(self, literals: Literals) -> None:
        self._texts = literals.texts
        self._numbers = literals.numbers
        self._separators = literals.separators

    def is_drawn(self, sample: int) -> bool:
        """Whether a sample is worth it: those of literals are where there are any."""
        if sample in OF_TEXTS:
            return bool(self._texts)
        if sample in OF_SEPARATORS:
            return bool(self._separators)
        return sample not in OF_NUMBERS or bool(self._numbers)

    def number(
        self,
        sample: int,
        chance: int,
        item: int | None,
        *,
        is_end: bool,
        place: int = 0,
        order: int | None = None,
    ) -> float:
        """A number: for the so manieth item of a list, and the end of what has a start. An input,
        by a number for its `place`, is each of its own numbers in turn in some samples; `order` is
        its number among those of its kind."""
        if sample in _OF_EACH_OWN and self._numbers and place:
            number = self._numbers[(place + _OF_EACH_OWN.index(sample)) % len(self._numbers)]
        elif sample in OF_NUMBERS and self._numbers:
            number = self._number_near_own(sample, chance)
        elif sample < NARROW.start:
            return _NUMBERS[chance // 3 % len(_NUMBERS)]
        elif sample == OF_ONE:
            return 0 if order == 0 and not is_end else 1 + (order or 0) + (item or 0) + is_end
        elif sample == OF_MILLIONS:
            return _one_of(_MILLIONS, chance // 3) * (1 + is_end)
        elif sample in TIED:
            return _tied(sample - TIED.start, chance, item, order) + is_end
        else:
            number = _BASES[(sample - NARROW.start) % len(_BASES)] + chance // 3 % _WIDTH
        if sample not in ORDERLY:
            return number
        return number + _STEP * (item or 0) + _STEP * is_end + (sample not in OF_NUMBERS)

    def _number_near_own(self, sample: int, chance: int) -> float:
        one = self._numbers[chance // 8 % len(self._numbers)]
        base = _BASES[(sample - NARROW.start) % len(_BASES)]
        if sample % 4 < 2:
            return (one, one - 1, one + 1, base, one, base + one, 0, base + 1)[chance % 8]
        return (one, base, base + one, one, base + 1, one, base + one, 0)[chance % 8]

    def length(self, sample: int, chance: int, most: int) -> int:
        """The length of a list: most are long enough for something to happen between the items."""
        if sample == OF_ONE:
            return min(1, most)
        is_long = sample not in ADVERSE and sample >= NARROW.start
        fewest = min(most, _FEWEST_ITEMS) if is_long else 0
        return fewest + chance % (most + 1 - fewest)

    def text(self, sample: int, chance: int) -> str:
        """A text."""
        if sample in OF_SEPARATORS and self._separators:
            return self._of_pairs(sample - OF_SEPARATORS.start, chance)
        if sample in OF_TEXTS and self._texts and chance % 3:
            own = _one_of(self._texts, chance // 3)
            return own if sample % 2 or chance // 7 % 2 else f"{own}{_one_of(_EDGES, chance // 14)}"
        if sample < NARROW.start or sample in OF_TEXTS:
            return _one_of(_TEXTS, chance // 3)
        if sample in _VARIANTS:
            return _one_of(_VARIANTS[sample], chance // 3)
        if sample in _OF_ALL_SIGNS:
            return _one_of(_ALL_SIGNS, chance // 3)
        return _EDGES[(hashed(sample) + chance // 3 % 4) % len(_EDGES)]

    def _of_pairs(self, number: int, chance: int) -> str:
        """Keys and values, one separator within the other, or the other way round."""
        outer = _one_of(self._separators, number)
        inner = _one_of(self._separators, number + 1)
        return _one_of(_PAIRS, chance // 3).translate({ord(","): outer, ord("="): inner})


def fraction(sample: int, chance: int) -> float:
    """A number that roundings treat in different ways."""
    return _one_of(_FRACTIONS[sample - IN_HALVES.start], chance // 3)


def _tied(number: int, chance: int, item: int | None, order: int | None) -> float:
    """One of the first whole numbers: of a list in one sample all but the first are the largest, in
    others two that follow one another are the same."""
    if item is not None:
        return 1 + (min(item, 1) if number == 0 else (item + number) // 2)
    ties = _TIES[number]
    return ties[(mixed(chance) if order is None else order) % len(ties)]


_One = TypeVar("_One")


def _one_of(values: Sequence[_One], chance: int) -> _One:
    return values[chance % len(values)]
