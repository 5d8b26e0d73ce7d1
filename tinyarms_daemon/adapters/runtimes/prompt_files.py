"""The prompts and canaries that travel with the program, as files."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.questions.question import Canary, Excerpt, Question
from tinyarms_daemon.ports.prompts import Prompt

_GENERAL = "general"
_CANARIES = "{role}-canaries.yaml"


class PromptFiles:
    """The Prompts port on a folder of `<family>.md`, each with its version in the first line.

    Families begin with the same frame, which a server need not read anew where they alternate.
    """

    def __init__(self) -> None:
        self._folder = bundled("prompts")
        self.prompt = cache(self._prompt)
        self.canaries = cache(self._canaries)

    def _prompt(self, family: str) -> Prompt:
        path = self._folder / f"{family}.md"
        if not path.is_file():
            family, path = _GENERAL, self._folder / f"{_GENERAL}.md"
        version, begins_with, instructions = _read(path)
        if begins_with is not None:
            frame_version, _, frame = _read(self._folder / f"{begins_with}.md")
            version, instructions = f"{frame_version}.{version}", f"{frame}\n\n{instructions}"
        return Prompt(family, version, instructions)

    def _canaries(self, role: str) -> tuple[Canary, ...]:
        file = self._folder / _CANARIES.format(role=role)
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
        return tuple(_canary(number, each) for number, each in enumerate(said))


def _read(path: Path) -> tuple[str, str | None, str]:
    """The version, the file that comes before it, and the text."""
    head, _, instructions = path.read_text(encoding="utf-8").partition("\n---\n")
    said = dict(line.split(": ", 1) for line in head.split("\n"))
    return said["version"], said.get("begins with"), instructions.strip()


def _canary(number: int, said: dict[str, Any]) -> Canary:
    excerpts = tuple(_excerpt(place) for place in said.get("places") or (said,))
    first = excerpts[0].text
    subject = said.get("subject", first)
    question = Question(
        rule=said["rule"],
        rule_version=0,
        family=said["rule"],
        asked=said["asked"],
        subject=subject,
        excerpts=excerpts,
        key=f"canary:{number}",
        line=None if subject is first else _line_of(subject, first),
    )
    return Canary(question=question, is_planted=said["kind"] == "planted")


def _excerpt(said: dict[str, str]) -> Excerpt:
    text = said["code"].rstrip("\n")
    return Excerpt(place=Place(said["path"], 1, text.count("\n") + 1, ""), text=text)


def _line_of(subject: str, text: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if subject in line)
