"""Whole numbers of 32 bits in a row of bytes: in a list they take ten times the memory."""

import sys
from array import array
from collections.abc import Iterable

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
