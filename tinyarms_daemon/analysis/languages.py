"""Which language a file is in, by its name and, where the name does not say, its first line."""

import re
from enum import StrEnum

from tinyarms_daemon.domain.work.commit_message import commit_of


class LanguageKind(StrEnum):
    """What a language is for; rules choose their languages by it."""

    CODE = "code"
    STYLE = "style"
    MARKUP = "markup"
    DOCUMENT = "document"


CODE_LANGUAGES = frozenset(
    {
        *("python", "javascript", "typescript", "tsx", "go", "java", "cpp", "csharp", "php"),
        *("bash", "rust", "swift"),
    }
)
SCRIPT_LANGUAGES = frozenset({"javascript", "typescript", "tsx"})
STYLE_LANGUAGES = frozenset({"css", "scss", "less"})
MARKUP_LANGUAGES = frozenset({"html"})
ALL_LANGUAGES = CODE_LANGUAGES | STYLE_LANGUAGES | MARKUP_LANGUAGES
# What no grammar is for: rules get the text alone.
DOCUMENT_LANGUAGES = frozenset({"json", "markdown"})

_SUFFIXES = {
    "python": ".py .pyi .pyw",
    "javascript": ".js .jsx .mjs .cjs",
    "typescript": ".ts .mts .cts",
    "tsx": ".tsx",
    "go": ".go",
    "java": ".java",
    "cpp": ".cc .cpp .cxx .c++ .c .h .hh .hpp .hxx .h++ .inl .ipp .tpp",
    "csharp": ".cs .csx",
    "php": ".php .phtml .php5 .php7 .php8",
    "bash": ".sh .bash",
    "rust": ".rs",
    "swift": ".swift",
    "css": ".css",
    "scss": ".scss",
    "less": ".less",
    # A component of Vue or Svelte is markup with style sheets and scripts in it.
    "html": ".html .htm .xhtml .vue .svelte",
    "markdown": ".md .markdown .mdx",
}
_LANGUAGE_BY_SUFFIX = {
    suffix: language for language, suffixes in _SUFFIXES.items() for suffix in suffixes.split()
}
SOURCE_SUFFIXES = frozenset(
    suffix for suffix, language in _LANGUAGE_BY_SUFFIX.items() if language not in DOCUMENT_LANGUAGES
)
"""The ends of the names of source files, with their dots."""
_LANGUAGE_BY_NAME = dict.fromkeys(
    (".bashrc", ".bash_profile", ".bash_aliases", ".bash_logout", ".profile", "bashrc"), "bash"
)
# Most JSON is data; these files say how a project is built, or hold its design tokens.
_PROJECT_JSON = re.compile(
    r"""(?:^|/)(?: (?:tsconfig|jsconfig)[^/]*\.json | package\.json | deno\.jsonc?
    | (?:[^/]*[._-])?tokens(?:[._-][^/]*)?\.json | (?:[\w-]+-)?tokens/(?:[^/]+/)*[^/]+\.json )$""",
    re.VERBOSE,
)
_LANGUAGE_BY_INTERPRETER = {
    **dict.fromkeys(("python", "python2", "python3", "pypy", "pypy3"), "python"),
    **dict.fromkeys(("node", "nodejs"), "javascript"),
    **dict.fromkeys(("deno", "bun", "ts-node", "tsx"), "typescript"),
    **dict.fromkeys(("bash", "sh", "dash", "ash"), "bash"),
    "php": "php",
}
_SHEBANG = re.compile(rb"#!\s*(?:\S*/)?env(?:\s+-\S+|\s+\w+=\S*)*\s+(\S+)|#!\s*(?:\S*/)?([^\s/]+)")
_VERSION = re.compile(r"[\d.]+$")
# A translation catalog of Qt ends in .ts as well.
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE)", re.IGNORECASE)


def family_of(language: str) -> str:
    """The name that languages share which call the same things by the same names."""
    return "script" if language in SCRIPT_LANGUAGES else language


def kind_of(language: str) -> LanguageKind:
    """What a language is for."""
    if language in STYLE_LANGUAGES:
        return LanguageKind.STYLE
    if language in DOCUMENT_LANGUAGES:
        return LanguageKind.DOCUMENT
    return LanguageKind.MARKUP if language in MARKUP_LANGUAGES else LanguageKind.CODE


def may_be_source(path: str) -> bool:
    """Whether a file of this name may be in a language that is known, once it is looked into."""
    return _language_by_name(path) is not None or _needs_first_line(path)


def language_of(path: str, first_line: bytes | None) -> str | None:
    """The language of a file; None for none that is known. `first_line` decides for files whose
    name has no suffix, and may be None where it cannot be known."""
    language = _language_by_name(path)
    if language is None and first_line is not None and _needs_first_line(path):
        return _language_by_shebang(first_line)
    if language == "typescript" and first_line is not None and _XML_START.match(first_line):
        return None
    return language


def _language_by_name(path: str) -> str | None:
    if commit_of(path) is not None:
        return "markdown"  # as which people write their messages, more or less
    name = path.rpartition("/")[2]
    if name in _LANGUAGE_BY_NAME:
        return _LANGUAGE_BY_NAME[name]
    if _PROJECT_JSON.search(path):
        return "json"
    stem, dot, suffix = name.rpartition(".")
    return _LANGUAGE_BY_SUFFIX.get(f".{suffix.lower()}") if dot and stem else None


def _needs_first_line(path: str) -> bool:
    return "." not in path.rpartition("/")[2]


def _language_by_shebang(first_line: bytes) -> str | None:
    found = _SHEBANG.match(first_line)
    if found is None:
        return None
    interpreter = (found[1] or found[2]).rpartition(b"/")[2].decode("ascii", "replace")
    return _LANGUAGE_BY_INTERPRETER.get(interpreter) or _LANGUAGE_BY_INTERPRETER.get(
        _VERSION.sub("", interpreter)
    )
