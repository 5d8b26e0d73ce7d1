"""Numbers whose meaning is known from what stands beside them."""

import math
import re
from collections.abc import Iterable

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.numbers import vocabulary as spoken
from tinyarms_daemon.analysis.numbers.limits import NumberLimits
from tinyarms_daemon.analysis.numbers.statuses import STATUS_LIMITS, STATUS_WORDS
from tinyarms_daemon.analysis.numbers.vocabulary import words_said

_FEWEST_CORNERS = 3
# Parts of one thing in a row of numbers: of a pixel, of a point, of a triangle.
_COMPONENTS = frozenset({3, 4})
_IN_WORDS = frozenset({65_535, 65_536, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**63})
_OCTAVE = frozenset({12, 69, 127, 440, 1200})
_DECIBELS = frozenset({10, 20})
_COLOR_DEPTHS = frozenset({8, 16, 24, 32})
_HASHES = re.compile(r"sha_?(?:1|224|256|384|512)|md_?5", re.IGNORECASE)
_UNIT_CONSTANT = re.compile(
    r"""(?:^|[._])(?:(?:time|ureg|units?|u|datetime)\.)?
    (?:nano|micro|milli|one_?)?(?:second|minute|hour|day|week|month|year)s?(?:_?in_?\w+|_?(?:ms|seconds|minutes|hours|days))?$
    | (?:^|\.)_?(?:ms|(?:sec|msec|usec|[kmgt]i?b|kilobyte|megabyte|gigabyte)s?)$
    | (?:^|[._])(?:ms|seconds|minutes|hours|nanos|millis|micros)_per_\w+$
    | (?:^|\.)(?:degrees?|degs?|radians?)$
    | (?:^|\.)(?:u|units?|ureg)\.\w+$
    """,
    re.VERBOSE | re.IGNORECASE,
)


_NAMES_OF_NUMBERS: dict[float, frozenset[str]] = {
    3: word_set("three third thirds triple triplet triplets"),
    4: word_set("four fourth fourths quarter quarters quad quads nibble"),
    5: word_set("five fifth fifths"),
    6: word_set("six sixth sixths hex"),
    7: word_set("seven"),
    8: word_set("eight eighth eighths eights"),
    10: word_set("ten tenth tenths decimal decade decades"),
    12: word_set("twelve dozen"),
    16: word_set("sixteen sixteenth sixteenths"),
    100: word_set("hundred hundreds hundredth hundredths"),
    1000: word_set("thousand thousands thousandth thousandths"),
    10**6: word_set("million millions"),
    10**9: word_set("billion billions"),
}
# What conversions multiply and divide by, whatever stands beside them.
_UNITS = frozenset({3600, 86400, 1440, 604800, 60000, 3600000, 86400000, 1024, 1024**2, 1024**3})
# What they do beside a name of the kind.
_TIME_UNITS = frozenset(
    {60, 24, 7, 12, 30, 31, 52, 365, 365.2422, 365.2425, 365.25, 366, 1461, 36524, 146097}
)
_LONG_SPANS = frozenset({3600, 86400, 604800, 3600000, 86400000})  # an hour, a day, a week
_SIZE_UNITS = frozenset({8})
_CIRCLE = frozenset({45, 90, 120, 180, 240, 270, 300, 360, 400})
_DEGREES = frozenset({180, 360})  # nothing else is divided into so many parts
_MINUTES = frozenset({60})  # of an arc
_DEGREES_IN_PER_CENT = 3.6
_PARTS_OF_YEAR, _MONTHS = frozenset({3, 6}), word_set("month months")  # a quarter, a half
_TENS = frozenset({10, 100})
_OF_CUSTOMARY_UNITS = frozenset(
    {3, 12, 16, 1760, 5280, 2.54, 0.3048, 3.28084, 1.609, 1.60934, 1.609344, 0.621371, 1.852}
    | {0.453592, 2.20462, 2.237, 3.6}
)
_PER_INCH = frozenset({72, 96, 25.4})
_OF_TEMPERATURES = frozenset({1.8, 5, 9, 32, 273.15, 459.67})
_WIDTHS = frozenset({8, 16, 24, 32, 64, 128})  # in bits
_PER_CENT, _WHOLE = 0.01, 100
_PER_CENT_OF_BYTE, _HALF_OF_BYTE = 2.55, 127.5  # `pixels / 127.5 - 1`
_LONG_FEBRUARY = frozenset({28, 29})  # days, of which no unit is made
_CALENDAR = frozenset({4, 400, 1900, 1970, 2000})
# Where clock and calendar carry over, and bytes get another name.
_CARRIES: dict[float, frozenset[str]] = {
    1440: word_set("minute minutes mins time"),
    60: word_set("s sec secs second seconds minute minutes mins m mm h hh ss rpm bpm rate"),
    12: word_set("hour hours hr hrs month months"),
    24: word_set("h hh hour hours hr hrs"),
    7: spoken.WEEK,
    28: word_set("day days date"),
    29: word_set("day days date"),
    30: word_set("day days date"),
    31: word_set("day days date"),
    365: word_set("day days"),
    366: word_set("day days"),
    52: word_set("week weeks"),
    1000: word_set("ms millis milliseconds"),
    3600: word_set("s sec secs second seconds diff elapsed age"),
    86400: word_set("s sec secs second seconds diff elapsed age"),
    1024: word_set("byte bytes kb mb gb kib mib"),
    1024**2: word_set("byte bytes"),
    1024**3: word_set("byte bytes"),
    10**9: word_set("time ns nsec nsecs nanos nanosecond nanoseconds"),
    # The last of them, counted from zero.
    59: word_set("s sec secs second seconds minute minutes mins"),
    23: word_set("hour hours hr hrs"),
    11: word_set("month months hour hours hr hrs"),
    6: word_set("weekday dow day"),
}
_CLOCK = frozenset({12, 24, 60})
_STEPS_OF_SIZES = frozenset({1000, 1024, 1000**2, 1024**2, 1000**3, 1024**3})
_TELLING_SIZES = re.compile(
    r"file_?size|format_?(?:bytes|size)|human_?(?:size|bytes)", re.IGNORECASE
)
_CLOCKFACE = 60
# What a metric prefix stands for, and the steps between two of them.
_METRIC = frozenset({10**power for power in range(3, 19, 3)})
_CHANNEL = frozenset({127, 128, 255, 256, 0.299, 0.587, 0.114, 0.2126, 0.7152, 0.0722})
_SERVICES = frozenset({21, 22, 25, 53, 80, 110, 143, 389, 443, 465, 587, 636, 993, 995})
_FREE_PORTS = range(1024, 2**16)
_FIRST_YEAR, _LAST_YEAR = 1000, 3000
_SURROGATES = (0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000)  # of UTF-16
_ALL_ONES = frozenset(
    ones
    for width in range(8, 72, 8)
    for ones in (2**width - 1, 2 ** (width - 1) - 1, 0xFF << (width - 8))
)
_MARKS = frozenset({0xFEFF, 0xFFFE, 0xFFFD})
_BYTE_LIMITS = frozenset(
    {
        *_SURROGATES,
        0x7F,
        0xFF,
        0x100,
        0xFFFF,
        0x10000,
        0x10FFFF,
        2**31 - 1,
        2**31,
        2**32 - 1,
        2**32,
        2**63,
    }
)
_TWO_BYTES_OF_UTF_8 = frozenset({0x7FF, 0x800})
_BOUNDS = frozenset({0x7F, 0xFF, 0xFFFF, 0x10FFFF, 2**31 - 1, 2**32 - 1})
_BASES = frozenset({8, 10, 16, 32, 36, 64})
_SEVEN_BITS = 0x7F  # and the last character of ASCII
_HALF_BYTE, _BYTE_BITS = 0x80, 8
_FAMILIES = frozenset({4, 6})  # of IP addresses
_ARGUMENT_COUNT = re.compile(r"(?:^|\W)(?:n|num|count)args?(?:\(\))?$", re.IGNORECASE)
_PARTS_OF_FORMULAS = frozenset({3, 4, 6})


def is_in_words(value: float, words: Iterable[str]) -> bool:
    """Whether one of some words is the name of a number: `four`, `quarter`."""
    return not _NAMES_OF_NUMBERS.get(value, frozenset()).isdisjoint(words)


def is_mask(value: float) -> bool:
    """Whether a number is a power of two."""
    return value > 0 and float(value).is_integer() and int(value).bit_count() == 1


def is_mark_of_unicode(value: float) -> bool:
    """Whether a number is a border of the surrogates of UTF-16, the mark of the order of bytes, or
    the character that stands for what cannot be read."""
    return value in _SURROGATES or value in _MARKS


def is_all_ones(value: float) -> bool:
    """Whether a number is the most that a byte or several hold, with a sign or without, or the mask
    of one byte."""
    return value in _ALL_ONES


def is_unit_constant(name: str) -> bool:
    """Whether a name is that of a unit: `time.Second`, `HOUR_MS`, `MB`."""
    return bool(_UNIT_CONSTANT.search(name))


def is_unit_of_time(name: str) -> bool:
    """Whether a name is that of a unit of time: `time.Second`, `HOUR_MS`."""
    return is_unit_constant(name) and bool(words_said((name,)) & spoken.TIME)


def converts(value: float, operator: str, *names: str) -> bool:
    """Whether arithmetic with this number changes a unit, as the names around it say."""
    words = words_said(names)
    if value in _OF_TEMPERATURES and words & spoken.TEMPERATURES:
        return True
    if value in _OCTAVE and words & spoken.MUSIC:
        return True
    if value in _DECIBELS and words & spoken.LOUDNESS:
        return True
    if operator.rstrip("=") not in ("*", "/", "%", "//", "div"):
        return (
            value in _LONG_SPANS
            or (value <= _CLOCKFACE and bool(words.intersection(_CARRIES.get(value, ()))))
            or (value in _CALENDAR and bool(words & spoken.YEAR))
            or (value == _WHOLE and bool(words & spoken.SHARE))
            or (value in _CIRCLE and bool(words & spoken.ANGLE))
            or (value in _CHANNEL and bool(words & spoken.COLOR))
        )
    is_left = operator.startswith("%") and not words & spoken.YEAR
    is_drawn_or_left = is_left or bool(words & spoken.CHANCE)
    return (
        value in _UNITS
        or (value in (_WHOLE, _PER_CENT_OF_BYTE, _HALF_OF_BYTE) and not is_drawn_or_left)
        or (value == _PER_CENT and bool(words & spoken.HUNDREDTHS))
        or (value in _TENS and bool(words & spoken.METRIC_LENGTHS))
        or (value in _OF_CUSTOMARY_UNITS and bool(words & spoken.CUSTOMARY_UNITS))
        or (value == _DEGREES_IN_PER_CENT and bool(words & (spoken.ANGLE | spoken.SHARE)))
        or value in _DEGREES
        or (value in _PARTS_OF_YEAR and operator != "*" and bool(words & _MONTHS))
        or (value in _TIME_UNITS | _METRIC and bool(words & spoken.TIME))
        or (value not in _LONG_FEBRUARY and bool(words.intersection(_CARRIES.get(value, ()))))
        or (value in _METRIC and bool(words & spoken.SIZE))
        or (value in _SIZE_UNITS and bool(words & spoken.IN_BITS))
        or (value in _CIRCLE | _MINUTES | _PARTS_OF_FORMULAS and bool(words & spoken.ANGLE))
        or (value in _CHANNEL and (value == 255 or bool(words & spoken.COLOR)))
        or (value in _PER_INCH and bool(words & spoken.PRINT))
        or (
            0 < value < 1
            and round(1 / value) in _METRIC
            and bool(words & (spoken.TIME | spoken.SIZE))
        )
    )


def are_bits(value: float, measured: str) -> bool:
    """Whether a length in bytes is told in bits: `key.length * 8`, but not `rows.length * 8`."""
    words = words_said((measured,))
    is_plural = any(word.endswith("s") and not word.endswith(("ss", "this")) for word in words)
    is_length = bool(words & spoken.LENGTH - {"count"}) and not words & spoken.DRAWN
    return value in _SIZE_UNITS and is_length and not is_plural


def is_conversion(name: str) -> bool:
    """Whether a name says that it makes one unit of another: `pt2mm`, `celsiusToKelvin`."""
    words = words_of(name)
    steps = zip(words, words[1:], words[2:], strict=False)
    return any(
        before in spoken.MEASURES and between in ("2", "to") and after in spoken.MEASURES
        for before, between, after in steps
    )


def is_metric_step(value: float, names: str) -> bool:
    """Whether a factor is that of a metric prefix, and not of a chance."""
    return value in _METRIC and not words_said((names,)) & spoken.CHANCE


def is_random(name: str) -> bool:
    """Whether a name is that of something drawn by chance."""
    return bool(words_said((name,)) & spoken.CHANCE)


def is_bound(value: float, *names: str) -> bool:
    """Whether a value is held within this bound by its nature: a byte, a share in per cent, the
    corners of a polygon."""
    words = words_said(names)
    return (
        value in _BOUNDS
        or (value == _WHOLE and bool(words & spoken.SHARE))
        or (value in _LONG_SPANS and bool(words & spoken.TIME))
        or (value == _FEWEST_CORNERS and bool(words & spoken.CORNERS))
    )


def is_range_of(value: float, name: str) -> bool:
    """Whether what has this name goes up to this number by its nature: `expand(hour, 24)`."""
    words = words_said((name,))
    is_of_octave = value in _OCTAVE and bool(words & spoken.MUSIC)
    return (
        is_angle(value, name)
        or bool(words.intersection(_CARRIES.get(value, ())))
        or is_of_octave
        or (value in _CALENDAR and bool(words & spoken.YEAR))
    )


def is_port(value: float) -> bool:
    """Whether a number is the port of a known service, or one that anybody may use."""
    return value in _SERVICES or value in _FREE_PORTS


def is_year(value: float, name: str) -> bool:
    """Whether a number is a year, where one is dealt with."""
    return _FIRST_YEAR <= value <= _LAST_YEAR and "year" in words_said((name,))


def is_base(value: float, name: str) -> bool:
    """Whether a number is a base that numbers are written in, where such are dealt with."""
    return value in _BASES and not spoken.DIGITS.isdisjoint(words_said((name,)))


def is_angle(value: float, name: str) -> bool:
    """Whether a number is a round part of a circle, where angles are dealt with."""
    return value in _CIRCLE and bool(words_said((name,)) & spoken.ANGLE)


def is_version(name: str) -> bool:
    """Whether a name says that versions are dealt with: `goversion.AtLeast(1, 18)`."""
    return any(word.endswith("version") for word in words_of(name))


def is_whole(value: float, name: str) -> bool:
    """Whether a number is all of what is told in per cent: `percentage(100)`."""
    return value == _WHOLE and bool(words_said((name,)) & spoken.SHARE - {"rate"})


def is_width_in_bits(value: float, name: str) -> bool:
    """Whether a number is how many bits a byte has, where either is dealt with."""
    return value in _SIZE_UNITS and bool(words_said((name,)) & spoken.BITS)


def is_unit_product(values: Iterable[float]) -> bool:
    """Whether literals that are multiplied with each other spell out a unit, and not how many of
    it: `60 * 60 * 24`, but not `5 * 60`."""
    counts = (value for value in values if value not in (1, 2))
    return all(value in _UNITS or value in (1000, 24, 60, 365) for value in counts)


def is_natural_limit(
    value: float, name: str, around: str, limits: NumberLimits, *, is_code: bool = False
) -> bool:
    """Whether what is compared has this number by its nature: a status, a version, an hour.

    `around` names what the comparison stands in: a function, a file. A code, `unit == 255`, goes
    to no end of a byte by its nature.
    """
    words = words_said((name,))
    is_end_of_byte = is_code and value > _SEVEN_BITS
    return (
        (
            value in STATUS_LIMITS
            and bool((words or words_said((around,)) - {"code"}) & STATUS_WORDS)
        )
        or (
            value in _BYTE_LIMITS
            and not is_end_of_byte
            and not words & (spoken.LENGTH | spoken.COUNTED)
        )
        or value in _IN_WORDS
        or (
            value == 1 / 2 and bool((words | words_said((around,))) & (spoken.SHARE | spoken.COLOR))
        )
        or (value == 1 / 2 and bool(words_said((around,)) & spoken.ROUNDING))
        or bool(words & spoken.VERSION or words_said((name.rpartition(".")[2],)) & spoken.RELEASE)
        or is_year(value, name)
        or (is_port(value) and bool(words & {"port", "ports"}))
        or "errno" in words
        or (
            value <= limits.parts_of_format
            and (bool(words & spoken.ARGUMENTS) or _counts_arguments(name))
        )
        or (value == _WHOLE and bool(words & spoken.SHARE))
        or (value in _CHANNEL and bool(words & spoken.COLOR) and not words & spoken.LENGTH)
        or (value in _CIRCLE and bool((words | words_said((around,))) & spoken.ANGLE))
        or (
            any(len(word) > 1 for word in words.intersection(_CARRIES.get(value, ())))
            and not words & spoken.SETTINGS
        )
        or (value in _CLOCK and bool(words_said((around,)).intersection(_CARRIES[value])))
        or (value in _STEPS_OF_SIZES and bool(_TELLING_SIZES.search(around)))
        or is_base(value, name)
        or (value in _FAMILIES and "family" in words)
        or (value in _OCTAVE and bool(words & spoken.MUSIC))
        or (value == 1 / 2 and bool(words & spoken.CHANCE))
        or (value <= limits.parts_of_list and bool(words & spoken.SHAPE))
        or (value in _WIDTHS and bool(words & {"bit", "bits"}))
        or (
            value == _FEWEST_CORNERS
            and bool(words & spoken.CORNERS)
            and bool(words & spoken.LENGTH)
        )
    )


def _counts_arguments(name: str) -> bool:
    """`flag.NArg()`, `parsed.numArgs`"""
    return bool(_ARGUMENT_COUNT.search(name.replace("_", "")))


def is_bit_position(value: float, written: str) -> bool:
    """Whether a number in base 16 is where a byte or more of them begin, or have a sign,
    `x >= 0x8000`, or where UTF-8 takes a third byte."""
    is_border = is_mask(value) and value >= _HALF_BYTE and int(value).bit_length() % _BYTE_BITS < 2
    return written[:2].lower() == "0x" and (is_border or value in _TWO_BYTES_OF_UTF_8)


def is_length_of_form(name: str, measured: str) -> bool:
    """Whether an exact length is that of what has one everywhere: `len(ip) == 16`."""
    return is_length(name) and has_one_length(name, measured)


def has_one_length(*names: str) -> bool:
    """Whether names are of what has one length everywhere: an address, an identifier, a hash."""
    return bool(words_said(names) & spoken.ENCODED) or _HASHES.search(" ".join(names)) is not None


def carries(value: float) -> bool:
    """Whether clock, calendar, circle or units of size carry over at this number."""
    return value in _CARRIES or value in _UNITS or value in _DEGREES


def is_color_depth(value: float, name: str) -> bool:
    """Whether a depth is that of a color: `depth === 16`."""
    return value in _COLOR_DEPTHS and "depth" in words_of(name)[-1:]


def is_component_count(value: float) -> bool:
    """Whether so many numbers in a row can be a pixel, a point or a triangle."""
    return value in _COMPONENTS


def is_length(name: str) -> bool:
    """Whether a name is that of a length."""
    return not spoken.LENGTH.isdisjoint(words_of(name.rpartition(".")[2])[-1:])


def is_tolerance(value: float, limits: NumberLimits) -> bool:
    """Whether a number is so small that it can only be a tolerance of rounding."""
    return 0 < value <= limits.largest_tolerance and math.isclose(
        math.log10(value), round(math.log10(value))
    )
