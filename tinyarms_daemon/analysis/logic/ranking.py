"""Which definitions may do the same, told from their views alone, the likeliest pairs first."""

from collections.abc import Sequence
from math import log

import numpy as np

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.runs import Flags, Floats, Whole
from tinyarms_daemon.analysis.logic.shortlist_limits import ShortlistLimits
from tinyarms_daemon.analysis.logic.shortlists import ListedPairs, listed_pairs
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.analysis.logic.values import KINDS
from tinyarms_daemon.analysis.logic.word_table import MATTERS, SharedWords, WordTable

# The weights of a pair's marks, fitted by logistic regression to the labelled trees of the tests.
# Which marks there are was chosen by how well those fitted to all trees but one order that one.
_LEAD = 1.3
_FIRST_PLACES = 2.9
_BEFORE_FIRST = 3  # added to a place: the first is worth little more than the second
_AGREEMENT = 4.5
_RARITY_OF_SHARED = {"operations": 0.6, "words": 0.7, "shape": 1.45}
_COSINE = {"words": 1.9}
_GIVES_ANOTHER_KIND = -1.7
_INTERCEPT = -10.3
# Chosen: whoever reads one sees the other. No group of the labelled trees lies in one file, so that a
# fit says more.
_IN_ONE_FILE = -3.0
# So many definitions have the trees that this was fitted to. Where there are more, each has more
# strangers that look like it, and no more partners.
_FITTED_UNITS = 300
# Of the pairs on the lists so many are looked at more closely, those nearest by the lists first.
_MOST_SCORED = 6_000


def likeliest_pairs(
    units: Sequence[LogicUnit], limits: ShortlistLimits, *, certain_words: int
) -> list[Pair]:
    """Every pair that is on either one's shortlist, the likeliest first. Near copies and what is
    written in one definition together are no pairs. Where what two do to what weighs less than
    `certain_words` words that no third definition has, they have no agreement."""
    if len(units) < 2:
        return []
    words = WordTable(units)
    listed = listed_pairs(units, words, limits)
    promises = _promises(listed)
    closer = _first(promises, listed.ones, listed.others)[:_MOST_SCORED]
    ones, others = listed.ones[closer], listed.others[closer]
    shared = words.shared(ones, others)
    scores = promises[closer] + _likelihood(shared)
    scores += _GIVES_ANOTHER_KIND * _give_another_kind(words, ones, others)
    scores += _IN_ONE_FILE * listed.are_in_one_file[closer]
    scores += _INTERCEPT - log(max(1.0, len(units) / _FITTED_UNITS))
    # What is near to the letter may differ in a detail, however alike it is otherwise: a model is asked.
    may_be_sure = (scores > 0) & ~listed.are_near[closer]
    agreements = np.where(may_be_sure, _agreements(shared, len(units), certain_words), 0.0)
    order = _first(scores, ones, others)
    found = zip(
        ones[order].tolist(),
        others[order].tolist(),
        scores[order].tolist(),
        agreements[order].tolist(),
        strict=True,
    )
    return [Pair(one, other, score, agreed, promise=score) for one, other, score, agreed in found]


def _first(scores: Floats, ones: Whole, others: Whole) -> Whole:
    """The order by score, the highest first; by the numbers where that is the same."""
    return np.lexsort((others, ones, -np.round(scores, 6))).astype(np.int64)


def _promises(listed: ListedPairs) -> Floats:
    """What the lists alone say of pairs."""
    lead = listed.alike - listed.behind / 2
    first_places = 1 / (_BEFORE_FIRST + listed.places) + 1 / (_BEFORE_FIRST + listed.places_back)
    return _LEAD * lead + _FIRST_PLACES * first_places


def _likelihood(shared: SharedWords) -> Floats:
    """What the words that they share say of pairs."""
    likelihood = _AGREEMENT * shared.agreement()
    for view, weight in _RARITY_OF_SHARED.items():
        likelihood += weight * np.log1p(shared.rarity[:, VIEWS.index(view)])
    for view, weight in _COSINE.items():
        likelihood += weight * shared.cosine[:, VIEWS.index(view)]
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


def _agreements(shared: SharedWords, units: int, least_words: int) -> Floats:
    """What is in both of what is in either, by its rarity; 0 where both have little."""
    both = shared.both[:, MATTERS].sum(axis=1)
    least = least_words * log(1 + units / 2)
    return np.where(both >= least, shared.agreement(), 0.0)
