"""Which pieces of two files are copies of each other, and how alike they are."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tinyarms_daemon.analysis.clones.chain import Chains, Pair, whole_runs
from tinyarms_daemon.analysis.clones.renaming import Likeness, Renaming
from tinyarms_daemon.analysis.clones.units import Unit
from tinyarms_daemon.analysis.clones.walk import CALL_MARK

# A unit of a row is worth its tokens where names and literals are the same, nothing where this
# share of them is, and speaks against a copy where less is.
_NEUTRAL_SHARE = 0.35
_OTHER_LITERAL = 0.35  # what a literal tells that is another one: values are what copies change
# A gap costs this part of the tokens in it, the less the more its two sides have in common.
_TOKEN_IN_GAP = 0.5
# What a unit is worth whose call was seen before in the row, among other tokens.
_SAME_CALLEE = 0.33
# From this share of the same words on, both sides of a gap were one piece of code, and were edited.
_EDITED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: `tokens` that a copy has in common with the other at least, how alike
    they must be, from 0 to 1, and how many units in a row may differ."""

    tokens: float
    likeness: float
    gap: int


@dataclass(frozen=True, slots=True)
class Match:
    """Two runs of whole statements that are copies of each other; `pairs` are the units that are
    equal in shape.

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

    @property
    def has_gaps(self) -> bool:
        """Whether one side has statements that the other one has not, or has otherwise."""
        return not len(self.left) == len(self.right) == len(self.pairs)

    @property
    def likeness(self) -> float:
        """The share of the longer side that the other one has as well, with the same names."""
        return self.similarity * self.agreement

    @property
    def common_tokens(self) -> float:
        """The tokens that both sides have, the less the more their names differ."""
        return self.distinct * self.agreement


def matches(
    left: Sequence[Unit],
    right: Sequence[Unit],
    seeds: Collection[Pair],
    search: Search,
    *,
    is_same: bool,
) -> Iterator[Match]:
    """The copies around seeds: pairs of units from which equal windows begin."""
    chains = Chains(left, right, search.gap, is_same=is_same)
    for seed in sorted(seeds):
        if row := chains.through(seed):
            yield from _in_row(left, right, row, search)


def _in_row(
    left: Sequence[Unit], right: Sequence[Unit], row: list[Pair], search: Search
) -> Iterator[Match]:
    waiting = [row]
    while waiting:
        pairs = waiting.pop()
        if _tokens_of(left, pairs) < search.tokens:
            continue
        start, stop, worth = _best_part(left, right, pairs)
        if worth <= 0:
            continue
        for whole in _whole(left, right, pairs[start:stop], search.gap):
            if _tokens_of(left, whole.pairs) < search.tokens:
                continue
            match = _measured(left, right, whole)
            if match.likeness >= search.likeness:
                yield match
            else:
                waiting += _torn(left, right, whole.pairs)
        waiting += [rest for rest in (pairs[:start], pairs[stop:]) if rest]


def _tokens_of(left: Sequence[Unit], pairs: list[Pair]) -> int:
    return sum(left[index].tokens for index, _ in pairs)


def _torn(left: Sequence[Unit], right: Sequence[Unit], pairs: list[Pair]) -> list[list[Pair]]:
    """Both parts of a row that is torn at its widest gap; nothing for one without a gap."""
    widest, at = (
        max(
            (_gap_cost(left, right, *pairs[index - 1 : index + 1]), index)
            for index in range(1, len(pairs))
        )
        if len(pairs) > 1
        else (0.0, 0)
    )
    return [pairs[:at], pairs[at:]] if widest else []


def _best_part(
    left: Sequence[Unit], right: Sequence[Unit], pairs: list[Pair]
) -> tuple[int, int, float]:
    """The part of a row that is worth most, and its worth."""
    renaming = Renaming(left, right, pairs)
    best = (0, 0, 0.0)
    worth, start = 0.0, 0
    for index, pair in enumerate(pairs):
        if worth > 0:
            worth -= _gap_cost(left, right, pairs[index - 1], pair)
        if worth <= 0:
            worth, start = 0.0, index
        worth += _worth(left[pair[0]].tokens, renaming.likeness(pair))
        if worth > best[2]:
            best = (start, index + 1, worth)
    return best


def _worth(tokens: int, likeness: Likeness) -> float:
    return tokens * (_agreement([likeness]) - _NEUTRAL_SHARE) / (1 - _NEUTRAL_SHARE)


def _agreement(likenesses: Sequence[Likeness]) -> float:
    """The share of names and literals that are the same, kin ones counting in part."""
    said = told = 0.0
    for each in likenesses:
        said += each.names + each.same_literals + each.other_literals
        told += each.same + each.kinship + each.same_literals + _OTHER_LITERAL * each.other_literals
    return told / said if said else 1.0


def _gap_cost(left: Sequence[Unit], right: Sequence[Unit], before: Pair, after: Pair) -> float:
    over, under = left[before[0] + 1 : after[0]], right[before[1] + 1 : after[1]]
    if not over and not under:
        return 0.0
    longer = max(sum(unit.tokens for unit in side) for side in (over, under))
    return _TOKEN_IN_GAP * longer * (1 - _shared_words(over, under))


def _shared_words(over: Sequence[Unit], under: Sequence[Unit]) -> float:
    """The share of the words of two sides of a gap that both have."""
    ours, theirs = (Counter(word for unit in side for word in unit.words) for side in (over, under))
    longer = max(ours.total(), theirs.total())
    return (ours & theirs).total() / longer if longer else 0.0


@dataclass(frozen=True, slots=True)
class _Whole:
    """Whole statements of one block on both sides, and the units in them that are equal."""

    left: range
    right: range
    pairs: list[Pair]


def _whole(
    left: Sequence[Unit], right: Sequence[Unit], pairs: list[Pair], slack: int
) -> Iterator[_Whole]:
    for ours in whole_runs(left, pairs[0][0], pairs[-1][0] + 1, slack):
        part = [pair for pair in pairs if pair[0] in ours]
        if not part:
            continue
        for theirs in whole_runs(right, part[0][1], part[-1][1] + 1, slack):
            inner = [pair for pair in part if pair[1] in theirs]
            if len(inner) == len(pairs):
                yield _Whole(ours, theirs, inner)
            elif inner:
                yield from _whole(left, right, inner, slack)


def _measured(left: Sequence[Unit], right: Sequence[Unit], whole: _Whole) -> Match:
    pairs = whole.pairs
    renaming = Renaming(left, right, pairs)
    likenesses = [renaming.likeness(pair) for pair in pairs]
    tokens = _tokens_of(left, pairs)
    longer = max(_tokens(left, whole.left), _tokens(right, whole.right), 1)
    exact = sum(
        left[pair[0]].tokens for pair, each in zip(pairs, likenesses, strict=True) if each.is_exact
    )
    edited = _edited_tokens(left, right, whole)
    exactness = exact / max(1, tokens)
    return Match(
        left=whole.left,
        right=whole.right,
        pairs=tuple(pairs),
        similarity=(tokens + edited) / longer,
        distinct=_distinct(left, pairs, likenesses, exactness),
        agreement=_agreement(likenesses),
        exactness=exactness,
        decisions=sum(left[index].tokens for index, _ in pairs if left[index].decides)
        / max(1, tokens),
        kept=sum(
            left[pair[0]].tokens
            for pair, each in zip(pairs, likenesses, strict=True)
            if each.is_kept
        )
        / max(1, tokens),
    )


def _edited_tokens(left: Sequence[Unit], right: Sequence[Unit], whole: _Whole) -> float:
    """What both sides of each gap have in common where they were one piece of code."""
    before = (whole.left.start - 1, whole.right.start - 1)
    common = 0.0
    for after in (*whole.pairs, (whole.left.stop, whole.right.stop)):
        over, under = left[before[0] + 1 : after[0]], right[before[1] + 1 : after[1]]
        before = after
        share = _shared_words(over, under) if over and under else 0.0
        if share >= _EDITED_SHARE:
            common += share * min(sum(unit.tokens for unit in side) for side in (over, under))
    return common


def _tokens(units: Sequence[Unit], run: range) -> int:
    return sum(unit.tokens for unit in units[run.start : run.stop])


def _distinct(
    left: Sequence[Unit], pairs: list[Pair], likenesses: list[Likeness], exactness: float
) -> float:
    """The tokens of the units that say something new: rows of like statements are a table.

    Where nearly everything is equal to the letter, statements are unlike when their letters are.
    """
    shapes: set[bytes] = set()
    callees: set[str] = set()
    letters: set[tuple[str, ...]] = set()
    tokens = 0.0
    for (index, _), likeness in zip(pairs, likenesses, strict=True):
        unit = left[index]
        callee = next((word for word in unit.words if word[0] == CALL_MARK), "")
        if unit.shape in shapes:
            share = 0.0
        elif callee in callees:
            share = _SAME_CALLEE
        else:
            share = 1.0
        if likeness.is_exact and unit.words not in letters:
            share = max(share, exactness)
        tokens += share * unit.tokens
        shapes.add(unit.shape)
        letters.add(unit.words)
        if callee:
            callees.add(callee)
    return tokens
