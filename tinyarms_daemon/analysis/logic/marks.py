"""Sets of marks, tens of thousands of which are held at a time."""

import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from typing import Self

_MARK = "I"  # 32 bits, as many as a checksum has
_MARK_BYTES = array(_MARK).itemsize


class Marks:
    """A set of whole numbers of 32 bits, in a twentieth of the memory that Python's own sets take."""

    __slots__ = ("packed",)

    def __init__(self, packed: bytes) -> None:
        """`packed` are the numbers, each once, most significant byte first."""
        self.packed = packed

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
        return b64encode(self.packed).decode("ascii")

    def __len__(self) -> int:
        return len(self.packed) // _MARK_BYTES

    def __iter__(self) -> Iterator[int]:
        return iter(_numbers(self.packed))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks) and self.packed == other.packed

    def __hash__(self) -> int:
        return hash(self.packed)


def _numbers(packed: bytes) -> "array[int]":
    return _swapped(array(_MARK, packed))


def _swapped(numbers: "array[int]") -> "array[int]":
    """From this machine's order of bytes to the one that is written, or back."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
