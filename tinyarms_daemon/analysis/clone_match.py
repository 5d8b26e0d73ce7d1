"""Which pieces of two files are copies of each other, and how alike they are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tinyarms_daemon.analysis.clone_chain import Chains, Pair, whole_runs
from tinyarms_daemon.analysis.clone_renaming import Likeness, Renaming
from tinyarms_daemon.analysis.clone_units import Unit

# What a unit is worth in a row of equal units, by the share of its names and literals that are
# the same or kin: below the neutral share it speaks against a copy.
_NEUTRAL_SHARE = 0.35
_WEIGHT = 1.5
_LITERAL_WEIGHT = 0.7
_OTHER_LITERAL = 0.35
# What a gap costs: something for being one, and most of the tokens in it.
_GAP_COST = 2.0
_LONGER_SIDE = 0.7
_SHORTER_SIDE = 0.3
_LEAST_WORTH = 20.0  # a row that is worth less is not looked at any further
_LEAST_REST = 4  # pairs that may still hold a copy beside the one that was found


@dataclass(frozen=True, slots=True)
class Match:
    """Two runs of whole statements that are copies of each other; `pairs` are the units that are
    equal in shape.

    `tokens` is how many tokens these have, `similarity` their share of the longer side, `distinct`
    the tokens of those that do not repeat each other, `kinship` the share of the names that are
    the same or kin, `confusion` the share of those that stand for different ones, `exactness` the
    share of the tokens in units that are equal to the letter.
    """

    left: range
    right: range
    pairs: tuple[Pair, ...]
    tokens: int
    similarity: float
    distinct: int
    kinship: float
    confusion: float
    exactness: float


def matches(
    left: Sequence[Unit],
    right: Sequence[Unit],
    seeds: Collection[Pair],
    largest_gap: int,
    *,
    is_same: bool,
) -> Iterator[Match]:
    """The copies around seeds: pairs of units from which equal windows begin."""
    chains = Chains(left, right, largest_gap, is_same=is_same)
    done: set[Pair] = set()
    for seed in sorted(seeds):
        if seed not in done:
            row = chains.through(seed)
            done.update(row, (seed,))
            yield from _in_row(left, right, row)


def _in_row(left: Sequence[Unit], right: Sequence[Unit], row: list[Pair]) -> Iterator[Match]:
    waiting = [row]
    while waiting:
        pairs = waiting.pop()
        start, stop, worth = _best_part(left, right, pairs)
        if worth < _LEAST_WORTH:
            continue
        for whole in _whole(left, right, pairs[start:stop]):
            yield _measured(left, right, whole)
        waiting += [rest for rest in (pairs[:start], pairs[stop:]) if len(rest) >= _LEAST_REST]


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
    literals = likeness.same_literals + likeness.other_literals
    if likeness.is_exact or not likeness.names + literals:
        return tokens
    told = (
        likeness.same
        + likeness.kinship
        + _LITERAL_WEIGHT * likeness.same_literals
        + _LITERAL_WEIGHT * _OTHER_LITERAL * likeness.other_literals
    )
    share = told / (likeness.names + _LITERAL_WEIGHT * literals)
    return tokens * (share - _NEUTRAL_SHARE) * _WEIGHT


def _gap_cost(left: Sequence[Unit], right: Sequence[Unit], before: Pair, after: Pair) -> float:
    if after[0] - before[0] == 1 and after[1] - before[1] == 1:
        return 0.0
    over = sum(unit.tokens for unit in left[before[0] + 1 : after[0]])
    under = sum(unit.tokens for unit in right[before[1] + 1 : after[1]])
    return _GAP_COST + _LONGER_SIDE * max(over, under) + _SHORTER_SIDE * min(over, under)


def _whole(left: Sequence[Unit], right: Sequence[Unit], pairs: list[Pair]) -> Iterator[list[Pair]]:
    """The parts of a row that are whole statements of one block on both sides."""
    for ours in whole_runs(left, pairs[0][0], pairs[-1][0] + 1):
        part = [pair for pair in pairs if pair[0] in ours]
        if not part:
            continue
        for theirs in whole_runs(right, part[0][1], part[-1][1] + 1):
            inner = [pair for pair in part if pair[1] in theirs]
            if len(inner) == len(pairs):
                yield inner
            elif inner:
                yield from _whole(left, right, inner)


def _measured(left: Sequence[Unit], right: Sequence[Unit], pairs: list[Pair]) -> Match:
    renaming = Renaming(left, right, pairs)
    likenesses = [renaming.likeness(pair) for pair in pairs]
    ours = range(pairs[0][0], pairs[-1][0] + 1)
    theirs = range(pairs[0][1], pairs[-1][1] + 1)
    tokens = sum(left[pair[0]].tokens for pair in pairs)
    longer = max(_tokens(left, ours), _tokens(right, theirs), 1)
    names = sum(each.names for each in likenesses) or 1
    kin = sum(each.same + each.kinship for each in likenesses)
    exact = sum(
        left[pair[0]].tokens for pair, each in zip(pairs, likenesses, strict=True) if each.is_exact
    )
    return Match(
        left=ours,
        right=theirs,
        pairs=tuple(pairs),
        tokens=tokens,
        similarity=tokens / longer,
        distinct=_distinct(left, pairs, likenesses),
        kinship=kin / names,
        confusion=sum(each.confused for each in likenesses) / names,
        exactness=exact / max(1, tokens),
    )


def _tokens(units: Sequence[Unit], run: range) -> int:
    return sum(unit.tokens for unit in units[run.start : run.stop])


def _distinct(left: Sequence[Unit], pairs: list[Pair], likenesses: list[Likeness]) -> int:
    """The tokens of the units that say something new: rows of like statements are a table."""
    seen: set[object] = set()
    tokens = 0
    for (index, _), likeness in zip(pairs, likenesses, strict=True):
        unit = left[index]
        key = (unit.shape, unit.words) if likeness.is_exact else unit.shape
        if key not in seen:
            tokens += unit.tokens
        seen |= {key, unit.shape}
    return tokens
