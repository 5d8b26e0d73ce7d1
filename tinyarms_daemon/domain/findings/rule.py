"""What a rule is to the rest of the house, and what it reports."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import Any

from tinyarms_daemon.domain.findings.source import Place, Region


class Severity(StrEnum):
    """SARIF's levels, in order of weight."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def weight(self) -> int:
        """A larger number is more serious."""
        return {"error": 3, "warning": 2, "note": 1}[self.value]


SEVERITIES = tuple(each.value for each in Severity)
"""The most serious first."""


def counts_by_severity(severities: Iterable[str]) -> dict[str, int]:
    """How many are of each severity, those of which none is among them."""
    counted = Counter(severities)
    return {name: counted[name] for name in SEVERITIES}


Measures = Mapping[str, int | float | str]
"""What a rule has measured at a place, by its name there."""


class Skill(StrEnum):
    """When a rule runs: on every save, or in the weekly deep scan."""

    FAST = "fast"
    DEEP = "deep"


class Origin(StrEnum):
    """What a finding rests on: one file's syntax tree, several files, or a model's judgement."""

    SYNTAX = "syntax"
    GRAPH = "graph"
    MODEL = "model"


def option(meaning: str, *, at_least: float = 0, at_most: float = inf) -> Any:
    """A field of a rule's options: what it means, and between which bounds a number lies."""
    return field(metadata={"help": meaning, "at_least": at_least, "at_most": at_most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a detector saw.

    `text` is exactly the source at `region`. With a `question` the sighting is undecided: it is a
    candidate that a model must judge, and no finding until then. `identity` replaces the text of
    the line in the fingerprint where that text is no part of what the finding is (a whole file,
    a long block). Sightings of one `group` are one finding, at its first place that is not
    suppressed, with the others related. With a `topic` the sighting is undecided until the rule
    has looked at what all files say of that topic. `severity` is the rule's own where it is None.
    """

    region: Region
    text: str
    message: str
    suggestion: str | None = None
    related: tuple[Place, ...] = ()
    measures: Measures = field(default_factory=dict)
    identity: str | None = None
    group: str | None = None
    topic: str | None = None
    severity: Severity | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A sighting with its rule, its enclosing definition and its fingerprint: one file's truth.

    `model` judged it, where one did; it is not `confirmed` until a second opinion agrees.
    `scope` holds the first and the last line of that definition, for a question about it.
    """

    rule: str
    severity: Severity
    fingerprint: str
    region: Region
    evidence: str
    message: str
    symbol: str | None = None
    suggestion: str | None = None
    related: tuple[Place, ...] = ()
    measures: Measures = field(default_factory=dict)
    confidence: float = 1.0
    origin: Origin = Origin.SYNTAX
    question: str | None = None
    suppressed: bool = False
    model: str | None = None
    confirmed: bool = True
    scope: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDescription:
    """A rule as data: what `rules show`, SARIF and the documentation print."""

    id: str
    title: str
    rationale: str
    fix_hint: str
    severity: Severity
    skill: Skill
    languages: tuple[str, ...]
    version: int
    options: Mapping[str, str]
    examples_bad: Mapping[str, str]
    examples_good: Mapping[str, str]
