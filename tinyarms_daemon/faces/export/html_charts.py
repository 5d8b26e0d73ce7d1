"""The charts of the HTML report as SVG, colored by the page's style sheet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.domain.findings.rule import SEVERITIES
from tinyarms_daemon.faces.export.history import History
from tinyarms_daemon.faces.export.html_text import element, text
from tinyarms_daemon.faces.export.treemap import Rectangle, squarified

_WIDTH, _HEIGHT = 720, 260
_LEFT, _BOTTOM, _TOP = 44, 22, 8
_COLORS = 8
_FOLDERS_SHOWN = 24
_CHARACTER_WIDTH = 7.0  # of the page's font at the labels' size
_LABEL_HEIGHT = 14
_BESIDE_LABEL, _BELOW_LABEL = 6, 4
_SHORTEST_NAME = 4  # characters: of fewer nobody knows a folder
_BAR_HEIGHT = 28
_LEAST_COURSE = timedelta(hours=1)
_GRID_LINES = 4
_BESIDE_AXIS = 6
_TO_MIDDLE_OF_TEXT = 4  # from its base line
_MARGIN = 10
_TIME_LABELS = 4
_BELOW_LABELS = 5


def history_chart(history: History) -> str:
    """Findings by rule over time: areas above each other, the rule with the most at the bottom."""
    if not history.moments:
        return element("p", "No finding has a date yet.", class_="nothing")
    if _begins_now(history):
        return _standing(history)
    totals = [sum(column) for column in zip(*history.counts.values(), strict=True)]
    highest = round_up(max(totals) / _GRID_LINES) * _GRID_LINES
    shapes = [_grid(highest), _time_axis(history.moments)]
    below = [0] * len(totals)
    for number, (rule, counts) in enumerate(_few(history.counts).items()):
        above = [low + count for low, count in zip(below, counts, strict=True)]
        shapes.append(_area(rule, number, below, above, highest))
        below = above
    label = "Findings by rule over time"
    return _svg("".join(shapes), _WIDTH, _HEIGHT, label) + _legend(list(_few(history.counts)))


def _begins_now(history: History) -> bool:
    """Whether all there is came lately, as after the first scan: that is no course of anything."""
    totals = map(sum, zip(*history.counts.values(), strict=True))
    first = next(at for at, total in zip(history.moments, totals, strict=True) if total)
    return history.moments[-1] - first < _LEAST_COURSE


def _standing(history: History) -> str:
    """One bar, with a part for each rule, and what each of them stands for."""
    counts = {rule: row[-1] for rule, row in _few(history.counts).items()}
    parts, x = [], 0.0
    for number, (rule, count) in enumerate(counts.items()):
        width = _WIDTH * count / sum(counts.values())
        parts.append(
            f'<rect class="color{number}" x="{x:.1f}" width="{width:.1f}" height="{_BAR_HEIGHT}">'
            f"<title>{text(rule)}: {count:,}</title></rect>"
        )
        x += width
    bar = _svg(element("g", "".join(parts)), _WIDTH, _BAR_HEIGHT, "Findings by rule")
    note = element(
        "p",
        "All of it was first seen within the last hour; the course over time comes with time.",
        class_="dim",
    )
    return bar + _legend([f"{rule} {count:,}" for rule, count in counts.items()]) + note


def folder_treemap(findings: Sequence[FindingMessage]) -> str:
    """A rectangle for each folder, as large as its findings are many, colored by the worst."""
    folders = _folders(findings)
    if not folders:
        return element("p", "Nothing is open.", class_="nothing")
    room = Rectangle(0, 0, _WIDTH, _HEIGHT)
    rectangles = squarified([len(each) for _, each in folders], room)
    shapes = [
        _folder(name, each, rectangle)
        for (name, each), rectangle in zip(folders, rectangles, strict=True)
    ]
    return _svg("".join(shapes), _WIDTH, _HEIGHT, "Open findings by folder")


def _svg(content: str, width: int, height: int, label: str) -> str:
    return element("svg", content, viewBox=f"0 0 {width} {height}", role="img", aria_label=label)


def _few(counts: dict[str, list[int]]) -> dict[str, list[int]]:
    """At most as many rows as there are colors; what is beyond is one row of others."""
    if len(counts) <= _COLORS:
        return counts
    rows = list(counts.items())
    others = [sum(column) for column in zip(*(row for _, row in rows[_COLORS - 1 :]), strict=True)]
    return {**dict(rows[: _COLORS - 1]), "others": others}


def round_up(height: float) -> int:
    """The next of 1, 2 and 5 times a power of ten that holds a height."""
    power = 1
    while power * 10 < height:
        power *= 10
    return next(step * power for step in (1, 2, 5, 10) if step * power >= height)


def _y(count: float, highest: int) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - count / highest)


def _x(index: int, length: int) -> float:
    return _LEFT + (_WIDTH - _LEFT) * index / max(length - 1, 1)


def _grid(highest: int) -> str:
    lines = []
    for number in range(_GRID_LINES + 1):
        count = highest * number // _GRID_LINES
        y = _y(count, highest)
        lines.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(
            f'<text class="end" x="{_LEFT - _BESIDE_AXIS}" y="{y + _TO_MIDDLE_OF_TEXT:.1f}">'
            f"{count:,}</text>"
        )
    return "".join(lines)


def _time_axis(moments: Sequence[datetime]) -> str:
    is_long = (moments[-1] - moments[0]).days > 2
    labels = []
    for number in range(_TIME_LABELS + 1):
        index = (len(moments) - 1) * number // _TIME_LABELS
        moment = moments[index]
        said = f"{moment:%Y-%m-%d}" if is_long else f"{moment:%d %b %H:%M}"
        place = "start" if number == 0 else "end" if number == _TIME_LABELS else "middle"
        x = _x(index, len(moments))
        labels.append(
            f'<text class="{place}" x="{x:.1f}" y="{_HEIGHT - _BELOW_LABELS}">{text(said)}</text>'
        )
    return "".join(labels)


def _area(rule: str, number: int, low: list[int], high: list[int], highest: int) -> str:
    upper = [(_x(index, len(high)), _y(count, highest)) for index, count in enumerate(high)]
    lower = [(_x(index, len(low)), _y(count, highest)) for index, count in enumerate(low)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in [*upper, *reversed(lower)])
    title = f"<title>{text(rule)}: {high[-1] - low[-1]:,} now</title>"
    return f'<polygon class="color{number}" points="{points}">{title}</polygon>'


def _legend(rules: Sequence[str]) -> str:
    items = [
        element("li", f'<span class="swatch color{number}"></span>{text(rule)}')
        for number, rule in enumerate(rules)
    ]
    return element("ul", "".join(items), class_="legend")


def _folders(findings: Sequence[FindingMessage]) -> list[tuple[str, list[FindingMessage]]]:
    """The folders with the most findings, and all others as one."""
    folders: dict[str, list[FindingMessage]] = {}
    for finding in findings:
        folder = finding["path"].rpartition("/")[0] or "."
        name = f"{finding['repository']}/{folder}" if finding["repository"] else folder
        folders.setdefault(name.removesuffix("/."), []).append(finding)
    ranked = sorted(folders.items(), key=lambda item: (-len(item[1]), item[0]))
    if len(ranked) <= _FOLDERS_SHOWN:
        return ranked
    shown, others = ranked[: _FOLDERS_SHOWN - 1], ranked[_FOLDERS_SHOWN - 1 :]
    rest = (f"{len(others):,} more folders", [each for _, found in others for each in found])
    return sorted([*shown, rest], key=lambda item: -len(item[1]))


def _folder(name: str, findings: Sequence[FindingMessage], room: Rectangle) -> str:
    severities = {finding["severity"] for finding in findings}
    worst = next((severity for severity in SEVERITIES if severity in severities), "note")
    shape = (
        f'<rect class="{worst}" x="{room.x:.1f}" y="{room.y:.1f}" width="{room.width:.1f}" '
        f'height="{room.height:.1f}"/>'
    )
    title = f"<title>{text(name)}: {len(findings):,}, worst: {worst}</title>"
    return element("g", title + shape + _label(name, len(findings), room), class_="folder")


def _fitting(path: str, characters: int) -> str:
    """The longest end of a path, in whole names, that is not too long; else the last name, cut."""
    while len(path) > characters and "/" in path:
        path = path.partition("/")[2]
    return path if len(path) <= characters else path[: characters - 1] + "…"


def _label(name: str, count: int, room: Rectangle) -> str:
    """As many of a folder's last names as fit, and its number."""
    characters = int((room.width - _MARGIN) / _CHARACTER_WIDTH)
    if characters < len(f"{count:,}") or room.height < _LABEL_HEIGHT + _BELOW_LABEL:
        return ""
    lines = [f"{count:,}"]
    if room.height >= 2 * _LABEL_HEIGHT + _BESIDE_LABEL and characters >= _SHORTEST_NAME:
        lines.insert(0, _fitting(name, characters))
    return "".join(
        f'<text class="label" x="{room.x + _BESIDE_LABEL:.1f}" '
        f'y="{room.y + _LABEL_HEIGHT * (index + 1) + 2:.1f}">{text(line)}</text>'
        for index, line in enumerate(lines)
    )
