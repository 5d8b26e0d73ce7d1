"""The ids of all rules that the configuration may name, by the skill that runs them, and of those
whose findings belong to all their places alike, told at the first of them."""

from collections.abc import Iterable, Iterator

FAST_RULES = (
    "hardcoded-colors",
    "magic-numbers",
    "file-size",
    "import-aliases",
    "line-references",
    "simple-dry",
    "design-tokens",
)
DEEP_RULES = (
    "complex-dry",
    "architectural-anti-patterns",
    "cross-file-patterns",
    "semantic-duplication",
)
DEFINITION_FACTS = ("semantic-duplication", "units")
"""The rule and kind of facts that describe definitions, at some effort: what is made of these in
advance, and kept where they have not changed, begins with them."""
UNUSED_SUPPRESSION = "unused-suppression"
MODEL_REMARK = "model-remark"
# Of no skill: they run with whatever runs, where they are enabled.
OTHER_RULES = (UNUSED_SUPPRESSION, MODEL_REMARK)
KNOWN_RULES = frozenset((*FAST_RULES, *DEEP_RULES, *OTHER_RULES))
SLOWEST_FIRST = ("semantic-duplication", "simple-dry", "architectural-anti-patterns", "complex-dry")
"""The rules that take longest to conclude from a whole repository, as measured."""


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
