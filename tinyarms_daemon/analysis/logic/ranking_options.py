"""Which definitions are compared at all, and how much each mark of a pair tells."""

from dataclasses import dataclass

from tinyarms_daemon.analysis.logic.units import FEWEST_LEAVES
from tinyarms_daemon.domain.findings.rule import option


@dataclass(frozen=True, slots=True)
class RankingOptions:
    """How many partners a definition has, what is left to the rules about copies, and log odds,
    fitted to labelled trees. What speaks against a pair is taken off."""

    shortlist: int = option(
        "how many partners of each language are considered for a definition",
        at_least=1,
        at_most=100,
    )
    next_best: int = option(
        "partners of a language, by which it is told how far ahead of the next one is",
        at_least=1,
        at_most=100,
    )
    tries_a_place: int = option(
        "how many of the nearest are looked at for each place, before a list stays short",
        at_least=1,
        at_most=100,
    )
    common_definitions: int = option(
        "what more definitions than this say leads to no partner", at_least=2
    )
    least_tokens: int = option("how many tokens a definition has at least", at_least=FEWEST_LEAVES)
    most_tokens: int = option("how many tokens a definition has at most", at_least=20)
    near_copy_percent: int = option(
        "how much of their text two definitions share at most", at_most=100
    )
    other_style_percent: int = option(
        "the same of two in different styles: a class and a closure, chained and awaited steps",
        at_most=100,
    )
    rearranged_percent: int = option(
        "how much of what either does two of different files must do to be more than copies, "
        "however much text they share",
        at_most=100,
    )
    rearranged_control_percent: int = option(
        "how alike the control flow of such two is at most", at_most=100
    )
    same_outcomes_copy_percent: int = option(
        "how much of their text two of another control flow share at most that give the same for "
        "all drawn inputs",
        at_most=100,
    )
    stranger_odds: float = option("log odds against a pair of which nothing is known")
    lead_odds: float = option(
        "log odds for a pair that is as alike as can be, where the next best are not at all"
    )
    agreement_odds: float = option("log odds for a pair that does all that either does")
    shared_words_odds: float = option(
        "log odds for the rarity of the words that both names and bodies say, by its logarithm"
    )
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
    usual_definitions: int = option(
        "definitions of a project, beyond which each more is one more stranger to any", at_least=1
    )
    most_scored: int = option(
        "how many pairs of all lists are looked at more closely, the nearest first", at_least=1
    )
