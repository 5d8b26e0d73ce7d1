"""The effective configuration key by key, with who said it: what `config show` prints."""

from dataclasses import dataclass, replace
from functools import reduce
from math import inf
from pathlib import PurePath
from typing import TYPE_CHECKING

import yaml

from tinyarms_daemon.settings.tree import Layer, Origin, leaves, merged, plain

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One key (`watch.settle`), its value as it was written (`400ms`), and who wrote it."""

    key: str
    value: object
    origin: Origin

    @property
    def written(self) -> str:
        """The value as YAML writes it in one line."""
        text = yaml.safe_dump(self.value, default_flow_style=True, allow_unicode=True, width=inf)
        return text.removesuffix("...\n").removesuffix("\n")

    @property
    def place(self) -> str:
        """Who wrote it; of the packaged file, which everybody has, the name alone."""
        if self.origin.layer is Layer.PACKAGED:
            return str(replace(self.origin, place=PurePath(self.origin.place).name))
        return str(self.origin)


def stated_values(settings: "Settings") -> list[StatedValue]:
    """Every key, in the order of the packaged file."""
    tree = reduce(merged, settings.provenance.layers)
    return [
        StatedValue(".".join(path), plain(node), node.origin) for path, node in leaves(tree) if path
    ]
