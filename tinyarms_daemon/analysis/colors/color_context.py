"""What the place of a literal says of whether it is a color."""

import re
from collections.abc import Iterator
from functools import cached_property

from tinyarms_daemon.analysis.colors.literal_place import (
    ENDS_AS_COLOR,
    LiteralPlace,
    first_children,
)
from tinyarms_daemon.analysis.colors.markup_colors import is_in_mask
from tinyarms_daemon.analysis.colors.python_libraries import (
    imports_drawing,
    imports_terminal,
    speaks_of_pictures,
)
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.literal_use import Role
from tinyarms_daemon.analysis.native_styles import is_native
from tinyarms_daemon.analysis.script_styles import STYLE_TYPE
from tinyarms_daemon.analysis.styles.colors import NAMED_COLORS
from tinyarms_daemon.analysis.styles.style_values import takes_color
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree

# What is called so holds a place, a name or a text, which may look like a color.
_OTHER_NAMES = word_set(
    """
    href to id ids hash anchor target selector selectors key keys for name names placeholder title
    alt label labels src path paths url urls uri link links ref refs query el element container
    mount root fragment issue issues ticket tag tags sha commit text description message content
    html markdown channel channels room command comment slug route routes section regexp pattern
    location menu tab toggle parent trigger scope aria data
    """
)
# Calls that take a selector, a text or a module by the same form.
_OTHER_CALLS = word_set(
    """
    queryselector queryselectorall $ jquery getelementbyid closest matches find findall scrollto
    select selectall require import describe it test navigate push replace replaceall startswith
    endswith includes indexof split match has locator regexp mount render createapp log error warn
    info debug print println printf trace assert expect equal throw raise append step hasclass
    getelementsbyclassname getbytext getbyrole format exec search compile sub newerror errorf fatal
    fatalf text label qlabel button qpushbutton image settext setwindowtitle settooltip
    setobjectname write
    """
)

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
LISTED = word_set("palettes colors colours swatches")
"""Words of names that hold many colors."""
_COLOR_NAMES = NAMED_COLORS.keys() | word_set("transparent none currentcolor inherit auto")
_WORD = re.compile(r"[a-z]{3,}")
# Elements that the browser's own frame is colored by.
_HEAD_ELEMENTS = word_set("link meta")
_OF_MANIFESTS = ("theme_color", "background_color")
# What an object has that says how something is drawn.
_DRAWN = word_set("""
    linewidth strokewidth strokeopacity fillopacity dasharray borderwidth fontsize pointradius
    """)
# Attributes that only draw: a color's name in them is one to whatever element has them.
_DRAWING = word_set("fill stroke stopcolor floodcolor lightingcolor fillstyle strokestyle")
# Short names of arguments that take colors, in libraries that draw.
_OF_PLOTS = word_set("c fc ec mfc mec")
# What a terminal knows by name, and how that is called there.
_NAMES_OF_TERMINALS = word_set("color colour colors colours fg bg foreground background")
_OF_TERMINALS = word_set("black red green yellow blue magenta cyan white")
_ENTRIES = frozenset({"pair", "keyword_argument"})  # of a dictionary
_MOST_SIBLINGS = 40  # entries of an object that are looked at
_LONGEST_NAME = 100


class ColorContext(LiteralPlace):
    """What the place of one literal says of whether it is a color."""

    def __init__(self, tree: SyntaxTree, literal: Node, *, in_markup: bool = False) -> None:
        super().__init__(tree, literal)
        self.in_markup = in_markup

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
        return self.tree.language in SCRIPT_LANGUAGES

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
    def is_variant(self) -> bool:
        """Whether the literal is a word among others that are no colors, `["primary", "red"]`, and
        not one that a state has, `("focus", "red")`."""
        use = self.uses[0] if self.uses else None
        if use is None or use.role is not Role.ELEMENT or use.node.type == "tuple":
            return False
        if self.tree.text_of(self.literal).strip("\"'").lower() not in NAMED_COLORS:
            return False
        strings = [
            each for each in first_children(use.node, _MOST_SIBLINGS) if each.type == "string"
        ]
        texts = (self.tree.text_of(each)[:_LONGEST_NAME].strip("\"'").lower() for each in strings)
        return any(_WORD.fullmatch(text) and text not in _COLOR_NAMES for text in texts)

    @cached_property
    def is_certain_of_names(self) -> bool:
        """Whether the name of a color here can only be that, and no variant of a component."""
        if self.tree.language == "python" or self.is_style or self.tree.fact(is_native):
            return True
        if self.use is not None and self.use.role is Role.RETURNED:
            return bool(self.property_filled)  # else it may be the variant of a component
        words = words_of(self.name.rpartition(".")[2])
        name = "".join(words)
        is_for_something = ENDS_AS_COLOR.search(name) and name not in ("color", "colour")
        if name in _DRAWING or is_for_something or self.property_filled:
            return True
        use = self.use
        if use is None:
            return False
        is_of_no_component = _element(self.tree, use.node)[:1].islower()
        return use.role is Role.ARGUMENT or is_of_no_component or _is_drawn(self.tree, use.node)

    @cached_property
    def is_something_else(self) -> bool:
        """Whether something is expected here that only looks like a color."""
        use = self.use
        if use is None or use.role in (Role.TYPE, Role.KEY, Role.INDEX, Role.ENUM, Role.DECLARED):
            return True
        outer = self.next_of(use)
        if use.role is Role.ARGUMENT and outer is not None and outer.role is Role.KEY:
            return True
        if use.node.type == "jsx_attribute" and is_in_mask(self.tree, use.node):
            return True
        if _element(self.tree, use.node) in _HEAD_ELEMENTS or self._is_of_manifest:
            return True
        if self.takes_color or self.is_style:
            return False
        if use.role is Role.ARGUMENT:
            called = use.name.rpartition(".")[2].replace("_", "").lower()
            return (
                called in _OTHER_CALLS
                or use.name.startswith("console.")
                or not _OTHER_NAMES.isdisjoint(words_of(self.name))
            )
        other = _OTHER_NAMES.intersection(words_of(self.name))
        if other == {"text"} and _is_beside_color(self.tree, use.node):
            return False
        return self.name.startswith("--") or bool(other)

    @property
    def _is_of_manifest(self) -> bool:
        """Whether the literal is a color of the browser's own frame, in a web app's manifest."""
        return (
            self.name in _OF_MANIFESTS
            and self.use is not None
            and "theme_color" in _keys_beside(self.tree, self.use.node)
        )


def _is_typed_style(tree: SyntaxTree, declarator: Node) -> bool:
    """`const card: SxProps = { … }`"""
    said = None
    if declarator.type == "variable_declarator":
        said = declarator.child_by_field_name("type")
    return said is not None and bool(STYLE_TYPE.search(tree.text_of(said)))


def _element(tree: SyntaxTree, attribute: Node) -> str:
    """The name of the element that an attribute of a script's markup belongs to."""
    element = attribute.parent if attribute.type == "jsx_attribute" else None
    name = element.child_by_field_name("name") if element is not None else None
    return tree.text_of(name) if name is not None else ""


def _is_drawn(tree: SyntaxTree, pair: Node) -> bool:
    """Whether what stands beside a value in its object says how something is drawn."""
    beside = map(words_of, _keys_beside(tree, pair))
    return any(
        "".join(words) in _DRAWN | _DRAWING or (len(words) > 1 and words[-1] == "color")
        for words in beside
    )


def _is_beside_color(tree: SyntaxTree, pair: Node) -> bool:
    """Whether another value of an object is for a color: `{ background: "#fff", text: "#333" }`."""
    return any(map(takes_color, _keys_beside(tree, pair)))


def _keys_beside(tree: SyntaxTree, pair: Node) -> Iterator[str]:
    around = pair.parent if pair.type == "pair" else None
    for each in first_children(around, _MOST_SIBLINGS) if around is not None else ():
        key = each.child_by_field_name("key")
        if key is not None:
            yield tree.text_of(key)[:_LONGEST_NAME].strip("\"'")
