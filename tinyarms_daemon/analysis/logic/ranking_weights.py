"""How much each mark of a pair of definitions tells of whether they do the same."""

from dataclasses import dataclass

from tinyarms_daemon.analysis.logic.shortlist_limits import ShortlistLimits
from tinyarms_daemon.domain.findings.rule import option


@dataclass(frozen=True, slots=True)
class RankingWeights(ShortlistLimits):
    """Log odds, fitted to labelled trees. What speaks against a pair is taken off."""

    stranger_odds: float = option("log odds against a pair of which nothing is known")
    lead_odds: float = option(
        "log odds for a pair that is as alike as can be, where the next best are not at all"
    )
    agreement_odds: float = option("log odds for a pair that does all that either does")
    shared_operations_odds: float = option(
        "log odds for the rarity of the operations that both do, by its logarithm"
    )
    shared_words_odds: float = option("the same of the words that both names and bodies say")
    alike_words_odds: float = option("log odds for a pair whose words are the same")
    alike_literals_odds: float = option(
        "log odds for a pair whose numbers and texts are the same, and used in the same way"
    )
    other_kind_odds: float = option(
        "log odds against a pair that is known to return different kinds of values"
    )
    one_fails_odds: float = option("log odds against a pair of which only one raises errors")
    contrary_names_odds: float = option("log odds against a pair whose names say contrary things")
    same_inputs_odds: float = option(
        "log odds for a pair that takes and calls the same, as far as it is evaluated"
    )
    same_outcomes_odds: float = option(
        "log odds for a pair that gives the same for all drawn inputs"
    )
    same_outcomes_words: int = option(
        "words that no third definition has, as which what both do must weigh to be told without "
        "a model where they give the same for all drawn inputs"
    )
    dull_outcomes_odds: float = option(
        "the same of a pair that gives few different things, such as true and false"
    )
    other_outcomes_odds: float = option(
        "log odds against a pair that takes the same and gives other things for all drawn inputs; "
        "for some, by their share"
    )
    orderly_outcomes_odds: float = option(
        "log odds more against one that does so for inputs such as most code expects"
    )
    other_inputs_percent: int = option(
        "how much of that counts where the two do not take and call the same", at_most=100
    )
    same_file_odds: float = option(
        "log odds against a pair in one file that does nothing in common"
    )
    ahead_percent: int = option(
        "how much of the log odds counts besides by which a pair is likelier than the next one "
        "of either definition",
        at_most=100,
    )
    most_ahead_odds: float = option("log odds of that which count at most")
    usual_definitions: int = option(
        "definitions of a project, beyond which each more is one more stranger to any", at_least=1
    )
    most_scored: int = option(
        "how many pairs of all lists are looked at more closely, the nearest first", at_least=1
    )
