"""Which definitions are compared at all."""

from dataclasses import dataclass

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.units import FEWEST_LEAVES
from tinyarms_daemon.domain.findings.rule import option


@dataclass(frozen=True, slots=True)
class ShortlistLimits:
    """How many partners a definition has, and what is left to the rules about copies."""

    shortlist: int = option(
        "how many partners of each language are considered for a definition",
        at_least=1,
        at_most=100,
    )
    view_weights: tuple[float, ...] = option(
        f"how much each view counts in that: {', '.join(VIEWS)}"
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
        "how much of what either does both must do to be more than copies, however much text "
        "they share",
        at_most=100,
    )
    rearranged_in_file_percent: int = option("the same of two in one file", at_most=100)
    rearranged_control_percent: int = option(
        "how alike the control flow of such two is at most", at_most=100
    )
    same_outcomes_copy_percent: int = option(
        "how much of their text two of another control flow share at most that give the same for "
        "all drawn inputs",
        at_most=100,
    )

    def __post_init__(self) -> None:
        if len(self.view_weights) != len(VIEWS) or min(self.view_weights) < 0:
            raise ValueError(
                f"must have as its view_weights {len(VIEWS)} numbers, none below 0: of "
                f"{', '.join(VIEWS)}."
            )
