"""From the bytes of a file to text that is worth checking, or the reason why there is none."""

import codecs
import re
import tokenize
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from itertools import islice

from tinyarms_daemon.domain.findings.source import NO_MARKS, SourceMarks
from tinyarms_daemon.domain.work.analysis import MinifiedLines

_HASH_BYTES = 16
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

_HEADER_LINES = 40

_GENERATED_NAME = re.compile(
    r"""[.-]min\.(?:m?js|cjs|css)$ | \.bundle\.js$ | \.pb\.(?:go|cc|h)$ | _pb2(?:_grpc)?\.pyi?$
    | [/.-](?=[a-f\d]*\d)(?=\d*[a-f])[a-f\d]{8,}(?:\.chunk)?\.(?:m?js|css)$  # its content's hash
    | (?:^|/)assets/[^/]*-(?-i:(?![A-Z]?[a-z]+\d*\.)(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z]))
      [\w-]{8}\.(?:js|css)$  # Vite's hash: unlike a word, with capitals and digits in it
    | \.(?:g|designer|generated)\.cs$ | [._]generated\.\w+$ | \.gen\.\w+$ | (?:^|/)__generated__/
    | (?:^|/)(?:lcov-report|htmlcov)/
    | (?:^|/)(?:configure|config\.(?:guess|sub|status)|install-sh|ltmain\.sh|depcomp|test-driver)$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What package managers fill, and where what others wrote is kept by custom. Below the root a folder
# `vendor` may as well be about people who sell, unless it stands among what a browser loads.
_VENDORED_FOLDER = re.compile(
    r"""(?:^|/)(?:node_modules|bower_components|jspm_packages|site-packages|third[-_]?party|_vendor)/
    | ^(?:vendor|deps)/ | (?:^|/)Godeps/_workspace/
    | (?:^|/)(?:assets|static|public)/[^/]+/vendors?/
    | (?:^|/)(?:assets|static|public|web|js|javascripts?|css|stylesheets?)/vendors?/
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BUILT_FOLDER = re.compile(r"(?:^|/)dist/", re.IGNORECASE)  # to GitHub's Linguist as well
# Libraries that are checked in under their own name, as GitHub's Linguist lists them. A file of an
# application may be called so as well (bootstrap.js): it lacks the library's banner.
_LIBRARY_NAME = re.compile(
    r"""/(?P<name>jquery | jquery[-.]ui | jquery[-.]mobile | jquery[-.]migrate | sizzle | zepto
    | backbone | underscore | lodash | require | handlebars | mustache | moment | modernizr
    | html5shiv | respond | prototype | scriptaculous | mootools | dojo | knockout | ember | angular
    | react(?:[-.]dom)? | vue | d3 | three | raphael | chart | leaflet | bootstrap | foundation
    | materialize | semantic | bulma | normalize | animate | font-?awesome | popper | tether
    | hammer | select2 | selectize | chosen | dropzone | datatables | fullcalendar | flatpickr
    | swiper | slick | toastr | codemirror | highlight | prettify | tinymce | ckeditor
    | swfobject | xregexp | socket\.io | clipboard | less)
    (?:[-.]?v?\d[\w.]*)? (?:[-.](?:js|min|slim|bundle|core|custom|pkgd|full|all|pack))*
    \.(?:js|mjs|css|scss)$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What a browser loads, with its release in its name: nobody renames their own file at each release.
_RELEASED_NAME = re.compile(
    r"""(?:^|/)(?:assets|static|public|web|www|js|javascripts?|css|stylesheets?|libs?|plugins?)/(?:.*/)?
    [^/]+[-._]v?\d+\.\d+(?:\.\d+)*(?:[-.](?:js|min|slim|bundle|core|pkgd|full|all|pack))*\.(?:m?js|css)$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BANNER_LINES = 12
_BANNER = re.compile(r"\bv?\d+\.\d+|\blicen[cs]ed?\b", re.IGNORECASE)
_NO_LETTER = re.compile(r"[^a-z0-9]")
_GENERATED_LINE = re.compile(
    r"""^\W*@generated\b
    | \bcode[ ]generated\b.*\bdo[ ]not[ ](?:edit|modify)\b
    | \bgenerated\b.*\bdo[ ]not[ ](?:edit|modify|change)\b
    | \bdo[ ]not[ ](?:edit|modify|change)\b.*\b(?:auto-?)?generated\b
    | ^\W*do[ ]not[ ](?:edit|modify)\b(?:[ ](?:this[ ]file|by[ ]hand|manually|directly))?\W*$
    | ^\W*form[ ]implementation[ ]generated[ ]from\b
    | ^\W*tailwindcss[ ]v\d
    | \bwith[ ]a[ ]mig[ ]generated\b  # Apple's Mach interface generator
    | ^\W*auto-?[ ]?generated\b(?:[ ](?:file|code|by|from|with|using|on|at)\b|\W*$)
    | \b(?:this|the)[ ](?:file|code|module|class|document|content)[ ](?:is|was|has[ ]been)[ ]
      (?:(?:auto|machine)[- ]?|automatically[ ]|programmatically[ ])?generated\b
    | ^\W*(?:automatically[ ]|file[ ])?generated[ ]by[ ](?:django|the[ ]protocol|protoc|swagger
      |openapi|thrift|antlr|bison|flex|cython|swig|graphql|prisma|mockgen|sqlc|orval)\b
    | ^\W*generated[ ].*\d.*[ ]by[ ][\w-]+\.\w+\b  # a program that says when it ran
    | ^\W*produced[ ]by[ ][\w-]+[- ]v?\d+(?:\.\d+)+[ ]at\b  # pysmi, of the description of a device
    | ^\W*\$ANTLR[ ]\d
    | ^(?://line[ ]\S+\.|\#[ ]?line[ ]\d+[ ]"[^"]+\.)(?:rl|peg|y|yy|l|ll)\b  # of a grammar's lines
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What bundlers put before the modules that they join.
_BUNDLE_START = re.compile(
    r"function r\(e,n,t\)\{function o\(i,f\)|function e\(t,n,r\)\{function s\(o,u\)"
    r"|//[ ]?webpackBootstrap\b|\bparcelRequire[ ]?=|\bwebpack(?:Chunk|Jsonp)\w*[ ]?="
    r"|\(function ?\(global, ?factory\) ?\{\s*typeof exports === ['\"]object['\"] &&"
)
# What Rollup and Bublé call one of two that have the same name: `merge$1`, `this$1`
_RENAMED = re.compile(r"^[ \t]*(?:var|let|const|function|class) \w+\$\d+\b", re.MULTILINE)
_LEAST_RENAMED = 2
_SCRIPT_NAME = re.compile(r"\.[cm]?js$")
# The modules that the optimizer of RequireJS has named and joined: a person's have no names.
_NAMED_MODULE = re.compile(
    r"""^define\(["'][^"'\n]+["'],\s*(?:\[[^\]]*\]\s*,\s*)?function\b""", re.MULTILINE
)
_LEAST_NAMED_MODULES = 3
# What TypeScript, Babel and esbuild put before a module that they have turned into older scripts.
_COMPILED_START = re.compile(
    r"""^(?:Object\.defineProperty\(exports,\s*["']__esModule["']
    | var[ ]__(?:awaiter|importDefault|importStar|createBinding|extends|assign|rest)
        [ ]=[ ]\(this[ ]&&[ ]this\.__
    | var[ ]__(?:create|defProp|getOwnPropNames)[ ]=[ ]Object\.
    | function[ ]_(?:interopRequire(?:Default|Wildcard)|classCallCheck|objectSpread
        |defineProperty)\()
    """,
    re.MULTILINE | re.VERBOSE,
)
# Labels of the states and transitions of a machine that Ragel has written as jumps: `st12:`, `tr3:`
_STATE_LABEL = re.compile(r"^[ \t]*(?:st|tr|st_?case_?)\d+:[ \t]*$", re.MULTILINE | re.IGNORECASE)
_LEAST_STATE_LABELS = 8
_MACHINE_NAME = re.compile(r"\.(?:go|c|cc|cpp|cxx|h|hpp|d)$")
_START_CHARACTERS = 4_000
_EMBEDDED = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=]+")
# Compilers name the map that leads back to what a person wrote; an embedded one is much longer.
_SOURCE_MAP = re.compile(r"^(?://|/\*)# sourceMappingURL=\S+(?: ?\*/)?\s*\Z", re.MULTILINE)
_LONGEST_MAP_LINE = 500
# Sass says the character set first; it and Less write what they have worked out with eight
# decimals and more, of pixels too, which people do not divide so far.
_COMPILED_SHEET = re.compile(
    r'\A@charset "UTF-8";\s.*?\d\.\d{8,}|\d\.\d{8,}px\b.*?\d\.\d{8,}px\b', re.DOTALL
)
_LINE_COMMENT = re.compile(r"\s*(?://|\#|--|;|%|<\?php|@charset|'use strict'|\"use strict\")")
_BLOCK_COMMENT = re.compile(r'\s*(?P<open>/\*|<!--|"""|\'\'\')')
_BLOCK_ENDS = {"/*": "*/", "<!--": "-->", '"""': '"""', "'''": "'''"}


@dataclass(frozen=True, slots=True)
class Unsuitable:
    """Why a file is not checked, as the end of the sentence «skipped: …».

    What is generated is a part of the program all the same: others import it, and it imports them.
    """

    reason: str
    is_generated: bool = False


def content_hash(content: bytes, marks: SourceMarks = NO_MARKS) -> str:
    """The name of this content under these marks: `b2:` and 32 hex digits."""
    salt = b"" if marks == NO_MARKS else repr(marks).encode()
    return f"b2:{blake2b(content + salt, digest_size=_HASH_BYTES).hexdigest()}"


def decode(content: bytes, language: str | None) -> str | Unsuitable:
    """The text without its byte order mark. UTF-8, or UTF-16 that says so, or what a file of Python
    declares as PEP 263 has it; all else is refused."""
    for mark, encoding in _UTF16_MARKS.items():
        if content.startswith(mark) and not content.startswith(_UTF32_MARKS):
            return _decode_utf16(content[len(mark) :], encoding)
    text = content.removeprefix(codecs.BOM_UTF8)
    if (at := text.find(b"\0")) >= 0:
        return Unsuitable(f"binary (a NUL byte at {at + len(content) - len(text)})")
    try:
        return (language == "python" and _as_declared(content)) or text.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + len(content) - len(text)
        return Unsuitable(f"not UTF-8 at byte {at}")


def _as_declared(content: bytes) -> str | None:
    """The text in the encoding that its first lines declare; None where Python would refuse it."""
    with suppress(SyntaxError, LookupError, UnicodeError):
        encoding, _ = tokenize.detect_encoding(BytesIO(content).readline)
        return content.decode(encoding)
    return None


def foreign(
    path: str,
    text: str,
    marks: SourceMarks = NO_MARKS,
    minified: MinifiedLines | None = None,
) -> Unsuitable | None:
    """The reason for a file that was generated, minified, or written by others; None for one that
    the people of the repository write. Its marks come before its looks."""
    if marks.generated:
        return Unsuitable("generated, by .gitattributes", is_generated=True)
    if marks.vendored:
        return Unsuitable("vendored, by .gitattributes")
    if marks.vendored is None and _VENDORED_FOLDER.search(path):
        return Unsuitable("vendored, by its folder")
    if marks.vendored is None and _BUILT_FOLDER.search(path):
        return Unsuitable("built, by its folder")
    if marks.vendored is None and _RELEASED_NAME.search(path):
        return Unsuitable("vendored, by the release in its name")
    if marks.vendored is None and _is_known_library(path, text):
        return Unsuitable("vendored, by its name and banner")
    if marks.generated is False:
        return None
    if marks.compiled_from is not None:
        return Unsuitable(f"compiled, from {marks.compiled_from}")
    return _machine_made(path, text, minified)


def _is_known_library(path: str, text: str) -> bool:
    """At the root or under `src/` it is the library's own repository."""
    named = _LIBRARY_NAME.search(path)
    if named is None or path.startswith("src/"):
        return False
    banner = "\n".join(islice(_leading_comments(text), _BANNER_LINES))
    words = _NO_LETTER.sub("", banner.lower())
    return _NO_LETTER.sub("", named["name"].lower()) in words and bool(_BANNER.search(banner))


def _machine_made(path: str, text: str, minified: MinifiedLines | None) -> Unsuitable | None:
    if _GENERATED_NAME.search(path):
        return Unsuitable("generated, by its name", is_generated=True)
    for line in _leading_comments(text):
        if _GENERATED_LINE.search(line):
            return Unsuitable("generated, by its header", is_generated=True)
    if _is_bundle(path, text):
        return Unsuitable("generated, by its bundler", is_generated=True)
    if _MACHINE_NAME.search(path) and _has(_STATE_LABEL, text, _LEAST_STATE_LABELS):
        return Unsuitable("generated, by its numbered states", is_generated=True)
    if _COMPILED_START.search(text, 0, _START_CHARACTERS):
        return Unsuitable("compiled, by how it begins")
    if _SOURCE_MAP.search(text, max(0, len(text) - _LONGEST_MAP_LINE)):
        return Unsuitable("compiled, by its source map")
    if path.endswith(".css") and _COMPILED_SHEET.search(text):
        return Unsuitable("compiled, by its decimals")
    is_minified = minified is not None and _is_minified(text, minified)
    return Unsuitable("minified, by its shape") if is_minified else None


def _is_bundle(path: str, text: str) -> bool:
    """Whether modules are joined here by a tool."""
    return (
        _BUNDLE_START.search(text, 0, _START_CHARACTERS) is not None
        or _has(_NAMED_MODULE, text, _LEAST_NAMED_MODULES)
        or (_SCRIPT_NAME.search(path) is not None and _has(_RENAMED, text, _LEAST_RENAMED))
    )


def _has(pattern: re.Pattern[str], text: str, least: int) -> bool:
    return sum(1 for _ in islice(pattern.finditer(text), least)) == least


def _decode_utf16(content: bytes, encoding: str) -> str | Unsuitable:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        return Unsuitable(f"not UTF-16 at byte {error.start + len(codecs.BOM_UTF16_LE)}")
    return Unsuitable("binary (a NUL character)") if "\0" in text else text


def _leading_comments(text: str) -> Iterator[str]:
    """The lines of the comments with which a file begins."""
    end: str | None = None
    for line in text.split("\n", _HEADER_LINES)[:_HEADER_LINES]:
        if end is None and (opened := _BLOCK_COMMENT.match(line)):
            end = _BLOCK_ENDS[opened["open"]]
            if end in line[opened.end() :]:
                end = None
        elif end is not None:
            end = None if end in line else end
        elif line.strip() and not _LINE_COMMENT.match(line):
            return
        yield line


def _is_minified(text: str, minified: MinifiedLines) -> bool:
    """Whether most of the text stands in lines that no person would write or read."""
    if len(text) <= minified.longest_characters:
        return False
    dense = sum(len(line) for line in text.split("\n") if is_dense(line, minified))
    return 2 * dense > len(text)


def is_dense(line: str, minified: MinifiedLines) -> bool:
    """Whether no person would write or read a line as long and as full of marks."""
    if len(line) <= minified.longest_characters:
        return False
    written = _EMBEDDED.sub("", line)  # fonts are larger than the style sheet that they stand in
    marks = sum(written.count(mark) for mark in ";{}<>[]")
    is_long = len(written) > minified.longest_characters
    return is_long and marks * minified.characters_per_mark > len(written)
