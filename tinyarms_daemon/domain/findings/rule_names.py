"""The ids of all rules that the configuration may name, by the skill that runs them."""

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
UNUSED_SUPPRESSION = "unused-suppression"
MODEL_REMARK = "model-remark"
# Of no skill: they run with whatever runs, where they are enabled.
OTHER_RULES = (UNUSED_SUPPRESSION, MODEL_REMARK)
KNOWN_RULES = frozenset((*FAST_RULES, *DEEP_RULES, *OTHER_RULES))
SLOWEST_FIRST = ("semantic-duplication", "simple-dry", "architectural-anti-patterns", "complex-dry")
"""The rules that take longest to conclude from a whole repository, as measured."""
