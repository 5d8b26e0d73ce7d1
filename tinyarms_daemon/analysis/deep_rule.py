"""The form of a rule of the weekly deep scan: it concludes from the whole project at once."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.file_topic import file_topic
from tinyarms_daemon.analysis.modules.module_imports import imports_of
from tinyarms_daemon.analysis.positions import Positions
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import CheckedFile
from tinyarms_daemon.analysis.suppressions import suppressed, suppressions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import FactData, place_key
from tinyarms_daemon.domain.findings.rule import Sighting, Skill
from tinyarms_daemon.domain.findings.source import Region
from tinyarms_daemon.ports.project import Project

# Everything rests on everything: a cycle, or how rare a word is, changes with any file.
ALL = "all"
_TEXT = "text"
_SILENCED = "silenced"
_COMPRESSION = 6


class DeepRule(ProjectRule):
    """A ProjectRule of one topic. What it learns is kept by file; it concludes from all of it."""

    skill = Skill.DEEP

    def detect(self, tree: SyntaxTree, file: CheckedFile, options: object) -> Iterable[Sighting]:
        """Nothing but the lines that comments silence, so that the comments count as used."""
        del file, options
        suppressions = suppressions_of(tree)
        if not suppressions:
            return
        targets = {(self.id, line) for line in _lines(tree)}
        for _, line in sorted(suppressed(targets, suppressions)):
            start, end = _line(tree, line)
            yield Sighting(
                region=tree.positions.region(start, end),
                text=tree.text[start:end],
                message="What begins here is not told.",
                identity=_SILENCED,
                topic=ALL,
            )

    def widen(self, topics: Collection[str], project: Project) -> Collection[str]:
        """Everything."""
        del project
        return {*topics, ALL}


def _lines(tree: SyntaxTree) -> Iterator[int]:
    """The lines on which something begins that a deep rule may tell."""
    for definition in definitions_of(tree):
        yield definition.region.start.line
    for each in imports_of(tree):
        yield each.region.start.line


def _line(tree: SyntaxTree, line: int) -> tuple[int, int]:
    lines = tree.text.split("\n")
    start = sum(len(each) + 1 for each in lines[: line - 1])
    text = lines[line - 1].rstrip("\r")
    return start + len(text) - len(text.lstrip()), start + len(text)


def text_fact(tree: SyntaxTree, path: str) -> tuple[str, str, FactData]:
    """The text of a file, from which a finding takes its evidence."""
    return _TEXT, file_topic(path), tree.fact(_packed_text)


def _packed_text(tree: SyntaxTree) -> str:
    packed = zlib.compress(tree.text.encode("utf-8", "surrogatepass"), _COMPRESSION)
    return b64encode(packed).decode("ascii")


class Texts:
    """The texts of files of a project, read when they are needed."""

    def __init__(self, project: Project, paths: Iterable[str]) -> None:
        topics = {file_topic(path) for path in paths}
        found = project.facts(_TEXT, topics) if topics else ()
        self._texts = {
            path: zlib.decompress(b64decode(fact.data)).decode("utf-8", "surrogatepass")
            for path, fact in found
            if isinstance(fact.data, str)
        }
        self._positions: dict[str, Positions] = {}

    def text(self, path: str) -> str:
        """The whole text of a file."""
        return self._texts[path]

    def key(self, path: str, first: int, last: int) -> str:
        """The name of what some lines say."""
        return place_key("\n".join(self._texts[path].split("\n")[first - 1 : last]))

    def lines(self, path: str, first: int, last: int) -> tuple[Region, str]:
        """Some lines, without the blanks before the first and behind the last: region and text."""
        text = self._texts[path]
        if path not in self._positions:
            self._positions[path] = Positions(text, text.encode("utf-8", "surrogatepass"))
        lines = text.split("\n")
        start = sum(len(line) + 1 for line in lines[: first - 1])
        whole = "\n".join(lines[first - 1 : last])
        said = whole.strip()
        start += len(whole) - len(whole.lstrip())
        return self._positions[path].region(start, start + len(said)), said
