"""What the lines around a number deal with: time, letters, answers to requests, what was read."""

import re

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.numbers.context import NumberInContext
from tinyarms_daemon.analysis.numbers.key_codes import key_words
from tinyarms_daemon.analysis.numbers.known_numbers import is_angle, is_component_count, is_mask

# Where clock and calendar go over, and what they are called there.
_GOES_OVER_AT: dict[float, re.Pattern[str]] = {
    60: re.compile(r"time|hour|minute|second|duration|elapsed|clock|utc|bpm|\btz", re.IGNORECASE),
    59: re.compile(r"minute|second", re.IGNORECASE),
    24: re.compile(r"hour|day", re.IGNORECASE),
    23: re.compile(r"hour", re.IGNORECASE),
    12: re.compile(r"hour|month", re.IGNORECASE),
    7: re.compile(r"week|\bday", re.IGNORECASE),
    365: re.compile(r"day|year", re.IGNORECASE),
    4: re.compile(r"% ?400\b"),  # of leap years
    100: re.compile(r"% ?400\b"),
    400: re.compile(r"% ?100\b"),
}
_BYTES_GO_OVER_AT = frozenset({1024, 1024**2, 1024**3})
_BYTES_DIVIDED = re.compile(r"byte\w* ?/", re.IGNORECASE)
_LETTERS = re.compile(r"""\b(?:ord|chr)\(|char_?code|["'][aAzZ]["']|alphabet""", re.IGNORECASE)
_CHARACTERS = re.compile(r"\b(?:ord|chr)\(|char_?code|codepoint|ascii|\brunes?\b", re.IGNORECASE)
_ENDS_OF_ASCII = frozenset({32, 126, 127, 128})
_ALPHABETS = frozenset({26, 36})
_TEN = 10
_SHIFTED_BY_TEN = re.compile(r"[-+]\s*10\b|\b10\s*[-+]")
_BASE_64 = re.compile("base_?64|b64", re.IGNORECASE)
_OF_BASE_64 = frozenset({3, 4, 6, 3 / 4})
_WHOLE = 100
_HUNDREDTH = 0.01
_PER_CENT = re.compile(
    r"per\s?cent|\bpct\b|[\"']%[\"']"
    r"|\b100(?:\.0)?\s?%|\b1% |\bv[hw]\b|\b100\b[^,\n]* - [^,\n]*\b100\b",
    re.IGNORECASE,
)  # `100 - 100 / (1 + ratio)`
_OF_REQUESTS = re.compile(r"http|status|response", re.IGNORECASE)
# What lies in a row, so many numbers for each.
_ROWS_OF_COMPONENTS = re.compile(
    r"stride|rgba|pixel|\bpix\b|vertex|vertices|positions|triang|(?<!max)uint8|Float(?:32|64)Array|ImageData"
    r"|\b(?:bitmap|image|img)\b|Bounds\(\)|\.D[xy]\(\)",
    re.IGNORECASE,
)
_GOING_OVER = frozenset(
    {
        12,
        24,
        60,
        3600,
        60_000,
        86_400,
        3_600_000,
        *(10**step for step in (3, 6, 9, 12)),
        *(1024**step for step in (1, 2, 3)),
    }
)
_CODES = word_set("code which kc keycode")
_CIRCLE = 360
_DIRECTIONS = word_set("""
    deg degs degree degrees lat latitude lng lon longitude longitudes azimuth heading bearing
    compass hue
    """)
_DIGITS = frozenset({10, 100})
_BYTE = 8
_WIDTHS = frozenset({16, 32, 64})  # bits
_SHIFTING = re.compile(r"<<|>>|\bshift|\w[bB]its\d*\(")
_OF_BITS = re.compile(r"bit_?(?:field|map|set|vector|mask|array)", re.IGNORECASE)


def is_size_of_word(number: NumberInContext) -> bool:
    """Whether the lines around deal with words of so many bits or bytes: `index / 64` beside
    `uint64`, `make([]byte, 8)` before `PutUint64`, `ceil(pieces / 8)` beside `bitfield`; of a sum
    the function has to say it: `at + 8` in `unpackUint64`."""
    bits = number.value if number.value in _WIDTHS else 8 * number.value
    word = re.compile(rf"(?:int|float){bits:.0f}(?!\d)", re.IGNORECASE)
    if number.uses.first.operator[:1] in ("+", "-"):
        return bits in _WIDTHS and word.search(number.symbol.rpartition(".")[2]) is not None
    is_bits = number.value == _BYTE and _OF_BITS.search(number.near) is not None
    return is_bits or (bits in _WIDTHS and word.search(number.near) is not None)


def is_shifted(number: NumberInContext, name: str) -> bool:
    """Whether the lines around shift by what has this name: `for (s = 0; s < 8; s += 2)` before
    `b >> s`, `if (bits <= 64)` before `x << (64 - bits)`, `[v & 2**i for i in range(8)]`."""
    if not name or not is_mask(number.value) or number.tree.language == "cpp":  # `out << count`
        return False
    shift = re.compile(rf"(?:<<|>>|\b2 ?\*\*)\s*(?:\(\d+\s*-\s*)?{re.escape(name)}\b")
    return bool(shift.search(number.near))


def is_of_width(number: NumberInContext) -> bool:
    """Whether the lines around shift, and this is how many bits a word has: `64 - exponent`."""
    return number.value in (32, 64) and _SHIFTING.search(number.near) is not None


def is_among_components(number: NumberInContext) -> bool:
    """Whether the lines around deal with pixels, points or triangles in a row of numbers."""
    return is_component_count(number.value) and bool(_ROWS_OF_COMPONENTS.search(number.near))


def is_among_steps(number: NumberInContext) -> bool:
    """Whether the lines around go from one place to several others, as the fields of a format lie:
    `data[at + 10]` among `at + 11` and `at + 12`."""
    base = number.uses.first.name
    steps = re.findall(rf"(?<![\w.]){re.escape(base)} ?\+ ?(\d+)\b", number.near) if base else ()
    return len(set(steps)) >= number.limits.row_of_numbers


def is_of_per_cent(number: NumberInContext) -> bool:
    """Whether the lines around tell shares in per cent, of which 100 is the whole."""
    is_factor = number.value == _HUNDREDTH and number.uses.first.operator in ("*", "/")
    is_share = number.value == _WHOLE or is_factor
    return is_share and bool(_PER_CENT.search(_paragraph_of(number)))


def is_turned(number: NumberInContext) -> bool:
    """Whether the line deals with angles, of which this is a round one, or the lines around with
    the directions of which this is the full circle."""
    text, start = number.tree.text, number.tree.span_of(number.node)[0]
    begin = text.rfind("\n", 0, start) + 1
    line = text[max(begin, start - number.limits.near_characters) : start]
    is_circle = number.value == _CIRCLE and not _DIRECTIONS.isdisjoint(words_of(number.near))
    return is_circle or is_angle(number.value, line)


def is_in_clock(number: NumberInContext) -> bool:
    """Whether the lines around deal with time, which goes over at 60 seconds or 24 hours."""
    called = _GOES_OVER_AT.get(number.value)
    around = f"{number.symbol} {_paragraph_of(number)}"
    return called is not None and bool(called.search(around))


def guards_index(number: NumberInContext, name: str) -> bool:
    """Whether the lines around read what a length is compared for: `xs[6] if len(xs) > 6 else
    None`, `len(s) >= 8 && s[:8] == "timeout:"`."""
    measured = name.rpartition(".")[0] or name
    if not measured.replace(".", "").isidentifier():
        return False
    at = rf"(?:{number.written}|{int(number.value) - 1})\]|0?:{number.written}\]\s*[!=]="
    return re.search(rf"\b{re.escape(measured)}\[(?:{at})", number.near) is not None


def has_initials(name: str) -> bool:
    """Whether a name is one of a letter or two, which the lines around say more of."""
    return 0 < len(name) <= len("hh")


def is_in_base_64(number: NumberInContext) -> bool:
    """Whether the lines around deal with base 64, which makes four letters of three bytes."""
    return number.value in _OF_BASE_64 and bool(_BASE_64.search(number.near))


def counts_letters(number: NumberInContext) -> bool:
    """Whether the lines around deal with letters, of which there are 26, 36 with the digits, the
    first of which is 10 of a larger base: `c - 'a' + 10`."""
    if number.value != _TEN and number.value not in _ALPHABETS:
        return False
    paragraph = _paragraph_of(number)
    is_shown = number.value in _ALPHABETS or _SHIFTED_BY_TEN.search(paragraph) is not None
    return is_shown and bool(_LETTERS.search(paragraph))


def is_end_of_ascii(number: NumberInContext) -> bool:
    """Whether the lines around deal with codes of characters, and this is an end of those that can
    be printed, or of all: `ord(c) < 128`."""
    return number.value in _ENDS_OF_ASCII and bool(_CHARACTERS.search(number.near))


def goes_over(number: NumberInContext) -> bool:
    """Whether the lines around divide bytes, or anything by the same number: what reaches it goes
    over to the next unit, as in `if size < 1000` before `size /= 1000.0`, `hour === 12 ? 12 : hour
    % 12`, or to the next digit, as in `while (n >= 10) n /= 10`."""
    if number.value in _BYTES_GO_OVER_AT and _BYTES_DIVIDED.search(_paragraph_of(number)):
        return True
    written = re.escape(number.written.removesuffix(".0"))
    of = rf"\b{re.escape(number.uses.first.name)}\s*" if number.value in _DIGITS else ""
    divided = re.compile(
        rf"{of}(?:[/%]=?\s*|(?:pow|log)\(|divmod\([^,\n]+, ?){written}(?:\.0)?(?![\w.]*\d)"
    )
    is_digit = number.value in _DIGITS and number.uses.first.operator in (">", ">=")
    return (number.value in _GOING_OVER or is_digit) and bool(divided.search(number.near))


def is_known_key(number: NumberInContext) -> bool:
    """Whether the lines around name the key with this code: `// Escape` above `kc === 27`,
    `keyEvent(name == "Backspace" ? 8 : 13)`."""
    words = words_of(number.uses.first.name.rpartition(".")[2])
    if "key" not in words and _CODES.isdisjoint(words[-1:]):
        return False
    return bool(key_words(number.value, number.tree.language).intersection(words_of(number.near)))


def is_among_statuses(number: NumberInContext) -> bool:
    """Whether the lines around deal with answers to requests: `if error.code >= 500`."""
    return _OF_REQUESTS.search(number.near) is not None


def _paragraph_of(number: NumberInContext) -> str:
    """The lines around a number up to the next empty ones, but no long way."""
    start, far = number.tree.span_of(number.node)[0], number.limits.near_characters
    text = number.tree.text
    before = text[max(0, start - far) : start].rpartition("\n\n")[2]
    return before + text[start : start + far].partition("\n\n")[0]
