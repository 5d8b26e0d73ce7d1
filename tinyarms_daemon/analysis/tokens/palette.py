"""The colors that a project has names for."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.styles.color_distance import NearColors
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation, token_of
from tinyarms_daemon.analysis.tokens.token_reference import Candidate, Spot, candidates
from tinyarms_daemon.domain.findings.source import Region
from tinyarms_daemon.ports.project import Project

TOKEN = "token"
"""The kind of the facts that hold tokens."""

_OF_ALL_COLORS = word_set("raw base all brand app ui design default light dark")
_COLORS = word_set("color colors colour colours")
_OF_CODE = frozenset({Notation.CONSTANT, Notation.SYSTEM})


def names_palette(words: Collection[str]) -> bool:
    """Whether a map's name of these words says that it holds all colors of a program: `colors`,
    `baseColors`, `color`."""
    return not _COLORS.isdisjoint(words) and (_COLORS | _OF_ALL_COLORS).issuperset(words)


class Palette:
    """All colors of a project by their values; near is what differs by less than
    `near_difference` in CIEDE2000."""

    def __init__(self, project: Project, near_difference: float = 0.0) -> None:
        told = [(path, token_of(Kind.COLOR, fact.data)) for path, fact in project.facts(TOKEN)]
        self._by_color: dict[str, list[tuple[str, DesignToken]]] = {}
        self._near_difference = near_difference
        self._near: dict[str, list[str]] = {}
        values = {token.name: token for _, token in told if token.value}
        for path, token in told:
            origin = values.get(token.derived_from)
            if not token.value and origin is not None:
                token = replace(token, value=origin.value)
            if token.value:
                self._by_color.setdefault(token.value, []).append((path, token))

    def defines(self, path: str, region: Region, color: str) -> bool:
        """Whether a color in code is itself the definition of a token."""
        return any(
            token.notation in _OF_CODE
            and other == path
            and region.start.line <= token.line <= region.end.line
            for other, token in self._by_color.get(color, ())
        )

    def named(self, color: str, spot: Spot) -> list[Candidate]:
        """The tokens of exactly this color that can be used at a spot, the best one first."""
        return candidates(self._by_color.get(color, ()), spot)

    def nearest(self, color: str, spot: Spot) -> list[Candidate]:
        """The tokens whose colors are near to this one."""
        near = [each for other in self._near_to(color) for each in self._by_color[other]]
        return candidates(near, spot)

    def may_name(self, color: str) -> bool:
        """Whether some token has this color, or nearly, wherever it can be used."""
        return color in self._by_color or bool(self._near_to(color))

    def _near_to(self, color: str) -> list[str]:
        if color not in self._near:
            self._near[color] = self._colors.near(color, self._near_difference)
        return self._near[color]

    @cached_property
    def _colors(self) -> NearColors:
        return NearColors(self._by_color)

    def colors_of(self, names: Iterable[str]) -> set[str]:
        """The colors of the tokens of these names."""
        wanted = set(names)
        return {
            color
            for color, tokens in self._by_color.items()
            if any(token.name in wanted for _, token in tokens)
        }
