"""A design token: a name that a project gives to a value, and how it is used."""

from dataclasses import dataclass, fields
from enum import StrEnum

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.domain.findings.project import FactData

OF_ONE_MODE = word_set("dark night dim contrast inverted")
"""Words of names whose tokens hold in one mode only."""


class Notation(StrEnum):
    """How a token is defined, which decides where and how it can be used."""

    PROPERTY = "property"  # a custom property of CSS
    VARIABLE = "variable"  # of SCSS
    LESS = "less"  # a variable of Less
    MAP = "map"  # an entry of a map of SCSS
    THEME = "theme"  # of Tailwind's CSS: a custom property, and a step of utility classes
    CONFIG = "config"  # of Tailwind's configuration: a step of utility classes
    CONSTANT = "constant"  # of code
    SYSTEM = "system"  # of code, used by a string: "brand.500"
    DOCUMENT = "document"  # of JSON, from which others are generated


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignToken:
    """`name` is how it is written where it is used: `--space-4`, `$space-4`, `theme.space[4]`.

    `value` is in the one form in which equal values are equal: `16px`, `200ms`, `#rrggbbaa`.
    `step` is its part of a utility class: `4` of `p-4`. `wrapped_in` is the function that its
    value has to be handed to (`hsl`). `is_local`: only its own file can use it. `derived_from`:
    the token that it takes its value from; `value` is empty where that stands in another file.
    `unit`: what has to follow a number of code that is put into CSS.
    """

    kind: Kind
    name: str
    value: str = ""
    line: int
    notation: Notation
    step: str = ""
    wrapped_in: str = ""
    is_local: bool = False
    derived_from: str = ""
    unit: str = ""

    def as_data(self) -> FactData:
        """The token as a fact; its kind and what is empty are left out."""
        said = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "kind"}
        return {name: value for name, value in said.items() if value}


def token_of(kind: Kind, data: FactData) -> DesignToken:
    """The token that a fact holds."""
    if not isinstance(data, dict):
        raise ValueError("a token's fact is an object")
    said = {key: value for key, value in data.items() if key != "notation"}
    return DesignToken(kind=kind, notation=Notation(str(data["notation"])), **said)  # type: ignore[arg-type]
