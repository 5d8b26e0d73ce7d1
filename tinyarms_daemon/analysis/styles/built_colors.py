"""The values of colors that code builds of numbers, or takes from its toolkit by name."""

import re

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.styles.colors import CHANNEL_COUNTS, NAMED_COLORS, normalized

_HEX_NUMBER = re.compile(r"0x([0-9a-f]{6})", re.IGNORECASE)
_CALL = re.compile(r"(?P<callee>[\w.]*)\s*[({](?P<arguments>[^(){}]*)[)}]")
_ARGUMENT = re.compile(r"\s*(?:(?P<label>\w+)\s*[:=]\s*)?(?P<value>\S(?:.*\S)?)\s*")
# A channel: `59`, `0.23`, `0x3b`, and `59 / 255.0` as a share of the whole.
_CHANNEL = re.compile(
    r"(?P<hex>0x[0-9a-f]{1,2})|(?P<number>\d+(?:\.\d*)?|\.\d+)(?P<share>\s*/\s*255(?:\.0*)?)?",
    re.IGNORECASE,
)
_OTHER_MODELS = re.compile(r"cmyk|hs[vbl]|gray|hue|saturation|white", re.IGNORECASE)
_SHARES = frozenset({"red", "green", "blue"})  # Swift's channels are shares of one
_LABELS = _SHARES | {"r", "g", "b", "a", "alpha", "opacity", "displayp3red", ""}
_FULL = 255
_CONSTANT = re.compile(r"(?:(?:UI|NS)Color)?\.(?P<apple>\w+)|tcell\.Color(?P<tcell>[A-Z]\w+)")
# UIColor's and NSColor's that are the same in light and dark, with their values by Apple's pages.
APPLE_COLORS = {
    "black": "#000",
    "darkGray": "#555",
    "lightGray": "#aaa",
    "white": "#fff",
    "gray": "#808080",
    "red": "#f00",
    "green": "#0f0",
    "blue": "#00f",
    "cyan": "#0ff",
    "yellow": "#ff0",
    "magenta": "#f0f",
    "orange": "#ff8000",
    "purple": "#800080",
    "brown": "#996633",
}
# What a terminal shows for these is its own choice; tcell gives the others as channels.
_OF_TERMINALS = word_set("""
    black maroon green olive navy purple teal silver gray grey red lime yellow blue fuchsia aqua
    white
    """)
_INDEXED = re.compile(r"(?:lipgloss|termenv)\.Color\([\"`](\d{1,3})[\"`]\)")
_OWN_OF_TERMINALS = 16  # the first of the 256 that xterm numbers
_FIRST_GRAY = 232
_DARKEST_GRAY, _GRAY_STEP = 8, 10
_LEVELS = (0, 95, 135, 175, 215, 255)  # of each channel of those between, by xterm's 256colres.pl


def built_color(text: str) -> str | None:
    """A color as `#rrggbbaa` of the code that builds it; None where its value can't be told from
    its text: `color.RGBA{255, 0, 0, 255}`, `Color(red: 1, green: 0, blue: 0)`, `0xff0000`,
    `UIColor.red`, `lipgloss.Color("205")`."""
    if (constant := _CONSTANT.fullmatch(text)) is not None:
        return _constant_color(constant)
    if (index := _INDEXED.fullmatch(text)) is not None:
        return _indexed_color(int(index[1]))
    if (number := _HEX_NUMBER.fullmatch(text)) is not None:
        return normalized(f"#{number[1]}")
    call = _CALL.fullmatch(text.strip())
    if call is None or _OTHER_MODELS.search(text):
        return None
    arguments = [_ARGUMENT.fullmatch(each) for each in call["arguments"].split(",") if each.strip()]
    labels = [(each["label"] or "").lower() if each else "?" for each in arguments]
    values = [each["value"] if each else "" for each in arguments]
    if len(values) == 1 and (number := _HEX_NUMBER.fullmatch(values[0])) is not None:
        return normalized(f"#{number[1]}")
    is_known = len(values) in CHANNEL_COUNTS and _LABELS.issuperset(labels)
    numbers = [channel for value in values if (channel := _channel(value)) is not None]
    if not is_known or len(numbers) != len(values):
        return None
    if _SHARES.intersection(labels) or max(numbers) <= 1:
        numbers = [number * _FULL for number in numbers]
    *channels, alpha = numbers if len(numbers) == CHANNEL_COUNTS[-1] else [*numbers, float(_FULL)]
    if any(number > _FULL for number in numbers):
        return None
    return normalized(f"rgb({' '.join(f'{each:g}' for each in channels)} / {alpha / _FULL:g})")


def _channel(text: str) -> float | None:
    channel = _CHANNEL.fullmatch(text)
    if channel is None:
        return None
    if channel["hex"]:
        return float(int(channel["hex"], 16))
    return float(channel["number"]) / (_FULL if channel["share"] else 1)


def _constant_color(constant: re.Match[str]) -> str | None:
    name = (constant["tcell"] or "").lower()
    if name in NAMED_COLORS and name not in _OF_TERMINALS:
        return normalized(name)
    return normalized(APPLE_COLORS.get(constant["apple"], ""))


def _indexed_color(index: int) -> str | None:
    """One of xterm's 256 colors, but for those that a terminal chooses itself."""
    if not _OWN_OF_TERMINALS <= index <= _FULL:
        return None
    if index >= _FIRST_GRAY:
        channels = [_DARKEST_GRAY + _GRAY_STEP * (index - _FIRST_GRAY)] * 3
    else:
        cube = index - _OWN_OF_TERMINALS
        channels = [_LEVELS[cube // 36], _LEVELS[cube // 6 % 6], _LEVELS[cube % 6]]
    return normalized(f"rgb({' '.join(map(str, channels))})")
