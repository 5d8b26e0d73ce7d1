"""The rules that there are, handed in by whoever knows them, and what settings were made from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tinyarms_daemon.settings.tree import Node


@dataclass(frozen=True)
class Catalogue:
    """Every rule's id, and the options class of those that have options."""

    known_rules: Collection[str]
    rule_options: Mapping[str, type]

    @cached_property
    def rule_ids(self) -> list[str]:
        """All ids, in order."""
        return sorted({*self.known_rules, *self.rule_options})


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """Whether a rule may run, and the options that are stated for it."""

    enabled: bool
    options: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What settings were made from: the layers from lowest to highest, and the rules.

    No part of the comparison of two settings: they are equal when their values are.
    """

    layers: tuple[Node, ...] = field(compare=False)
    catalogue: Catalogue = field(compare=False)
