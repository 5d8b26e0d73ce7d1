"""The report's charts as SVG that stands alone: in a page, and as a file beside Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from tinyarms_daemon.faces.export.html_charts import round_up
from tinyarms_daemon.faces.export.html_text import element, text

_WIDTH, _HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 12, 34
_FONT = "12px system-ui, sans-serif"
_TEXT_HEIGHT = 12
_TO_MIDDLE_OF_TEXT = 4  # from its base line
_BESIDE_AXIS = 6
_BELOW_AXIS = _BOTTOM - _TEXT_HEIGHT - 8
_WIDEST_LABEL = 40
_GRID_LINES = 4
_SHARE_OF_BARS = 0.8  # of a group's room; the rest is between groups
_SWATCH = 12
_LEGEND_HEIGHT = 20
_FULL = 100.0  # per cent
_PAPER = "#ffffff"
_INK = "#111827"
_WORDS = "#374151"
_GRID = "#d1d5db"
_SERIES = ("#2563eb", "#d97706", "#059669", "#9333ea", "#64748b")
_LEVELS = {1: "#fef3c7", 2: "#fed7aa", 3: "#fecaca"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One course: points of minutes and height, and the thermal level at each (None: not known)."""

    name: str
    points: tuple[tuple[float, float], ...]
    levels: tuple[int | None, ...] = ()
    is_measured: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """One height in a group, from 0 to 1; None has no bar. `low` and `high` are its interval."""

    name: str
    height: float | None
    low: float | None
    high: float | None


def line_chart(lines: Sequence[Line], label: str, unit: str) -> str:
    """Lines over minutes; estimated ones are dashed. The first line's levels color the ground."""
    longest = max((at for line in lines for at, _ in line.points), default=1.0) or 1.0
    highest = round_up(max((y for line in lines for _, y in line.points), default=1.0))
    shapes = [_ground(lines[0], longest)] if lines else []
    shapes.append(_grid(highest, unit))
    shapes += [
        _text(
            x := _x(minute, longest),
            _HEIGHT - _BELOW_AXIS,
            f"{minute:.0f} min",
            "middle" if x < _WIDTH - _WIDEST_LABEL else "end",
        )
        for minute in (longest * number / _GRID_LINES for number in range(_GRID_LINES + 1))
    ]
    for number, line in enumerate(lines):
        points = " ".join(f"{_x(at, longest):.1f},{_y(y, highest):.1f}" for at, y in line.points)
        shapes.append(
            element(
                "polyline",
                element("title", text(line.name)),
                points=points,
                fill="none",
                stroke=_color(number),
                stroke_width=2,
                stroke_dasharray=None if line.is_measured else "5 4",
            )
        )
    return _svg("".join(shapes), [line.name for line in lines], label)


def bar_chart(groups: Sequence[tuple[str, Sequence[Bar]]], label: str) -> str:
    """Groups of bars with their intervals as whiskers, in per cent."""
    names = list(dict.fromkeys(bar.name for _, bars in groups for bar in bars))
    shapes = [_grid(_FULL, "%")]
    slot = (_WIDTH - _LEFT - _RIGHT) / max(len(groups), 1)
    for index, (group, bars) in enumerate(groups):
        middle = _LEFT + slot * (index + 0.5)
        shapes.append(_text(middle, _HEIGHT - _BELOW_AXIS, group, "middle"))
        wide = slot * _SHARE_OF_BARS / max(len(bars), 1)
        for place, bar in enumerate(bars):
            if bar.height is not None:
                left = _LEFT + slot * (index + (1 - _SHARE_OF_BARS) / 2) + wide * place
                shapes.append(_bar(bar, left, wide, _color(names.index(bar.name))))
    return _svg("".join(shapes), names, label)


def _bar(bar: Bar, left: float, wide: float, color: str) -> str:
    assert bar.height is not None
    top = _y(_FULL * bar.height, _FULL)
    shape = element(
        "rect",
        element("title", text(f"{bar.name}: {100 * bar.height:.0f} %")),
        x=f"{left + 1:.1f}",
        y=f"{top:.1f}",
        width=f"{max(wide - 2, 1):.1f}",
        height=f"{_HEIGHT - _BOTTOM - top:.1f}",
        fill=color,
    )
    if bar.low is None or bar.high is None:
        return shape
    x = left + wide / 2
    return shape + element(
        "line",
        x1=f"{x:.1f}",
        x2=f"{x:.1f}",
        y1=f"{_y(_FULL * bar.low, _FULL):.1f}",
        y2=f"{_y(_FULL * bar.high, _FULL):.1f}",
        stroke=_INK,
        stroke_width=1,
    )


def _ground(line: Line, longest: float) -> str:
    """Bands where the machine was warm, by the line's points."""
    shapes = []
    for (at, _), (until, _), level in zip(line.points, line.points[1:], line.levels, strict=False):
        color = None if level is None else _LEVELS.get(level)
        if color is not None:
            left, right = _x(at, longest), _x(until, longest)
            shapes.append(
                element(
                    "rect",
                    x=f"{left:.1f}",
                    y=_TOP,
                    width=f"{right - left:.1f}",
                    height=_HEIGHT - _TOP - _BOTTOM,
                    fill=color,
                )
            )
    return "".join(shapes)


def _grid(highest: float, unit: str) -> str:
    shapes = []
    for number in range(_GRID_LINES + 1):
        height = highest * number / _GRID_LINES
        y = f"{_y(height, highest):.1f}"
        shapes.append(element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, stroke=_GRID))
        shapes.append(
            _text(_LEFT - _BESIDE_AXIS, float(y) + _TO_MIDDLE_OF_TEXT, f"{height:g}", "end")
        )
    shapes.append(_text(_LEFT + _BESIDE_AXIS, _TOP + _TEXT_HEIGHT, unit, "start"))
    return "".join(shapes)


def _legend_line(number: int, name: str) -> str:
    top = _HEIGHT + number * _LEGEND_HEIGHT
    swatch = element("rect", x=_LEFT, y=top + 2, width=_SWATCH, height=_SWATCH, fill=_color(number))
    return swatch + _text(_LEFT + _SWATCH + _BESIDE_AXIS, top + _TEXT_HEIGHT, name, "start")


def _svg(content: str, names: Sequence[str], label: str) -> str:
    legend = "".join(_legend_line(number, name) for number, name in enumerate(names))
    height = _HEIGHT + len(names) * _LEGEND_HEIGHT + _BESIDE_AXIS
    ground = element("rect", width=_WIDTH, height=height, fill=_PAPER)
    return element(
        "svg",
        ground + content + legend,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        aria_label=label,
        style=f"font: {_FONT}; max-width: {_WIDTH}px",
    )


def _text(x: float, y: float, content: str, anchor: str) -> str:
    return element(
        "text", text(content), x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, fill=_WORDS
    )


def _x(minutes: float, longest: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * minutes / longest


def _y(height: float, highest: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - height / highest)


def _color(number: int) -> str:
    return _SERIES[number % len(_SERIES)]
