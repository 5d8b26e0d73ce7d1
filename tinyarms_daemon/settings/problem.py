"""What is wrong with a configuration, all of it at once, each with its place and its remedy: for a
mistyped name the right one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.settings.tree import Layer, Origin

_SHOWN_PROBLEMS = 100  # a hostile file can hold thousands; nobody reads more than this
_SHOWN_CHARACTERS = 60


LAST_GOOD_STAYS = "The last good configuration stays in force."
_LONGEST_NAME = 60  # comparing longer ones costs time that a hostile file could ask for


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in what somebody said; `message` is a sentence."""

    origin: Origin
    message: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.message}"


class ConfigurationError(UsageError):
    """A configuration that cannot be used; `problems` holds every reason, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=_reading_order))
        super().__init__("\n".join(_lines(self.problems)))

    def sentence(self) -> str:
        """The first problem, how many more there are, and the command that tells them all."""
        first, *others = self.problems
        if not others:
            return str(first)
        count = "1 more problem" if len(others) == 1 else f"{len(others)} more problems"
        return f"{first} `tinyarmsctl config check {first.origin.place}` tells {count}."


def shown(value: object) -> str:
    """A value in a message: short, on one line, and harmless to a terminal."""
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _short(repr(value) if isinstance(value, str) else str(value))


def shown_key(*path: str | int) -> str:
    """A key path in a message, such as `watch.settle` or `paths.ignore[0]`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{_plain(part)}" for part in path)
    return f"`{''.join(parts).removeprefix('.')}`"


def _plain(key: str) -> str:
    return _short(key if key.isprintable() and "`" not in key else repr(key))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def _reading_order(problem: Problem) -> tuple[Layer, str, int]:
    return problem.origin.layer, problem.origin.place, problem.origin.line or 0


def _lines(problems: Sequence[Problem]) -> list[str]:
    lines = [str(problem) for problem in problems[:_SHOWN_PROBLEMS]]
    hidden = len(problems) - len(lines)
    return [*lines, f"… and {hidden} more."] if hidden else lines


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The most similar of `names`, if any is similar; case, `-` and `_` do not count."""
    from difflib import get_close_matches

    by_form = {_form(candidate): candidate for candidate in names}
    matches = get_close_matches(_form(name[:_LONGEST_NAME]), by_form, n=1)
    return by_form[matches[0]] if matches else None


def hint(name: str, names: Sequence[str]) -> str:
    """The end of a sentence about a wrong name: the nearest right one, else all of them."""
    match = nearest(name, names)
    if match is not None:
        return f"did you mean {match}? (Allowed: {', '.join(names)}.)"
    return f"allowed: {', '.join(names)}."


def _form(name: str) -> str:
    return name.lower().replace("-", "_")
