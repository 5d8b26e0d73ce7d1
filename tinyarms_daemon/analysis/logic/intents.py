"""Shortlisted pairs in the order in which a model's words on each definition put them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.domain.intent import Intent, alignment, closeness


def with_promise(
    pairs: Iterable[Pair],
    units: Sequence[LogicUnit],
    intents: Mapping[str, Intent],
    *,
    card_odds: float,
    vector_odds: float,
) -> list[Pair]:
    """The pairs with what their cards and vectors add to their odds, the most promising first; as
    they are where little is known of them. Full agreement adds `card_odds` and `vector_odds`, above
    what pairs have on average."""
    pairs = list(pairs)
    if not intents:
        return pairs
    added = dict.fromkeys(range(len(pairs)), 0.0)
    for factor, agreements in (
        (card_odds, _of_cards(pairs, units, intents)),
        (vector_odds, _of_vectors(pairs, units, intents)),
    ):
        usual = fmean(agreements.values()) if agreements else 0.0
        for number, agreement in agreements.items():
            added[number] += factor * (agreement - usual)
    promising = [
        replace(pair, promise=pair.score + added[number]) for number, pair in enumerate(pairs)
    ]
    return sorted(promising, key=lambda pair: (-round(pair.promise, 6), pair.first, pair.second))


def _of_cards(
    pairs: Sequence[Pair], units: Sequence[LogicUnit], intents: Mapping[str, Intent]
) -> dict[int, float]:
    found = {}
    for number, pair in enumerate(pairs):
        one, other = (intents.get(units[each].key, Intent()) for each in (pair.first, pair.second))
        if one.card is not None and other.card is not None:
            found[number] = closeness(one.card, other.card)
    return found


def _of_vectors(
    pairs: Sequence[Pair], units: Sequence[LogicUnit], intents: Mapping[str, Intent]
) -> dict[int, float]:
    found = {}
    for number, pair in enumerate(pairs):
        one, other = (intents.get(units[each].key, Intent()) for each in (pair.first, pair.second))
        if one.vector is not None and other.vector is not None:
            along = alignment(one.vector, other.vector)
            if along is not None:
                found[number] = along
    return found
