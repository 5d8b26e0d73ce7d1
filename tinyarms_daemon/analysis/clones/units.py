"""A file's code as a row of units: statements, heads of compound statements, parts of large
expressions; each with its tokens, and its names and literals apart."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tinyarms_daemon.analysis.clones.grammar import branches, decides, family_of
from tinyarms_daemon.analysis.clones.nodes import Edge
from tinyarms_daemon.analysis.clones.walk import CALL_MARK, Draft, Walk, digest_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


class Unit(NamedTuple):
    """One unit. `shape` names its tokens with names and literals left out; `words` are these,
    each with a mark of its kind before it.

    `after` is the index of the first unit that is not below this one; `start` and `end` are the
    characters of all that is below it; `tokens` is how much it counts; `edge` how it begins;
    `decides` whether it does more than to call and to hand on, or stands where something does.
    """

    shape: bytes
    words: tuple[str, ...]
    start: int
    end: int
    depth: int
    after: int
    tokens: int
    edge: int
    decides: bool


def units_of(tree: SyntaxTree) -> tuple[Unit, ...]:
    """The units of a file in source order, without what is no logic."""
    return tree.fact(_units)


def _units(tree: SyntaxTree) -> tuple[Unit, ...]:
    if tree.is_cut:
        return ()  # so deep that nobody wrote it, and that each level would be gone through anew
    walk = Walk(tree)
    walk.run()
    deciding = _deciding(walk.drafts)
    character = tree.positions.character
    salt = family_of(tree.language)
    return tuple(
        Unit(
            digest_of("\0".join((salt, *draft.shape))),
            tuple(draft.words),
            character(draft.start),
            character(draft.end),
            draft.depth,
            draft.after,
            0 if draft.is_data else draft.tokens,
            draft.edge,
            deciding[draft.index],
        )
        for draft in walk.drafts
    )


def shared_words(one: Sequence[Unit], other: Sequence[Unit]) -> float:
    """The share of the words of two pieces of code that both have."""
    ours, theirs = (Counter(word for unit in side for word in unit.words) for side in (one, other))
    longer = max(ours.total(), theirs.total())
    return (ours & theirs).total() / longer if longer else 0.0


def _deciding(drafts: Sequence[Draft]) -> list[bool]:
    """Of each unit, whether it or what it stands in does more than to call and to hand on."""
    deciding = []
    below = 0  # the first unit behind what branches
    for index, draft in enumerate(drafts):
        callees = [word[1:] for word in draft.words if word[0] == CALL_MARK]
        if branches(draft.shape, callees):
            below = max(below, _behind(drafts, index))
        deciding.append(index < below or decides(draft.shape, callees))
    return deciding


def _behind(drafts: Sequence[Draft], index: int) -> int:
    """The first unit that a unit does not govern; a link of a chain of calls governs what is handed
    to it, up to the next link."""
    draft = drafts[index]
    if draft.edge != Edge.PART or draft.after > index + 1:
        return draft.after
    for behind, each in enumerate(drafts[index + 1 :], start=index + 1):
        if each.depth < draft.depth or (each.edge == Edge.PART and each.depth == draft.depth):
            return behind
    return len(drafts)
