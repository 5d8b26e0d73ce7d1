"""What is told of a color: the token that has its value, or that no token has."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tinyarms_daemon.analysis.colors.color_spots import replacement, shown, spot_of
from tinyarms_daemon.analysis.tokens.palette import Palette
from tinyarms_daemon.analysis.tokens.token_reference import (
    MOST_NAMED,
    having_value,
    is_for_another,
)
from tinyarms_daemon.domain.findings.fingerprint import fingerprints
from tinyarms_daemon.domain.findings.project import Conclusion, Use
from tinyarms_daemon.domain.findings.rule import Observation, Origin
from tinyarms_daemon.domain.findings.source import Place


def named_color(path: str, observation: Observation, palette: Palette) -> Observation | None:
    """The finding at a place whose color has a token, or nearly has one."""
    if not palette.may_name(str(observation.measures["color"])):
        return None
    measures, text = observation.measures, shown(observation.evidence, observation.measures)
    spot, color = spot_of(path, measures), str(measures["color"])
    if same := palette.named(color, spot):
        said = f"Color {text} is written in place; {having_value(same)}."
        is_other = is_for_another(same[0].token, spot.purpose)
        suggestion = None if is_other else replacement(observation.evidence, measures, same[0])
    elif near := palette.nearest(color, spot):
        token = near[0].token
        said = f"Color {text} is nearly that of the token {token.name} ({_shown(token.value)})."
        same, suggestion = near[:1], None
    else:
        return None
    return replace(
        observation,
        message=said,
        suggestion=suggestion,
        related=tuple(each.definition(path) for each in same[:MOST_NAMED]),
        origin=Origin.SYNTAX if all(each.path == path for each in same) else Origin.GRAPH,
    )


def _shown(color: str) -> str:
    return color.removesuffix("ff") if len(color) > len("#rrggbb") else color


def nameless_color(places: Iterable[tuple[str, Use]]) -> Iterator[Conclusion]:
    """One finding for a color without a token, and one for its places that are suppressed."""
    told = [(path, use.observation) for path, use in places]
    open_ones = [each for each in told if not each[1].suppressed]
    suppressed = [each for each in told if each[1].suppressed]
    groups = [group for group in (open_ones, suppressed) if group]
    for group in groups:
        (path, first), others = group[0], group[1:]
        color = str(first.measures["color"])
        names = fingerprints(first.rule, [color, color])
        name = next(names) if group is open_ones else list(names)[1]
        where = "in place" if not others else f"in {len(group)} places"
        text = shown(first.evidence, first.measures)
        yield Conclusion(
            path,
            replace(
                first,
                fingerprint=name,
                message=f"Color {text} is written {where}; no token names it.",
                related=tuple(_place(path, *other) for other in others),
                origin=Origin.GRAPH if any(each[0] != path for each in others) else first.origin,
            ),
            frozenset({color}),
        )


def _place(path: str, other: str, observation: Observation) -> Place:
    region = observation.region
    return Place(
        None if other == path else other, region.start.line, region.end.line, observation.evidence
    )
