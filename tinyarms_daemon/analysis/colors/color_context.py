"""What the place of a literal says of whether it is a color."""

import re
from functools import cached_property

from tinyarms_daemon.analysis.colors.markup_colors import is_in_mask
from tinyarms_daemon.analysis.colors.other_meanings import OTHER_CALLS, OTHER_NAMES
from tinyarms_daemon.analysis.colors.python_libraries import (
    imports_drawing,
    imports_terminal,
    speaks_of_pictures,
)
from tinyarms_daemon.analysis.definitions import symbol_at
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use, uses_of
from tinyarms_daemon.analysis.native_styles import is_native
from tinyarms_daemon.analysis.script_styles import STYLE_TYPE
from tinyarms_daemon.analysis.styles.colors import NAMED_COLORS
from tinyarms_daemon.analysis.styles.embedded_styles import property_filled, style_templates_of
from tinyarms_daemon.analysis.styles.style_values import takes_color
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

_STYLE_NAME = re.compile(
    r"(?:^|\.)(?:\w*styles?|sx|css|csstext|slotprops|\w*stylesheet)$|\.style\.", re.IGNORECASE
)
_STYLE_CALLS = word_set(
    """
    create makestyles createstyles css styled style keyframes globalcss createusestyles
    createglobalstyle usestyles withstyles setstylesheet recipe globalstyle stylevariants sva
    insertrule addrule
    """
)
# Calls of a name with what it is set to, or with what stands in where it is not set.
_PROPERTY_CALLS = word_set("""
    css attr style setproperty setattribute set setattr attrs get pop setdefault getattr
    """)
# Calls of libraries that make one color of another.
_MIXING_CALLS = word_set("""
    darken lighten transparentize opacify saturate desaturate tint shade mix alpha fade rgba
    """)
_ENDS_AS_COLOR = re.compile(r"colou?r$", re.IGNORECASE)
LISTED = word_set("palettes colors colours swatches")
"""Words of names that hold many colors."""
_COLOR_NAMES = NAMED_COLORS.keys() | word_set("transparent none currentcolor inherit auto")
_WORD = re.compile(r"[a-z]{3,}")
_NAMELESS = frozenset({"lambda", "arrow_function"})
_OF_LISTS = frozenset({Role.ARITHMETIC, Role.INDEX})
_LISTS = frozenset({"list", "array"})
_LOOPS = frozenset({"for_statement", "for_in_clause", "for_in_statement"})
# Elements that the browser's own frame is colored by.
_HEAD_ELEMENTS = word_set("link meta")
# What an object has that says how something is drawn.
_DRAWN = word_set("""
    linewidth strokewidth strokeopacity fillopacity dasharray borderwidth fontsize pointradius
    """)
# Python's calls that take a color by its place, with that place.
_COLOR_PLACES = (
    (re.compile(r"Image\.new|\w*font\w*\.render", re.IGNORECASE), 2),
    (re.compile(r"(?:\w+\.)*(?:to_hex|to_rgba?|to_rgba_array|getrgb)"), 0),
    (re.compile(r"pygame\.draw\.\w+"), 1),
    (re.compile(r"cv2\.(?:line|arrowedLine|rectangle|circle|polylines|drawContours)"), 3),
    (re.compile(r"cv2\.putText"), 5),
    (re.compile(r"cv2\.fillPoly"), 2),
)
# Attributes that only draw: a color's name in them is one to whatever element has them.
_DRAWING = word_set("fill stroke stopcolor floodcolor lightingcolor fillstyle strokestyle")
# Short names of arguments that take colors, in libraries that draw.
_OF_PLOTS = word_set("c fc ec mfc mec")
# What a terminal knows by name, and how that is called there.
_NAMES_OF_TERMINALS = word_set("color colour colors colours fg bg foreground background")
_OF_TERMINALS = word_set("black red green yellow blue magenta cyan white")
_ENTRIES = frozenset({"pair", "keyword_argument"})  # of a dictionary
_KEY = re.compile(r"\[[\"'](\w+)[\"']\]\s*$")  # what a mapping's value is called by
_SCRIPTS = frozenset({"javascript", "typescript", "tsx"})
_MOST_ARGUMENTS = 8  # of a call that takes a color by its place
_MOST_SIBLINGS = 40  # entries of an object that are looked at
_FAR = 40  # steps outwards
_LONGEST_NAME = 100


class ColorContext:
    """The way outwards from one literal: its `uses`, the nearest first."""

    def __init__(self, tree: SyntaxTree, literal: Node, *, in_markup: bool = False) -> None:
        self.tree = tree
        self.in_markup = in_markup
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
        if filled := self._property_filled:
            return filled
        if use.role is Role.RETURNED:
            return self._name_of_function(use)
        if use.role not in (Role.NAMED, Role.AUGMENTED, Role.COMPARISON):
            return ""
        if use.name == "default" and (outer := self._next_of(use)):
            if outer.role is Role.NAMED:  # `ink: { type: String, default: "red" }` of a component
                return outer.name
            return self._name_of_option(outer) or use.name
        key = _KEY.search(self.tree.end_of(use.other, _LONGEST_NAME)) if use.other else None
        return key[1] if key else use.name

    @cached_property
    def takes_color(self) -> bool:
        """Whether what the literal is the value of takes a color."""
        name = self.name.rpartition(".")[2]
        is_of_plot = self.tree.language == "python" and (
            name in _OF_PLOTS or self._is_one_of_colors
        )
        return takes_color(name) or is_of_plot

    @cached_property
    def is_style(self) -> bool:
        """Whether the literal stands in an object of styles."""
        for use in self.uses:
            if use.role is Role.NAMED and (
                _STYLE_NAME.search(use.name) or _is_typed_style(self.tree, use.node)
            ):
                return True
            if use.role is Role.ARGUMENT:
                called = use.name.rpartition(".")[2].lower()
                if called in _STYLE_CALLS or use.name.lower().startswith("styled"):
                    return True
        return False

    @cached_property
    def expects_names(self) -> bool:
        """Whether the name of a color may stand here."""
        use = self.use
        if not self.takes_color or (use is not None and use.role is Role.COMPARISON):
            return False
        if self.tree.language == "python":
            return self.tree.fact(imports_drawing) or self._says_color
        return self.tree.language in _SCRIPTS

    @property
    def _is_one_of_colors(self) -> bool:
        """`colors = {"a": "teal"}` and `colors = dict(a={"b": "teal"})` where a library draws"""
        first = self.use
        if first is None or first.node.type not in _ENTRIES:
            return False
        for outer in self.uses[self.uses.index(first) + 1 :]:
            words = words_of(outer.name)
            if outer.role is Role.NAMED and not LISTED.isdisjoint(words):
                return "log" not in words and self.tree.fact(imports_drawing)
            if outer.node.type not in _ENTRIES and outer.name != "dict":
                return False
        return False

    @property
    def _says_color(self) -> bool:
        """Whether a color is meant where no library for pictures is imported: by what takes it,
        `text_color` or `stroke`, by a name that no terminal knows, or by what else the file has."""
        if self.tree.fact(imports_terminal):
            return False
        text = self.tree.text_of(self.literal).strip("\"'").lower()
        return (
            self.name.rpartition(".")[2].lower() not in _NAMES_OF_TERMINALS
            or text not in _OF_TERMINALS
            or self.tree.fact(speaks_of_pictures)
        )

    @cached_property
    def _property_filled(self) -> str:
        """`background` of a styled component that the literal is put into: `background: ${…};`"""
        use = self.use
        if use is not None and use.role is Role.RETURNED and use.node.type in _NAMELESS:
            use = self._next_of(use)
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

    @cached_property
    def is_variant(self) -> bool:
        """Whether the literal is a word among others that are no colors, `["primary", "red"]`, and
        not one that a state has, `("focus", "red")`."""
        use = self.uses[0] if self.uses else None
        if use is None or use.role is not Role.ELEMENT or use.node.type == "tuple":
            return False
        if self.tree.text_of(self.literal).strip("\"'").lower() not in NAMED_COLORS:
            return False
        strings = [each for each in _first_of(use.node, _MOST_SIBLINGS) if each.type == "string"]
        texts = (self.tree.text_of(each)[:_LONGEST_NAME].strip("\"'").lower() for each in strings)
        return any(_WORD.fullmatch(text) and text not in _COLOR_NAMES for text in texts)

    @cached_property
    def is_certain_of_names(self) -> bool:
        """Whether the name of a color here can only be that, and no variant of a component."""
        if self.tree.language == "python" or self.is_style or self.tree.fact(is_native):
            return True
        if self.use is not None and self.use.role is Role.RETURNED:
            return bool(self._property_filled)  # else it may be the variant of a component
        words = words_of(self.name.rpartition(".")[2])
        name = "".join(words)
        is_for_something = _ENDS_AS_COLOR.search(name) and name not in ("color", "colour")
        if name in _DRAWING or is_for_something or self._property_filled:
            return True
        use = self.use
        if use is None:
            return False
        return (
            use.role is Role.ARGUMENT
            or _is_host_element(self.tree, use.node)
            or _is_drawn(self.tree, use.node)
        )

    @cached_property
    def is_something_else(self) -> bool:
        """Whether something is expected here that only looks like a color."""
        use = self.use
        if use is None or use.role in (Role.TYPE, Role.KEY, Role.INDEX, Role.ENUM, Role.DECLARED):
            return True
        outer = self._next_of(use)
        if use.role is Role.ARGUMENT and outer is not None and outer.role is Role.KEY:
            return True
        if use.node.type == "jsx_attribute" and is_in_mask(self.tree, use.node):
            return True
        if _element(self.tree, use.node) in _HEAD_ELEMENTS:
            return True
        if self.takes_color or self.is_style:
            return False
        if use.role is Role.ARGUMENT:
            called = use.name.rpartition(".")[2].replace("_", "").lower()
            return (
                called in OTHER_CALLS
                or use.name.startswith("console.")
                or not OTHER_NAMES.isdisjoint(words_of(self.name))
            )
        return self.name.startswith("--") or bool(OTHER_NAMES.intersection(words_of(self.name)))

    def _next_of(self, use: Use) -> Use | None:
        """What is made next of what a use makes of the literal."""
        return next(iter(self.uses[self.uses.index(use) + 1 :]), None)

    def _name_of_function(self, returned: Use) -> str:
        """`getTextColor` of what it returns; empty where it is not named after a color."""
        if returned.node.type in _NAMELESS:
            around = self._next_of(returned)
            return around.name if around is not None and around.role is Role.NAMED else ""
        start, _ = self.tree.span_of(self.literal)
        name = (symbol_at(self.tree, start) or "").rpartition(".")[2]
        return name if _ENDS_AS_COLOR.search(name) else ""

    def _name_of_option(self, use: Use) -> str:
        """`color` of `add_argument("--color", default="red")`; empty for what is no option."""
        first = next(iter(_first_of(use.node, 1)), None)
        said = self.tree.text_of(first)[:_LONGEST_NAME].strip("\"'") if first is not None else ""
        return said.lstrip("-").replace("-", "_") if said.startswith("--") else ""

    def _name_in_loop(self, use: Use) -> str:
        """`color` of `for color in ["red"]` and `for x, color in zip(xs, ["red"])`, or nothing."""
        loop, place = use, None
        if use.role is Role.ARGUMENT and use.name == "zip":
            place, loop = _place_of(use), self._next_of(use) or use
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
        if method.lower() in _MIXING_CALLS and self.tree.language in _SCRIPTS:
            return "color"
        if method.lower() in _PROPERTY_CALLS and use.node.named_child_count > 1:
            first, second = use.node.named_child(0), use.node.named_child(1)
            if first is not None and second is not None and second.id == use.child.id:
                return self.tree.end_of(first, _LONGEST_NAME).strip("\"'`")
        return method if takes_color(method) else ""


def _is_typed_style(tree: SyntaxTree, declarator: Node) -> bool:
    """`const card: SxProps = { … }`"""
    said = None
    if declarator.type == "variable_declarator":
        said = declarator.child_by_field_name("type")
    return said is not None and bool(STYLE_TYPE.search(tree.text_of(said)))


def _is_host_element(tree: SyntaxTree, attribute: Node) -> bool:
    return _element(tree, attribute)[:1].islower()


def _element(tree: SyntaxTree, attribute: Node) -> str:
    """The name of the element that an attribute of a script's markup belongs to."""
    element = attribute.parent if attribute.type == "jsx_attribute" else None
    name = element.child_by_field_name("name") if element is not None else None
    return tree.text_of(name) if name is not None else ""


def _is_drawn(tree: SyntaxTree, pair: Node) -> bool:
    """Whether what stands beside a value in its object says how something is drawn."""
    around = pair.parent
    if pair.type != "pair" or around is None:
        return False
    for each in _first_of(around, _MOST_SIBLINGS):
        key = each.child_by_field_name("key")
        words = words_of(tree.text_of(key)[:_LONGEST_NAME]) if key is not None else ()
        if "".join(words) in _DRAWN | _DRAWING or (len(words) > 1 and words[-1] == "color"):
            return True
    return False


def _place_of(use: Use) -> int | None:
    """How many arguments stand before that which a use is about; None for one of many."""
    first = enumerate(_first_of(use.node, _MOST_ARGUMENTS))
    return next((place for place, each in first if each == use.child), None)


def _first_of(node: Node, most: int) -> list[Node]:
    """The first children of a node: to list thousands for each of them would take for ever."""
    found = map(node.named_child, range(min(node.named_child_count, most)))
    return [each for each in found if each is not None]
