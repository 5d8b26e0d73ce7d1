"""Which files of a repository can use a token that another file defines, by where they lie."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import zip_longest

from tinyarms_daemon.analysis.identifier_words import word_set

_ONE_FILE = 1_000  # more folders than any path has
# Folders of programs: they use what is shared, and share nothing themselves.
_PROGRAMS = word_set("apps services clients frontends sites websites projects")
# Folders of collections: each of their entries stands for itself.
_COLLECTIONS = word_set(
    "examples demos samples templates starters playgrounds sandboxes benchmarks boilerplates"
)
# Folders of which one is chosen: what one of them defines is not there with another one.
_ALTERNATIVES = word_set("themes skins")
_COMPONENTS = word_set("components elements modules widgets")
_COMMON = word_set("base common core default global shared")
# Folders that stand for themselves, and show what the rest is.
_SEPARATE = word_set(
    """
    example demo sample template playground sandbox docs doc documentation website site www landing
    storybook .storybook
    """
)
# Below these a folder's name is the name of a part of one program.
_SOURCES = word_set(
    """
    src app pages components lib libs public static assets styles style css scss sass less routes
    views source client frontend web ui
    """
)
_FAMILIES = {
    **dict.fromkeys(
        word_set("css scss less html htm xhtml vue svelte js jsx mjs cjs ts tsx mts cts"), "web"
    ),
    **dict.fromkeys(word_set("py pyi pyw"), "python"),
    "go": "go",
    "swift": "swift",
}


def reaches(token_path: str, is_local: bool, path: str) -> bool:
    """Whether a token of one file can be used in another."""
    if token_path == path:
        return True
    if is_local or family(token_path) not in ("", family(path)):
        return False
    if _are_alternatives(token_path.split("/")[:-1], path.split("/")[:-1]):
        return False
    territory, _ = _territory(token_path)
    own, is_program = _territory(path)
    return territory == own or (not territory and is_program)


def _are_alternatives(token_folders: Sequence[str], folders: Sequence[str]) -> bool:
    """Whether two files lie in different themes, of which the first is not the base of all. What
    lies in the folder of themes itself is one of them as well."""
    before = ""
    for one, two in zip_longest(token_folders, folders[: len(token_folders)]):
        if one != two:
            return before.lower() in _ALTERNATIVES and one.lower() not in _COMMON
        before = one
    return False


def is_of_one_package(one: str, other: str, packages: Collection[str]) -> bool:
    """Whether of the packages that two files belong to, told by the folders of all, one holds the
    other: those that lie beside each other are built apart."""
    homes = [_package(path, packages) for path in (one, other)]
    inner, outer = sorted(homes, key=len, reverse=True)
    return not outer or f"{inner}/".startswith(f"{outer}/")


def _package(path: str, packages: Collection[str]) -> str:
    """The innermost of the folders of packages that a file lies in; empty for none."""
    folder = path.rpartition("/")[0]
    while folder and folder not in packages:
        folder = folder.rpartition("/")[0]
    return folder


def component_of(path: str) -> str:
    """The folder of the one component that a file belongs to: `upload` of
    `components/upload/_var.less`. Empty for any other file."""
    *folders, _ = path.split("/")
    return folders[-1] if len(folders) > 1 and folders[-2].lower() in _COMPONENTS else ""


def nearness(token_path: str, path: str) -> int:
    """How many folders two files have in common; more than any where they are one file."""
    if token_path == path:
        return _ONE_FILE
    shared = 0
    for one, two in zip(token_path.split("/")[:-1], path.split("/")[:-1], strict=False):
        if one != two:
            break
        shared += 1
    return shared


def family(path: str) -> str:
    """The languages whose names a file's code can use; empty where its tokens are for all."""
    return _FAMILIES.get(path.rpartition(".")[2].lower(), "")


@lru_cache(maxsize=4096)
def _territory(path: str) -> tuple[str, bool]:
    """The folder within which a file's tokens are used, empty for the whole repository, and
    whether it is that of a program, which uses what the repository shares."""
    folders = path.split("/")[:-1]
    for index, folder in enumerate(folders):
        name = folder.lower()
        if name in _PROGRAMS or name in _COLLECTIONS:
            return "/".join(folders[: index + 2]), name in _PROGRAMS
        if name in _SEPARATE:
            return "/".join(folders[: index + 1]), False
        if name in _SOURCES:
            break
    return "", False
