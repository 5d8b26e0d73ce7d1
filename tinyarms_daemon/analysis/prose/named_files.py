"""The files of a project by their names: which one a prose means, and what stands where in it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from posixpath import basename, dirname, join, normpath, splitext

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.json_text import entries, items, read_json, text
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES, SOURCE_SUFFIXES
from tinyarms_daemon.analysis.module_names import module_names
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.ports.line_history import LineReference
from tinyarms_daemon.ports.project import Project

_COMPILED = re.compile(r"(?:(?:\.d\.[cm]?ts|\.[cm]?jsx?)|(?P<c>\.c(?:pp)?))$")
_SOURCES = (".ts", ".tsx", ".mts", ".cts")
_SOURCES_OF_C = (".pyx", ".py", ".y", ".l")
# Names without a line of which history is asked in one go: each walks all of it that knows none.
_MOST_UNSURE = 40
_NEEDED = ("dependencies", "devDependencies", "peerDependencies")
FILE, FOLDER, PRODUCT = "file", "folder", "product"
_SEPARATORS, _REPEATED = re.compile(r"(?<!^)[_-]"), re.compile(r"(\D)\1+")
_SCRIPTS = dict.fromkeys(("mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"), "js")
_NAME, _IN_FOLDER = "name:", "folder:"
_LEAST_LETTERS = 7  # of a name that is no other's by chance: `main.py` is not `__main__.py`
_SPECIMENS = re.compile(
    r"(?:^|/)(?:__)?(?:fixtures?|test_?data|templates?|examples?|samples?|demos?|snippets|mocks?"
    r"|[\w-]*blueprints?|project_template|vendor|third_party|node_modules)(?:__)?/",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that may be meant, with its length and what it defines."""

    path: str
    lines: int
    definitions: Sequence[FactData]

    def place_of(self, names: Sequence[str]) -> tuple[str, int, int] | None:
        """The first of some names that the file defines once, with its first and last line."""
        for name in names:
            match [each for each in self.definitions if items(each)[:1] == [name]]:
                case [[_, int(first), int(last)]]:
                    return name, first, last
        return None

    def is_specimen_to(self, path: str, named: str = "") -> bool:
        """Whether it lies among examples and fixtures that another file does not belong to, and
        that its name in that file does not say."""
        found = _SPECIMENS.search(self.path.removesuffix(named.lstrip("./")))
        return found is not None and not path.startswith(self.path[: found.end()])


def topic_of_name(name: str) -> str:
    """The topic of all files of a name, however that is written: `planners.py` is `planner.py`,
    `useRetry.js` is `use-retry.ts`."""
    stem, _, suffix = name.rpartition(".")
    if suffix == "py":  # elsewhere a mark in front tells an ending, or a partial style sheet
        stem = stem.lstrip("_") or stem
    return f"{_NAME}{_written_alike(stem)}.{_SCRIPTS.get(suffix, suffix)}"


def topic_of_folder(folder: str) -> str:
    """The topic of the files that lie in a folder itself."""
    return _IN_FOLDER + folder


def is_folder_topic(topic: str) -> bool:
    """Whether a topic is a folder's."""
    return topic.startswith(_IN_FOLDER)


def learn_file(source: Document, path: str) -> Iterator[tuple[str, str, FactData]]:
    """That a file is there, how long it is, and where its definitions stand."""
    lines = source.text.removesuffix("\n").count("\n") + 1
    definitions: list[FactData] = []
    if isinstance(source, SyntaxTree) and source.language in CODE_LANGUAGES:
        for each in definitions_of(source):
            name = each.name.rpartition(".")[2]
            definitions.append([name, each.region.start.line, each.region.end.line])
        begun = {(items(each)[0], items(each)[1]) for each in definitions}
        for name, node in module_names(source):
            region = source.region_of(node)
            if (name, region.start.line) not in begun:  # a function that a constant holds
                definitions.append([name, region.start.line, region.end.line])
    if basename(path) == "package.json":
        for name in _products_of(source):
            yield PRODUCT, topic_of_name(name), name
    yield FILE, topic_of_name(basename(path)), [lines, definitions]
    yield FOLDER, topic_of_folder(dirname(path)), None


def _products_of(package: Document) -> Iterator[str]:
    """What is called like a file of the package that a file is about, and of those it needs:
    `reveal.js`."""
    said = entries(read_json(package.text))
    needed = (entries(said.get(each)) for each in _NEEDED)
    own = text(said.get("name")) or ""
    for name in chain([own, f"{own}.js"], *needed):
        if name.endswith(tuple(SOURCE_SUFFIXES)):
            yield name.lower()


def folders_meant(named: str, path: str, *, above: bool = True) -> Iterator[str]:
    """The folders that a name with a folder may mean: from the root, from where it stands, and, in
    a file of its kind, from any folder above."""
    if "/" in named:
        for whole in _paths_meant(named, path):
            yield dirname(whole)
        further = dirname(dirname(path)) if above and named.endswith(splitext(path)[1]) else ""
        while further and not named.startswith((".", "/")):
            yield dirname(join(further, named))
            further = dirname(further)


class NamedFiles:
    """The files that have one of some names."""

    def __init__(self, project: Project, names: Collection[str]) -> None:
        self._project = project
        self._unsure = 0
        self._by_name: defaultdict[str, list[NamedFile]] = defaultdict(list)
        self._alike: defaultdict[str, list[NamedFile]] = defaultdict(list)
        topics = {topic_of_name(name) for name in names}
        self._products = {str(fact.data) for _, fact in project.facts(PRODUCT, topics)}
        for path, fact in project.facts(FILE, topics):
            match fact.data:
                case [int(lines), [*definitions]]:
                    file = NamedFile(path, lines, definitions)
                    self._by_name[basename(path)].append(file)
                    self._alike[fact.topic].append(file)

    def meant(self, named: str, path: str) -> NamedFile | None:
        """The one file that a name in another file means: that of the exact path, or the only one
        whose path ends so; none where a package of that name may be."""
        if named.lower() in self._products:
            return None
        files = self._by_name[basename(named)]
        for candidate in _paths_meant(named, path):
            for file in files:
                if file.path == candidate:
                    return file
        if named.startswith(("..", "/")):
            return None
        ending = "/" + named.removeprefix("./").lstrip("/")
        fitting = [file for file in files if f"/{file.path}".endswith(ending)]
        if not files and "/" not in named and path.endswith(_SOURCES) and _COMPILED.search(named):
            fitting = self.typed_as(named)  # as it is imported
        return fitting[0] if len(fitting) == 1 else None

    def may_exist(self, named: str, path: str) -> bool:
        """Whether any path ends so, were it that of a file which could not be checked, or what is
        compiled to one that does, or from it: `retry.js` is there where `retry.ts` is. One that
        climbs from another file is that very path."""
        climbs = named.startswith("../")
        said = normpath(join(dirname(path), named) if climbs else named.lstrip("./"))
        compiled = _COMPILED.search(said)
        sources: tuple[str, ...] = ()
        if compiled is not None:
            sources = _SOURCES_OF_C if compiled["c"] else _SOURCES
        elif path.endswith(".js") and said.endswith(_SOURCES):
            return self.may_exist(f"{splitext(said)[0]}.js", said)
        stem = said if compiled is None else said[: compiled.start()]
        endings = (f"/{said}", *(f"/{stem}{suffix}" for suffix in sources))
        if climbs:
            return any(f"/{each}" in endings for each in self._project.paths())
        return any(f"/{each}".endswith(endings) for each in self._project.paths())

    def is_an_ending(self, named: str) -> bool:
        """Whether names end so, as many do in `_test.go`, or one but for the case of its letters,
        as that of a product does."""
        ending = named.lower()
        return any(f"/{each}".lower().endswith(ending) for each in self._project.paths())

    def has_kind_of(self, named: str) -> bool:
        """Whether any file is written in the language of another, by its suffix."""
        suffix = splitext(named)[1]
        return any(each.endswith(suffix) for each in self._project.paths())

    def begins_here(self, named: str, path: str) -> bool:
        """Whether the first folder of a name is one of this project."""
        starts = tuple(f"{whole.partition('/')[0]}/" for whole in _paths_meant(named, path))
        return any(each.startswith(starts) for each in self._project.paths())

    def nearby(self, named: str, path: str, *, may_move: bool = False) -> NamedFile | None:
        """The only file that a name in another file can mean, which leads nowhere: of a bare name
        one that differs from it in how it is written, of a path one that lies in the folder of the
        other file or below it, in a folder that is written alike or below the one it climbs to, or
        the uppermost below the folder that it says, the component that a script became, or, if it
        may have moved, the only one of its name in the same part of the project."""
        is_long = len(basename(named).rpartition(".")[0]) >= _LEAST_LETTERS
        if "/" not in named:
            beside = splitext(join(dirname(path), named))[0]
            alike = self._alike[topic_of_name(named)]
            files = [each for each in alike if is_long or splitext(each.path)[0] == beside]
        else:
            folder = f"{dirname(path)}/"
            said = next(_paths_meant(named, path), named) if named.startswith("./") else named
            same = self._by_name[basename(named)]
            files = (
                [
                    file
                    for file in same
                    if (named.startswith("../") and file.path.startswith(folder))
                    or _is_folder_written_otherwise(file.path, named)
                ]
                or _uppermost(same, dirname(said))
                or self.typed_as(named)
                or [
                    file
                    for file in self._alike[topic_of_name(basename(named))]
                    if is_long and f"/{dirname(file.path)}".endswith(f"/{dirname(named)}")
                ]
                or ([moved] if may_move and is_long and (moved := self.moved_to(named)) else [])
            )
        if len(files) != 1 or files[0].path == path or files[0].is_specimen_to(path):
            return None
        if self.may_exist(named, path) or self.is_an_ending(named):
            return None
        return files[0]

    def typed_as(self, named: str) -> list[NamedFile]:
        """The files in TypeScript or JSX that are called like a script but for its suffix."""
        stem = f"/{splitext(named)[0].lstrip('./')}"
        return [
            file
            for file in self._alike[topic_of_name(basename(named))]
            if file.path.endswith((*_SOURCES, ".jsx"))
            and file.path != named
            and f"/{splitext(file.path)[0]}".endswith(stem)
        ]

    def moved_to(self, named: str) -> NamedFile | None:
        """The only file of a name, where it lies in the same part of the project."""
        files = self._by_name[basename(named)]
        if len(files) != 1 or "/" not in named.lstrip("./"):
            return None
        first = named.lstrip("./").partition("/")[0]
        return files[0] if files[0].path.startswith(f"{first}/") else None

    def renamed_to(self, named: str, path: str) -> tuple[str, str] | None:
        """The old and the new path of the file that a name in another file meant, where history
        tells that it was renamed."""
        if "/" not in named:
            return None
        there = self._project.paths()
        for old in _paths_meant(named, path):
            new = self._project.history.renamed_to(old)
            if new is not None and new in there:
                return old, new
        return None

    def was_there(self, named: str, path: str) -> bool:
        """Whether history knows of a file that a name in another file meant, in its folder."""
        return "/" in named and any(map(self._project.history.was_there, _paths_meant(named, path)))

    def gone_since(self, named: str, path: str, line: int) -> tuple[str, str | None] | None:
        """The old path, and the new one if there is one, of the file that a name meant when it was
        written at a line of another file, and that has gone since."""
        said = next(_paths_meant(named, path), None) if named.startswith(".") else named
        old = None if said is None else self._project.history.gone_since(said, path, line)
        if old is None:
            return None
        new = self._project.history.renamed_to(old)
        return old, new if new in self._project.paths() else None

    def may_ask_history(self) -> bool:
        """Whether history may be asked of one more name without a line."""
        self._unsure += 1
        return self._unsure <= _MOST_UNSURE

    def line_now(self, reference: LineReference, path_now: str) -> int | None:
        """Where that stands now which stood at a line when it was referred to."""
        return self._project.history.line_now(reference, path_now)

    def is_taken_out(self, reference: LineReference, path_now: str) -> bool:
        """Whether what stood at a line when it was referred to is there no more, nor its like."""
        return self._project.history.is_taken_out(reference, path_now)

    def has_folder_of(self, named: str, path: str, *, above: bool = False) -> bool:
        """Whether the folder that a name says holds any file."""
        topics = [topic_of_folder(folder) for folder in folders_meant(named, path, above=above)]
        return bool(topics) and any(True for _ in self._project.facts(FOLDER, topics))


def _uppermost(files: Sequence[NamedFile], folder: str) -> list[NamedFile]:
    """Of the files below a folder those that lie least deep."""
    below = [file for file in files if file.path.startswith(f"{folder}/")]
    least = min((file.path.count("/") for file in below), default=0)
    return [file for file in below if file.path.count("/") == least]


def _is_folder_written_otherwise(path: str, named: str) -> bool:
    """Whether the folders right above two files differ in how they are written, and in nothing
    else: where they are the same, a package may be named before them."""
    there, said = basename(dirname(path)), basename(dirname(named))
    return there != said and _written_alike(there) == _written_alike(said)


def _written_alike(name: str) -> str:
    """What names that differ in how they are written have in common."""
    return _REPEATED.sub(r"\1", _SEPARATORS.sub("", name).lower()).rstrip("s") or name


def _paths_meant(named: str, path: str) -> Iterator[str]:
    from_here = normpath(join(dirname(path), named))
    from_root = normpath(named.lstrip("/"))
    for whole in (from_here,) if named.startswith(".") else (from_here, from_root):
        if not whole.startswith(".."):
            yield whole
