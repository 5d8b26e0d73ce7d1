"""How often each word of each view of a definition occurs, tens of thousands of which are held."""

from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Self

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.marks import NUMBER_BYTES, packed, unpacked

_SIZES = Struct(f">{len(VIEWS)}I")


@dataclass(frozen=True, slots=True)
class Views:
    """The words of one view behind those of another, in the order of VIEWS, with how often each
    occurs, and how many words each view has: dictionaries take four times the memory.

    `words` are packed numbers, places in a vocabulary that the definitions of a file share;
    `times` are packed as well.
    """

    vocabulary: Sequence[str]
    words: bytes
    times: bytes
    sizes: Sequence[int]

    @classmethod
    def of(cls, bags: Sequence[Mapping[str, int]]) -> Self:
        """The views of these bags, one for each of VIEWS, with a vocabulary of their own."""
        kept = [sorted(word for word, times in bag.items() if times > 0) for bag in bags]
        times = [bag[word] for bag, words in zip(bags, kept, strict=True) for word in words]
        vocabulary = [word for words in kept for word in words]
        return cls(vocabulary, packed(range(len(times))), packed(times), [*map(len, kept)])

    @classmethod
    def read(cls, written: str, vocabulary: Sequence[str]) -> Self:
        """Views again that were written. ValueError for what is none."""
        raw = a2b_base64(written)
        if len(raw) < _SIZES.size:
            raise ValueError("no views")
        sizes = _SIZES.unpack_from(raw)
        behind_words = _SIZES.size + sum(sizes) * NUMBER_BYTES
        words, times = raw[_SIZES.size : behind_words], raw[behind_words:]
        if len(words) != len(times):
            raise ValueError("no views")
        return cls(vocabulary, words, times, sizes)

    def written(self, numbers: MutableMapping[str, int]) -> str:
        """As text for a fact, with the numbers that words have in a vocabulary, which grows by
        those that have none yet."""
        words = [
            numbers.setdefault(self.vocabulary[word], len(numbers)) for word in unpacked(self.words)
        ]
        return b64encode(_SIZES.pack(*self.sizes) + packed(words) + self.times).decode("ascii")


NO_VIEWS = Views((), b"", b"", (0,) * len(VIEWS))
"""Of a definition of which they do not matter."""
