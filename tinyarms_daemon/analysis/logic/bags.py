"""What a definition does, gathered in bags of words."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

VIEWS = ("control", "operations", "literals", "fields", "words", "shape")
"""The ways in which a definition is looked at; each is a bag of words of its own."""


@dataclass(slots=True)
class Bags:
    """What a walk has gathered. `texts` are those of the leaves in order, and `kinds` the same with
    names and values left out; `computes` tells of an operator."""

    control: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    literals: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    shape: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    sequence: list[str] = field(default_factory=list)
    leaves: int = 0
    computes: bool = False

    def view(self, name: str) -> Counter[str]:
        """One of VIEWS."""
        bag: Counter[str] = getattr(self, name)
        return bag

    def step(self, word: str) -> None:
        """Note the next step of the control flow."""
        self.control[word] += 1
        self.sequence.append(word)

    def finish(self) -> None:
        """Add which steps follow one another."""
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
