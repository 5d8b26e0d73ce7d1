"""Two pieces of code that are copies of each other, and how alike they are."""

from dataclasses import dataclass

Pair = tuple[int, int]
"""A unit of the left code and the unit of the right code that is equal to it in shape."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two runs of statements that are copies of each other; `pairs` are the units that are equal in
    shape. Where a match `is_cut`, the last statement goes on otherwise on both sides; where it is
    `across` blocks, it begins in an inner one and goes on behind that.

    `similarity` is the share of the longer side that these make up, together with what edited
    statements still have in common, `distinct` how many tokens the pairs have that do not repeat
    each other, `agreement` the share of the names and literals that are the same or kin,
    `exactness` the share of the tokens in units that are equal to the letter, `decisions` that of
    the tokens in units that do more than to call and to hand on, `kept` that of the tokens in units
    that are equal but for the names of variables.
    """

    left: range
    right: range
    pairs: tuple[Pair, ...]
    similarity: float
    distinct: float
    agreement: float
    exactness: float
    decisions: float
    kept: float
    is_cut: bool
    across: bool

    @property
    def is_whole(self) -> bool:
        """Whether both runs are whole statements of one block."""
        return not (self.is_cut or self.across)

    @property
    def has_gaps(self) -> bool:
        """Whether one side has statements that the other one has not, or has otherwise."""
        return not len(self.left) == len(self.right) == len(self.pairs)

    def shared_with(self, other: "Match") -> int:
        """How many units of the left code both have."""
        shared = min(self.left.stop, other.left.stop) - max(self.left.start, other.left.start)
        return max(0, shared)

    @property
    def likeness(self) -> float:
        """The share of the longer side that the other one has as well, with the same names."""
        return self.similarity * self.agreement

    @property
    def common_tokens(self) -> float:
        """The tokens that both sides have, the less the more their names differ."""
        return self.distinct * self.agreement
