"""Numbers whose meaning is known from what stands beside them."""

import math
import re
from collections.abc import Iterable

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.numbers.limits import NumberLimits
from tinyarms_daemon.analysis.numbers.statuses import STATUS_LIMITS, STATUS_WORDS

_TIME = word_set("""
    ms msec msecs millis milli millisecond milliseconds s sec secs second seconds mins minute
    minutes hour hours hr hrs day days week weeks month months year years time timeout
    timestamp timestamps ts duration durations delay interval elapsed date dates now epoch ttl age
    latency expires expiry expiration nanos nano nanosecond nanoseconds micros micro microsecond
    microseconds us ns performance perf monotonic clock uptime deadline mtime ctime atime utc leap
    after backoff ago since eta freq frequency fps hz dow weekday weekdays dt
    """)
_SIZE = word_set("""
    byte bytes kb mb gb tb kib mib gib size sizes memory mem disk filesize capacity buffer buf
    storage quota bit bits bandwidth sizeof
    """)
_WEEK = word_set("day days week weeks weekday weekdays dow date dates calendar month")
_YEAR = word_set("year years month months date dates")
_ANGLE = word_set("""
    deg degs degree degrees angle angles angular rad rads radian radians rotation rotate hue heading
    bearing lat lng lon latitude longitude pi azimuth theta phi yaw pitch roll orientation tau
    altitude elevation zenith tilt skew turn arc quadrant quadrants east west north south
    """)
_SHARE = word_set("""
    percent percents percentage percentages pct progress ratio fraction rate opacity quality volume
    completion share transparency pc brightness saturation battery humidity cpu hsl hsv hsb
    """)
_COLOR = word_set("""
    r g b a red green blue alpha rgb rgba color colour channel gray grey pixel
    brightness luma luminance saturation lightness hsl hsv byte bytes octet clamp
    """)
_HUNDREDTHS = _SHARE | word_set("cent cents cm centimeter centimeters")
_VERSION = word_set("version versions ver maj major minor sdk gnuc cplusplus hexversion versinfo")
_RELEASE = word_set("api release build patch")  # which have other numbers as well: `build.steps`
_SHAPE = word_set("""
    shape ndim ndisplay dim dims dimension dimensions rank channels nchannels components bands argv
    argc args arguments nargs narg #
    """)
_CORNERS = word_set("points vertices corners sides polygon ring polyline")
_FEWEST_CORNERS = 3
# Parts of one thing in a row of numbers: of a pixel, of a point, of a triangle.
_COMPONENTS = frozenset({3, 4})
_IN_WORDS = frozenset({65_535, 65_536, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**63})
_OCTAVE = frozenset({12, 69, 127, 440, 1200})
_MUSIC = word_set(
    "semitone semitones pitch pitches midi octave octaves chroma cents note notes transpose"
)
_DECIBELS = frozenset({10, 20})
_LOUDNESS = word_set("db dbs dbfs dbm decibel decibels")
_COLOR_DEPTHS = frozenset({8, 16, 24, 32})
_LENGTH = word_set("len length size count strlen")
_DRAWN = word_set(
    "rect font icon box cell tile grid dot circle line page"
)  # their size is no memory
_ROUNDING = word_set("round rounded rounding rint nearest")
_COUNTED = word_set("max limit total colors")  # so many things, and no byte
# What has one length; those of keys, hashes and the like depend on the algorithm.
_ENCODED = word_set("hex color colour rgb uuid uuids guid guids mac ip ipv4 ipv6 address addr")
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

_RECEIVER = re.compile(
    r"(?<![\w.])s\.|\bDate(?=\.now\b)"
)  # of Go's methods: no second; a clock: no day
# What a word that is run together with others speaks of: `elapsedms`, `qtmajor`, `dega`.
_RUN_TOGETHER = {
    re.compile(
        r"(?:delay|time|seconds?|minutes?|hours?|elapsed|duration|latency|interval|stamp|millis)"
        r"(?:ms)?$|^(?:delay|time|elapsed|duration|timestamp|dateu)"
    ): {"time"},
    re.compile(r"(?:major|minor|version)$"): {"version"},
    re.compile(r"^[mwy]day$"): {"day"},
    re.compile(r"^bit|bits$"): {"bit"},
    re.compile(r"bytes$"): {"bytes"},
    re.compile(r"^deg(?:ree)?[abs]?[12]?$|^d(?:lat|lon|lng)$"): {"deg"},
    re.compile(r"code$"): {"code"},
    re.compile(r"status$"): {"code", "status"},
}

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
# What has a limit in milliseconds is set, and no span that is told in seconds.
_SETTINGS = word_set("interval timeout delay debounce throttle backoff ttl reload poll polling")
_BITS = word_set("bit bits byte bytes octet octets")
_IN_BITS = _BITS | word_set(
    "codeword codewords bitrate bps kbps mbps key keys sizeof buffer buf bandwidth sample sampwidth"
)
_CHANCE = word_set("random rand rnd randint")
_CIRCLE = frozenset({45, 90, 120, 180, 240, 270, 300, 360, 400})
_DEGREES = frozenset({180, 360})  # nothing else is divided into so many parts
_MINUTES = frozenset({60})  # of an arc
_DEGREES_IN_PER_CENT = 3.6
_PARTS_OF_YEAR, _MONTHS = frozenset({3, 6}), word_set("month months")  # a quarter, a half
_MEASURES = word_set("""
    pt point points px pixel pixels em rem dpi mm cm m km in inch inches ft feet mi mile miles nm
    knot knots deg degree degrees rad radian radians kg g gram grams lb lbs pound pounds oz ounce
    ounces c f k celsius fahrenheit kelvin mph kmh kph mps bar psi pa hpa kpa mmhg inhg l liter
    liters gal gallon gallons w kw
    """)
_TENS = frozenset({10, 100})
_METRIC_LENGTHS = word_set("mm cm millimeter millimeters centimeter centimeters")
_OF_CUSTOMARY_UNITS = frozenset(
    {3, 12, 16, 1760, 5280, 2.54, 0.3048, 3.28084, 1.609, 1.60934, 1.609344, 0.621371, 1.852}
    | {0.453592, 2.20462, 2.237, 3.6}
)
_CUSTOMARY_UNITS = word_set("""
    inch inches foot feet ft yard yards mile miles mi oz ounce ounces lb lbs pound pounds mph kmh
    kph kmph knot knots
    """)
_PER_INCH = frozenset({72, 96, 25.4})
_PRINT = word_set("dpi ppi pt point points inch inches mm px")
_TEMPERATURES = word_set("celsius fahrenheit kelvin")
_OF_TEMPERATURES = frozenset({1.8, 5, 9, 32, 273.15, 459.67})
_WIDTHS = frozenset({8, 16, 24, 32, 64, 128})  # in bits
_PER_CENT, _WHOLE = 0.01, 100
_PER_CENT_OF_BYTE, _HALF_OF_BYTE = 2.55, 127.5  # `pixels / 127.5 - 1`
_LONG_FEBRUARY = frozenset({28, 29})  # days, of which no unit is made
_PREFIX = re.compile(r"(?:prefix_?len(?:gth)?|cidr(?:_?mask)?|net_?mask)$", re.IGNORECASE)
_PREFIXES = frozenset({32, 64, 128})  # bits of an IP address, and of a half of it
_CALENDAR = frozenset({4, 400, 1900, 1970, 2000})
# Where clock and calendar carry over, and bytes get another name.
_CARRIES: dict[float, frozenset[str]] = {
    1440: word_set("minute minutes mins time"),
    60: word_set("s sec secs second seconds minute minutes mins m mm h hh ss rpm bpm rate"),
    12: word_set("hour hours hr hrs month months"),
    24: word_set("h hh hour hours hr hrs"),
    7: _WEEK,
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
_LARGEST_CHANNEL = 255
_COLORS = word_set(
    "rgb rgba alpha color colour colors channel pixel pixels gray grey red green blue"
)
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
_DIGITS = word_set("base radix digit atoi")
_SEVEN_BITS = 0x7F  # and the last character of ASCII
_HALF_BYTE, _BYTE_BITS = 0x80, 8
_FAMILIES = frozenset({4, 6})  # of IP addresses
_ARGUMENT_COUNT = re.compile(r"(?:^|\W)(?:n|num|count)args?(?:\(\))?$", re.IGNORECASE)
_ARGUMENTS = word_set("argv argc args arguments nargs #")
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
    return is_unit_constant(name) and bool(_words((name,)) & _TIME)


def converts(value: float, operator: str, *names: str) -> bool:
    """Whether arithmetic with this number changes a unit, as the names around it say."""
    words = _words(names)
    if value in _OF_TEMPERATURES and words & _TEMPERATURES:
        return True
    if value in _OCTAVE and words & _MUSIC:
        return True
    if value in _DECIBELS and words & _LOUDNESS:
        return True
    if operator.rstrip("=") not in ("*", "/", "%", "//", "div"):
        return (
            value in _LONG_SPANS
            or (value <= _CLOCKFACE and bool(words.intersection(_CARRIES.get(value, ()))))
            or (value in _CALENDAR and bool(words & _YEAR))
            or (value == _WHOLE and bool(words & _SHARE))
            or (value in _CIRCLE and bool(words & _ANGLE))
            or (value in _CHANNEL and bool(words & _COLOR))
        )
    is_left = operator.startswith("%") and not words & _YEAR
    is_drawn_or_left = is_left or bool(words & _CHANCE)
    return (
        value in _UNITS
        or (value in (_WHOLE, _PER_CENT_OF_BYTE, _HALF_OF_BYTE) and not is_drawn_or_left)
        or (value == _PER_CENT and bool(words & _HUNDREDTHS))
        or (value in _TENS and bool(words & _METRIC_LENGTHS))
        or (value in _OF_CUSTOMARY_UNITS and bool(words & _CUSTOMARY_UNITS))
        or (value == _DEGREES_IN_PER_CENT and bool(words & (_ANGLE | _SHARE)))
        or value in _DEGREES
        or (value in _PARTS_OF_YEAR and operator != "*" and bool(words & _MONTHS))
        or (value in _TIME_UNITS | _METRIC and bool(words & _TIME))
        or (value not in _LONG_FEBRUARY and bool(words.intersection(_CARRIES.get(value, ()))))
        or (value in _METRIC and bool(words & _SIZE))
        or (value in _SIZE_UNITS and bool(words & _IN_BITS))
        or (value in _CIRCLE | _MINUTES | _PARTS_OF_FORMULAS and bool(words & _ANGLE))
        or (value in _CHANNEL and (value == 255 or bool(words & _COLOR)))
        or (value in _PER_INCH and bool(words & _PRINT))
        or (0 < value < 1 and round(1 / value) in _METRIC and bool(words & (_TIME | _SIZE)))
    )


def are_bits(value: float, measured: str) -> bool:
    """Whether a length in bytes is told in bits: `key.length * 8`, but not `rows.length * 8`."""
    words = _words((measured,))
    is_plural = any(word.endswith("s") and not word.endswith(("ss", "this")) for word in words)
    is_length = bool(words & _LENGTH - {"count"}) and not words & _DRAWN
    return value in _SIZE_UNITS and is_length and not is_plural


def is_conversion(name: str) -> bool:
    """Whether a name says that it makes one unit of another: `pt2mm`, `celsiusToKelvin`."""
    words = words_of(name)
    steps = zip(words, words[1:], words[2:], strict=False)
    return any(
        before in _MEASURES and between in ("2", "to") and after in _MEASURES
        for before, between, after in steps
    )


def is_metric_step(value: float, names: str) -> bool:
    """Whether a factor is that of a metric prefix, and not of a chance."""
    return value in _METRIC and not _words((names,)) & _CHANCE


def is_random(name: str) -> bool:
    """Whether a name is that of something drawn by chance."""
    return bool(_words((name,)) & _CHANCE)


def is_bound(value: float, *names: str) -> bool:
    """Whether a value is held within this bound by its nature: a byte, a share in per cent, the
    corners of a polygon."""
    words = _words(names)
    return (
        value in _BOUNDS
        or (value == _WHOLE and bool(words & _SHARE))
        or (value in _LONG_SPANS and bool(words & _TIME))
        or (value == _FEWEST_CORNERS and bool(words & _CORNERS))
    )


def is_range_of(value: float, name: str) -> bool:
    """Whether what has this name goes up to this number by its nature: `expand(hour, 24)`."""
    words = _words((name,))
    is_of_octave = value in _OCTAVE and bool(words & _MUSIC)
    return (
        is_angle(value, name)
        or bool(words.intersection(_CARRIES.get(value, ())))
        or is_of_octave
        or (value in _CALENDAR and bool(words & _YEAR))
    )


def is_span(value: float, name: str, *, has_end: bool) -> bool:
    """Whether what goes from zero to this number, with or without it, is told in per cent or fills
    seven bits, unless it is counted."""
    is_end = value == (_WHOLE if has_end else _HALF_BYTE)
    return bool(name) and is_end and not _words((name,)) & (_LENGTH | _COUNTED | _SETTINGS)


def is_port(value: float) -> bool:
    """Whether a number is the port of a known service, or one that anybody may use."""
    return value in _SERVICES or value in _FREE_PORTS


def is_year(value: float, name: str) -> bool:
    """Whether a number is a year, where one is dealt with."""
    return _FIRST_YEAR <= value <= _LAST_YEAR and "year" in _words((name,))


def is_base(value: float, name: str) -> bool:
    """Whether a number is a base that numbers are written in, where such are dealt with."""
    return value in _BASES and not _DIGITS.isdisjoint(_words((name,)))


def is_prefix(value: float, name: str) -> bool:
    """Whether a number is how long the prefix of an IP address may be: `prefixLength > 128`."""
    return value in _PREFIXES and bool(_PREFIX.search(name))


def is_angle(value: float, name: str) -> bool:
    """Whether a number is a round part of a circle, where angles are dealt with."""
    return value in _CIRCLE and bool(_words((name,)) & _ANGLE)


def is_version(name: str) -> bool:
    """Whether a name says that versions are dealt with: `goversion.AtLeast(1, 18)`."""
    return any(word.endswith("version") for word in words_of(name))


def is_whole(value: float, name: str) -> bool:
    """Whether a number is all of what is told in per cent: `percentage(100)`."""
    return value == _WHOLE and bool(_words((name,)) & _SHARE - {"rate"})


def is_width_in_bits(value: float, name: str) -> bool:
    """Whether a number is how many bits a byte has, where either is dealt with."""
    return value in _SIZE_UNITS and bool(_words((name,)) & _BITS)


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
    words = _words((name,))
    is_end_of_byte = is_code and value > _SEVEN_BITS
    return (
        (value in STATUS_LIMITS and bool((words or _words((around,)) - {"code"}) & STATUS_WORDS))
        or (value in _BYTE_LIMITS and not is_end_of_byte and not words & (_LENGTH | _COUNTED))
        or value in _IN_WORDS
        or (value == 1 / 2 and bool((words | _words((around,))) & (_SHARE | _COLOR)))
        or (value == 1 / 2 and bool(_words((around,)) & _ROUNDING))
        or bool(words & _VERSION or _words((name.rpartition(".")[2],)) & _RELEASE)
        or is_year(value, name)
        or (is_port(value) and bool(words & {"port", "ports"}))
        or "errno" in words
        or (
            value <= limits.parts_of_format
            and (bool(words & _ARGUMENTS) or _counts_arguments(name))
        )
        or (value == _WHOLE and bool(words & _SHARE))
        or (value in _CHANNEL and bool(words & _COLOR) and not words & _LENGTH)
        or (value in _CIRCLE and bool((words | _words((around,))) & _ANGLE))
        or (
            any(len(word) > 1 for word in words.intersection(_CARRIES.get(value, ())))
            and not words & _SETTINGS
        )
        or (value in _CLOCK and bool(_words((around,)).intersection(_CARRIES[value])))
        or (value in _STEPS_OF_SIZES and bool(_TELLING_SIZES.search(around)))
        or is_base(value, name)
        or (value in _FAMILIES and "family" in words)
        or (value in _OCTAVE and bool(words & _MUSIC))
        or (value == 1 / 2 and bool(words & _CHANCE))
        or (value <= limits.parts_of_list and bool(words & _SHAPE))
        or (value in _WIDTHS and bool(words & {"bit", "bits"}))
        or (value == _FEWEST_CORNERS and bool(words & _CORNERS) and bool(words & _LENGTH))
    )


def _counts_arguments(name: str) -> bool:
    """`flag.NArg()`, `parsed.numArgs`"""
    return bool(_ARGUMENT_COUNT.search(name.replace("_", "")))


def is_bit_position(value: float, written: str) -> bool:
    """Whether a number in base 16 is where a byte or more of them begin, or have a sign,
    `x >= 0x8000`, or where UTF-8 takes a third byte."""
    is_border = is_mask(value) and value >= _HALF_BYTE and int(value).bit_length() % _BYTE_BITS < 2
    return written[:2].lower() == "0x" and (is_border or value in _TWO_BYTES_OF_UTF_8)


def is_small_shape(value: float, name: str, measured: str, limits: NumberLimits) -> bool:
    """Whether an exact length says only how many parts something has: `len(parts) == 3`, or what
    form it has: `len(ip) == 16`."""
    return is_length(name) and (value <= limits.parts_of_list or has_one_length(name, measured))


def has_one_length(*names: str) -> bool:
    """Whether names are of what has one length everywhere: an address, an identifier, a hash."""
    return bool(_words(names) & _ENCODED) or _HASHES.search(" ".join(names)) is not None


def carries(value: float) -> bool:
    """Whether clock, calendar, circle or units of size carry over at this number."""
    return value in _CARRIES or value in _UNITS or value in _DEGREES


def is_color_depth(value: float, name: str) -> bool:
    """Whether a depth is that of a color: `depth === 16`."""
    return value in _COLOR_DEPTHS and "depth" in words_of(name)[-1:]


def is_channel(value: float, near: str) -> bool:
    """Whether a number is the most that a channel of a color holds, where such are dealt with."""
    return value == _LARGEST_CHANNEL and bool(_words((near,)) & _COLORS)


def is_component_count(value: float) -> bool:
    """Whether so many numbers in a row can be a pixel, a point or a triangle."""
    return value in _COMPONENTS


def is_length(name: str) -> bool:
    """Whether a name is that of a length."""
    return not _LENGTH.isdisjoint(words_of(name.rpartition(".")[2])[-1:])


def is_tolerance(value: float, limits: NumberLimits) -> bool:
    """Whether a number is so small that it can only be a tolerance of rounding."""
    return 0 < value <= limits.largest_tolerance and math.isclose(
        math.log10(value), round(math.log10(value))
    )


def _words(names: tuple[str, ...]) -> frozenset[str]:
    found = {word for name in names for word in words_of(_RECEIVER.sub("", name))}
    for pattern, spoken_of in _RUN_TOGETHER.items():
        if any(map(pattern.search, found)):
            found |= spoken_of
    if any("#" in name for name in names):
        found.add("#")
    return frozenset(found)
