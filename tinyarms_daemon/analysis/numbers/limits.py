"""Which numbers need no name, and how much around a number says what it means."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NumberLimits:
    """Which numbers need no name, and where."""

    harmless_numbers: tuple[float, ...] = field(
        metadata={"help": "numbers that mean themselves, with both signs"}
    )
    in_tests: bool = field(metadata={"help": "whether tests are checked as well"})
    near_characters: int = field(
        metadata={
            "help": "how far around a number the text may say what is dealt with: time, letters,"
            " words of so many bits",
            "at_least": 0,
            "at_most": 2000,
        }
    )
    remark_words: int = field(
        metadata={
            "help": "words of a remark behind a comparison up to which it is a name",
            "at_least": 0,
        }
    )
    row_of_numbers: int = field(
        metadata={"help": "numbers in one list or call from which they are data", "at_least": 2}
    )
    formula_numbers: int = field(
        metadata={"help": "numbers in one expression from which it is a formula", "at_least": 2}
    )
    formula_precise: int = field(
        metadata={
            "help": "how many of a formula's numbers are precise where it has no power and no"
            " mathematical function",
            "at_least": 1,
        }
    )
    precise_digits: int = field(
        metadata={"help": "digits from which a number is precise", "at_least": 2}
    )
    formula_coefficients: int = field(
        metadata={
            "help": "small whole numbers in one expression from which it is a formula",
            "at_least": 2,
        }
    )
    largest_coefficient: int = field(
        metadata={"help": "the largest of such small whole numbers", "at_least": 2}
    )
    largest_exponent: int = field(
        metadata={"help": "the largest exponent that needs no name", "at_least": 2}
    )
    largest_divisor: int = field(
        metadata={
            "help": "the largest number of summands in a mean, and of parts in a fraction",
            "at_least": 2,
        }
    )
    longest_step: int = field(
        metadata={
            "help": "the longest step from one index to another that needs no name",
            "at_least": 1,
        }
    )
    parts_of_list: int = field(
        metadata={
            "help": "the largest exact length that only says how many parts something has",
            "at_least": 2,
        }
    )
    parts_of_format: int = field(
        metadata={
            "help": "the same of what is split, matched, or handed to a program",
            "at_least": 2,
        }
    )
    status_words: int = field(
        metadata={
            "help": "words of a name up to which it may hold a status, where requests are dealt"
            " with",
            "at_least": 1,
        }
    )
    round_step: int = field(
        metadata={
            "help": "of what is handed to a call, larger multiples of this are amounts, and told"
            " without a model's word",
            "at_least": 2,
        }
    )
    least_kept: int = field(
        metadata={
            "help": "the least round length that is kept of a text or a list which is told",
            "at_least": 1,
        }
    )
    least_rows: int = field(
        metadata={
            "help": "the least number of things kept of a list, or of characters before an"
            " ellipsis, which is told",
            "at_least": 2,
        }
    )
    field_bytes: int = field(
        metadata={"help": "bytes read at once up to which they are a field", "at_least": 1}
    )
    least_in_case: int = field(
        metadata={
            "help": "the least number that the name of the case around it explains; smaller ones"
            " are part of many names",
            "at_least": 0,
        }
    )
    largest_tolerance: float = field(
        metadata={
            "help": "powers of ten up to this may be tolerances of rounding, which a model is"
            " asked about",
            "at_least": 0,
            "at_most": 1,
        }
    )
