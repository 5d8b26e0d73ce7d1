"""How two pieces of code of equal shape differ: which names stand for which."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from tinyarms_daemon.analysis.clones.match import Pair
from tinyarms_daemon.analysis.clones.units import Unit
from tinyarms_daemon.analysis.clones.walk import LITERAL_MARKS, VARIABLE_MARK
from tinyarms_daemon.analysis.identifier_words import words_of


class Likeness(NamedTuple):
    """How alike two units of equal shape are: of so many names and literals so many are the same,
    others counting in part. They are exact where all are the same, and kept where nothing but names
    of variables differs, each standing for one other."""

    words: int
    same: float
    is_exact: bool = False
    is_kept: bool = False


class Renaming:
    """The names of the left code by those of the right that stand for them."""

    def __init__(self, left: Sequence[Unit], right: Sequence[Unit], pairs: Iterable[Pair]) -> None:
        self._left = left
        self._right = right
        words = (zip(left[one].words, right[other].words, strict=False) for one, other in pairs)
        self._votes = _names(Counter(chain.from_iterable(words)))
        ranked = sorted(self._votes.items(), key=lambda vote: (vote[1], vote[0][0] == vote[0][1]))
        self._of_left = {name: other for (name, other), _ in ranked}
        self._of_right = {other: name for (name, other), _ in ranked}

    def likeness(self, pair: Pair, renamed_share: float, other_literal_share: float) -> Likeness:
        """How alike two units of equal shape are.

        A name that is renamed in the same way again tells `renamed_share` of what one that is the
        same does; seen only once it may be any other name. Another literal tells its share alone:
        values are what copies change.
        """
        ours, theirs = self._left[pair[0]].words, self._right[pair[1]].words
        if ours == theirs:
            return Likeness(len(ours), len(ours), is_exact=True, is_kept=True)
        same, is_kept = 0.0, True
        for word, other in zip(ours, theirs, strict=False):
            name, stands = word[1:], other[1:]
            if word[0] in LITERAL_MARKS or other[0] in LITERAL_MARKS:
                same += 1 if word == other else other_literal_share
                is_kept = is_kept and word == other
            elif name == stands:
                same += 1
                is_kept = is_kept and (word == other or word[0] == other[0] == VARIABLE_MARK)
            elif self._stand_for_each_other(name, stands):
                same += self._kinship(name, stands, renamed_share)
                is_kept = is_kept and word[0] == other[0] == VARIABLE_MARK
            else:
                is_kept = False
        return Likeness(len(ours), same, is_kept=is_kept)

    def renamed(self) -> dict[str, str]:
        """The names that differ, each with the one that stands for it, the most frequent first."""
        return {
            name: other
            for (name, other), _ in self._votes.most_common()
            if name != other and self._stand_for_each_other(name, other)
        }

    def _stand_for_each_other(self, name: str, other: str) -> bool:
        return self._of_left.get(name) == other and self._of_right.get(other) == name

    def _kinship(self, name: str, other: str, renamed_share: float) -> float:
        consistent = renamed_share if self._votes[name, other] > 1 else 0.0
        return max(consistent, _shared_words(name, other))


def _names(votes: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """The votes of names alone, whatever role they stand in."""
    names: Counter[tuple[str, str]] = Counter()
    for (word, other), number in votes.items():
        if word[0] not in LITERAL_MARKS and other[0] not in LITERAL_MARKS:
            names[word[1:], other[1:]] += number
    return names


@lru_cache(maxsize=1 << 14)
def _shared_words(name: str, other: str) -> float:
    """The share of the words in two names that both have: `fetchUser` and `fetchOrder` share one
    of three."""
    ours, theirs = frozenset(words_of(name)), frozenset(words_of(other))
    if not ours or not theirs:
        return 0.0
    return len(ours & theirs) / len(ours | theirs)
