"""Findings that belong to all their places alike, told at the first of them."""

from collections.abc import Iterable, Iterator

OF_ALL_PLACES = frozenset(
    (
        "simple-dry",
        "complex-dry",
        "semantic-duplication",
        "cross-file-patterns",
        "architectural-anti-patterns",
    )
)
"""Rules whose findings are groups: copies, or what imports each other in a circle. What others name
beside a finding, such as a token, has no share in it."""


def sharing_paths(rule: str, path: str, related: Iterable[str | None]) -> Iterator[str]:
    """The files that a finding at `path` belongs to; None among the related is the same file."""
    yield path
    if rule in OF_ALL_PLACES:
        yield from (other for other in related if other is not None)
