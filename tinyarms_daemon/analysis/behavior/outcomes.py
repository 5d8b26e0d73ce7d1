"""What a definition gives for drawn inputs: a fingerprint of its behavior."""

from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Self

from tinyarms_daemon.analysis.behavior.inputs import SAMPLES

FAILED = 0
"""The outcome of a sample in which the program raises an error, or gives what is no number."""
NUMBERS_BEFORE = 4
"""How many numbers stand before those of the samples."""
_NUMBERS = Struct(f">{SAMPLES + NUMBERS_BEFORE}I")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Numbers of 32 bits, the most significant byte first, of which tens of thousands are held.

    First one for what is taken and called, one for the texts and one for the numbers that some
    samples draw, and one with a bit for each sample that is known; then what each sample gave.
    """

    packed: bytes

    @classmethod
    def of(cls, values: Sequence[int | None], *, signature: int, texts: int, numbers: int) -> Self:
        """What each sample gave, None where that is not known."""
        known = sum(1 << number for number, value in enumerate(values) if value is not None)
        given = (value or 0 for value in values)
        return cls(_NUMBERS.pack(signature, texts, numbers, known, *given))

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Outcomes again that were written; None for an empty text. ValueError for what is none."""
        packed = a2b_base64(written)
        if packed and len(packed) != _NUMBERS.size:
            raise ValueError("no outcomes")
        return cls(packed) if packed else None

    def written(self) -> str:
        """As text, for a fact."""
        return b64encode(self.packed).decode("ascii")

    @property
    def values(self) -> list[int | None]:
        """What each sample gave."""
        known = self._numbers[NUMBERS_BEFORE - 1]
        given = enumerate(self._numbers[NUMBERS_BEFORE:])
        return [value if known >> number & 1 else None for number, value in given]

    @property
    def signature(self) -> int:
        """A number for what is taken and called."""
        return self._numbers[0]

    @property
    def _numbers(self) -> tuple[int, ...]:
        return _NUMBERS.unpack(self.packed)


NONE = Outcomes(bytes(_NUMBERS.size))
"""Those of which no sample is known."""
