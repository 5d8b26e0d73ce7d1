"""Which definitions are compared at all."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ShortlistLimits:
    """How many partners a definition has, and what is left to the rules about copies."""

    shortlist: int = field(
        metadata={
            "help": "how many partners of each language are considered for a definition",
            "at_least": 1,
            "at_most": 100,
        }
    )
    most_tokens: int = field(
        metadata={"help": "how many tokens a definition has at most", "at_least": 20}
    )
    near_copy_percent: int = field(
        metadata={
            "help": "how much of their text two definitions share at most",
            "at_least": 0,
            "at_most": 100,
        }
    )
    other_style_percent: int = field(
        metadata={
            "help": "the same of two in different styles: a class and a closure, chained and awaited"
            " steps",
            "at_least": 0,
            "at_most": 100,
        }
    )
    rearranged_percent: int = field(
        metadata={
            "help": "how much of what either does both must do to be more than copies, however much"
            " text they share",
            "at_least": 0,
            "at_most": 100,
        }
    )
    rearranged_control_percent: int = field(
        metadata={
            "help": "how alike the control flow of such two is at most",
            "at_least": 0,
            "at_most": 100,
        }
    )
