"""What of a layer the typed sections refuse, said in sentences."""

from collections.abc import Iterator, Mapping

from tinyarms_daemon.settings.kinds import Kind
from tinyarms_daemon.settings.problem import nearest, shown, shown_key
from tinyarms_daemon.settings.schema import Settings, section_at
from tinyarms_daemon.settings.section import Section, keys_of
from tinyarms_daemon.settings.tree import KeyPath, Node, plain

Fault = tuple[KeyPath, str]
"""A key path, and a sentence about it."""


def check_section(section: type[Section], node: Node, path: KeyPath = ()) -> Iterator[Fault]:
    """Each mistake in what a layer states of a section; an empty one states nothing."""
    if node.value is not None and not isinstance(node.value, Mapping):
        wrong = f"it must be a mapping with {', '.join(keys_of(section))}."
        yield path, f"{shown_key(*path)} is {shown(plain(node))}; {wrong}"
    for key, child in node.children.items():
        form = section.forms.get(key)
        if form is None:
            yield (*path, key), f"{shown_key(*path, key)} is no key; {_remedy((*path, key))}"
        elif form.section is not None:
            yield from check_section(form.section, child, (*path, key))
        elif form.kind is not None:
            yield from check_value(form.kind, child, (*path, key))


def check_value(kind: Kind, node: Node, path: KeyPath) -> Iterator[Fault]:
    """Each mistake in a value; of a list, in each of its items."""
    if kind.item is not None and isinstance(node.value, tuple):
        for index, item in enumerate(node.value):
            yield from check_value(kind.item, item, (*path, index))
        return
    try:
        kind.read(plain(node))
    except ValueError as error:
        yield path, f"{shown_key(*path)} is {shown(plain(node))}; it {error}"


def _remedy(path: KeyPath) -> str:
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
        section = section_at((section_key,))
        if section is not None and wrong in keys_of(section):
            return shown_key(section_key, wrong)
    return None
