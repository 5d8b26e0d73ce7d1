"""Whole numbers of 32 bits in a row of bytes, and sets of such: in lists and sets of Python they
take ten and twenty times the memory."""

import sys
from array import array
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Iterable, Iterator
from typing import Self

_NUMBER = "I"  # 32 bits, as many as a checksum has
NUMBER_BYTES = array(_NUMBER).itemsize


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers one behind the other, each with its most significant byte first."""
    return _swapped(array(_NUMBER, numbers)).tobytes()


def unpacked(row: bytes) -> "array[int]":
    """The numbers again."""
    return _swapped(array(_NUMBER, row))


def _swapped(numbers: "array[int]") -> "array[int]":
    """From this machine's order of bytes to the one that is written, or back."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


class Marks:
    """A set of marks, tens of thousands of which are held at a time."""

    __slots__ = ("packed",)

    def __init__(self, packed: bytes) -> None:
        """`packed` are the numbers, each once."""
        self.packed = packed

    @classmethod
    def of(cls, marks: Iterable[int]) -> Self:
        """The set of some numbers."""
        return cls(packed(sorted(set(marks))))

    @classmethod
    def read(cls, written: str) -> Self:
        """A set again that was written."""
        return cls(a2b_base64(written))

    def written(self) -> str:
        """As text, for a fact."""
        return b64encode(self.packed).decode("ascii")

    def __len__(self) -> int:
        return len(self.packed) // NUMBER_BYTES

    def __iter__(self) -> Iterator[int]:
        return iter(unpacked(self.packed))
