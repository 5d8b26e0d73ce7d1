"""Labelled definitions: groups that do the same, written differently, and look-alikes that do not.

`## same NAME` and `## differ NAME` begin a group, `@LANGUAGE FILE` a definition in it. A line
`@mutate LANGUAGE FILE: OLD => NEW ; ...` is the definition before it with some of its text
replaced.

The other trees are of whole files, among whose other definitions the labelled ones stand:
`=== PATH` begins a file, and `@ same:NAME differ:NAME` labels the definition below it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

FOLDER = Path(__file__).parent / "semantic-duplication"
_SUFFIX = {"py": ".py", "ts": ".ts", "go": ".go"}
_HEAD = {"py": "", "ts": "", "go": "package tree\n\n"}

Place = tuple[str, int, int]
"""A path with a first and a last line."""


@dataclass(frozen=True)
class Tree:
    """Texts by path, and the places of each group by its name."""

    texts: dict[str, str]
    same: dict[str, list[Place]]
    differ: dict[str, list[Place]]


def labelled_tree() -> Tree:
    """All groups as one project; definitions of one file stand below each other."""
    texts: defaultdict[str, str] = defaultdict(str)
    groups: dict[str, dict[str, list[Place]]] = {"same": {}, "differ": {}}
    for path in sorted(FOLDER.glob("*.txt")):
        for group in ("\n" + path.read_text("utf-8")).split("\n## ")[1:]:
            head, _, body = group.partition("\n")
            label, name = head.split()
            places = groups[label].setdefault(name, [])
            for file, code in definitions(body):
                texts[file] = texts[file] or _HEAD[file.rpartition(".")[2]]
                first = texts[file].count("\n") + 1
                texts[file] += code + "\n\n"
                places.append((file, first, first + code.count("\n")))
    return Tree(dict(texts), groups["same"], groups["differ"])


def definitions(body: str) -> list[tuple[str, str]]:
    """Each definition of a group with the file that it is in."""
    found: list[tuple[str, str]] = []
    for part in ("\n" + body).split("\n@")[1:]:
        head, _, code = part.partition("\n")
        if head.startswith("mutate "):
            where, _, changes = head.removeprefix("mutate ").partition(": ")
            code = found[-1][1]
            for change in changes.split(" ; "):
                old, _, new = change.partition(" => ")
                assert old in code, (old, code)
                code = code.replace(old, new)
        else:
            where = head
        language, name = where.split()
        found.append((f"src/{name}{_SUFFIX[language]}", code.rstrip()))
    return found


def tree_of_whole_files() -> Tree:
    """The second tree. It was written before anything of the ranking had been read."""
    return _tree_of("files")


def tree_of_shops() -> Tree:
    """The third, written as the second was, after it: names agree less, and look-alikes stand in
    one file, in part nearly to the letter."""
    return _tree_of("shops")


def tree_of_towns() -> Tree:
    """The fourth, written as these: class and closure, tables and choices, other algorithms."""
    return _tree_of("towns")


def tree_of_offices() -> Tree:
    """The fifth, written when the marks of the ranking were known."""
    return _tree_of("offices")


def tree_of_harbors() -> Tree:
    """The sixth, written when the marks of the ranking were known; its look-alikes stand in other
    files and languages."""
    return _tree_of("harbor")


def tree_of_orchards() -> Tree:
    """The seventh, a small one, for which nothing was changed but how sure must be what is told."""
    return _tree_of("orchard")


def tree_of_depots() -> Tree:
    """The eighth, written before anything of the ranking had been read; its look-alikes stand in
    the same and in other files, most of them in another form."""
    return _tree_of("depot")


def tree_of_railways() -> Tree:
    """The ninth, written before anything of the ranking had been read; a quarter of its groups lies
    in one file, and a third of its look-alikes in another language, where little tells them
    apart."""
    return _tree_of("railway")


def _tree_of(folder: str) -> Tree:
    texts: dict[str, str] = {}
    groups: dict[str, defaultdict[str, list[Place]]]
    groups = {"same": defaultdict(list), "differ": defaultdict(list)}
    for bundle in sorted((FOLDER / folder).glob("*.txt")):
        for part in ("\n" + bundle.read_text("utf-8")).split("\n=== ")[1:]:
            path, _, body = part.partition("\n")
            lines: list[str] = []
            labels: dict[int, list[str]] = {}
            for line in body.split("\n"):
                if line.startswith("@ "):
                    labels[len(lines) + 1] = line[2:].split()
                else:
                    lines.append(line)
            texts[path] = "\n".join(lines).rstrip() + "\n"
            for first, last, said in labelled(path, texts[path], labels):
                label, name = said.split(":")
                groups[label][name].append((path, first, last))
    return Tree(texts, dict(groups["same"]), dict(groups["differ"]))


def labelled(path: str, text: str, labels: dict[int, list[str]]) -> Iterator[tuple[int, int, str]]:
    """The lines of each labelled definition of a file, with its label."""
    tree = SyntaxTree(language_of(path, None) or "", text)
    found = definitions_of(tree)
    ends = {each.region.start.line: each.region.end.line for each in reversed(found)}
    for each in found if tree.language == "go" else ():  # a type's methods stand behind it
        for method in found:
            if method.name.startswith(f"{each.name}."):
                ends[each.region.start.line] = method.region.end.line
    for first, names in labels.items():
        for name in names:
            yield first, ends[first], name
