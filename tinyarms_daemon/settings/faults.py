"""What the typed model refuses, said in sentences."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tinyarms_daemon.settings.nearest import nearest
from tinyarms_daemon.settings.problem import shown, shown_key
from tinyarms_daemon.settings.rule_options import Fault
from tinyarms_daemon.settings.schema import Section, Settings, keys_of, section_at

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


def faults_of(error: "ValidationError") -> Iterator[Fault]:
    """Each mistake with its key path."""
    for details in error.errors(include_url=False):
        yield details["loc"], _sentence(details)


def _sentence(details: "ErrorDetails") -> str:
    path, value = details["loc"], details["input"]
    key = shown_key(*path)
    section = section_at(path)
    if details["type"] == "extra_forbidden":
        return f"{key} is no key; {_remedy(path)}"
    if details["type"] == "missing":
        return f"{key} is missing."
    if section is not None:
        return f"{key} is {shown(value)}; it must be a mapping with {', '.join(keys_of(section))}."
    if details["type"] == "tuple_type":
        return f"{key} is {shown(value)}; it must be a list, such as [first, second]."
    return f"{key} is {shown(value)}; it {_allowed(details)}"


def _remedy(path: tuple[str | int, ...]) -> str:
    siblings = keys_of(section_at(path[:-1]) or Settings)
    wrong = str(path[-1])
    match = nearest(wrong, siblings)
    suggestion = shown_key(*path[:-1], match) if match else _elsewhere(wrong)
    allowed = ", ".join(siblings)
    if suggestion is None:
        return f"allowed here: {allowed}."
    return f"did you mean {suggestion}? (Allowed here: {allowed}.)"


def _elsewhere(wrong: str) -> str | None:
    """A key of that very name in a section where it belongs."""
    for section_key in keys_of(Settings):
        section: type[Section] | None = section_at((section_key,))
        if section is not None and wrong in keys_of(section):
            return shown_key(section_key, wrong)
    return None


def _allowed(details: "ErrorDetails") -> str:
    context: dict[str, Any] = details.get("ctx", {})
    return str(context.get("error", details["msg"]))
