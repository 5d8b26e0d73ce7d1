"""How much each mark of a pair of definitions tells of whether they do the same."""

from dataclasses import dataclass, field

from tinyarms_daemon.analysis.logic.shortlist_limits import ShortlistLimits


@dataclass(frozen=True, slots=True)
class RankingWeights(ShortlistLimits):
    """Log odds, fitted to labelled trees. What speaks against a pair is taken off."""

    stranger_odds: float = field(
        metadata={"help": "log odds against a pair of which nothing is known", "at_least": 0}
    )
    lead_odds: float = field(
        metadata={
            "help": "log odds for a pair that is as alike as can be, where the next best are not at"
            " all",
            "at_least": 0,
        }
    )
    agreement_odds: float = field(
        metadata={"help": "log odds for a pair that does all that either does", "at_least": 0}
    )
    shared_operations_odds: float = field(
        metadata={
            "help": "log odds for the rarity of the operations that both do, by its logarithm",
            "at_least": 0,
        }
    )
    shared_words_odds: float = field(
        metadata={"help": "the same of the words that both names and bodies say", "at_least": 0}
    )
    shared_shape_odds: float = field(
        metadata={"help": "the same of what both take and give", "at_least": 0}
    )
    alike_words_odds: float = field(
        metadata={"help": "log odds for a pair whose words are the same", "at_least": 0}
    )
    alike_literals_odds: float = field(
        metadata={
            "help": "log odds for a pair whose numbers and texts are the same, and used in the same"
            " way",
            "at_least": 0,
        }
    )
    other_kind_odds: float = field(
        metadata={
            "help": "log odds against a pair that is known to return different kinds of values",
            "at_least": 0,
        }
    )
    same_file_odds: float = field(
        metadata={
            "help": "log odds against a pair in one file that does nothing in common",
            "at_least": 0,
        }
    )
    ahead_percent: int = field(
        metadata={
            "help": "how much of the log odds counts besides by which a pair is likelier than the"
            " next one of either definition",
            "at_least": 0,
            "at_most": 100,
        }
    )
    most_ahead_odds: float = field(
        metadata={"help": "log odds of that which count at most", "at_least": 0}
    )
    usual_definitions: int = field(
        metadata={
            "help": "definitions of a project, beyond which each more is one more stranger to any",
            "at_least": 1,
        }
    )
    most_scored: int = field(
        metadata={
            "help": "how many pairs of all lists are looked at more closely, the nearest first",
            "at_least": 1,
        }
    )
