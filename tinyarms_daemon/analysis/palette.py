"""The colors that a project has names for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tinyarms_daemon.analysis.color_distance import is_near
from tinyarms_daemon.analysis.design_token import DesignToken, token_of
from tinyarms_daemon.analysis.token_kinds import TokenKind
from tinyarms_daemon.analysis.token_reference import Candidate, Spot, candidates
from tinyarms_daemon.domain.project import FactData
from tinyarms_daemon.ports.project import USE, Project

TOKEN = "token"
_OF_COLOR, _OF_NAME = "token:", "alias:"


def palette_facts(tokens: Iterable[DesignToken]) -> Iterator[tuple[str, str, FactData]]:
    """What a file's tokens add to the palette: facts by the color, or, for one that takes its
    color from a token of another file, by that token's name. The topics are not those of uses:
    a use that comes or goes touches no other color."""
    for token in tokens:
        if token.kind is TokenKind.COLOR:
            of_color = f"{_OF_COLOR}{token.value}"
            topic = of_color if token.value else f"{_OF_NAME}{token.derived_from}"
            yield TOKEN, topic, token.as_data()


class Palette:
    """All colors of a project by their values."""

    def __init__(self, project: Project) -> None:
        told = [(path, token_of(TokenKind.COLOR, fact.data)) for path, fact in project.facts(TOKEN)]
        self._by_color: dict[str, list[tuple[str, DesignToken]]] = {}
        values = {token.name: token for _, token in told if token.value}
        for path, token in told:
            origin = values.get(token.derived_from)
            if not token.value and origin is not None:
                token = replace(token, value=origin.value)
            if token.value:
                self._by_color.setdefault(token.value, []).append((path, token))

    def named(self, color: str, spot: Spot) -> list[Candidate]:
        """The tokens of exactly this color that can be used at a spot, the best one first."""
        return candidates(self._by_color.get(color, ()), spot)

    def nearest(self, color: str, spot: Spot, most: float) -> list[Candidate]:
        """The tokens whose colors differ from this one by less than `most` in CIEDE2000."""
        near = [
            each
            for other, tokens in self._by_color.items()
            if other != color and is_near(color, other, most)
            for each in tokens
        ]
        return candidates(near, spot)

    def colors_of(self, names: Iterable[str]) -> set[str]:
        """The colors of the tokens of these names."""
        wanted = set(names)
        return {
            color
            for color, tokens in self._by_color.items()
            if any(token.name in wanted for _, token in tokens)
        }


def touched_colors(topics: Iterable[str], project: Project, most: float) -> set[str]:
    """The colors whose conclusions may change with the facts of `topics`: those used, and those
    that are, or are near to, the color of a token among them."""
    changed = set(topics)
    names = {topic[len(_OF_NAME) :] for topic in changed if topic.startswith(_OF_NAME)}
    tokens = {topic[len(_OF_COLOR) :] for topic in changed if topic.startswith(_OF_COLOR)}
    if names:
        tokens |= Palette(project).colors_of(names)
    colors = {topic for topic in changed if not topic.startswith((_OF_NAME, _OF_COLOR))} | tokens
    if tokens:
        colors |= {
            other
            for other in project.topics(USE)
            if any(is_near(other, each, most) for each in tokens)
        }
    return colors
