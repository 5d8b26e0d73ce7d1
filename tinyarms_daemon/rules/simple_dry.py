"""simple-dry: a block of code that stands in several places."""

from collections.abc import Collection, Iterable, Iterator

from tinyarms_daemon.analysis.clone_classes import classes_of
from tinyarms_daemon.analysis.clone_facts import clone_facts, silenced_lines
from tinyarms_daemon.analysis.clone_index import CloneIndex, topics_around
from tinyarms_daemon.analysis.clone_limits import CloneLimits
from tinyarms_daemon.analysis.clone_report import conclusions_of
from tinyarms_daemon.analysis.clone_search import CloneSearch
from tinyarms_daemon.analysis.clone_units import units_of
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import CheckedFile
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.project import Conclusion, FactData
from tinyarms_daemon.domain.rule import Sighting
from tinyarms_daemon.ports.project import Project

_SILENCED = "silenced"


class SimpleDry(ProjectRule):
    """A block that is written twice is changed once, and then there are two versions of it.

    The block is found again where names and values are others, and where a few statements are.
    Imports, types, tables of data and other declarations are no blocks; rows of like statements
    count once. A class of copies is one finding, at its first place, and says how many there are.
    """

    id = "simple-dry"
    title = "Repeated block of code"
    fix_hint = "Write the block once, as a function with what differs as parameters, and call it."
    languages = CODE_LANGUAGES
    Options = CloneLimits

    bad = {}
    good = {}

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: CloneLimits
    ) -> Iterable[tuple[str, str, FactData]]:
        """The record of the file's code, and the windows by which copies find it."""
        del options
        return clone_facts(tree, file.path, self.id)

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: CloneLimits
    ) -> Iterator[Sighting]:
        """Nothing but the blocks that comments silence, so that the comments count as used."""
        del file, options
        silenced = silenced_lines(tree, self.id)
        for unit in units_of(tree) if silenced else ():
            if tree.positions.line_of(unit.start) in silenced:
                yield Sighting(
                    region=tree.positions.region(unit.start, unit.end),
                    text=tree.text[unit.start : unit.end],
                    message="Copies of what begins here are not told.",
                    identity=_SILENCED,
                    topic=_SILENCED,
                )

    def widen(self, topics: Collection[str], project: Project) -> Collection[str]:
        """With the files that changed all files that share code with them."""
        return {*topics, *topics_around(project, topics)}

    def conclude(
        self, project: Project, topics: Collection[str] | None, options: CloneLimits
    ) -> Iterable[Conclusion]:
        """One finding for each class of copies."""
        index = CloneIndex(project)
        paths = index.load_sharing() if topics is None else index.load(topics)
        found = CloneSearch(index, options).around(paths)
        return conclusions_of(self.id, self.severity, classes_of(found), index)
