"""What a definition gives for drawn inputs: a fingerprint of its behavior."""

from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from typing import NamedTuple, Self

from tinyarms_daemon.analysis.behavior.draws import NAMELESS, SAMPLES

FAILED = 0
"""The outcome of a sample in which the program raises an error, or gives what is no number."""
RAISED = 1
"""That of one in which it is written to raise one, or a call that it makes does."""
NUMBERS_BEFORE = 6
"""How many numbers stand before those of the samples: the marks, and the bits of what is known."""
_NUMBERS = Struct(f">{SAMPLES + len(NAMELESS) + NUMBERS_BEFORE}I")


class OutcomeMarks(NamedTuple):
    """Numbers that tell which outcomes can be compared: for what is taken and called, by names and
    without them; what may not be there or fail in adverse samples; and the texts and the numbers
    that some samples draw."""

    signature: int
    nameless_signature: int
    adversity: int
    texts: int
    numbers: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Numbers of 32 bits, the most significant byte first, of which tens of thousands are held: the
    marks, one with a bit for each sample that is known, then what each sample gave; those without
    names stand behind the others."""

    packed: bytes

    @classmethod
    def of(cls, values: Sequence[int | None], marks: OutcomeMarks) -> Self:
        """What each sample gave, None where that is not known."""
        known = sum(1 << number for number, value in enumerate(values) if value is not None)
        return cls(_NUMBERS.pack(*marks, known, *(value or 0 for value in values)))

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
    def marks(self) -> OutcomeMarks:
        """What they can be compared by."""
        return OutcomeMarks(*self._numbers[: NUMBERS_BEFORE - 1])

    @property
    def _numbers(self) -> tuple[int, ...]:
        return _NUMBERS.unpack(self.packed)


NONE = Outcomes(bytes(_NUMBERS.size))
"""Those of which no sample is known."""
