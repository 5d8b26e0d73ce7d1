"""What a small model says of one definition in advance, in words that can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

KINDS = ("nothing", "truth", "number", "text", "date", "list", "table", "record", "function",
         "file", "other")  # fmt: skip
ACTIONS = ("nothing", "calculate", "check", "choose", "combine", "compare", "convert", "count",
           "fetch", "filter", "find", "format", "group", "limit", "parse", "remember", "remove",
           "remove duplicates", "repeat", "retry", "reverse", "schedule", "send", "sort", "split",
           "store", "sum", "transform")  # fmt: skip
STEPS = ("does_1", "does_2", "does_3")
ABOUT_CHARACTERS = 40


class IntentKind(StrEnum):
    """In which form it was said."""

    CARD = "card"
    VECTOR = "vector"


@dataclass(frozen=True, slots=True)
class IntentCard:
    """What goes into a definition, what comes out, what is done, and about what it is."""

    takes: str
    gives: str
    does: frozenset[str]
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class Intent:
    """All that was said of a definition; None is not known. Vectors have the length 1."""

    card: IntentCard | None = None
    vector: tuple[float, ...] | None = None


def intent_schema() -> dict[str, object]:
    """The form of a card's reply: closed, every property required, in alphabetical order."""
    said: dict[str, object] = {"about": {"type": "string", "maxLength": ABOUT_CHARACTERS}}
    said |= {step: {"type": "string", "enum": list(ACTIONS)} for step in STEPS}
    said |= {side: {"type": "string", "enum": list(KINDS)} for side in ("gives", "takes")}
    return {
        "type": "object",
        "properties": said,
        "required": list(said),
        "additionalProperties": False,
    }


def card_of(said: object) -> IntentCard | None:
    """A card of a reply; None for what keeps to no schema."""
    if not isinstance(said, Mapping):
        return None
    takes, gives, about = said.get("takes"), said.get("gives"), said.get("about")
    does = [said.get(step) for step in STEPS]
    if takes not in KINDS or gives not in KINDS or not isinstance(about, str):
        return None
    if not all(isinstance(action, str) and action in ACTIONS for action in does):
        return None
    words = about[:ABOUT_CHARACTERS].lower().replace("_", " ").replace("-", " ").split()
    actions = frozenset(str(action) for action in does) - {"nothing"}
    return IntentCard(str(takes), str(gives), actions, frozenset(words))


def unit_vector(values: tuple[float, ...]) -> tuple[float, ...] | None:
    """The same direction with the length 1; None for a vector without one."""
    length = sqrt(sum(value * value for value in values))
    return tuple(value / length for value in values) if 0 < length < float("inf") else None


def alignment(one: tuple[float, ...], other: tuple[float, ...]) -> float | None:
    """The cosine of two unit vectors; None for vectors of two models."""
    if len(one) != len(other):
        return None
    return sum(a * b for a, b in zip(one, other, strict=True))
