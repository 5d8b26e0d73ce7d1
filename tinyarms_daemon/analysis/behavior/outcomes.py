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
UNKNOWN = 0xFFFFFFFF
"""What stands for that of one of which it is not known."""
NUMBERS_BEFORE = 8
"""How many marks stand before those of the samples."""
_NUMBERS = Struct(f">{SAMPLES + len(NAMELESS) + NUMBERS_BEFORE}I")


class OutcomeMarks(NamedTuple):
    """Numbers that tell which outcomes can be compared: for what is taken and called, by names and
    without them; what may not be there or fail in adverse samples; the texts and the numbers that
    some samples draw; whether these may be out of order: those of a list, starts and ends; what
    takes texts apart; and how many per cent of the statements were executed in any sample."""

    signature: int
    nameless_signature: int
    adversity: int
    texts: int
    numbers: int
    has_order: int
    separators: int
    reached_percent: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Numbers of 32 bits, the most significant byte first, of which tens of thousands are held: the
    marks, then what each sample gave; those without names stand behind the others."""

    packed: bytes

    @classmethod
    def of(cls, values: Sequence[int | None], marks: OutcomeMarks) -> Self:
        """What each sample gave, None where that is not known."""
        known = (UNKNOWN if value is None else value for value in values)
        return cls(_NUMBERS.pack(*marks, *known))

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
        return [None if each == UNKNOWN else each for each in self._numbers[NUMBERS_BEFORE:]]

    @property
    def marks(self) -> OutcomeMarks:
        """What they can be compared by."""
        return OutcomeMarks(*self._numbers[:NUMBERS_BEFORE])

    @property
    def _numbers(self) -> tuple[int, ...]:
        return _NUMBERS.unpack(self.packed)


NONE = Outcomes(b"\xff" * _NUMBERS.size)
"""Those of which no sample is known."""
