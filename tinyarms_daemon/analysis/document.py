"""A file's text with the places in it: all there is of a file that no grammar is for."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self, TypeVar

from tinyarms_daemon.analysis.positions import Positions
from tinyarms_daemon.domain.findings.source import Region

Fact = TypeVar("Fact")


class Document:
    """The text of one file."""

    def __init__(self, language: str, text: str) -> None:
        self.language = language
        self.text = text
        self._encoded = text.encode("utf-8")
        self._facts: dict[Callable[[Any], object], object] = {}

    @cached_property
    def positions(self) -> Positions:
        """Where the characters of the text stand."""
        return Positions(self.text, self._encoded)

    def text_at(self, region: Region) -> str:
        """The source at a region."""
        offset = self.positions.offset
        return self.text[offset(region.start) : offset(region.end)]

    def fact(self, derive: Callable[[Self], Fact]) -> Fact:
        """What a function derives from this text, derived once and kept with it."""
        if derive not in self._facts:
            self._facts[derive] = derive(self)
        return self._facts[derive]  # type: ignore[return-value]
