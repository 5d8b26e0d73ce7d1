"""Which definitions may do the same, by their views and outcomes, the likeliest pairs first."""

from collections.abc import Sequence
from math import log

import numpy as np

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.contraries import are_contrary
from tinyarms_daemon.analysis.logic.outcome_table import Likeness, OutcomeTable
from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.ranking_options import RankingOptions
from tinyarms_daemon.analysis.logic.runs import Flags, Floats, Whole
from tinyarms_daemon.analysis.logic.shortlists import ListedPairs, listed_pairs
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.analysis.logic.values import KINDS
from tinyarms_daemon.analysis.logic.word_table import MATTERS, SharedWords, WordTable


def likeliest_pairs(units: Sequence[LogicUnit], weights: RankingOptions) -> list[Pair]:
    """Every pair that is on either one's shortlist, the likeliest first. Near copies and what is
    written in one definition together are no pairs."""
    if len(units) < 2:
        return []
    words = WordTable(units)
    outcomes = OutcomeTable([unit.outcomes for unit in units])
    listed = listed_pairs(units, words, outcomes, weights)
    promises = weights.lead_odds * (listed.alike - listed.behind / 2)
    likeness = outcomes.likeness(listed.ones, listed.others)
    promises += _outcome_odds(likeness, weights)
    promises += _odds_of_types(units, outcomes, listed, weights)
    if not len(promises):
        return []
    closer = _first(promises, listed.ones, listed.others)[: weights.most_scored]
    ones, others = listed.ones[closer], listed.others[closer]
    shared = words.shared(ones, others)
    scores = promises[closer] + _likelihood(shared, weights)
    scores -= weights.other_kind_odds * _give_another_kind(words, ones, others)
    scores -= weights.one_fails_odds * _only_one_fails(words, ones, others)
    scores -= weights.contrary_names_odds * _are_named_contrary(units, ones, others)
    scores -= weights.same_file_odds * listed.are_in_one_file[closer] * (1 - shared.agreement())
    scores -= weights.stranger_odds + log(max(1.0, len(units) / weights.usual_definitions))
    scores += weights.ahead_percent / 100 * _ahead(scores, ones, others)
    # However alike they are written, what was not seen to do the same may differ in a detail. What
    # is so by other names may be meant to be: one gives all words, the other all sentences.
    give_same = likeness.are_same_named[closer] & (scores > 0)
    give_same &= _say_enough(shared, len(units), weights.same_outcomes_words)
    order = _first(scores, ones, others)
    found = zip(
        ones[order].tolist(),
        others[order].tolist(),
        scores[order].tolist(),
        give_same[order].tolist(),
        strict=True,
    )
    return [Pair(one, other, score, same, promise=score) for one, other, score, same in found]


def _outcome_odds(likeness: Likeness, weights: RankingOptions) -> Floats:
    """What pairs give for drawn inputs says of them."""
    known = np.where(likeness.take_same, 1.0, weights.other_inputs_percent / 100)
    found: Floats = (
        weights.same_inputs_odds * likeness.take_same
        + weights.same_outcomes_odds * likeness.are_same
        - weights.other_outcomes_odds * likeness.other * known
        - weights.orderly_outcomes_odds * likeness.differ_orderly
    )
    return found


def _odds_of_types(
    units: Sequence[LogicUnit], outcomes: OutcomeTable, listed: ListedPairs, weights: RankingOptions
) -> Floats:
    """What the types say whose methods some of the pairs are: where a type as a whole takes the
    same as the other one and gives other things, its method does not do the same either."""
    types = {(unit.path, unit.name): at for at, unit in enumerate(units) if unit.is_type}
    type_of = np.array([types.get((unit.path, unit.name.rpartition(".")[0]), -1) for unit in units])
    odds = np.zeros(len(listed.ones))
    for methods, others in ((listed.ones, listed.others), (listed.others, listed.ones)):
        at = np.flatnonzero((type_of[methods] >= 0) & (type_of[others] < 0))
        likeness = outcomes.likeness(type_of[methods[at]], others[at])
        against = weights.other_outcomes_odds * likeness.other
        against += weights.orderly_outcomes_odds * likeness.differ_orderly
        odds[at] -= against * likeness.take_same
    return odds


def _first(scores: Floats, ones: Whole, others: Whole) -> Whole:
    """The order by score, the highest first; by the numbers where that is the same."""
    return np.lexsort((others, ones, -np.round(scores, 6))).astype(np.int64)


def _ahead(scores: Floats, ones: Whole, others: Whole) -> Floats:
    """By how much each pair is likelier than the likeliest other pair of either unit: hardly any
    has several partners. Pairs that are not among these are as likely as the last one."""
    of_pair = np.tile(np.arange(len(scores)), 2)
    units = np.concatenate([ones, others])
    order = np.lexsort((of_pair, -scores[of_pair], units))
    of_pair, units = of_pair[order], units[order]
    starts = np.flatnonzero(np.diff(units, prepend=-1))
    has_second = np.diff(starts, append=len(units)) > 1
    first, second = np.full((2, int(units[-1]) + 1), scores.min())
    first[units[starts]] = scores[of_pair[starts]]
    second[units[starts[has_second]]] = scores[of_pair[starts[has_second] + 1]]
    likeliest = np.full(len(first), -1)
    likeliest[units[starts]] = of_pair[starts]
    ahead = np.zeros(len(scores))
    for side in (ones, others):
        is_first = likeliest[side] == np.arange(len(scores))
        ahead += scores - np.where(is_first, second[side], first[side])
    return ahead


def _likelihood(shared: SharedWords, weights: RankingOptions) -> Floats:
    """What the words that they share say of pairs."""
    words, literals = VIEWS.index("words"), VIEWS.index("literals")
    likelihood: Floats = (
        weights.agreement_odds * shared.agreement()
        + weights.shared_words_odds * np.log1p(shared.rarity[:, words])
        + weights.alike_words_odds * shared.cosine[:, words]
        + weights.alike_literals_odds * shared.cosine[:, literals]
    )
    return likelihood


def _give_another_kind(words: WordTable, ones: Whole, others: Whole) -> Flags:
    """Whether what they return is known of both, and of no kind in common."""
    do_give, do_give_too, give_the_same = np.zeros((3, len(ones)), dtype=np.bool_)
    for kind in KINDS:
        gives = words.number("shape", f"gives {kind}")
        one, other = words.say(ones, gives), words.say(others, gives)
        do_give |= one
        do_give_too |= other
        give_the_same |= one & other
    found: Flags = do_give & do_give_too & ~give_the_same
    return found


def _only_one_fails(words: WordTable, ones: Whole, others: Whole) -> Flags:
    """Whether one raises an error where the other goes on, or gives nothing."""
    fails = words.number("operations", "fail")
    found: Flags = words.say(ones, fails) ^ words.say(others, fails)
    return found


def _are_named_contrary(units: Sequence[LogicUnit], ones: Whole, others: Whole) -> Flags:
    """Whether the names of two say that they do contrary things."""
    names = [unit.name.rpartition(".")[2] for unit in units]
    pairs = zip(ones.tolist(), others.tolist(), strict=True)
    return np.array([are_contrary(names[one], names[other]) for one, other in pairs])


def _say_enough(shared: SharedWords, units: int, least_words: int) -> Flags:
    """Whether what both do to what weighs as much as so many words that no third one says."""
    enough: Flags = shared.both[:, MATTERS].sum(axis=1) >= least_words * log(1 + units / 2)
    return enough
