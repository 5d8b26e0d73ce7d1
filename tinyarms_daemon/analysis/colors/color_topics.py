"""What the facts of colors are about, so that a change concerns no more than it has to.

A color that is written out has the color itself as its topic, and so has the finding of a color
without a token, which lists all its places. A place whose color has a token rests on its file and
on the color's name: another use of the same color, wherever it comes or goes, does not concern it.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator

from tinyarms_daemon.analysis.file_topic import FILE, file_topic
from tinyarms_daemon.analysis.styles.color_distance import NearColors
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.tokens.design_token import DesignToken
from tinyarms_daemon.analysis.tokens.palette import TOKEN, Palette
from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.ports.project import USE, Project

_OF_TOKEN, _OF_ALIAS, _OF_NAME = "token:", "alias:", "named:"
_DIGEST_BYTES = 8
_USED = "file"


def palette_facts(tokens: Iterable[DesignToken]) -> Iterator[tuple[str, str, FactData]]:
    """What a file's tokens add to the palette: facts by the color, or, for one that takes its
    color from a token of another file, by that token's name."""
    for token in tokens:
        if token.kind is Kind.COLOR:
            of_color = f"{_OF_TOKEN}{token.value}"
            topic = of_color if token.value else f"{_OF_ALIAS}{token.derived_from}"
            yield TOKEN, topic, token.as_data()


def file_fact(path: str, text: str, colors: Iterable[str]) -> tuple[str, str, FactData]:
    """The colors that a file writes out; the fact changes whenever the file does."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES)
    told: list[FactData] = [digest.hexdigest(), *sorted(colors)]
    return _USED, file_topic(path), told


def place_topics(path: str, color: str) -> frozenset[str]:
    """What the finding at a place whose color has a token rests on."""
    return frozenset({file_topic(path), f"{_OF_NAME}{color}"})


class ColorConcern:
    """What has to be concluded for some topics; everything for None."""

    def __init__(self, project: Project, topics: Collection[str] | None) -> None:
        self._topics = None if topics is None else frozenset(topics)
        self.colors: frozenset[str] | None = None
        """The colors whose uses have to be looked at."""
        if self._topics is not None:
            files = {topic for topic in self._topics if topic.startswith(FILE)}
            told = [fact.data for _, fact in project.facts(_USED, files)] if files else []
            of_files = {str(color) for each in told if isinstance(each, list) for color in each[1:]}
            others = {topic.removeprefix(_OF_NAME) for topic in self._topics - files}
            self.colors = frozenset(of_files | others)

    def is_place(self, path: str, color: str) -> bool:
        """Whether a place whose color has a token is concerned."""
        return self._topics is None or not self._topics.isdisjoint(place_topics(path, color))

    def is_value(self, color: str) -> bool:
        """Whether the places of a color without a token are concerned."""
        return self._topics is None or color in self._topics


def touched_topics(topics: Iterable[str], project: Project, most: float) -> set[str]:
    """The topics that are to be concluded with these: for a token's color those of all colors
    that are near to it, for a token's new name those of its color."""
    changed = set(topics)
    names = {topic.removeprefix(_OF_ALIAS) for topic in changed if topic.startswith(_OF_ALIAS)}
    tokens = {topic.removeprefix(_OF_TOKEN) for topic in changed if topic.startswith(_OF_TOKEN)}
    if names:
        tokens |= Palette(project).colors_of(names)
    touched = {topic for topic in changed if not topic.startswith((_OF_ALIAS, _OF_TOKEN))}
    used = NearColors(project.topics(USE) if tokens else ())
    near = {color for token in tokens for color in used.near(token, most)} | tokens
    return touched | near | {f"{_OF_NAME}{color}" for color in near}
