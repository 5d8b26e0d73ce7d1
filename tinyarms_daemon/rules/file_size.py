"""file-size: a file with more than one subject."""

from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.code_lines import count_code_lines, first_code_line
from tinyarms_daemon.analysis.definitions import Definition, definitions_of
from tinyarms_daemon.analysis.languages import ALL_LANGUAGES
from tinyarms_daemon.analysis.literal_data import data_share
from tinyarms_daemon.analysis.rule import CheckedFile, FileRule, go, python, tsx
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.rule import Sighting, option
from tinyarms_daemon.domain.findings.source import Place

_NAMED_ARE_ONE_IN = 35  # of the lines that a file may have: to move out less changes nothing


@dataclass(frozen=True, slots=True)
class FileSizeOptions:
    """How long a file may be, and what is said of one that is longer."""

    max_lines: int = option("lines of code a file may have", at_least=1)
    named_definitions: int = option("how many of the largest definitions are named")
    data_percent: int = option(
        "share of literal data in per cent from which a file counts as pure data",
        at_least=1,
        at_most=100,
    )


class FileSize(FileRule):
    """A long file rarely has one subject: it is read slowly, and changed by everybody at once.

    Blank lines, comments and docstrings are not counted; generated files, pure data and lists of
    exports are excepted.
    """

    id = "file-size"
    title = "File with too many lines of code"
    fix_hint = "Move the definitions that belong together into a file named after their subject."
    languages = ALL_LANGUAGES
    version = 2
    Options = FileSizeOptions

    bad = {
        "more lines of code than allowed": python(
            "«import os»\n\n\ndef first():\n    return 1\n", max_lines=2
        ),
        "one component that holds everything": tsx(
            "// The page.\n«export const Page = () => (»\n  <p>\n    text\n  </p>\n);\n",
            max_lines=4,
        ),
    }
    good = {
        "blank lines, comments and docstrings": python(
            '"""What it is."""\n\n# why\n\nx = 1\n', max_lines=1
        ),
        "a table and nothing else": go(
            "package codes\n\nvar names = map[int]string{\n"
            '\t1: "a",\n\t2: "b",\n\t3: "c",\n\t4: "d",\n'
            '\t5: "e",\n\t6: "f",\n\t7: "g",\n\t8: "h",\n}\n',
            max_lines=3,
        ),
    }

    def detect(
        self,
        tree: SyntaxTree,
        file: CheckedFile,  # noqa: ARG002
        options: FileSizeOptions,
    ) -> Iterator[Sighting]:
        """One sighting, at the first line of code, for a file that is too long."""
        lines = count_code_lines(tree)
        first = first_code_line(tree)
        if first is None or lines <= options.max_lines:
            return
        if data_share(tree) * 100 >= options.data_percent:
            return
        smallest = max(2, options.max_lines // _NAMED_ARE_ONE_IN)
        largest = _largest(tree, lines, smallest)[: options.named_definitions]
        line = tree.positions.line_text(first)
        start = tree.positions.line_start(first) + len(line) - len(line.lstrip())
        yield Sighting(
            region=tree.positions.region(start, start + len(line.strip())),
            text=line.strip(),
            message=_message(lines, options.max_lines, largest),
            related=tuple(
                Place(None, each.region.start.line, each.region.end.line, _said(each, size))
                for size, each in largest
            ),
            measures={"code_lines": lines},
            identity=self.id,
        )


def _largest(tree: SyntaxTree, in_all: int, smallest: int) -> list[tuple[int, Definition]]:
    """The definitions of so many lines that could move out with their sizes, the largest first.

    One that is most of the file can't move out of it: what it holds is named instead.
    """
    whole: set[str] = set()
    sizes = []
    for definition in definitions_of(tree):
        outer = definition.outer
        if outer is not None and outer.name not in whole:
            continue
        region = definition.region
        size = count_code_lines(tree, region.start.line, region.end.line)
        if 2 * size > in_all:
            whole.add(definition.name)
        elif size >= smallest:
            sizes.append((size, definition))
    return sorted(sizes, key=lambda each: (-each[0], each[1].region))


def _said(definition: Definition, size: int) -> str:
    return f"{definition.kind} {definition.name}, {size} lines of code"


def _message(lines: int, max_lines: int, largest: list[tuple[int, Definition]]) -> str:
    said = f"This file has {lines} lines of code; {max_lines} is the limit."
    if not largest:
        return said
    named = [
        f"{each.name} (lines {each.region.start.line}–{each.region.end.line})"
        for _, each in largest
    ]
    return f"{said} The largest that could move out: {', '.join(named)}."
