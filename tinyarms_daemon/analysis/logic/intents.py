"""Shortlisted pairs in the order in which a model's words on each definition put them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.domain.findings.rule import option
from tinyarms_daemon.domain.questions.intent import Intent, alignment


@dataclass(frozen=True)  # without slots, as AskingLimits
class IntentOdds:
    """Log odds that a pair gains where the same is said of both."""

    card_steps_odds: float = option("log odds for cards that name the same steps")
    card_subject_odds: float = option("log odds for cards about the same")
    card_result_odds: float = option("log odds for cards that name the same kind of result")
    card_input_odds: float = option("log odds for cards that name the same kind of input")
    vector_odds: float = option("log odds for the same embeddings")


def with_promise(
    pairs: Iterable[Pair],
    units: Sequence[LogicUnit],
    intents: Mapping[str, Intent],
    odds: IntentOdds,
) -> list[Pair]:
    """The pairs with what their cards and vectors add to their odds, the most promising first; as
    they are where little is known of them. What agrees counts above what agrees on average."""
    pairs = list(pairs)
    if not intents:
        return pairs
    added = dict.fromkeys(range(len(pairs)), 0.0)
    for gained in (_of_cards, _of_vectors):
        gains = {
            number: gain
            for number, pair in enumerate(pairs)
            if (gain := gained(*_said(pair, units, intents), odds)) is not None
        }
        usual = fsum(gains.values()) / len(gains) if gains else 0.0
        for number, gain in gains.items():
            added[number] += gain - usual
    promising = [
        replace(pair, promise=pair.score + added[number]) for number, pair in enumerate(pairs)
    ]
    return sorted(promising, key=lambda pair: (-round(pair.promise, 6), pair.first, pair.second))


def _said(
    pair: Pair, units: Sequence[LogicUnit], intents: Mapping[str, Intent]
) -> tuple[Intent, Intent]:
    nothing = Intent()
    return (
        intents.get(units[pair.first].key, nothing),
        intents.get(units[pair.second].key, nothing),
    )


def _of_cards(one: Intent, other: Intent, odds: IntentOdds) -> float | None:
    first, second = one.card, other.card
    if first is None or second is None:
        return None
    return (
        odds.card_steps_odds * _shared(first.does, second.does)
        + odds.card_subject_odds * _shared(first.about, second.about)
        + odds.card_result_odds * (first.gives == second.gives)
        + odds.card_input_odds * (first.takes == second.takes)
    )


def _of_vectors(one: Intent, other: Intent, odds: IntentOdds) -> float | None:
    if one.vector is None or other.vector is None:
        return None
    along = alignment(one.vector, other.vector)
    return None if along is None else odds.vector_odds * along


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
