"""The form of a section: typed attributes that say of which kind the value at each key is.

Every command waits for it, so that it is small: a library that validates was handed these same
kinds, and cost more time to load than it saved work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin

from tinyarms_daemon.settings.kinds import Kind
from tinyarms_daemon.settings.tree import Node, plain


@dataclass(frozen=True, slots=True)
class Key:
    """How a key is written that is not called as its attribute; None: the attribute has none."""

    written: str | None


class Section:
    """A mapping with a fixed set of keys, each a section or a value of a kind.

    Two are equal when their values are; nobody changes one.
    """

    forms: ClassVar[Mapping[str, "KeyForm"]]
    """What stands at each key, as it is written and in order."""

    def __init_subclass__(cls) -> None:
        forms = (_form_of(name, said) for name, said in cls.__annotations__.items())
        cls.forms = {key: form for key, form in forms if key is not None}

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    @classmethod
    def read(cls, node: Node, **others: object) -> Self:
        """The section at a sound node that states every key, but for what `others` fill."""
        stated = {
            form.attribute: form.read(node.children[key])
            for key, form in cls.forms.items()
            if form.attribute not in others
        }
        return cls(**stated, **others)

    def but(self, **values: object) -> Self:
        """The same with other values."""
        return type(self)(**{**vars(self), **values})

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is set once, when it is read")


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What stands at a key: a section, or a value of a kind; neither where it is read elsewhere."""

    attribute: str
    section: type[Section] | None
    kind: Kind | None

    def read(self, node: Node) -> object:
        """The value at a sound node."""
        if self.section is not None:
            return self.section.read(node)
        return plain(node) if self.kind is None else self.kind.read(plain(node))


def keys_of(section: type[Section]) -> list[str]:
    """The keys that a section has, as they are written."""
    return list(section.forms)


def _form_of(attribute: str, annotation: Any) -> tuple[str | None, KeyForm]:
    is_annotated = get_origin(annotation) is Annotated
    value_type, *said = get_args(annotation) if is_annotated else (annotation,)
    key = next((each.written for each in said if isinstance(each, Key)), attribute)
    kind = next((each for each in said if isinstance(each, Kind)), None)
    is_section = isinstance(value_type, type) and issubclass(value_type, Section)
    return key, KeyForm(attribute, value_type if is_section else None, kind)
