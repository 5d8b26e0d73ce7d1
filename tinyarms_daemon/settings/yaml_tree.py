"""A YAML file, or YAML text, as a tree of values with their lines, safe against what is hostile.

Read from PyYAML's events rather than from its composer, which recurses without a limit in C. Only
what a configuration needs is understood: one document of mappings, lists and plain values. Aliases,
tags and double keys are problems, and so a short file cannot stand for a huge one.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.settings.problem import Problem, shown_key
from tinyarms_daemon.settings.tree import KeyPath, Layer, Node, Origin, Scalar

if TYPE_CHECKING:
    from yaml.events import Event

MAXIMUM_FILE_BYTES = 1 << 20
"""Larger files are refused unread: a configuration is a few kilobytes."""

_MAXIMUM_NODES = 5_000
_MAXIMUM_DEPTH = 16

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(
    r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18}|[0-9]{1,18}(?=[eE]))(?:[eE][-+]?[0-9]{1,3})?"
)


class _Refused(Exception):
    """The text goes no further; `node` says where."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def read_tree(path: Path, layer: Layer, problems: list[Problem]) -> Node | None:
    """The file's values; None when there is no such file. Adds what is wrong to `problems`.

    In the repository layer a symbolic link is refused, because it could lead anywhere.
    """
    file = Origin(layer=layer, place=printable(str(path)))
    try:
        content = _content(path, follow_links=layer is not Layer.REPOSITORY)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        problems.append(Problem(file, f"cannot be read: {_reason(error)}."))
        return Node({}, file)
    node = parse_yaml(content, lambda line: replace(file, line=line), problems)
    if isinstance(node.value, dict):
        return node
    problems.append(Problem(node.origin, "must be a mapping, such as `rules:` with its keys."))
    return Node({}, node.origin)


def parse_yaml(text: bytes, at: Callable[[int], Origin], problems: list[Problem]) -> Node:
    """The document in `text`; `at` makes the origin of a line. Adds what is wrong to `problems`.

    Nothing in the text raises. After a syntax error the tree is empty; an empty document is an
    empty mapping.
    """
    import yaml

    parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader(yaml.parse(text, Loader=parser), at, problems)
    try:
        return reader.document()
    except _Refused as error:
        problems.append(Problem(at(error.line), str(error)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = f"not valid YAML: {error.problem or error.context}"
        remedy = "; indent with spaces, not with tabs" if _has_tab(text, line) else ""
        problems.append(Problem(at(line), f"{said}{remedy}."))
    except (yaml.YAMLError, ValueError, OverflowError):
        problems.append(Problem(at(1), "not valid YAML: it holds bytes that are not text."))
    return Node({}, at(1))


def _has_tab(text: bytes, line: int) -> bool:
    """Whether a line, counted from 1, is indented with one."""
    (said,) = text.split(b"\n")[line - 1 : line] or [b""]
    return b"\t" in said.removesuffix(said.lstrip())


def scalar_value(text: str) -> Scalar:
    """What an unquoted scalar means: nothing, yes or no, a number, or text."""
    if text in _NULL:
        return None
    if text.lower() in _BOOLEANS:
        return _BOOLEANS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


class _Reader:
    """Builds nodes from parser events, with limits on depth and number."""

    def __init__(
        self, events: "Iterator[Event]", at: Callable[[int], Origin], problems: list[Problem]
    ) -> None:
        self._events = events
        self._at = at
        self._problems = problems
        self._nodes = 0

    def document(self) -> Node:
        import yaml

        root = Node({}, self._at(1))
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
            elif isinstance(event, yaml.NodeEvent) and documents == 1:
                root = self._node(event, line=_line(event), path=())
            elif isinstance(event, yaml.NodeEvent):
                raise _Refused("a second document (after ---) is not read; keep one.", _line(event))
        return Node({}, root.origin) if root.value is None else root

    def _node(self, event: "Event", *, line: int, path: KeyPath) -> Node:
        import yaml

        self._check_limits(event, path)
        if isinstance(event, yaml.ScalarEvent):
            plain_style = event.implicit[0]
            value = scalar_value(event.value) if plain_style else event.value
            return Node(value, self._at(line))
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(tuple(self._items(path)), self._at(line))
        return Node(self._entries(path), self._at(line))

    def _items(self, path: KeyPath) -> Iterator[Node]:
        import yaml

        for index, event in enumerate(self._events):
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, line=_line(event), path=(*path, index))

    def _entries(self, path: KeyPath) -> dict[str, Node]:
        import yaml

        entries: dict[str, Node] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._check_limits(event, path)
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused("a key must be a plain word.", line)
            key_path = (*path, event.value)
            node = self._node(next(self._events), line=line, path=key_path)
            if event.value in entries:
                self._add_double_key(key_path, entries[event.value].origin, line)
            entries[event.value] = node
        return entries

    def _add_double_key(self, path: KeyPath, first: Origin, line: int) -> None:
        message = f"{shown_key(*path)} stands twice, first in line {first.line}; keep one."
        self._problems.append(Problem(self._at(line), message))

    def _check_limits(self, event: "Event", path: KeyPath) -> None:
        import yaml

        self._nodes += 1
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("aliases (*name) are not read; write the value out.", _line(event))
        if getattr(event, "tag", None) not in (None, "!"):
            raise _Refused("tags (!!name) are not read; write the plain value.", _line(event))
        if len(path) > _MAXIMUM_DEPTH:
            raise _Refused(f"nested deeper than {_MAXIMUM_DEPTH} levels.", _line(event))
        if self._nodes > _MAXIMUM_NODES:
            raise _Refused(f"more than {_MAXIMUM_NODES} keys and values.", _line(event))


def _line(event: "Event") -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _content(path: Path, *, follow_links: bool) -> bytes:
    # O_NONBLOCK: opening a pipe must not wait for its writer.
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(path, flags if follow_links else flags | os.O_NOFOLLOW)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) and path != Path(os.devnull):
            raise ValueError("it is no regular file; put one there")
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(MAXIMUM_FILE_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(content) > MAXIMUM_FILE_BYTES:
        raise ValueError(f"it is larger than {MAXIMUM_FILE_BYTES} bytes")
    return content


def _reason(error: OSError | ValueError) -> str:
    if not isinstance(error, OSError):
        return str(error)
    if error.errno == errno.ELOOP:
        return "it is a symbolic link; put a regular file there"
    reason = (error.strerror or str(error)).lower()
    return f"{reason}; mend its access rights" if isinstance(error, PermissionError) else reason
