"""All aliases of a project, and which of them hold in a file."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from posixpath import basename, dirname, join

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.file_roles import is_test
from tinyarms_daemon.analysis.json_text import (
    entries,
    items,
    key_lines,
    read_json,
    strings_in,
    text,
    texts,
)
from tinyarms_daemon.analysis.modules.module_aliases import Alias, match_wildcard
from tinyarms_daemon.analysis.modules.module_files import stem_of, target_base
from tinyarms_daemon.analysis.modules.relative_imports import relative_imports_of
from tinyarms_daemon.analysis.modules.tool_aliases import (
    BUNDLER_CONFIG,
    JEST_CONFIG,
    ToolAlias,
    bundler_aliases,
    jest_aliases,
    mapped_names,
)
from tinyarms_daemon.analysis.modules.tsconfig import Configs
from tinyarms_daemon.analysis.modules.tsconfig_file import CONFIG_NAME, learn_config, rooted
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import FactData

TSCONFIG, PACKAGE, DENO, BUNDLER, JEST = "tsconfig", "package", "deno", "bundler", "jest"
_WITH_IMPORTS = frozenset({"package.json", "deno.json", "deno.jsonc"})
_BY_TOOL = 2
# What runs before any alias is known: the configuration of tools.
_RUN_BEFORE = re.compile(
    r"""(?:^|/)(?: [\w.-]+\.(?:config|conf)\.[cm]?[jt]sx? | \.storybook/.*
    | (?:webpack|vite|rollup|gulpfile|gruntfile)[\w.-]*\.[cm]?[jt]s | [\w.-]+\.d\.[cm]?ts )$""",
    re.VERBOSE | re.IGNORECASE,
)

_FOUND_BY_TOOL = re.compile(r"(?:^|/)(?:vite|webpack|rspack|rsbuild|rollup)\.config\.[cm]?[jt]s$")
_ANY = "*"
_CHOOSING = re.compile(r"""["'`]\.{1,2}/[^"'`\n]*(?:\$\{|["']\s*\+)""")  # `./webpack.${mode}.js`

Facts = Callable[[str], Mapping[str, FactData]]
"""The facts of a kind, by path."""


def learn_from_code(tree: SyntaxTree, path: str) -> tuple[str, FactData] | None:
    """What a file of code says of aliases, with its kind; None for one that is no configuration."""
    if BUNDLER_CONFIG.search(path):
        takes: list[FactData] = [*_taken_stems(tree, path)]
        return BUNDLER, {"aliases": _told(bundler_aliases(tree, path)), "takes": takes}
    if JEST_CONFIG.search(path):
        return JEST, _told(jest_aliases(tree, path))
    return None


def learn_from_json(document: Document, path: str) -> tuple[str, FactData] | None:
    """What a file of JSON says of aliases, with its kind; None for one that says nothing."""
    if CONFIG_NAME.search(path):
        learned = learn_config(document.text)
        return None if learned is None else (TSCONFIG, learned)
    name = basename(path)
    if name not in _WITH_IMPORTS:
        return None
    said = entries(read_json(document.text))
    imports = entries(said.get("imports"))
    lines: dict[str, FactData] = {**key_lines(document.text, list(imports), "imports")}
    if name == "package.json":
        mapper = entries(entries(said.get("jest")).get("moduleNameMapper"))
        mapped = key_lines(document.text, list(mapper), "moduleNameMapper")
        return PACKAGE, {
            "name": text(said.get("name")),
            "imports": {key: list(_leaves(value)) for key, value in imports.items()},
            "lines": lines,
            "jest": _told(
                alias
                for key, value in mapper.items()
                for alias in mapped_names(key, _first(value), path, mapped.get(key, 1))
            ),
        }
    return DENO, {"imports": {**imports}, "lines": lines}


class ProjectAliases:
    """The aliases of a project; `facts` gives what was learned of it, `importing` the files that
    import a part of a package."""

    def __init__(
        self, facts: Facts, importing: Callable[[str], Iterable[str]] = lambda _: ()
    ) -> None:
        self._facts = facts
        self._importing = importing
        self._by_path: dict[str, tuple[Alias, ...]] = {}

    def aliases_for(self, path: str) -> tuple[Alias, ...]:
        """Every alias that holds in a file. A package imports itself by its own name only where
        it does so already."""
        if path not in self._by_path:
            self._by_path[path] = () if _RUN_BEFORE.search(path) else self._found_for(path)
        return self._by_path[path]

    def same_modules(self, stem: str) -> Iterator[str]:
        """The other stems that aliases with several targets look for where they look for one."""
        for alias in self._with_choice:
            for target in alias.targets:
                rest = match_wildcard(target, stem)
                if rest is not None:
                    yield from (stem_of(each.replace("*", rest, 1)) for each in alias.targets)

    def _found_for(self, path: str) -> tuple[Alias, ...]:
        package = self._nearest(self._packages, path)
        own_name = None if package is None else text(entries(self._packages[package]).get("name"))
        return tuple(
            alias
            for alias in self._all_for(path, package)
            if own_name is None
            or not f"{alias.pattern}/".startswith(f"{own_name}/")
            or (alias.pattern != own_name and own_name in self._naming_themselves)
        )

    def _all_for(self, path: str, package: str | None) -> Iterator[Alias]:
        yield from self._configs.aliases_for(path)
        if package is not None:
            yield from _imports(join(package, "package.json"), self._packages[package])
        deno = self._nearest(self._deno, path)
        if deno is not None:
            yield from _imports(*self._deno[deno])
        for config, learned in self._tools:
            if self._nearest(self._packages, config) == package:
                yield from _serving(_tool_aliases(config, learned), package or "", path)
        if is_test(path):
            for config, learned in self._jest:
                if self._nearest(self._packages, config) == package:
                    yield from _tool_aliases(config, learned)

    @cached_property
    def _configs(self) -> Configs:
        packages = {
            name: folder
            for folder, said in self._packages.items()
            if (name := text(entries(said).get("name")))
        }
        return Configs(self._facts(TSCONFIG), packages)

    @cached_property
    def _packages(self) -> Mapping[str, FactData]:
        return {dirname(path): said for path, said in self._facts(PACKAGE).items()}

    @cached_property
    def _deno(self) -> Mapping[str, tuple[str, FactData]]:
        return {dirname(path): (path, said) for path, said in self._facts(DENO).items()}

    @cached_property
    def _tools(self) -> list[tuple[str, FactData]]:
        """The configurations of bundlers with their aliases; one of another name than the tool
        looks for builds something apart, unless that which it finds takes it over."""
        said = {path: entries(data) for path, data in self._facts(BUNDLER).items()}
        found = {dirname(path): path for path in said if _FOUND_BY_TOOL.search(path)}
        return sorted(
            (path, each.get("aliases"))
            for path, each in said.items()
            if (main := found.get(dirname(path))) in (None, path)
            or said[main].get("aliases")
            or not {stem_of(path), _ANY}.isdisjoint(texts(said[main].get("takes")) or ())
        )

    @cached_property
    def _jest(self) -> list[tuple[str, FactData]]:
        in_packages = (
            (join(folder, "package.json"), entries(said).get("jest"))
            for folder, said in self._packages.items()
        )
        return sorted([*self._facts(JEST).items(), *in_packages], key=lambda each: each[0])

    @cached_property
    def _with_choice(self) -> list[Alias]:
        every = [
            alias for path in self._facts(TSCONFIG) for alias in self._configs.aliases_of(path)
        ]
        return [alias for alias in every if len(alias.targets) > 1]

    @cached_property
    def _naming_themselves(self) -> frozenset[str]:
        """The names of packages that import parts of themselves by their own name."""
        return frozenset(
            name
            for folder, said in self._packages.items()
            if (name := text(entries(said).get("name")))
            and any(self._nearest(self._packages, p) == folder for p in self._importing(name))
        )

    @property
    def own_names(self) -> frozenset[str]:
        """The names of the project's own packages."""
        names = (text(entries(said).get("name")) for said in self._packages.values())
        return frozenset(name for name in names if name)

    def _nearest(self, folders: Collection[str], path: str) -> str | None:
        folder = dirname(path)
        while folder not in folders:
            if not folder:
                return None
            folder = dirname(folder)
        return folder


def _imports(path: str, said: FactData) -> Iterator[Alias]:
    """The aliases of a manifest; a key of Deno's that ends with a stroke stands for a folder."""
    lines = entries(entries(said).get("lines"))
    for key, value in entries(entries(said).get("imports")).items():
        inside = "/*" if key.endswith("/") else ""
        folders = [rooted(dirname(path), leaf) for leaf in _leaves(value)]
        if folders and key.count("*") <= 1:
            yield Alias(
                pattern=key.rstrip("/") + inside,
                targets=tuple(f"{folder}{inside}".lstrip("/") for folder in folders),
                path=path,
                line=_line(lines.get(key)),
                needs_suffix=True,
            )


def _serving(aliases: list[Alias], package: str, path: str) -> Iterator[Alias]:
    """The aliases of a bundler, for what it bundles: the folders they lead to, and tests."""
    served = {_first_folder(target, package) for alias in aliases for target in alias.targets}
    if "" in served or _first_folder(path, package) in served or is_test(path):
        yield from aliases


def _first_folder(path: str, package: str) -> str:
    """The folder below a package in which something lies; '' for the package itself."""
    inside = path.removeprefix(package).lstrip("/")
    return inside.partition("/")[0] if "/" in inside else inside.rstrip("*")


def _tool_aliases(path: str, learned: FactData) -> list[Alias]:
    found = []
    for said in items(learned):
        match said:
            case [str(pattern), str(target), int(line)]:
                found.append(
                    Alias(pattern=pattern, targets=(target,), path=path, line=line, rank=_BY_TOOL)
                )
    return found


def _told(aliases: Iterator[ToolAlias]) -> FactData:
    return [[each.pattern, each.target, each.line] for each in aliases]


def _taken_stems(tree: SyntaxTree, path: str) -> Iterator[str]:
    """The modules that a configuration takes over, by their stems; `*` where it chooses one."""
    if _CHOOSING.search(tree.text):
        yield _ANY
    for found in relative_imports_of(tree):
        base = target_base(path, found.specifier)
        if base is not None:
            yield stem_of(base)


def _leaves(value: FactData) -> Iterator[str]:
    """The relative targets of an entry of `imports`, whatever conditions they stand under."""
    return (each for each in strings_in(value) if each.startswith("."))


def _first(value: FactData) -> str | None:
    return text(value[0]) if isinstance(value, list) and value else text(value)


def _line(value: FactData) -> int:
    return value if isinstance(value, int) else 1
