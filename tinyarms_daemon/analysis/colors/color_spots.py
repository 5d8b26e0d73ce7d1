"""What the place of a written color says of how a token would stand there."""

import re
from dataclasses import dataclass

from tinyarms_daemon.analysis.colors.color_context import ColorContext
from tinyarms_daemon.analysis.embedded_scripts import scripts_of
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.native_styles import is_native
from tinyarms_daemon.analysis.styles.built_colors import built_color
from tinyarms_daemon.analysis.styles.colors import normalized
from tinyarms_daemon.analysis.styles.embedded_styles import style_templates_of
from tinyarms_daemon.analysis.styles.style_values import text_color_spans
from tinyarms_daemon.analysis.syntax_tree import Node, Span, SyntaxTree, ancestors
from tinyarms_daemon.analysis.tokens.scss_modules import spaces_of, spaces_said
from tinyarms_daemon.analysis.tokens.token_reference import (
    SHEET_SETTINGS,
    Candidate,
    Setting,
    Spot,
    purpose_at,
)
from tinyarms_daemon.domain.findings.rule import Measures

_SHOWN_CHARACTERS = 60  # of a color in a message: generated notations have thousands

_UTILITY = re.compile(
    r"(?P<utility>-?[a-z][\w-]*)-\[(?P<inner>[^\[\]]+)\](?P<tail>(?:/[^\s!]+)?!?)"
)
_ARBITRARY = re.compile(r"\[[a-z-]+:[^\[\]]+\]")
_OF_CANVAS = frozenset({"fillStyle", "strokeStyle", "shadowColor"})  # knows no custom properties
_SETTER = re.compile(r"[\w.]*\.[sS]et_?\w+\(")  # takes the channels of a color, and no color
_STRINGS = frozenset({"string", "template_string", "template_substitution"})
_FAR = 12  # steps outwards to an attribute


@dataclass(frozen=True, slots=True)
class WrittenColor:
    """The one color of a piece of source: its value, and its text there. In a utility class that
    is nothing but a color, `utility` and `tail` are what stands before and behind it."""

    value: str
    text: str
    utility: str = ""
    tail: str = ""


def written_color(text: str) -> WrittenColor | None:
    """The color that a piece of source writes out; None for several, or for one whose value
    cannot be told."""
    if (value := normalized(text) or built_color(text)) is not None:
        return WrittenColor(value, text)
    found = _UTILITY.fullmatch(text)
    if found and (value := normalized(found["inner"].replace("_", " "))):
        return WrittenColor(value, found["inner"], found["utility"], found["tail"])
    blank = text.replace("_", " ")
    values = {blank[slice(*span)]: normalized(blank[slice(*span)]) for span in _inner(blank)}
    if len(values) != 1:
        return None
    ((written, value),) = values.items()
    start = blank.find(written)
    return WrittenColor(value, text[start : start + len(written)]) if value else None


def measures_of(tree: SyntaxTree, span: Span, color: WrittenColor) -> dict[str, str]:
    """What has to be known of a place when its token is looked for."""
    said = {"color": color.value, "setting": _setting(tree, span).value}
    if purpose := purpose_at(tree.text, span[0]):
        said["purpose"] = purpose
    if color.utility:
        said |= {"utility": color.utility, "tail": color.tail}
    elif color.text != tree.text[slice(*span)]:
        said["written"] = color.text
    if tree.language == "scss" and (spaces := spaces_said(tree)):
        said["spaces"] = spaces
    return said


def spot_of(path: str, measures: Measures) -> Spot:
    """The spot that measures tell of."""
    setting = Setting(str(measures["setting"]))
    utility = str(measures.get("utility", ""))
    if setting is Setting.UTILITY and not utility:
        setting = Setting.SHEET  # a value of CSS among others in the brackets
    spaces = spaces_of(str(measures.get("spaces", "")))
    return Spot(path, setting, utility, spaces, str(measures.get("purpose", "")))


def shown(evidence: str, measures: Measures) -> str:
    """The color alone of a piece of source, as a message can hold it."""
    color = _color_alone(evidence, measures)
    return color if len(color) <= _SHOWN_CHARACTERS else color[: _SHOWN_CHARACTERS - 1] + "…"


def _color_alone(evidence: str, measures: Measures) -> str:
    if "written" in measures:
        return str(measures["written"])
    if "utility" not in measures:
        return evidence
    begin = len(str(measures["utility"])) + len("-[")
    return evidence[begin : len(evidence) - len(str(measures["tail"])) - len("]")]


def replacement(evidence: str, measures: Measures, candidate: Candidate) -> str | None:
    """What to write in place of a piece of source; None where that cannot be told."""
    if not candidate.text or _SETTER.match(evidence):
        return None
    if "written" in measures:
        return evidence.replace(str(measures["written"]), candidate.text)
    return candidate.text + str(measures.get("tail", ""))


def _inner(text: str) -> list[Span]:
    start = text.find("[")
    return text_color_spans(text[start + 1 : text.rfind("]")], start + 1, names=True)


def _setting(tree: SyntaxTree, span: Span) -> Setting:
    text = tree.text[slice(*span)]
    is_for_web = tree.language in SCRIPT_LANGUAGES or tree.language in SHEET_SETTINGS
    if is_for_web and (_UTILITY.fullmatch(text) or _ARBITRARY.fullmatch(text)):
        return Setting.UTILITY
    if any(each.span[0] <= span[0] < each.span[1] for each in scripts_of(tree)):
        return Setting.SCRIPT
    if tree.language in SCRIPT_LANGUAGES:
        return _script_setting(tree, span)
    return SHEET_SETTINGS.get(tree.language, Setting.CODE)


def _script_setting(tree: SyntaxTree, span: Span) -> Setting:
    node = tree.node_at(span)
    around = [node, *(each for each, _ in zip(ancestors(node), range(_FAR), strict=False))]
    outer = [each.type for each in around]
    native = tree.fact(is_native)
    if _is_part_of_template(tree, span, around) or _is_in_style(tree, span):
        return Setting.NATIVE_TEMPLATE if native else Setting.TEMPLATE
    if native:
        return Setting.NATIVE
    context = ColorContext(tree, node)
    is_canvas = context.name.rpartition(".")[2] in _OF_CANVAS
    is_style = "jsx_attribute" in outer or context.is_style
    return Setting.OBJECT if is_style and not is_canvas else Setting.SCRIPT


def _is_in_style(tree: SyntaxTree, span: Span) -> bool:
    """Whether a place stands in a template string that is a style sheet."""
    spans = map(tree.span_of, style_templates_of(tree))
    return any(start < span[0] < end for start, end in spans)


def _is_part_of_template(tree: SyntaxTree, span: Span, around: list[Node]) -> bool:
    """Whether a place is a part of a template string, and not all of it."""
    string = next((each for each in around if each.type in _STRINGS), None)
    if string is None or string.type != "template_string":
        return False
    start, end = tree.span_of(string)
    return (start + 1, end - 1) != span
