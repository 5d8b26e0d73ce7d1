"""What names, numbers and texts say of a definition."""

import re

from tinyarms_daemon.analysis.logic.bags import Bags
from tinyarms_daemon.analysis.logic.constants import constants_of
from tinyarms_daemon.analysis.logic.vocabulary import (
    BINARY,
    CONCEPT_OF,
    MEMBERS,
    NUMBERS,
    OPERATOR_OF,
    ORDERS,
    UNARY,
    is_less,
    senses_of,
)
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_NAMES = frozenset({"identifier", "simple_identifier", "name", "variable_name"})
_FIELDS = frozenset({"property_identifier", "field_identifier", "private_property_identifier"})
_TEXTS = frozenset(
    {"string_content", "string_fragment", "interpreted_string_literal_content", "regex_pattern"}
)
_LONGEST_TEXT = 40
_DIGITS = 15  # by which a float is told from others
_CHARACTERS_OF_OWNER = 20
# Where a format puts its values: what stands between is the text.
_VERBS = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\}")
_CHAINS = frozenset({"then", "catch", "finally", "resolve", "reject"})
_OWN = frozenset({"self", "this", "cls"})
# Where a sign works on values: a loop has an `in` as well, and a type `*` and `&`.
_COMPUTING = BINARY | {"not in", "augmented_assignment_expression"}


class Leaves:
    """The leaves of one definition. `receiver` is what a method of Go calls its object;
    `used_constants` are those of the file that it names."""

    def __init__(self, tree: SyntaxTree, bags: Bags) -> None:
        self._tree = tree
        self._bags = bags
        self._constants = tree.fact(constants_of)
        self.used_constants: dict[str, Node] = {}
        self.receiver: str | None = None

    def visit(self, node: Node, kind: str) -> None:
        """Note a node without children."""
        text = self._tree.text_of(node)
        bags = self._bags
        bags.leaves += 1
        bags.texts.append(text)
        bags.kinds.append(text if kind == text else kind)
        if kind in _TEXTS:
            for part in _VERBS.split(text) if "%" in text or "{" in text else (text,):
                self._text(part)
            self._held_against(node.parent, text)
            return
        if kind in NUMBERS:
            self._number(node, text)
        elif kind in _NAMES or kind in _FIELDS:
            self._name(text, is_field=kind in _FIELDS and not self.is_own(node.parent))
        elif kind in OPERATOR_OF and node.parent is not None and node.parent.type in _COMPUTING:
            bags.computes = True
            if OPERATOR_OF[kind] in ("contains", "default"):
                bags.operations[OPERATOR_OF[kind]] += 1

    def is_own(self, member: Node | None) -> bool:
        """Whether it is a part of the object itself, which is no more than a variable elsewhere."""
        if member is None or member.type not in MEMBERS:
            return member is None or "definition" in member.type or "declaration" in member.type
        owner = self._tree.text_of(member.children[0])[:_CHARACTERS_OF_OWNER]
        return owner in _OWN or owner == self.receiver

    def _number(self, node: Node, text: str) -> None:
        value = _value_of(text)
        said = text if value is None else f"{value:.{_DIGITS}g}"
        if value is not None and said not in ("0", "1"):  # these say nothing of the matter
            self._bags.literals[said] += 1
        self._held_against(node, said)

    def _held_against(self, value: Node | None, text: str) -> None:
        """What is done with a literal: `% 10` and `>= 90` tell more than a 10 and a 90."""
        outer = None if value is None else value.parent
        if outer is not None and outer.type in UNARY and outer.children[0].type == "-":
            value, outer, text = outer, outer.parent, f"-{text}"
        if value is None or outer is None or outer.type not in BINARY or text in ("0", "1"):
            return
        said = text.lower()[:_LONGEST_TEXT]
        place = outer.children.index(value)
        for beside, is_behind in ((place - 1, True), (place + 1, False)):
            sign = outer.children[beside].type if 0 <= beside < len(outer.children) else ""
            if sign in ORDERS:
                ends_above = is_less(sign) != is_behind
                self._bags.literals[f"{said} <" if ends_above else f"< {said}"] += 1
            elif sign in OPERATOR_OF:
                self._bags.literals[f"{OPERATOR_OF[sign]} {said}"] += 1

    def _text(self, text: str) -> None:
        said = text.strip().lower()[:_LONGEST_TEXT]
        if said and (len(said) > 1 or not said.isspace()):
            self._bags.literals[f"“{said}"] += 1
            for sense in senses_of(said):
                if len(sense) > 2:
                    self._bags.words[sense] += 1
        elif text:
            self._bags.literals["“ "] += 1

    def _name(self, text: str, *, is_field: bool) -> None:
        bags = self._bags
        if text in self._constants and not is_field:
            self.used_constants[text] = self._constants[text]
        concept = CONCEPT_OF.get(text.lower())
        if concept == "environment":
            bags.operations[concept] += 1
        if is_field and concept is None and text not in _CHAINS:
            said = " ".join(senses_of(text)) or text.lower()
            bags.fields[said] += 1
        if concept is None and text not in _CHAINS:
            for sense in senses_of(text):
                bags.words[sense] += 1


def _value_of(text: str) -> float | None:
    """The value of a number, however it is written."""
    said = text.replace("_", "").lower()
    try:
        return float(int(said, 0)) if said[:2] in ("0x", "0b", "0o") else float(said)
    except (ValueError, OverflowError):
        return None
