"""What a color is worth, however it is written."""

import math
import re
from collections.abc import Callable, Sequence

_NAMES = """
    aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc
    bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a
    burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50
    cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b
    darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b
    darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000
    darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f
    darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff
    dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0
    forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700
    goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0
    hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa
    lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080
    lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90
    lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa
    lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00
    limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa
    mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371
    mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585
    midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead
    navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500
    orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093
    papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6
    purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
    saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d
    silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa
    springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347
    turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00
    yellowgreen 9acd32
"""
_WORDS = _NAMES.split()
NAMED_COLORS = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""Each color that CSS knows by a name, as six hex digits."""

HEX_COLOR = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})", re.IGNORECASE)
COLOR_FUNCTIONS = frozenset(
    {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "device-cmyk"}
)

_CALL = re.compile(r"([a-z-]+)\(([^()]*)\)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s,/]+")
_NUMBER = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|deg|grad|rad|turn)?$", re.IGNORECASE
)
_DEGREES = {None: 1.0, "deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
_DOUBLED_DIGITS = 4  # `#fffa` is short for `#ffffffaa`
_FULL = 255
_PERCENT = 100
# What 100 % is of a and b, and of a chroma.
_OKLAB_WHOLE, _LAB_WHOLE, _LCH_WHOLE = 0.4, 125, 150
_COLOR_AND_ALPHA = 2

CHANNEL_COUNTS = (3, 4)
"""How many numbers make a color, without its alpha and with it."""
Triple = tuple[float, float, float]


def normalized(color: str) -> str | None:
    """A color as `#rrggbbaa` in sRGB; None where its value can't be told from its text.

    Two colors that are shown alike are written alike, whatever their notation.
    """
    text = color.strip().lower()
    if text in NAMED_COLORS:
        return f"#{NAMED_COLORS[text]}ff"
    if HEX_COLOR.fullmatch(text):
        doubled = len(text) <= len("#") + _DOUBLED_DIGITS
        digits = "".join(digit * 2 for digit in text[1:]) if doubled else text[1:]
        return f"#{digits:f<8}"
    found = _CALL.fullmatch(text)
    return _from_function(found[1], found[2]) if found else None


def _from_function(name: str, arguments: str) -> str | None:
    parts = [part for part in _SEPARATOR.split(arguments.strip()) if part]
    if name in ("rgb", "rgba") and len(parts) == _COLOR_AND_ALPHA:
        return _with_alpha(normalized(parts[0]), parts[1])
    if name == "color" and parts[:1] == ["srgb"]:
        name, parts = "srgb", parts[1:]
    read = _READERS.get(name.removesuffix("a") if name in ("rgba", "hsla") else name)
    if read is None or len(parts) not in CHANNEL_COUNTS:
        return None
    try:
        channels = read(parts[:3])
        alpha = _alpha(parts[3]) if len(parts) > len(channels) else 1.0
        return "#" + "".join(f"{_byte(each):02x}" for each in (*channels, alpha))
    except (ValueError, OverflowError):  # no number, or none that a screen could show
        return None


def _with_alpha(color: str | None, alpha: str) -> str | None:
    """A color with another alpha, as SCSS writes it: `rgba(#000, 0.2)`."""
    try:
        return f"{color[:-2]}{_byte(_share(alpha)):02x}" if color else None
    except ValueError:
        return None


def _byte(share: float) -> int:
    return round(min(1.0, max(0.0, share)) * _FULL)


def _number(text: str, per_cent: float) -> float:
    """A number, or a percentage of `per_cent`; `none` is zero. ValueError for anything else."""
    if text == "none":
        return 0.0
    found = _NUMBER.match(text)
    if found is None or (found[2] not in (None, "%")):
        raise ValueError(text)
    return float(found[1]) / 100 * per_cent if found[2] else float(found[1])


def _share(text: str) -> float:
    return _number(text, 1.0)


def _alpha(text: str) -> float:
    """A share; what is more than the whole counts up to 255, as Qt's style sheets do."""
    share = _share(text)
    return share if share <= 1 else share / _FULL


def _degrees(text: str) -> float:
    found = _NUMBER.match(text)
    if text == "none":
        return 0.0
    if found is None or found[2] not in _DEGREES:
        raise ValueError(text)
    return float(found[1]) * _DEGREES[found[2]] % 360


def _rgb(parts: Sequence[str], whole: float = _FULL) -> Triple:
    red, green, blue = (_number(part, whole) / whole for part in parts)
    return red, green, blue


def _percentage(text: str) -> float:
    """A percentage as a share; a bare number counts as one too."""
    return _number(text, _PERCENT) / _PERCENT


def _hsl(parts: Sequence[str]) -> Triple:
    hue, saturation, lightness = _degrees(parts[0]), *map(_percentage, parts[1:])
    chroma = saturation * min(lightness, 1 - lightness)

    def channel(offset: int) -> float:
        position = (offset + hue / 30) % 12
        return lightness - chroma * max(-1.0, min(position - 3, 9 - position, 1.0))

    red, green, blue = map(channel, (0, 8, 4))
    return red, green, blue


def _hwb(parts: Sequence[str]) -> Triple:
    white, black = map(_percentage, parts[1:])
    if white + black >= 1:
        gray = white / (white + black)
        return gray, gray, gray
    red, green, blue = (
        each * (1 - white - black) + white for each in _hsl([parts[0], "100%", "50%"])
    )
    return red, green, blue


def _axes(parts: Sequence[str], whole: float) -> tuple[float, float]:
    a, b = (_number(part, whole) for part in parts[1:])
    return a, b


def _polar(parts: Sequence[str], whole: float) -> tuple[float, float]:
    chroma, hue = _number(parts[1], whole), math.radians(_degrees(parts[2]))
    return chroma * math.cos(hue), chroma * math.sin(hue)


# The matrices and constants of CSS Color Module Level 4, sample code for color conversions.
def _from_oklab(lightness: float, a: float, b: float) -> Triple:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _from_lab(lightness: float, a: float, b: float) -> Triple:
    kappa, epsilon = 24389 / 27, 216 / 24389
    y_root = (lightness + 16) / 116
    x_root, z_root = a / 500 + y_root, y_root - b / 200
    x = x_root**3 if x_root**3 > epsilon else (116 * x_root - 16) / kappa
    y = y_root**3 if lightness > kappa * epsilon else lightness / kappa
    z = z_root**3 if z_root**3 > epsilon else (116 * z_root - 16) / kappa
    x, z = x * 0.3457 / 0.3585, z * (1 - 0.3457 - 0.3585) / 0.3585  # the white of D50
    return (
        _gamma(3.1341358529 * x - 1.6173863321 * y - 0.4906619460 * z),
        _gamma(-0.9787954766 * x + 1.9162543773 * y + 0.0334427373 * z),
        _gamma(0.0719550337 * x - 0.2289768264 * y + 1.4053860351 * z),
    )


def _gamma(linear: float) -> float:
    if abs(linear) <= 0.0031308:
        return 12.92 * linear
    return math.copysign(1.055 * abs(linear) ** (1 / 2.4) - 0.055, linear)


_READERS: dict[str, Callable[[Sequence[str]], Triple]] = {
    "rgb": _rgb,
    "srgb": lambda parts: _rgb(parts, 1.0),
    "hsl": _hsl,
    "hwb": _hwb,
    "lab": lambda parts: _from_lab(_number(parts[0], _PERCENT), *_axes(parts, _LAB_WHOLE)),
    "lch": lambda parts: _from_lab(_number(parts[0], _PERCENT), *_polar(parts, _LCH_WHOLE)),
    "oklab": lambda parts: _from_oklab(_share(parts[0]), *_axes(parts, _OKLAB_WHOLE)),
    "oklch": lambda parts: _from_oklab(_share(parts[0]), *_polar(parts, _OKLAB_WHOLE)),
}
