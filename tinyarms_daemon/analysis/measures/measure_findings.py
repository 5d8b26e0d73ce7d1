"""What is said of a raw measure, by what its project has for it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tinyarms_daemon.analysis.measures.raw_values import RawValue
from tinyarms_daemon.analysis.measures.scale import Match
from tinyarms_daemon.analysis.measures.style_uses import StyleUse, replacement
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.tokens.tailwind_theme import utility_of
from tinyarms_daemon.analysis.tokens.token_reference import (
    MOST_NAMED,
    Candidate,
    Setting,
    having_value,
    is_for_another,
)
from tinyarms_daemon.domain.findings.rule import Observation, Origin

_WORDS = {
    Kind.SPACE: "Spacing",
    Kind.SIZE: "Size",
    Kind.FONT_SIZE: "Font size",
    Kind.FONT_WEIGHT: "Font weight",
    Kind.LINE_HEIGHT: "Line height",
    Kind.RADIUS: "Radius",
    Kind.SHADOW: "Shadow",
    Kind.Z_INDEX: "z-index",
    Kind.DURATION: "Duration",
    Kind.BREAKPOINT: "Breakpoint",
}
_BRACKETS = re.compile(r".*?\[(?:[a-z-]+:)?(.*)\].*", re.DOTALL)  # around a class's own value


def undecided(raw: RawValue) -> str:
    """What is said of a raw value before the scales of its project are known."""
    return f"{_WORDS[raw.kind]} {raw.value} is written in place."


def measure_told(path: str, observation: Observation, use: StyleUse, match: Match) -> Observation:
    """The finding that a raw value is: what there is for it is named, and written where there is
    a token of just this value."""
    value = observation.evidence.strip("\"'")
    if use.setting is Setting.UTILITY:
        value = _BRACKETS.sub(r"\1", value).replace("_", " ")
    utility = utility_of(use.name) if use.setting is Setting.UTILITY else None
    is_size = utility is not None and utility.only_exact and not use.raw.is_negative
    kind = Kind.SIZE if is_size and use.raw.kind is Kind.SPACE else use.raw.kind
    is_whole = kind is Kind.DURATION and " " in use.raw.value
    word = "Transition" if is_whole else _WORDS[kind]
    shown = f"{word} {' '.join(value.removeprefix('-').split())}"
    if match.exact:
        purpose = str(observation.measures.get("purpose", ""))
        exact = sorted(match.exact, key=lambda each: is_for_another(each.token, purpose))
        named = exact[:MOST_NAMED]
        message = f"{shown} is written in place; {_having(use, named)}."
        suggestion = replacement(use, named[0])
    else:
        named = list(match.nearest)
        steps = " and ".join(_name(use, each) + _worth(each) for each in named)
        message = f"{shown} is on no step of the scale; nearest are {steps}."
        suggestion = None
    return replace(
        observation,
        message=message,
        suggestion=suggestion,
        related=(
            *(each.definition(path) for each in named if each.path),
            *observation.related,
        ),
        origin=Origin.GRAPH
        if any(each.path not in ("", path) for each in named)
        else Origin.SYNTAX,
    )


def _having(use: StyleUse, named: Sequence[Candidate]) -> str:
    if not named[0].path:
        return f"{_name(use, named[0])} of Tailwind's theme has this value"
    return having_value(named)


def _worth(candidate: Candidate) -> str:
    """What a step is worth, where that can be taken in at a glance."""
    is_shadow = candidate.token.kind is Kind.SHADOW
    return "" if is_shadow else f" ({candidate.token.value})"


def _name(use: StyleUse, candidate: Candidate) -> str:
    """A token's name, or the class that stands for it."""
    if use.setting is Setting.UTILITY:
        return replacement(use, candidate) or candidate.token.name
    is_class = bool(use.name) and not candidate.path
    return f"{'-' if is_class and use.raw.is_negative else ''}{candidate.token.name}"
