"""A file's text that no grammar is for: Markdown, and the JSON of a project."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from tinyarms_daemon.analysis.positions import Positions
from tinyarms_daemon.domain.source import Region

Fact = TypeVar("Fact")


class Document:
    """One file's text, with the places in it."""

    def __init__(self, language: str, text: str) -> None:
        self.language = language
        self.text = text
        self._facts: dict[object, object] = {}

    @cached_property
    def positions(self) -> Positions:
        """Where the characters of the text stand."""
        return Positions(self.text, self.text.encode("utf-8"))

    def text_at(self, region: Region) -> str:
        """The source at a region."""
        offset = self.positions.offset
        return self.text[offset(region.start) : offset(region.end)]

    def fact(self, derive: Callable[["Document"], Fact]) -> Fact:
        """What a function derives from this text, derived once and kept with it."""
        if derive not in self._facts:
            self._facts[derive] = derive(self)
        return self._facts[derive]  # type: ignore[return-value]
