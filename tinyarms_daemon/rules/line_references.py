"""line-references: a file that is named without its line, or with one that is gone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from posixpath import basename

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.languages import ALL_LANGUAGES, DOCUMENT_LANGUAGES
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.prose.comment_prose import comment_prose_of
from tinyarms_daemon.analysis.prose.file_references import Reference, is_chronicle, references_in
from tinyarms_daemon.analysis.prose.markdown import prose_of
from tinyarms_daemon.analysis.prose.mention import MENTION
from tinyarms_daemon.analysis.prose.mention_sense import Sense
from tinyarms_daemon.analysis.prose.named_files import (
    NamedFiles,
    folders_meant,
    is_folder_topic,
    learn_file,
    topic_of_folder,
    topic_of_name,
)
from tinyarms_daemon.analysis.prose.prose import Prose
from tinyarms_daemon.analysis.prose.reference_verdict import ReferenceVerdict, verdict_on
from tinyarms_daemon.analysis.rule import CheckedFile, markdown, python, typescript
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import Conclusion, FactData
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Severity, Sighting, option
from tinyarms_daemon.domain.work.commit_message import commit_of
from tinyarms_daemon.ports.project import Project

_LEADS_INTO = "leads-into"


@dataclass(frozen=True, slots=True)
class LineReferencesOptions:
    """Which mentions are told."""

    mentions: bool = option("whether mentions without a line are told")
    least_words: int = option(
        "how many words a sentence has beside a file's name to say more than that", at_least=1
    )
    most_files: int = option(
        "files named in one sentence up to which each may be meant", at_least=1
    )
    lines_above: int = option(
        "lines above a definition that a reference to it may name, where its comment and its "
        "decorators stand"
    )
    commits: int = option(
        "messages of commits that no remote has, the newest, that are checked", at_most=1000
    )


class LineReferences(ProjectRule):
    """«See client.ts» sends the reader through a whole file; «client.ts:57» to the place.

    A reference that is no longer right is worse than none: a line behind the end of the file, a
    file that is gone. Only files of this repository count (a bare name means the one beside, or the
    only one), and only prose: no import paths, no tables and trees of files, no changelogs, no
    links to a file as a whole. A sentence about the whole of a file lacks no line: that one runs,
    loads, creates or tests it, what it was made of, what it is, or what may move there one day or
    was there once. What a comment that speaks for one file says that another does is of the whole,
    unless the sentence has a word of code beside the name. Where it stays open, as where a document
    only points at a file, or says what it does or gets, or anybody has one of that name
    (`setup.py`), only a sentence that names what stands there is told. Without a line, a file
    counts as gone where its folder is there, where git knows that it was there when that was
    written, where one is there whose name or folder is only written otherwise, or where a comment
    leads to one of its own language by its bare name.
    """

    id = "line-references"
    title = "File named without its line, or with a line that is gone"
    fix_hint = "Say the line behind the file's name, as in `client.ts:57`, or correct it."
    severity = Severity.NOTE
    languages = ALL_LANGUAGES | DOCUMENT_LANGUAGES
    version = 22
    Options = LineReferencesOptions

    bad = {}
    good = {
        "a file that nobody knows": python("# The rounding rules are those in money.py.\n"),
    }
    projects_bad = {
        "a place in another file": {
            "src/client.ts": typescript("export function retry() {\n  return 3;\n}\n"),
            "src/page.ts": typescript(
                "// Waits as long as `retry` in «client.ts» does.\nexport const wait = 3;\n"
            ),
        },
        "what another file does": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "src/page.py": python(
                "# The order has a total, so «money.py» will have rounded it before.\nA = 3\n"
                "# Copied from half in «money.py» so that nobody has to import that.\nC = 3\n"
                "# This is a copy of round_half of «money.py» with a limit.\nF = 3\n"
                "# The rounding of cents (per «money.py») goes down.\nG = 3\n"
                "# Keep this in sync with what rounds in:\n#   «src/money.py»\nI = 3\n"
                "K = 3  # default from «money.py»\n"
                "# Rounded here first. On sums, «money.py» rounds once more.\nN = 3\n"
                "# The rounding was moved to «money.py», and takes half.\nO = 3\n"
                "# Defined in «money.py»\nP = 3\n"
                "# Make sure to enable it in «money.py» as well.\nT = 3\n"
                "# Tests for the half function in «money.py»\nU = 3\n"
                "# It stays with half() of a cent. See «money.py»\nV = 3\n"
            ),
            "src/half.py": python(
                "# Halves of totals.\n# Some rounding is done in «money.py».\n\nimport math\n"
            ),
        },
        "a place in a file that a path climbs to, by two folders": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "tests/shop/page.py": python("# Slower than half in «../../src/money.py» is.\nA = 3\n"),
        },
        "in a document": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "README.md": markdown(
                "# Shop\n\nAmounts are rounded to the nearest half in `«src/money.py»`.\n\n"
                "Add your own rounding to `«src/money.py»` and run the tests.\n"
            ),
        },
        "a line behind the end of the file": {
            "src/client.ts": typescript("export const tries = 3;\n"),
            "src/page.ts": typescript("// As many as in «client.ts:42».\nexport const a = 3;\n"),
            "docs/page.md": markdown("Retries are [limited](«../src/client.ts#L42»).\n"),
        },
        "a file whose name looks like bold text": {
            "src/shop/__init__.py": python("A = 3\n"),
            "README.md": markdown("It starts at «src/shop/__init__.py:12» for now.\n"),
        },
        "a file that is gone": {
            "src/client.ts": typescript("export const tries = 3;\n"),
            "src/page.ts": typescript(
                "// Limits: see «src/limits.ts:12».\nexport const a = 3;\n"
                "// How often is said by «src/tries.ts», for all.\nexport const b = 3;\n"
                "// Please read the full comment in «locks.ts» before.\nexport const c = 3;\n"
            ),
        },
        "a file whose name or folder is written otherwise": {
            "src/http/retry-limits.ts": typescript("export const tries = 3;\n"),
            "src/page.ts": typescript(
                "// How often is said by «retryLimits.ts», for all.\nexport const a = 3;\n"
                "// Runs before «HTTP_/retry-limits.ts» does.\nexport const b = 3;\n"
            ),
            "src/http/page.ts": typescript(
                "// Copied from «../retry-limits.ts» with less.\nexport const a = 3;\n"
                "// How often is said by «limit.js» as well.\nexport const b = 3;\n"
            ),
            "src/http/limit.mjs": typescript("export const tries = 3;\n"),
        },
        "a name in another file, written behind it": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "src/page.py": python(
                "# Rounded by «money.py::half()», and only once.\nA = 3\n"
                "# As in «money.py:half», a name and not a line.\nB = 3\n"
                "# Runs on port money.py:http or on what one says.\nC = 3\n"
            ),
        },
        "the file beside, of several with its name": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "old/money.py": python("A = 3\n"),
            "src/page.py": python("# The limits of sums are set in «money.py», by hand.\nA = 3\n"),
        },
        "a file that lies further below, and a script that is a component now": {
            "src/http/client.ts": typescript("export const tries = 3;\n"),
            "src/parts/total.tsx": typescript("export const total = 3;\n"),
            "README.md": markdown(
                "How often is [limited](«src/client.ts») by that, and [how](«./src/client.ts»).\n"
            ),
            "lib/page.ts": typescript(
                "// Keep in sync with «src/client.ts» by hand.\nexport const a = 3;\n"
                "// Shown as «parts/total.ts» shows it.\nexport const b = 3;\n"
            ),
        },
    }
    projects_good = {
        "a reference that is right": {
            "src/client.ts": typescript("export const tries = 3;\n"),
            "src/page.ts": typescript("// As many as in client.ts:1.\nexport const a = 3;\n"),
        },
        "a file of another project": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "src/page.py": python(
                "# Rounded as the shop does, in lib/money.py:59, see\n"
                "# https://example.org/shop/blob/main/lib/money.py\nA = 3\n"
            ),
        },
        "a module of the language, and a product": {
            "src/dataclasses.py": python("def half(value):\n    return value\n"),
            "src/coverage.py": python("def half(value):\n    return value\n"),
            "src/page.py": python(
                "# A patched copy of the check from dataclasses.py in Python 3.13.\nA = 3\n"
                "# Lines are counted as coverage.py does.\nB = 3\n"
            ),
        },
        "what becomes of a file": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "src/page.py": python("# In the next version money.py will be moved here.\nA = 3\n"),
        },
        "the file as a whole": {
            "src/client.ts": typescript("export const tries = 3;\n"),
            "README.md": markdown(
                "Run `src/client.ts` first. [The client](src/client.ts) reads its limits.\n\n"
                "- `src/client.ts`: everything that speaks HTTP in this project\n\n"
                "| file | is for |\n|---|---|\n| src/client.ts | all that is in HTTP |\n\n"
                "Update `src/client.ts` to have your own. The `src/client.ts` script tries it.\n\n"
                "- Retries of all kinds (`src/client.ts`)\n\n`src/client.ts` reads the limits.\n"
            ),
            "src/page.ts": typescript(
                "// Dependencies: client.ts, jquery\nexport const a = 3;\n"
                "// A GET of /client.ts is answered at once by this.\nexport const d = 3;\n"
                "// client.ts[DEBUG]: finished after three of them\nexport const g = 3;\n"
            ),
        },
        "what a file is called by, what it is an example of, and where work shall go": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "src/page.py": python(
                "# TODO: make half(value, digits) in money.py\nB = 3\n"
                "# For a more up to date example, see examples/total.py.\nC = 3\n"
                "# This module was split out from money.py for the page.\nD = 3\n"
                "# Here only so that money.py compiles, as does this one.\nK = 3\n"
            ),
            "examples/total.py": python("A = 3\n"),
            "tests/test_page.py": python('"""Tests for the functions and classes in money.py"""\n'),
            "src/total.py": python(
                '"""Totals of what gets rounded in money.py for all pages."""\n'
            ),
        },
        "a history in a comment, a copied module of the language, and a sibling among examples": {
            "src/money.py": python("def half(value):\n    return value\n"),
            "src/code.py": python("def half(value):\n    return value\n"),
            "src/page.py": python(
                "# 1.2.1    25 Nov 2002\n# - Use pointers for available input in money.py\nA = 3\n"
                "# Copied from code.py, to remove the dependency.\nB = 3\n"
                "# These tables were generated automatically by money.py for this.\nC = 3\n"
            ),
            "examples/send.py": python("def half(value):\n    return value\n"),
            "examples/receive.py": python("# See send.py for the server side of this.\nA = 3\n"),
        },
        "what a program printed, a file of Sphinx, and a library": {
            "docs/conf.py": python("half = 3\n"),
            "src/money.py": python("def half(value):\n    return value\n"),
            "src/page.py": python(
                '"""Pages.\n\n>>> half(0)\nTraceback: it was raised in\nmoney.py by half\n"""\n'
                "# How pages look is set in conf.py by those who use this.\nA = 3\n"
                "# Rounds as the money.py library does it.\nB = 3\n"
            ),
        },
        "what a script was compiled from": {
            "src/client.ts": typescript("export const tries = 3;\n"),
            "lib/client.js": typescript("// client.ts is inspired by one of the community\n"),
        },
        "a file that need not be there": {
            "src/retry.ts": typescript("export const tries = 3;\n"),
            "src/page.ts": typescript(
                "// The limits are written to src/limits.ts by the server.\nexport const a = 3;\n"
                "// As many as src/retry.js has, once that is compiled.\nexport const b = 3;\n"
                "// The same as in net/http/client.ts, for all requests.\nexport const c = 3;\n"
                "// New pages are shown where src/my-page.ts puts them.\nexport const d = 3;\n"
                "/**\n * @example\n * // in src/app.ts\n * import { a } from 'page';\n */\n"
                "// Names end in _retry.ts, or in -retry.ts, for all.\nexport const e = 3;\n"
            ),
            "README.md": markdown("A page is added in `src/page-of-yours.ts`, by its name.\n"),
        },
        "a changelog": {
            "src/client.ts": typescript("export const tries = 3;\n"),
            "CHANGELOG.md": markdown("- Fixed the number of tries in client.ts once more\n"),
        },
    }

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: LineReferencesOptions
    ) -> Iterator[Sighting]:
        """One undecided sighting for each file that a comment or a docstring refers to."""
        return _sightings(tree, file.path, options)

    def detect_document(
        self, document: Document, file: CheckedFile, options: LineReferencesOptions
    ) -> Iterator[Sighting]:
        """The same of the prose of a document."""
        return _sightings(document, file.path, options)

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: LineReferencesOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """That the file is there, how long it is, and where its definitions stand."""
        return _facts(tree, file.path, options)

    def learn_document(
        self, document: Document, file: CheckedFile, options: LineReferencesOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """The same of a document, which defines nothing."""
        return _facts(document, file.path, options)

    def widen(self, topics: Collection[str], project: Project) -> Collection[str]:
        """Also the references that lead into folders that came or went."""
        folders = [topic for topic in topics if is_folder_topic(topic)]
        leading = project.facts(_LEADS_INTO, folders) if folders else ()
        return {*topics, *(str(fact.data) for _, fact in leading)}

    def conclude(
        self,
        project: Project,
        topics: Collection[str] | None,
        options: LineReferencesOptions,
    ) -> Iterator[Conclusion]:
        """A finding for each reference that is wrong, and for each that lacks its line."""
        uses = list(project.uses(topics))
        if not uses:
            return
        named = {basename(str(use.observation.measures["path"])) for _, use in uses}
        files = NamedFiles(project, named)
        for path, use in uses:
            seen = use.observation
            verdict = verdict_on(seen, path, files, lines_above=options.lines_above)
            if verdict is not None:
                yield Conclusion(path, _decided(seen, verdict), frozenset({use.topic}))


def _sightings(source: Document, path: str, options: LineReferencesOptions) -> Iterator[Sighting]:
    for reference in _references(source, path, options):
        mention = reference.mention
        start, end = reference.span
        text = source.text[start:end]
        yield Sighting(
            region=source.positions.region(start, end),
            text=text,
            message=f"{text} is named here.",
            topic=topic_of_name(mention.name),
            severity=Severity.NOTE if mention.line is None else Severity.WARNING,
            measures=_measures(reference),
        )


def _measures(reference: Reference) -> dict[str, int | float | str]:
    """What the conclusion needs to know of a reference."""
    mention, is_mention = reference.mention, reference.line is None
    measures: dict[str, int | float | str] = {"path": mention.path}
    if mention.symbol is not None:
        measures["symbol"] = mention.symbol
    elif reference.names:
        measures["names"] = " ".join(reference.names)
    if reference.stands is not None:
        measures["stands"] = reference.stands
    if reference.sense is not Sense.PART:
        measures["sense"] = reference.sense.value
    if mention.line is not None and reference.line is not None:
        measures |= {"first_line": mention.line, "line": reference.line}
        if reference.defined is not None:
            measures["defined"] = reference.defined
    is_there = reference.is_said_to_be_there and reference.sense is not Sense.WHOLE
    marks = {
        "is_ours": reference.is_ours,
        "is_pointer": reference.is_pointer,
        "is_said_to_be_there": is_mention and is_there,
        "is_wrong_if_it_went": is_mention and reference.is_wrong_if_it_went,
    }
    return measures | {mark: 1 for mark, holds in marks.items() if holds}


def _references(source: Document, path: str, options: LineReferencesOptions) -> Iterator[Reference]:
    if not isinstance(source, SyntaxTree) and is_chronicle(path):
        return
    proses = source.fact(_proses)
    for reference in references_in(
        proses, path, least_words=options.least_words, most_files=options.most_files
    ):
        if options.mentions or reference.line is not None:
            yield reference


def _proses(source: Document) -> tuple[Prose, ...]:
    if isinstance(source, SyntaxTree):
        return tuple(comment_prose_of(source, MENTION))
    return tuple(prose_of(source, MENTION)) if source.language == "markdown" else ()


def _facts(
    source: Document, path: str, options: LineReferencesOptions
) -> Iterator[tuple[str, str, FactData]]:
    if commit_of(path) is None:
        yield from learn_file(source, path)
    for reference in _references(source, path, options):
        if reference.line is not None or reference.is_said_to_be_there:
            name = topic_of_name(reference.mention.name)
            for folder in folders_meant(reference.mention.path, path):
                yield _LEADS_INTO, topic_of_folder(folder), name


def _decided(seen: Observation, verdict: ReferenceVerdict) -> Observation:
    return replace(
        seen,
        message=verdict.message,
        suggestion=verdict.suggestion,
        severity=Severity.WARNING if verdict.is_gone else seen.severity,
        related=() if verdict.place is None else (verdict.place,),
        measures={},
        origin=Origin.GRAPH,
    )
