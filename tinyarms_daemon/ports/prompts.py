"""The constant part of what a model is asked."""

from dataclasses import dataclass
from typing import Protocol

from tinyarms_daemon.domain.questions.question import Canary


@dataclass(frozen=True, slots=True)
class Prompt:
    """The instructions of one family of questions; `version` changes with their meaning."""

    family: str
    version: str
    instructions: str


class Prompts(Protocol):
    """Never raises: a family without a file of its own has the general instructions."""

    def prompt(self, family: str) -> Prompt:
        """The instructions of a family."""

    def canaries(self, role: str) -> tuple[Canary, ...]:
        """Questions whose answers are known, of the kind that the model of a role is asked, to see
        whether it is what it was."""
