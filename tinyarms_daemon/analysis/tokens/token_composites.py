"""The values of JSON's tokens that are written in parts: shadows, and colors by components."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from tinyarms_daemon.analysis.identifier_words import word_set

VALUE_KEYS = ("$value", "value")
"""What formats of tokens call a value, the standard one first."""
# The parts of a shadow in the order of CSS, as the W3C's format and Tokens Studio call them.
_OFFSETS = (("offsetX", "x"), ("offsetY", "y"), ("blur",), ("spread",))
_COLOR, _SPACE, _ALPHA, _UNIT = "color", "colorSpace", "alpha", "unit"
_COMPONENTS = ("components.0", "components.1", "components.2")
_PARTS = word_set("offsetX offsetY x y blur spread color colorSpace alpha components")
_IN_PERCENT = word_set("hsl hwb")  # whose second and third components are shares of a hundred

Path = tuple[str, ...]
Parts = dict[str, str]


class Composites:
    """Values that are read part by part, in the order in which they stand in a document."""

    def __init__(self) -> None:
        self._starts: dict[Path, int] = {}
        self._layers: dict[Path, dict[str, Parts]] = {}

    def take(self, keys: Sequence[str], said: str, start: int) -> bool:
        """Whether a leaf is a part of a value, which it is taken for then."""
        at = next((index for index, key in enumerate(keys) if key in VALUE_KEYS), len(keys))
        below = list(keys[at + 1 :])
        layer = below.pop(0) if below and below[0].isdigit() else ""
        if not below or below[0] not in _PARTS:
            return False
        path = tuple(keys[:at])
        self._starts.setdefault(path, start)
        parts = self._layers.setdefault(path, {}).setdefault(layer, {})
        if below[-1] == _UNIT:
            parts[below[0]] = parts.get(below[0], "") + said
        else:
            parts[".".join(key for key in below if key not in VALUE_KEYS)] = said
        return True

    def colors(self) -> Iterator[tuple[Path, str, int]]:
        """The path of each color, how CSS writes it, and where it begins."""
        return self._written(_color)

    def shadows(self, resolved: Callable[[str], str]) -> Iterator[tuple[Path, str, int]]:
        """The same of each shadow; `resolved` says what a reference to a token comes to."""
        return self._written(partial(_shadow, resolved))

    def _written(self, write: Callable[[Parts], str]) -> Iterator[tuple[Path, str, int]]:
        for path, layers in self._layers.items():
            written = list(map(write, layers.values()))
            if all(written):
                yield path, ", ".join(written), self._starts[path]


def _shadow(resolved: Callable[[str], str], parts: Parts) -> str:
    lengths = [next((parts[name] for name in names if name in parts), "0") for names in _OFFSETS]
    if _COLOR not in parts or "blur" not in parts:
        return ""
    return " ".join(resolved(each) for each in (*lengths, parts[_COLOR]))


def _color(parts: Parts) -> str:
    space = parts.get(_SPACE, "")
    channels = [parts.get(each, "") for each in _COMPONENTS]
    if not space or not all(channels):
        return ""
    if space in _IN_PERCENT:
        channels = [channels[0], *(f"{each}%" for each in channels[1:])]
    written = f"{' '.join(channels)} / {parts.get(_ALPHA, '1')}"
    is_named = space in ("hsl", "hwb", "lab", "lch", "oklab", "oklch")
    return f"{space}({written})" if is_named else f"color({space} {written})"
