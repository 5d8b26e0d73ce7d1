"""How much is asked about pairs of definitions, and how sure what is told can be."""

from dataclasses import dataclass, field


# Without slots: options have these beside limits of their own, and one of two bases may have any.
@dataclass(frozen=True)
class AskingLimits:
    """How pairs become questions and findings."""

    most_questions: int = field(
        metadata={"help": "how many questions there are at all, those answered too", "at_least": 0}
    )
    most_partners: int = field(
        metadata={"help": "how many partners one question shows", "at_least": 1, "at_most": 10}
    )
    farthest_behind_odds: float = field(
        metadata={
            "help": "log odds by which a partner may be less likely than the one that its question"
            " is about",
            "at_least": 0,
        }
    )
    unlikely_odds: float = field(
        metadata={
            "help": "log odds of what a question asks first, below which its free places take what"
            " would not be asked about otherwise",
            "at_least": -20,
        }
    )
    least_worth: float = field(
        metadata={
            "help": "what a question must be worth to be asked: 1 is a finding for certain, or an"
            " even chance of one that saves many lines",
            "at_least": 0,
        }
    )
    many_lines: int = field(
        metadata={"help": "lines to be saved that double what a question is worth", "at_least": 1}
    )
    unsaid_confidence_percent: int = field(
        metadata={
            "help": "how sure the word of a model is that does not tell its chances",
            "at_least": 0,
            "at_most": 100,
        }
    )
    most_confidence_percent: int = field(
        metadata={
            "help": "how sure at most is what no model was asked about",
            "at_least": 0,
            "at_most": 100,
        }
    )
