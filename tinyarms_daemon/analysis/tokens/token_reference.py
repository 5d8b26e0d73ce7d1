"""How a design token is written at the place of a value that it replaces."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation
from tinyarms_daemon.analysis.tokens.tailwind_theme import theme_call
from tinyarms_daemon.analysis.tokens.token_reach import component_of, family, nearness, reaches
from tinyarms_daemon.domain.findings.source import Place

MAP_MODULE = "sass:map"
MOST_NAMED = 3
"""How many tokens of one value a finding names."""


class Setting(StrEnum):
    """What a value is written in."""

    SHEET = "sheet"  # CSS, and style attributes and elements of markup
    SCSS = "scss"
    LESS = "less"
    TEMPLATE = "template"  # CSS in a template string of a script
    NATIVE_TEMPLATE = "native-template"  # the same where there is no CSS
    OBJECT = "object"  # an object of styles in a script
    NATIVE = "native"  # the same where there is no CSS: React Native, PDF, pictures
    UTILITY = "utility"  # a utility class
    SCRIPT = "script"  # any other code of the web
    CODE = "code"  # of other languages


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands. `utility` is the class without its value (`bg`); `spaces` are the
    names under which a file of SCSS uses others, by their file names; `purpose` is what a color is
    for, by its property."""

    path: str
    setting: Setting
    utility: str = ""
    spaces: Mapping[str, str] | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A token that can be used at a spot, and how; `text` is empty where that cannot be told."""

    token: DesignToken
    path: str
    text: str

    def definition(self, path: str) -> Place:
        """Where the token is defined, as a finding in the file of this path names it."""
        line = self.token.line
        return Place(None if self.path == path else self.path, line, line, "the token")


def having_value(tokens: Iterable[Candidate]) -> str:
    """`the token --ink has this value`; of several names the first few."""
    names = list(dict.fromkeys(each.token.name for each in tokens))[:MOST_NAMED]
    if len(names) == 1:
        return f"the token {names[0]} has this value"
    return f"the tokens {', '.join(names[:-1])} and {names[-1]} have this value"


SHEET_SETTINGS = {
    "css": Setting.SHEET,
    "html": Setting.SHEET,
    "scss": Setting.SCSS,
    "less": Setting.LESS,
}
"""What the values of style sheets are written in, by the language of the file."""
SHEETS = frozenset(SHEET_SETTINGS.values())
_CSS = SHEETS | {Setting.TEMPLATE}
_VARIABLES = {
    Notation.VARIABLE: Setting.SCSS,
    Notation.MAP: Setting.SCSS,
    Notation.LESS: Setting.LESS,
}
_SCRIPTS = frozenset({Setting.OBJECT, Setting.NATIVE, Setting.SCRIPT})
_PURPOSES = {
    **dict.fromkeys(word_set("background backgrounds bg surface"), "background"),
    **dict.fromkeys(word_set("text foreground fg"), "text"),
    **dict.fromkeys(word_set("border borders outline divider"), "line"),
    **dict.fromkeys(word_set("shadow shadows"), "shadow"),
    **dict.fromkeys(word_set("margin margins"), "margin"),
    **dict.fromkeys(word_set("padding paddings"), "padding"),
}
_LETTERS = {"m": "margin", "p": "padding"}
_BY_LETTER = re.compile(r"\W*([mp])[trblxy]?-?\d+")  # `$m-10`
_PROPERTY = re.compile(r"([\w-]+)[\"']?\s*[:=][^:;{}=]*$")  # before its value
_LONGEST_PROPERTY = 100  # with what stands before a part of its value
# What is preferred where a token of the same value is defined in several notations.
_PREFERENCE = {
    Setting.SHEET: (Notation.THEME, Notation.PROPERTY, Notation.CONFIG),
    Setting.SCSS: (Notation.VARIABLE, Notation.THEME, Notation.PROPERTY, Notation.MAP),
    Setting.LESS: (Notation.LESS, Notation.THEME, Notation.PROPERTY),
    Setting.TEMPLATE: (Notation.CONSTANT, Notation.PROPERTY, Notation.THEME),
    Setting.OBJECT: (Notation.CONSTANT, Notation.SYSTEM, Notation.PROPERTY, Notation.THEME),
    Setting.NATIVE: (Notation.CONSTANT,),
    Setting.NATIVE_TEMPLATE: (Notation.CONSTANT,),
    Setting.UTILITY: (Notation.THEME, Notation.CONFIG, Notation.PROPERTY),
    Setting.SCRIPT: (Notation.CONSTANT, Notation.SYSTEM, Notation.PROPERTY, Notation.THEME),
    Setting.CODE: (Notation.CONSTANT,),
}


def candidates(tokens: Iterable[tuple[str, DesignToken]], spot: Spot) -> list[Candidate]:
    """The tokens that can be used at a spot, the best one first. Tokens come with their paths."""
    found = []
    for path, token in tokens:
        text = _reference(token, path, spot) if reaches(path, token.is_local, spot.path) else None
        if text is not None:
            found.append(Candidate(token, path, text))
    return sorted(found, key=lambda each: _rank(each, spot))


def purpose_at(text: str, start: int) -> str:
    """What a value is for by the property that it belongs to, `color` being that of text, and
    `text-shadow` that of a shadow."""
    found = _PROPERTY.search(text, max(0, start - _LONGEST_PROPERTY), start)
    said = "text" if found and found[1] == "color" else found[1] if found else ""
    return next(reversed(_purposes_of(said)), "")


def _purposes_of(name: str) -> list[str]:
    """What a value is for by a name, a property's or a token's, as far as its words say so."""
    if (letter := _BY_LETTER.fullmatch(name)) is not None:
        return [_LETTERS[letter[1]]]
    return [_PURPOSES[word] for word in words_of(name) if word in _PURPOSES]


def is_for_another(token: DesignToken, purpose: str) -> bool:
    """Whether a token says that it is for something else than a purpose: one for backgrounds is no
    color of a text, though it has its value today."""
    said = _purposes_of(token.name) if purpose else []
    return bool(said) and purpose not in said


def _rank(candidate: Candidate, spot: Spot) -> tuple[object, ...]:
    token = candidate.token
    preferred = _PREFERENCE[spot.setting]
    at = preferred.index(token.notation) if token.notation in preferred else len(preferred)
    return (
        not candidate.text,
        is_for_another(token, spot.purpose),
        component_of(candidate.path) not in ("", component_of(spot.path)),
        bool(token.wrapped_in),
        at,
        -nearness(candidate.path, spot.path),
        bool(token.derived_from),
        len(token.name),
        token.name,
        candidate.path,
        token.line,
    )


def _reference(token: DesignToken, path: str, spot: Spot) -> str | None:
    """How a token is written at a spot: empty where that cannot be told, None for not at all."""
    setting, notation = spot.setting, token.notation
    if setting is Setting.UTILITY:
        return _class(token, spot)
    if token.kind is Kind.BREAKPOINT and (setting in _CSS or setting is Setting.OBJECT):
        return _width(token, path, spot)
    if notation in (Notation.PROPERTY, Notation.THEME):
        usable = setting in _CSS or setting is Setting.OBJECT
        return _property(token) if usable else "" if setting is Setting.SCRIPT else None
    if notation in _VARIABLES:
        return _variable(token, path, spot)
    if notation is Notation.CONFIG:
        if setting in SHEETS:
            return theme_call(token.name)
        return "" if setting in (Setting.TEMPLATE, Setting.OBJECT, Setting.SCRIPT) else None
    if notation is Notation.CONSTANT:
        is_go = setting is Setting.CODE and family(path) == "go"
        return _of_package(token, path, spot) if is_go else _constant(token, setting)
    if notation is Notation.SYSTEM:
        return token.step if setting in (Setting.OBJECT, Setting.SCRIPT) else None
    return ""  # a document: what is generated of it is not known


def _width(token: DesignToken, path: str, spot: Spot) -> str | None:
    """A breakpoint in a media query, where custom properties are unknown."""
    notation, setting = token.notation, spot.setting
    if notation in _VARIABLES:
        return _variable(token, path, spot)
    if notation in (Notation.THEME, Notation.CONFIG):
        return theme_call(token.name) if setting in SHEETS else ""
    if notation is Notation.CONSTANT:
        return _constant(token, setting)
    return "" if notation is Notation.DOCUMENT else None


def _class(token: DesignToken, spot: Spot) -> str | None:
    if token.kind is Kind.BREAKPOINT:
        is_named = token.notation in (Notation.THEME, Notation.CONFIG)
        prefix = "" if spot.utility == "min" else f"{spot.utility}-"
        return f"{prefix}{token.step}" if is_named else None
    if token.notation in (Notation.THEME, Notation.CONFIG):
        return "-".join(filter(None, (spot.utility, token.step)))
    if token.notation is Notation.PROPERTY:
        return f"{spot.utility}-[{_property(token)}]"
    # What is generated of a document is not known.
    return "" if token.notation is Notation.DOCUMENT else None


def _property(token: DesignToken) -> str:
    return _whole(token, f"var({token.name})")


def _whole(token: DesignToken, reference: str) -> str:
    """What a name of channels alone is handed to."""
    return f"{token.wrapped_in}({reference})" if token.wrapped_in else reference


def _variable(token: DesignToken, path: str, spot: Spot) -> str | None:
    """A variable in its own dialect: of SCSS with the name of the module that it is used from,
    where there is one, and an entry of a map as the file's other entries can be taken."""
    if spot.setting is not _VARIABLES[token.notation]:
        return None
    spaces = spot.spaces or {}
    space = spaces.get(module_name(path), "")
    name = token.name.replace("$", f"{space}.$", 1) if space else token.name
    if MAP_MODULE in spaces:
        get = f"{spaces[MAP_MODULE]}.get(".removeprefix(".")
        name = name.replace("map-get(", get, 1)
    return _whole(token, name)


def module_name(path: str) -> str:
    """What a file of SCSS is called by those who use it: without underscore, `index` by its
    folder."""
    *folders, name = path.split("/")
    stem = name.rpartition(".")[0].lstrip("_") or name
    return folders[-1] if stem == "index" and folders else stem


def _of_package(token: DesignToken, path: str, spot: Spot) -> str | None:
    """A name of Go: in its own folder without the package, in others only where it is exported."""
    name = token.name.partition(".")[2]
    if path.rpartition("/")[0] == spot.path.rpartition("/")[0]:
        return name
    return token.name if name[:1].isupper() else None


def _constant(token: DesignToken, setting: Setting) -> str | None:
    if setting in (Setting.TEMPLATE, Setting.NATIVE_TEMPLATE):
        return f"${{{token.name}}}{token.unit}"
    return token.name if setting in _SCRIPTS or setting is Setting.CODE else None
