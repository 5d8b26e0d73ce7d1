"""The source files that prose names, with the lines that it gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import basename

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.prose.mention import MENTION
from tinyarms_daemon.analysis.prose.prose import Prose
from tinyarms_daemon.analysis.syntax_tree import Span

_LINE_BEHIND = re.compile(
    r"""[\s`'"*_]*(?:,|\(|\bat\b|\bon\b|\baround\b|\bnear\b)?[\s`'"]*\b(?:lines?|L)[.:]?\s*\#?\d+""",
    re.IGNORECASE | re.VERBOSE,
)
_LINE_BEFORE = re.compile(
    r"\b(?:lines?|L)\.?\s*\#?\d+[\d\s,–and-]*(?:of|in|from)\s+[`'\"*_]*$", re.IGNORECASE
)
# Names of products: `Node.js` is no file.
_PRODUCTS = word_set("""
    node three vue next nuxt react angular backbone ember express d3 chart moment socket p5 ext
    require knockout discord alpine solid preact svelte meteor deno bun handlebars underscore
    matter pixi phaser babylon hammer fabric konva paper draftail video hls prism highlight math
    lodash ethers web3 tone howler leaflet cesium popper swiper plotly vega cytoscape sigma marked
    mustache ejs pug day luxon immutable mithril aurelia riot stimulus turbo htmx sails nest fastify
    koa hapi passport sequelize mongoose bookshelf jquery zepto mootools prototype dojo amplitude
    """)
_MOST_DIGITS = 7  # of a line; more are an id
_CHARACTERS_BESIDE = 40  # of a mention, in which its line may stand
_OTHER_PRODUCTS = frozenset({"coverage.py", "discord.py", "web.py", "peg.js", "asm.js"})


@dataclass(frozen=True, slots=True)
class FileMention:
    """A file that a prose names at `span`, with its first and last line where it gives them, or
    with the `symbol` that is meant: `client.ts::retry`, `client.ts#retry`."""

    path: str
    span: Span
    line: int | None
    last_line: int | None
    has_column: bool
    symbol: str | None = None

    @property
    def name(self) -> str:
        """The file's own name."""
        return basename(self.path)

    @property
    def has_folder(self) -> bool:
        """Whether more than the file's own name is given."""
        return "/" in self.path


def mentions_in(prose: Prose) -> Iterator[FileMention]:
    """Every file that a prose names, in order; names of products are none, and `/play.js`, which
    is an address."""
    for found in MENTION.finditer(prose.text):
        mention = _mention(found, found.start("path"))
        is_address = mention.path == f"/{mention.name}"
        if not is_address and (mention.has_folder or not _is_product(mention.name.lower())):
            yield mention


def _is_product(name: str) -> bool:
    stem, _, suffix = name.rpartition(".")
    return (suffix == "js" and stem in _PRODUCTS) or name in _OTHER_PRODUCTS


def mention_at(target: str) -> FileMention | None:
    """The file and the line that a link leads to; None where it leads to no source file."""
    found = MENTION.fullmatch(target)
    return None if found is None else _mention(found, 0)


def says_line(prose: Prose, mention: FileMention) -> bool:
    """Whether the words around a mention give its line: `line 42 of a.py`, `a.py, line 42`."""
    start, end = mention.span
    behind = _LINE_BEHIND.match(prose.text[end : end + _CHARACTERS_BESIDE])
    before = prose.text[max(start - _CHARACTERS_BESIDE, 0) : start]
    return behind is not None or bool(_LINE_BEFORE.search(before))


def _mention(found: re.Match[str], start: int) -> FileMention:
    line = found["line"] or found["anchor"]
    last = found["last"] or found["anchor_last"]
    return FileMention(
        path=found["path"],
        span=(start, found.end()),
        line=_number(line),
        last_line=_number(last),
        has_column=found["column"] is not None,
        symbol=_last_part(found["symbol"]),
    )


def _last_part(symbol: str | None) -> str | None:
    return symbol and re.split(r"::|\.", symbol)[-1]


def _number(digits: str | None) -> int | None:
    is_line = digits is not None and len(digits) <= _MOST_DIGITS
    return int(digits) if digits is not None and is_line else None
