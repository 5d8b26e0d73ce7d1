"""What a definition does, gathered in bags of words."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

VIEWS = ("control", "operators", "operations", "literals", "fields", "words", "shape")
"""The ways in which a definition is looked at; each is a bag of words of its own."""
_MANY_LOOPS = 3  # and more are the same to a reader


@dataclass(slots=True)
class Bags:
    """What a walk has gathered. `texts` are those of the leaves in order, and `kinds` the same with
    names and values left out."""

    control: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    literals: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    shape: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    sequence: list[str] = field(default_factory=list)
    leaves: int = 0

    def view(self, name: str) -> Counter[str]:
        """One of VIEWS."""
        bag: Counter[str] = getattr(self, name)
        return bag

    def step(self, word: str) -> None:
        """Note the next step of the control flow."""
        self.control[word] += 1
        self.sequence.append(word)

    def finish(self) -> None:
        """Add what only the whole shows."""
        loops = self.control["loop"]
        self.shape[f"loops {min(loops, _MANY_LOOPS)}"] += 1
        size = 0
        while (8 << size) < self.leaves:
            size += 1
        self.shape[f"size {size}"] += 1
        self.shape[f"size {size + 1}"] += 1
        truths = self.shape
        if truths["returns true in loop"] and truths["returns false in end"]:
            self.operations["any"] += 1
        if truths["returns false in loop"] and truths["returns true in end"]:
            self.operations["all"] += 1
        if self.operations["neighbors"] and self.operations["sort"]:
            self.operations["unique"] += 1
        for first, second in pairwise(self.sequence):
            self.control[f"{first} {second}"] += 1


@dataclass(frozen=True, slots=True)
class At:
    """Where a node stands within the definition."""

    loops: int = 0
    choices: int = 0
    functions: int = 0

    def in_loop(self) -> "At":
        """What is within a loop here."""
        return At(self.loops + 1, self.choices, self.functions)

    def in_choice(self) -> "At":
        """What is within a choice here."""
        return At(self.loops, self.choices + 1, self.functions)

    def in_function(self) -> "At":
        """What is within a function here."""
        return At(self.loops, self.choices, self.functions + 1)
