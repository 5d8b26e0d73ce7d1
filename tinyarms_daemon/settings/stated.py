"""The effective configuration key by key, with who said it: what `config show` prints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tinyarms_daemon.settings.origin import Layer, Origin
from tinyarms_daemon.settings.rule_options import SECTION as RULES
from tinyarms_daemon.settings.tree import leaves, merged_all, plain

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One key (`watch.settle`), its value as it was written (`400ms`), and who wrote it."""

    key: str
    value: object
    origin: Origin


def stated_values(settings: "Settings") -> list[StatedValue]:
    """Every key, in the order of the packaged file, then the options only the rules themselves
    state."""
    tree = merged_all(settings.provenance.layers)
    stated = [
        StatedValue(".".join(path), plain(node), node.origin) for path, node in leaves(tree) if path
    ]
    known = {each.key for each in stated}
    return stated + [each for each in _rules_own(settings) if each.key not in known]


def origins(settings: "Settings") -> Mapping[str, Origin]:
    """Who said the value of each key."""
    return {each.key: each.origin for each in stated_values(settings)}


def _rules_own(settings: "Settings") -> Iterator[StatedValue]:
    for rule_id in settings.provenance.catalogue.rule_options:
        origin = Origin(layer=Layer.PACKAGED, place=f"the rule {rule_id}")
        yield StatedValue(f"{RULES}.{rule_id}.enabled", True, origin)
        for name, value in settings.rule_options(rule_id).items():
            yield StatedValue(f"{RULES}.{rule_id}.{name}", value, origin)
