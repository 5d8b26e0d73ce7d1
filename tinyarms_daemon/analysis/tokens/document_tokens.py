"""The design tokens of JSON: the W3C's format, Style Dictionary's, and plain nested values."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.json_text import encodable, without_comments
from tinyarms_daemon.analysis.styles.style_arithmetic import evaluated
from tinyarms_daemon.analysis.styles.style_sheet import TokenKind, read_value
from tinyarms_daemon.analysis.styles.token_kinds import Kind, prefix_of, scale_kind
from tinyarms_daemon.analysis.styles.token_values import (
    color_of,
    kinds_of_amount,
    kinds_of_number,
    scale_value,
    shadow_of,
    with_unit,
)
from tinyarms_daemon.analysis.tokens.design_token import OF_ONE_MODE, DesignToken, Notation
from tinyarms_daemon.analysis.tokens.token_composites import VALUE_KEYS, Composites

_TOKEN_FILE = re.compile(r"(?:^|[/._-])tokens?(?:[./_-])", re.IGNORECASE)
_NO_TOKENS = re.compile(r"(?:^|/)(?:package|deno|[tj]sconfig[^/]*)\.jsonc?$")
_PIECE = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)'
    r"|(?P<word>true|false|null)|(?P<mark>[{}\[\]:,])"
)
# What says something about a token, or about the file.
_ABOUT = word_set(
    """
    $type type $description description comment $extensions extensions attributes original
    $schema $metadata $themes name id key filePath version meta path unit colorSpace alpha
    """
)
_HEX = ("hex",)
_EXTENSIONS, _CHANGED = "$extensions", "modify"
_REFERENCE = re.compile(r"\{([^{}]+)\}$")
_REFERENCES = re.compile(r"\{([^{}]+)\}")  # in arithmetic: `calc({space.base} * 2)`
_MOST_LEAVES = 20_000
_DEEPEST_REFERENCE = 8

Leaf = tuple[tuple[str, ...], str | float, int]


@dataclass(frozen=True, slots=True)
class _Value:
    """What a leaf says, with the unit that stands beside it, and where."""

    text: str
    start: int


def holds_tokens(path: str) -> bool:
    """Whether a document is one of design tokens, by its name."""
    return bool(_TOKEN_FILE.search(path)) and not _NO_TOKENS.search(path)


def document_tokens_of(document: Document) -> Iterator[DesignToken]:
    """Every token that a document of tokens defines."""
    values = _without_sets(_values(document.text))
    words = {keys: tuple(word for key in keys for word in words_of(key)) for keys in values}
    prefix = prefix_of(list(words.values()), subject="")
    for keys, value in values.items():
        said = words[keys]
        own = said[len(prefix) :] if said[: len(prefix)] == prefix else said
        found = _read(own, value.text, values)
        if found is not None:
            yield DesignToken(
                kind=found[0],
                name=".".join(keys),
                value=found[1],
                line=document.positions.line_of(value.start),
                notation=Notation.DOCUMENT,
                derived_from=reference[1] if (reference := _REFERENCE.match(value.text)) else "",
            )


def _values(text: str) -> dict[tuple[str, ...], _Value]:
    """The value of each token by its path."""
    values: dict[tuple[str, ...], _Value] = {}
    units: dict[tuple[str, ...], str] = {}
    changed: set[tuple[str, ...]] = set()
    composites = Composites()
    for keys, said, start in _leaves(without_comments(text)):
        path = tuple(key for key in keys if key not in VALUE_KEYS)
        written = f"{said:g}" if isinstance(said, float) else said
        if _CHANGED in keys:  # what it refers to, made lighter, darker or less dense
            changed.add(path[: path.index(_EXTENSIONS)] if _EXTENSIONS in path else path)
        elif _EXTENSIONS in keys or composites.take(keys, written, start):
            continue
        if keys[-1:] == ("unit",):
            units[path[:-1]] = written
        elif keys[-1:] == _HEX and VALUE_KEYS[0] in keys:
            values.setdefault(path[:-1], _Value(written, start))
        elif keys and not _ABOUT.intersection(keys):
            values.setdefault(path, _Value(written, start))
    whole = {
        path: _Value(value.text + units.get(path, ""), value.start)
        for path, value in values.items()
        if path not in changed
    }
    for path, written, start in composites.colors():
        whole.setdefault(path, _Value(written, start))
    for path, written, start in composites.shadows(partial(_resolved, whole)):
        whole.setdefault(path, _Value(written, start))
    return whole


def _without_sets(values: dict[tuple[str, ...], _Value]) -> dict[tuple[str, ...], _Value]:
    """The values by the names that they are referred to by: where a document holds several sets of
    tokens, these begin behind the name of the set."""
    references = (_REFERENCE.match(value.text) for value in values.values())
    referred = {_named_by(reference) for reference in references if reference}
    inner: dict[tuple[str, ...], _Value] = {}
    for keys, value in values.items():
        if OF_ONE_MODE.isdisjoint(words_of(keys[0])):
            inner.setdefault(keys[1:], value)
    is_of_sets = len(referred & inner.keys()) > len(referred & values.keys())
    return inner if is_of_sets else values


def _resolved(values: Mapping[tuple[str, ...], _Value], text: str) -> str:
    """What a text that may refer to a token comes to."""
    for _ in range(_DEEPEST_REFERENCE):
        reference = _REFERENCE.match(text)
        known = values.get(_named_by(reference)) if reference else None
        if known is None:
            break
        text = known.text
    return text


def _named_by(reference: re.Match[str]) -> tuple[str, ...]:
    return tuple(key for key in reference[1].split(".") if key not in VALUE_KEYS)


def _read(
    words: Sequence[str], text: str, values: Mapping[tuple[str, ...], _Value]
) -> tuple[Kind, str] | None:
    text = _resolved(values, text)
    tokens = read_value(_REFERENCES.sub(lambda each: _resolved(values, each[0]), text))
    is_word = len(tokens) == 1 and tokens[0].kind is TokenKind.WORD
    if not is_word and (color := color_of(tokens)):
        is_usual = not color[1] and not OF_ONE_MODE.intersection(words[:-1])
        return (Kind.COLOR, color[0]) if is_usual else None
    if shadow := shadow_of(tokens):
        return (Kind.SHADOW, shadow) if scale_kind(words, {Kind.SHADOW}) else None
    amount = evaluated(tokens)
    if amount is None:
        return None
    possible = kinds_of_amount(amount)
    if not amount.unit:
        possible |= kinds_of_number(amount.number, words)
    kind = scale_kind(words, possible)
    return (kind, scale_value(kind, with_unit(kind, amount))) if kind else None


def _leaves(text: str) -> Iterator[Leaf]:
    """Every string and number with the keys that lead to it, and where it stands."""
    place = _Place()
    leaves = 0
    for found in _PIECE.finditer(text):
        piece, kind = found[0], found.lastgroup
        if kind == "mark":
            place.pass_mark(piece)
        elif place.expects_key and kind == "string":
            place.name(_string(piece))
        elif kind in ("string", "number"):
            said = _string(piece) if kind == "string" else float(piece)
            yield tuple(place.path), said, found.start()
            leaves += 1
        if leaves == _MOST_LEAVES:
            return


class _Place:
    """Where a reader of JSON is."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.expects_key = False
        self._indexes: list[int | None] = []  # in each array around; None for an object

    def name(self, key: str) -> None:
        """Go to an entry of the object."""
        self.path[-1] = key
        self.expects_key = False

    def pass_mark(self, mark: str) -> None:
        """Go into something, out of it, or to what comes next in it."""
        if mark in "{[":
            self._indexes.append(None if mark == "{" else 0)
            self.path.append("" if mark == "{" else "0")
            self.expects_key = mark == "{"
        elif mark in "}]" and self._indexes:
            self._indexes.pop()
            self.path.pop()
            self.expects_key = False
        elif mark == "," and self._indexes:
            index = self._indexes[-1]
            self.expects_key = index is None
            if index is not None:
                self._indexes[-1] = index + 1
                self.path[-1] = str(index + 1)


def _string(piece: str) -> str:
    try:
        said: str = json.loads(piece, strict=False)
    except ValueError:  # an escape that is none
        return piece[1:-1]
    return encodable(said)
