"""The rules that there are, handed in by whoever knows them, and what settings were made from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tinyarms_daemon.settings.nearest import hint
from tinyarms_daemon.settings.tree import Node

if TYPE_CHECKING:
    from pydantic import ValidationInfo
    from pydantic_core import CoreSchema


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


class RuleName:
    """A kind of value: the id of a rule in the catalogue that is the validation's context."""

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.with_info_plain_validator_function(_read_rule_name)


def _read_rule_name(value: Any, info: "ValidationInfo[Provenance]") -> str:
    names = info.context.catalogue.rule_ids
    if value not in names:
        raise ValueError(f"must be the id of a rule; {hint(str(value), names)}")
    return str(value)
