"""What a literal is the value of: a property, a variable, a parameter."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from tinyarms_daemon.analysis.definitions import symbol_at
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.literal_use import Role, Use, uses_of
from tinyarms_daemon.analysis.styles.embedded_styles import property_filled, style_templates_of
from tinyarms_daemon.analysis.styles.style_values import takes_color
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# Calls of a name with what it is set to, or with what stands in where it is not set.
_PROPERTY_CALLS = word_set("""
    css attr style setproperty setattribute set setattr attrs get pop setdefault getattr
    """)
# Calls of libraries that make one color of another.
_MIXING_CALLS = word_set("""
    darken lighten transparentize opacify saturate desaturate tint shade mix alpha fade rgba
    """)
_NAMELESS = frozenset({"lambda", "arrow_function"})
_OF_LISTS = frozenset({Role.ARITHMETIC, Role.INDEX})
_LISTS = frozenset({"list", "array"})
_LOOPS = frozenset({"for_statement", "for_in_clause", "for_in_statement"})
# Python's calls that take a color by its place, with that place.
_COLOR_PLACES = (
    (re.compile(r"Image\.new|\w*font\w*\.render", re.IGNORECASE), 2),
    (re.compile(r"(?:\w+\.)*(?:to_hex|to_rgba?|to_rgba_array|getrgb)"), 0),
    (re.compile(r"pygame\.draw\.\w+"), 1),
    (re.compile(r"cv2\.(?:line|arrowedLine|rectangle|circle|polylines|drawContours)"), 3),
    (re.compile(r"cv2\.putText"), 5),
    (re.compile(r"cv2\.fillPoly"), 2),
)
_KEY = re.compile(r"\[[\"'](\w+)[\"']\]\s*$")  # what a mapping's value is called by
_MANY = ("colors", "colours")
_FUNCTIONS = "(function_definition name: (_) @name parameters: (_) @parameters) @function"
_RECEIVERS = frozenset({"self", "cls"})
_PARAMETER_END = re.compile(r"[\s:=]")
_MOST_ARGUMENTS = 8  # of a call that takes a color by its place
_FAR = 40  # steps outwards
_LONGEST_NAME = 100
ENDS_AS_COLOR = re.compile(r"colou?r$", re.IGNORECASE)
"""How a name ends that is one of a color."""


class LiteralPlace:
    """The way outwards from one literal: its `uses`, the nearest first."""

    def __init__(self, tree: SyntaxTree, literal: Node) -> None:
        self.tree = tree
        self.literal = literal
        self.uses: list[Use] = []
        for use in uses_of(tree, literal):
            if use.role is Role.KEY and use.node.type == "attribute":
                continue  # `"…".format(…)` and `QColor("…").name()`: what it is taken from
            self.uses.append(use)
            if len(self.uses) == _FAR:
                break

    @cached_property
    def use(self) -> Use | None:
        """The first use that says what the literal is, past conditions and lists, such as
        `["red"] * count` and `["red", "navy"][level]`."""
        passed = (Role.ELEMENT, Role.FALLBACK)
        return next(
            (
                use
                for use in self.uses
                if use.role not in passed
                and use.node.type != "list_comprehension"
                and (use.role not in _OF_LISTS or use.child.type not in _LISTS)
            ),
            None,
        )

    @cached_property
    def name(self) -> str:
        """What the literal is the value of: a property, a variable, a parameter; may be empty."""
        use = self.use
        if use is None:
            return ""
        if (looped := self._name_in_loop(use)) or use.node.type in _LOOPS:
            return looped
        if use.role is Role.ARGUMENT:
            return self._name_by_arguments(use)
        if filled := self.property_filled:
            return filled
        if use.role is Role.RETURNED:
            return self._name_of_function(use)
        if use.role not in (Role.NAMED, Role.AUGMENTED, Role.COMPARISON):
            return ""
        if use.name == "default" and (outer := self.next_of(use)):
            if outer.role is Role.NAMED:  # `ink: { type: String, default: "red" }` of a component
                return outer.name
            return self._name_of_option(outer) or use.name
        key = _KEY.search(self.tree.end_of(use.other, _LONGEST_NAME)) if use.other else None
        return key[1] if key else use.name

    @cached_property
    def property_filled(self) -> str:
        """`background` of a styled component that the literal is put into: `background: ${…};`"""
        use = self.use
        if use is not None and use.role is Role.RETURNED and use.node.type in _NAMELESS:
            use = self.next_of(use)
        hole = use.node if use is not None and use.role is Role.INTERPOLATED else None
        while hole is not None and hole.type not in ("template_string", "template_substitution"):
            hole = hole.parent
        template = hole if hole is None or hole.type == "template_string" else hole.parent
        if template is None or template not in style_templates_of(self.tree):
            return ""
        start, _ = self.tree.span_of(template)
        begin, _ = self.tree.span_of(self.literal)
        opened = self.tree.text.rfind("${", start, begin)
        return property_filled(self.tree, template, opened)

    def next_of(self, use: Use) -> Use | None:
        """What is made next of what a use makes of the literal."""
        return next(iter(self.uses[self.uses.index(use) + 1 :]), None)

    def _name_of_function(self, returned: Use) -> str:
        """`getTextColor` of what it returns; empty where it is not named after a color."""
        if returned.node.type in _NAMELESS:
            around = self.next_of(returned)
            return around.name if around is not None and around.role is Role.NAMED else ""
        start, _ = self.tree.span_of(self.literal)
        name = (symbol_at(self.tree, start) or "").rpartition(".")[2]
        return name if ENDS_AS_COLOR.search(name) else ""

    def _name_of_option(self, use: Use) -> str:
        """`color` of `add_argument("--color", default="red")`; empty for what is no option."""
        first = next(iter(first_children(use.node, 1)), None)
        said = self.tree.text_of(first)[:_LONGEST_NAME].strip("\"'") if first is not None else ""
        return said.lstrip("-").replace("-", "_") if said.startswith("--") else ""

    def _name_in_loop(self, use: Use) -> str:
        """`color` of `for color in ["red"]` and `for x, color in zip(xs, ["red"])`, or nothing."""
        loop, place = use, None
        if use.role is Role.ARGUMENT and use.name == "zip":
            place, loop = _place_of(use), self.next_of(use) or use
            if place is None:
                return ""
        left = loop.node.child_by_field_name("left") if loop.node.type in _LOOPS else None
        if left is not None and place is not None:
            left = left.named_child(place) if place < left.named_child_count else None
        return self.tree.text_of(left)[:_LONGEST_NAME] if left is not None else ""

    def _takes_color_there(self, use: Use) -> bool:
        """Whether what is called takes a color at the literal's place among its arguments."""
        place = next((place for call, place in _COLOR_PLACES if call.fullmatch(use.name)), None)
        return place is not None and place == _place_of(use) and self.tree.language == "python"

    def _name_by_arguments(self, use: Use) -> str:
        """`fill` of `.attr('fill', 'red')`, else what is called where it takes a color."""
        if self._takes_color_there(use):
            return "color"
        method = use.name.rpartition(".")[2]
        if method.lower() in _MIXING_CALLS and self.tree.language in SCRIPT_LANGUAGES:
            return "color"
        if method.lower() in _PROPERTY_CALLS and use.node.named_child_count > 1:
            first, second = use.node.named_child(0), use.node.named_child(1)
            if first is not None and second is not None and second.id == use.child.id:
                return self.tree.end_of(first, _LONGEST_NAME).strip("\"'`")
        if takes_color(method):
            # `mapColors("gray", "grey")` is handed names
            is_script = self.tree.language in SCRIPT_LANGUAGES
            return "" if method.lower().endswith(_MANY) and is_script else method
        parameter = self._parameter(method, use)
        return parameter if takes_color(parameter) else ""

    def _parameter(self, method: str, use: Use) -> str:
        """What a Python function of this file calls what it is handed here; empty for none."""
        if self.tree.language != "python":
            return ""
        place, names = _place_of(use), self.tree.fact(_parameters).get(method)
        if place is None or not names:
            return ""
        place += names[0] in _RECEIVERS
        return names[place] if place < len(names) else ""


def _parameters(tree: SyntaxTree) -> Mapping[str, Sequence[str]]:
    """The parameters of each function of a Python file that has its name for itself."""
    found: dict[str, list[str]] = {}
    for match in tree.matches(_FUNCTIONS):
        name = tree.text_of(match["name"][0])
        said = [
            tree.text_of(each)[:_LONGEST_NAME]
            for each in first_children(match["parameters"][0], _MOST_ARGUMENTS)
        ]
        names = [_PARAMETER_END.split(each, maxsplit=1)[0] for each in said]
        found[name] = [] if name in found else names
    return found


def _place_of(use: Use) -> int | None:
    """How many arguments stand before that which a use is about; None for one of many."""
    first = enumerate(first_children(use.node, _MOST_ARGUMENTS))
    return next((place for place, each in first if each == use.child), None)


def first_children(node: Node, most: int) -> list[Node]:
    """The first children of a node: to list thousands for each of them would take for ever."""
    found = map(node.named_child, range(min(node.named_child_count, most)))
    return [each for each in found if each is not None]
