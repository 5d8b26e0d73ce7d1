"""The scales that Tailwind comes with, and the utility classes that use them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.styles.token_values import amount_of
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation

CLASSIC, LATE, CURRENT = 3.0, 3.4, 4.0
"""The versions from which on scales, or what takes their steps, differ."""
DIFFERING = frozenset({Kind.RADIUS, Kind.SHADOW})
"""The kinds in which they do."""

PIXEL = "1px"
"""A hairline, which the classes of spacing have a step for whatever a step comes to: `p-px`."""
PIXEL_STEP = "px"

_PX_A_STEP = 4
_STEPS = """
    0.5 1 1.5 2 2.5 3 3.5 4 5 6 7 8 9 10 11 12 14 16 20 24 28 32 36 40 44 48 52 56 60 64 72 80 96
"""
_FONT_SIZES = """
    xs 12 sm 14 base 16 lg 18 xl 20 2xl 24 3xl 30 4xl 36 5xl 48 6xl 60 7xl 72 8xl 96 9xl 128
"""
_WEIGHTS = """
    thin 100 extralight 200 light 300 normal 400 medium 500 semibold 600 bold 700 extrabold 800
    black 900
"""
_LINE_HEIGHTS = "tight 1.25 snug 1.375 normal 1.5 relaxed 1.625 loose 2"
_WHOLE_LINE_HEIGHTS = range(3, 11)  # in steps
_RADII = "md 6 lg 8 xl 12 2xl 16 3xl 24 full 9999"
_RADII_OF = {0: "DEFAULT 4", CLASSIC: "sm 2 DEFAULT 4", CURRENT: "xs 2 sm 4 4xl 32"}
_Z_INDEXES = "10 10 20 20 30 30 40 40 50 50"
_DURATIONS = "75 75 100 100 150 150 200 200 300 300 500 500 700 700 1000 1000"
_BREAKPOINTS = "sm 640 md 768 lg 1024 xl 1280 2xl 1536"
# The steps, with the unit of their values.
_OF_EVERY_VERSION = {
    Kind.FONT_SIZE: (_FONT_SIZES, "px"),
    Kind.FONT_WEIGHT: (_WEIGHTS, ""),
    Kind.Z_INDEX: (_Z_INDEXES, ""),
    Kind.DURATION: (_DURATIONS, "ms"),
    Kind.BREAKPOINT: (_BREAKPOINTS, "px"),
}
_SHADOWS = {
    "md": "0px 4px 6px -1px #0000001a, 0px 2px 4px -2px #0000001a",
    "lg": "0px 10px 15px -3px #0000001a, 0px 4px 6px -4px #0000001a",
    "xl": "0px 20px 25px -5px #0000001a, 0px 8px 10px -6px #0000001a",
    "2xl": "0px 25px 50px -12px #00000040",
}
_SMALL_SHADOWS = (
    "0px 1px 2px 0px #0000000d",
    "0px 1px 3px 0px #0000001a, 0px 1px 2px -1px #0000001a",
)
_SMALL_SHADOWS_OF = {CLASSIC: ("sm", "DEFAULT"), CURRENT: ("xs", "sm")}
_SECTIONS: Mapping[Kind, tuple[str, str]] = {
    Kind.SPACE: ("spacing", ""),
    Kind.FONT_SIZE: ("fontSize", "--text-"),
    Kind.FONT_WEIGHT: ("fontWeight", "--font-weight-"),
    Kind.LINE_HEIGHT: ("lineHeight", "--leading-"),
    Kind.RADIUS: ("borderRadius", "--radius-"),
    Kind.SHADOW: ("boxShadow", "--shadow-"),
    Kind.Z_INDEX: ("zIndex", ""),
    Kind.DURATION: ("transitionDuration", ""),
    Kind.BREAKPOINT: ("screens", "--breakpoint-"),
}


@dataclass(frozen=True, slots=True)
class Utility:
    """What a utility class sets. With `only_exact`, values between the steps are usual."""

    kind: Kind
    only_exact: bool = False


_SPACING = word_set(
    """
    p px py pt pr pb pl ps pe m mx my mt mr mb ml ms me gap gap-x gap-y space-x space-y
    """
)
_PLACING = word_set(
    """
    w h size max-h inset inset-x inset-y top right bottom left start end translate-x
    translate-y indent basis border-spacing border-spacing-x border-spacing-y
    scroll-m scroll-mx scroll-my scroll-mt scroll-mr scroll-mb scroll-ml scroll-ms scroll-me
    scroll-p scroll-px scroll-py scroll-pt scroll-pr scroll-pb scroll-pl scroll-ps scroll-pe
    """
)
_PLACING_LATE = word_set("min-w min-h max-w")  # earlier versions knew a few named values here
_UTILITIES = {
    **{name: Utility(Kind.SPACE) for name in _SPACING},
    **{name: Utility(Kind.SPACE, only_exact=True) for name in _PLACING | _PLACING_LATE},
    "text": Utility(Kind.FONT_SIZE),
    "font": Utility(Kind.FONT_WEIGHT),
    "leading": Utility(Kind.LINE_HEIGHT),
    "shadow": Utility(Kind.SHADOW),
    "z": Utility(Kind.Z_INDEX),
    "duration": Utility(Kind.DURATION),
    "delay": Utility(Kind.DURATION, only_exact=True),
}
_UNIT_OF_STEPS = {
    Kind.SPACE: "px",
    Kind.LINE_HEIGHT: "px",
    Kind.Z_INDEX: "",
    Kind.DURATION: "ms",
}
"""In which unit the current version counts what it makes steps of."""
_ROUNDED = re.compile(r"rounded(?:-(?:[trblse]|tl|tr|bl|br|ss|se|es|ee))?")
_SETTING = {
    "gap": "gap",
    "row-gap": "gap-y",
    "column-gap": "gap-x",
    "border-radius": "rounded",
    "font-size": "text",
    "font-weight": "font",
    "line-height": "leading",
    "box-shadow": "shadow",
    "z-index": "z",
    "transition": "duration",
    "transition-duration": "duration",
}
_SIDED = re.compile(r"(?P<what>margin|padding)-?(?P<side>[a-z-]*)")
_CORNER = re.compile(r"border-(?P<row>top|bottom)-(?P<column>left|right)-radius")
_SIDES = {
    "": "",
    "top": "t",
    "right": "r",
    "bottom": "b",
    "left": "l",
    "inline": "x",
    "block": "y",
    "inline-start": "s",
    "inline-end": "e",
}
_DOTTED_STEP = re.compile(r"\.(\d+\.\d+)$")
# What projects set before their classes, to tell them from others: `tw-`, or `htw-` of their own.
_OWN_PREFIX = re.compile(r"[a-z]{0,4}tw-")


def utility_of(name: str) -> Utility | None:
    """What a utility class of this name, without its value, sets; None for what has no scale."""
    name = _without_prefix(name)
    return Utility(Kind.RADIUS) if _ROUNDED.fullmatch(name) else _UTILITIES.get(name)


def utility_setting(name: str) -> str:
    """The utility class that sets a property; empty where there is none of its own."""
    if (side := _SIDED.fullmatch(name)) is not None:
        return side["what"][0] + _SIDES[side["side"]] if side["side"] in _SIDES else ""
    if (corner := _CORNER.fullmatch(name)) is not None:
        return f"rounded-{corner['row'][0]}{corner['column'][0]}"
    return _SETTING.get(name, "")


def _without_prefix(name: str) -> str:
    found = _OWN_PREFIX.match(name)
    return name[found.end() :] if found else name


@lru_cache(maxsize=64)
def usual_tokens(kind: Kind, version: float, unit_px: float) -> tuple[DesignToken, ...]:
    """The tokens of a kind that Tailwind comes with, 0 for what its versions have in common; a
    step of spacing is `unit_px` wide."""
    return tuple(
        _usual(kind, version == CURRENT, step, value)
        for step, value in _steps(kind, version, unit_px)
    )


def _usual(kind: Kind, is_current: bool, step: str, value: str) -> DesignToken:
    section, namespace = _SECTIONS[kind]
    has_variable = is_current and namespace and not _is_computed(kind, step)
    return DesignToken(
        kind=kind,
        name=f"{namespace}{step}" if has_variable else f"{section}.{step}",
        value=value,
        line=0,
        notation=Notation.THEME if is_current else Notation.CONFIG,
        step="" if step == "DEFAULT" else step,
    )


def _is_computed(kind: Kind, step: str) -> bool:
    """Whether the current version has a class for a step and no variable."""
    return step == "full" or (kind is Kind.LINE_HEIGHT and step.isdigit())


def takes_steps(name: str, version: float) -> bool:
    """Whether a utility class takes the steps of its scale in a version."""
    return version >= LATE or _without_prefix(name) not in _PLACING_LATE


def computed_step(kind: Kind, value: str, version: float, unit_px: float) -> str | None:
    """The step of a value that the current version makes up where it is asked for: `p-13`, and of
    lengths also what lies halfway, `p-4.5`; quarters are known to it, and usual to nobody."""
    amount = amount_of(value)
    if version != CURRENT or amount is None or _UNIT_OF_STEPS.get(kind) != amount.unit:
        return None
    is_length = amount.unit == "px"
    step = amount.number / (unit_px if is_length else 1) if unit_px else 0.25
    return f"{step:g}" if (step * (2 if is_length else 1)).is_integer() else None


def css_reference(token: DesignToken) -> str:
    """How a usual token is written in a style sheet; empty where it has no name there. Durations
    are those of classes that make a transition, and no measure of animations."""
    if token.kind is Kind.DURATION:
        return ""
    if token.notation is Notation.CONFIG or token.kind is Kind.BREAKPOINT:
        return theme_call(token.name)
    if token.kind is Kind.SPACE or (token.kind is Kind.LINE_HEIGHT and token.step.isdigit()):
        return f"calc(var(--spacing) * {token.step})"
    return f"var({token.name})" if token.name.startswith("--") else ""


def theme_call(name: str) -> str:
    """A token of Tailwind's theme as the sheets that it builds may take it from there; a step that
    holds a dot stands in brackets. In quotes it passes through SCSS."""
    if name.startswith("--"):
        return f"theme({name})"
    path = _DOTTED_STEP.sub(r"[\1]", name.removesuffix(".DEFAULT"))
    return f"theme('{path}')"


def _steps(kind: Kind, version: float, unit_px: float) -> Iterator[tuple[str, str]]:
    if kind is Kind.SPACE:
        yield PIXEL_STEP, PIXEL
        yield from ((step, f"{float(step) * unit_px:g}px") for step in _STEPS.split())
    elif kind is Kind.SHADOW:
        yield from zip(_SMALL_SHADOWS_OF.get(version // 1, ()), _SMALL_SHADOWS, strict=False)
        yield from _SHADOWS.items()
    elif kind is Kind.LINE_HEIGHT:
        yield from _pairs(_LINE_HEIGHTS, "")
        yield from ((str(step), f"{step * _PX_A_STEP}px") for step in _WHOLE_LINE_HEIGHTS)
    elif kind is Kind.RADIUS:
        yield from _pairs(f"{_RADII} {_RADII_OF.get(version // 1, '')}", "px")
    elif kind in _OF_EVERY_VERSION:
        yield from _pairs(*_OF_EVERY_VERSION[kind])


def _pairs(text: str, unit: str) -> Iterator[tuple[str, str]]:
    words = text.split()
    return ((step, f"{value}{unit}") for step, value in zip(words[::2], words[1::2], strict=True))
