"""Fingerprints of short runs of units, by which copies find each other in an index."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from tinyarms_daemon.analysis.clones.nodes import Edge
from tinyarms_daemon.analysis.clones.units import Unit

# How the index is made; a change of these changes every stored window.
_WINDOW_TOKENS = 16  # a run of units that is copied whole is found if it has as many
_MOST_UNITS = 12
_LONG_TOKENS = 36  # a copy of no more than this may lie within a single window
_HASH_BYTES = 8
_DEPTHS = 256


class Window(NamedTuple):
    """The hash of the shapes of the units from the `first` on, by its index.

    `weight` is how far it goes towards making two files worth comparing: TOGETHER is enough.
    """

    first: int
    topic: str
    weight: int


TOGETHER = 2


def windows_of(units: Sequence[Unit], salt: str) -> Iterator[Window]:
    """The windows of a file: the same in equal code, wherever it stands.

    Only windows of one salt are ever equal. None is left out for others beside it, as detectors do
    whose windows are short: a copy of one large statement and its parts may hold a single one.
    """
    for index, unit in enumerate(units):
        if unit.tokens < (_WINDOW_TOKENS if unit.edge == Edge.PART else 1):
            continue
        content, tokens = _content(units, index)
        if tokens >= _WINDOW_TOKENS:
            digest = blake2b(content + salt.encode(), digest_size=_HASH_BYTES)
            yield Window(index, digest.hexdigest(), TOGETHER if tokens >= _LONG_TOKENS else 1)


def _content(units: Sequence[Unit], first: int) -> tuple[bytes, int]:
    """The shapes from a unit on, with their depths, until there are enough tokens; and these."""
    depth = units[first].depth
    tokens = 0
    parts = []
    for unit in units[first : first + _MOST_UNITS]:
        parts.append(unit.shape + bytes([(unit.depth - depth) % _DEPTHS]))
        tokens += unit.tokens
        if tokens >= _WINDOW_TOKENS:
            break
    return b"".join(parts), tokens
