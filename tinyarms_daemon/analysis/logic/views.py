"""How often each word of each view of a definition occurs, tens of thousands of which are held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from sys import intern
from typing import Self

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.domain.project import FactData


@dataclass(frozen=True, slots=True)
class Views:
    """The words of one view behind those of another, in the order of VIEWS, with how often each
    occurs, and how many words each view has: dictionaries take four times the memory."""

    words: Sequence[str]
    times: Sequence[int]
    sizes: Sequence[int]

    @classmethod
    def of(cls, bags: Sequence[Mapping[str, int]]) -> Self:
        """The views of these bags, one for each of VIEWS."""
        kept = [sorted(word for word, times in bag.items() if times > 0) for bag in bags]
        times = [bag[word] for bag, words in zip(bags, kept, strict=True) for word in words]
        return cls([word for words in kept for word in words], times, [*map(len, kept)])

    @classmethod
    def read(cls, data: FactData) -> Self:
        """Views again that were encoded. ValueError for what is none."""
        match data:
            case [list(words), list(times), list(sizes)] if len(sizes) == len(VIEWS):
                # Words that many definitions have are kept once.
                return cls([*map(intern, words)], times, sizes)  # type: ignore[arg-type]
        raise ValueError("no views")

    def encoded(self) -> FactData:
        """As a part of a fact."""
        return [[*self.words], [*self.times], [*self.sizes]]

    def by_view(self) -> Iterator[Sequence[str]]:
        """The words of each view."""
        for start, end in pairwise(accumulate(self.sizes, initial=0)):
            yield self.words[start:end]


NO_VIEWS = Views((), (), (0,) * len(VIEWS))
"""Of a definition of which they do not matter."""
