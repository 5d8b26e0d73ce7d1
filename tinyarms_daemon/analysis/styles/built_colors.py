"""The values of colors that code builds of numbers."""

import re

from tinyarms_daemon.analysis.styles.colors import normalized

_HEX_NUMBER = re.compile(r"0x([0-9a-f]{6})", re.IGNORECASE)
_CALL = re.compile(r"(?P<callee>[\w.]*)\s*[({](?P<arguments>[^(){}]*)[)}]")
_ARGUMENT = re.compile(r"\s*(?:(?P<label>\w+)\s*[:=]\s*)?(?P<value>\S+)\s*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_OTHER_MODELS = re.compile(r"cmyk|hs[vbl]|gray|hue|saturation|white", re.IGNORECASE)
_SHARES = frozenset({"red", "green", "blue"})  # Swift's channels are shares of one
_LABELS = _SHARES | {"r", "g", "b", "a", "alpha", "opacity", "displayp3red", ""}
_CHANNELS = (3, 4)
_FULL = 255


def built_color(text: str) -> str | None:
    """A color as `#rrggbbaa` of the code that builds it; None where its value can't be told from
    its text: `color.RGBA{255, 0, 0, 255}`, `Color(red: 1, green: 0, blue: 0)`, `0xff0000`."""
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
    is_known = len(values) in _CHANNELS and _LABELS.issuperset(labels)
    if not is_known or not all(map(_NUMBER.fullmatch, values)):
        return None
    numbers = [float(value) for value in values]
    if _SHARES.intersection(labels) or max(numbers) <= 1:
        numbers = [number * _FULL for number in numbers]
    *channels, alpha = numbers if len(numbers) == _CHANNELS[-1] else [*numbers, float(_FULL)]
    if any(number > _FULL for number in numbers):
        return None
    return normalized(f"rgb({' '.join(f'{each:g}' for each in channels)} / {alpha / _FULL:g})")
