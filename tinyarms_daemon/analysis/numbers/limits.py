"""Which numbers need no name, and how much around a number says what it means."""

from dataclasses import dataclass

from tinyarms_daemon.domain.findings.rule import option


@dataclass(frozen=True, slots=True)
class NumberLimits:
    """Which numbers need no name, and where."""

    harmless_numbers: tuple[float, ...] = option("numbers that mean themselves, with both signs")
    in_tests: bool = option("whether tests are checked as well")
    near_characters: int = option(
        "how far around a number the text may say what is dealt with: time, letters, words of "
        "so many bits",
        at_most=2000,
    )
    remark_words: int = option("words of a remark behind a comparison up to which it is a name")
    row_of_numbers: int = option(
        "numbers in one list, or in one call with no more than one other argument, from which they "
        "are data",
        at_least=2,
    )
    formula_numbers: int = option(
        "numbers in one expression from which it is a formula", at_least=2
    )
    formula_precise: int = option(
        "how many of a formula's numbers are precise where it has no power and no mathematical "
        "function",
        at_least=1,
    )
    precise_digits: int = option("digits from which a number is precise", at_least=2)
    formula_coefficients: int = option(
        "small whole numbers in one expression from which it is a formula", at_least=2
    )
    largest_coefficient: int = option("the largest of such small whole numbers", at_least=2)
    largest_exponent: int = option("the largest exponent that needs no name", at_least=2)
    largest_divisor: int = option(
        "the largest number of summands in a mean, and of parts in a fraction", at_least=2
    )
    longest_step: int = option(
        "the longest step from one index to another that needs no name", at_least=1
    )
    parts_of_list: int = option(
        "the largest number of dimensions, and the most characters of a text that are a code",
        at_least=2,
    )
    parts_of_format: int = option(
        "the largest number of a program's arguments that needs no name", at_least=2
    )
    round_step: int = option(
        "a length that is kept is a round one, and told, where it is a multiple of this",
        at_least=2,
    )
    least_kept: int = option(
        "the least round length that is kept of a text or a list which is told", at_least=1
    )
    least_rows: int = option(
        "the least number of things kept of a list, or of characters before an ellipsis, which "
        "is told",
        at_least=2,
    )
    least_in_case: int = option(
        "the least number that the name of the case around it explains; smaller ones are part "
        "of many names"
    )
    largest_tolerance: float = option(
        "powers of ten up to this may be how near two values are that are taken for equal, which a "
        "model is asked about",
        at_most=1,
    )
