"""Every raw value of a file, with what it is written in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.embedded_scripts import scripts_of
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.markup_attributes import attributes_of
from tinyarms_daemon.analysis.measures.raw_values import RawValue, sheet_values
from tinyarms_daemon.analysis.measures.style_objects import Written, filled_values, object_values
from tinyarms_daemon.analysis.measures.utility_classes import UtilityValue, utility_values
from tinyarms_daemon.analysis.native_styles import is_native
from tinyarms_daemon.analysis.string_literals import strings_of
from tinyarms_daemon.analysis.styles.embedded_styles import style_sheets_of, style_templates_of
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.analysis.tokens.design_token import Notation
from tinyarms_daemon.analysis.tokens.tailwind_theme import utility_setting
from tinyarms_daemon.analysis.tokens.token_reference import SHEET_SETTINGS, Candidate, Setting
from tinyarms_daemon.domain.findings.rule import Measures

_CLASSES = re.compile(r":?class|[Cc]lass[Nn]ame|ng-class")
# Vue's and Svelte's
_ELEMENT = re.compile(r"""<style\b[^>]*\slang=["']?(?:(?P<scss>s[ac]ss)|(?P<less>less))""")
_NO_SPAN = (0, 0)
_UTILITY_RULE = "@apply"
# Mail is read by programs that know no custom properties and no style sheets. SCSS and utility
# classes are gone by then.
_MAIL = re.compile(
    r"(?:^|[/_.-])(?:e?mails?|mailers?|mjml|newsletters?)(?:[/_.-]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class StyleUse:
    """A raw value and what it is written in. `name` and `tail` are what stands before and behind
    it in a utility class, `written` is how it stands in a style object, where `name` is the
    utility class that could take its place."""

    raw: RawValue
    setting: Setting
    name: str = ""
    tail: str = ""
    written: str = ""


def style_uses(tree: SyntaxTree, path: str) -> Iterator[StyleUse]:
    """The raw values of style sheets, style objects and utility classes, in no order."""
    uses = _style_uses(tree)
    if tree.language not in ("scss", "less") and _MAIL.search(path):
        return (use for use in uses if use.setting is Setting.UTILITY)
    return uses


def _style_uses(tree: SyntaxTree) -> Iterator[StyleUse]:
    setting = _sheet_setting(tree)
    for sheet in style_sheets_of(tree):
        for raw in sheet_values(sheet):
            yield StyleUse(raw, setting)
        for statement in sheet.statements:
            if statement.name == _UTILITY_RULE and statement.value:
                start, end = statement.value[0].start, statement.value[-1].end
                yield from map(_of_class, utility_values(tree.text[start:end], start))
    if tree.language == "html":
        yield from _in_markup(tree)
        for script in scripts_of(tree):
            yield from _in_strings(script.tree, script.span[0])
    elif tree.language in SCRIPT_LANGUAGES:
        yield from _in_script(tree)


def _in_markup(tree: SyntaxTree) -> Iterator[StyleUse]:
    for name, value in attributes_of(tree):
        if _CLASSES.fullmatch(tree.text_of(name)):
            start, _ = tree.span_of(value)
            yield from map(_of_class, utility_values(tree.text_of(value), start))


def _sheet_setting(tree: SyntaxTree) -> Setting:
    element = _ELEMENT.search(tree.text) if tree.language == "html" else None
    dialect = element.lastgroup if element else tree.language
    if dialect in SHEET_SETTINGS:
        return SHEET_SETTINGS[dialect]
    return Setting.NATIVE_TEMPLATE if tree.fact(is_native) else Setting.TEMPLATE


def _in_script(tree: SyntaxTree) -> Iterator[StyleUse]:
    native = tree.fact(is_native)
    setting = Setting.NATIVE if native else Setting.OBJECT
    for value in object_values(tree, is_native=native):
        name = "" if native else utility_setting(value.name)
        yield StyleUse(value.raw, setting, name, written=value.written.value)
    for template in style_templates_of(tree):
        for value in filled_values(tree, template):
            yield StyleUse(value.raw, setting, written=value.written.value)
    yield from _in_strings(tree, 0)


def _in_strings(tree: SyntaxTree, offset: int) -> Iterator[StyleUse]:
    """The raw values of utility classes in a script that begins at a character of its file."""
    if "-[" not in tree.text:
        return
    templates = {node.id for node in style_templates_of(tree)}
    for string in strings_of(tree):
        if string.node.id not in templates:
            yield from map(_of_class, utility_values(string.text, offset + string.start))


def _of_class(value: UtilityValue) -> StyleUse:
    return StyleUse(value.raw, Setting.UTILITY, value.name, value.tail)


def measures_of(use: StyleUse, spaces: str) -> dict[str, int | float | str]:
    """What has to be known of a use when its token is looked for; what is usual is left out."""
    raw = use.raw
    said: dict[str, int | float | str] = {
        "kind": raw.kind.value,
        "value": raw.value,
        "setting": use.setting.value,
    }
    others: dict[str, int | float | str] = {
        "name": use.name,
        "tail": use.tail,
        "written": use.written,
        "spaces": spaces if use.setting is Setting.SCSS else "",
        "is_negative": int(raw.is_negative),
        "only_exact": int(raw.only_exact),
    }
    return said | {key: value for key, value in others.items() if value}


def use_of(measures: Measures) -> StyleUse:
    """The use that measures tell of; where it stands they do not say."""
    raw = RawValue(
        Kind(str(measures["kind"])),
        str(measures["value"]),
        _NO_SPAN,
        bool(measures.get("is_negative")),
        bool(measures.get("only_exact")),
    )
    return StyleUse(
        raw,
        Setting(str(measures["setting"])),
        str(measures.get("name", "")),
        str(measures.get("tail", "")),
        str(measures.get("written", "")),
    )


def replacement(use: StyleUse, candidate: Candidate) -> str | None:
    """What to write in place of a raw value; None where that cannot be told."""
    reference = candidate.text
    is_code = candidate.token.notation is Notation.CONSTANT
    if not reference:
        return None
    if use.setting is Setting.UTILITY:
        return f"{'-' if use.raw.is_negative else ''}{reference}{use.tail}"
    is_object = use.setting in (Setting.OBJECT, Setting.NATIVE)
    if use.raw.is_negative:
        is_plain = (is_code and is_object) or reference.startswith(("$", "@"))
        reference = f"-{reference}" if is_plain else f"calc({reference} * -1)"
    if not is_object:
        return reference
    if use.written == Written.PART:
        return None if is_code else reference
    return reference if is_code else f'"{reference}"'
