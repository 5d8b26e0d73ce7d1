"""Sets of marks, tens of thousands of which are held at a time."""

import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Self

_MARK = "I"  # 32 bits, as many as a checksum has
_MARK_BYTES = array(_MARK).itemsize


class Marks:
    """A set of whole numbers of 32 bits, in a twentieth of the memory that Python's own sets take."""

    __slots__ = ("_packed",)

    def __init__(self, packed: bytes) -> None:
        """`packed` are the numbers, each once, most significant byte first."""
        self._packed = packed

    @classmethod
    def of(cls, marks: Iterable[int]) -> Self:
        """The set of some numbers."""
        return cls(_swapped(array(_MARK, sorted(set(marks)))).tobytes())

    @classmethod
    def read(cls, written: str) -> Self:
        """A set again that was written."""
        return cls(b64decode(written))

    def written(self) -> str:
        """As text, for a fact."""
        return b64encode(self._packed).decode("ascii")

    def __len__(self) -> int:
        return len(self._packed) // _MARK_BYTES

    def __iter__(self) -> Iterator[int]:
        return iter(_numbers(self._packed))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks) and self._packed == other._packed

    def __hash__(self) -> int:
        return hash(self._packed)

    def in_common_with(self, other: Self) -> int:
        """How many numbers are in both. Quickest where one is compared with many in a row."""
        return len(_as_set(self._packed).intersection(_numbers(other._packed)))


def _numbers(packed: bytes) -> "array[int]":
    return _swapped(array(_MARK, packed))


def _swapped(numbers: "array[int]") -> "array[int]":
    """From this machine's order of bytes to the one that is written, or back."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


@lru_cache(maxsize=64)
def _as_set(packed: bytes) -> frozenset[int]:
    return frozenset(_numbers(packed))
