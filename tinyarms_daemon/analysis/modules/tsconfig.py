"""Which aliases the tsconfig and jsconfig files of a project have for which of its files."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from posixpath import basename, dirname, join, normpath, splitext

from tinyarms_daemon.analysis.modules.module_aliases import Alias
from tinyarms_daemon.analysis.modules.tsconfig_file import Config, read_config
from tinyarms_daemon.domain.findings.project import FactData

_NAMES = ("tsconfig.json", "jsconfig.json")
_NEVER_INCLUDED = ("node_modules", "bower_components", "jspm_packages")
_SCRIPTS = (".js", ".jsx", ".mjs", ".cjs")
_BY_PATHS, _BY_BASE_URL = 0, 1
_PARTS = re.compile(r"\*\*/|\*|\?|[^*?]+")
# Each one multiplies the time that matching may take, and nobody writes as many.
_MOST_WILDCARDS = 12
_MEANING = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}


class Configs:
    """All configs of a project, each with what it extends."""

    def __init__(self, learned: Mapping[str, FactData], packages: Mapping[str, str]) -> None:
        """`packages` tells the folder of each package of the project by its name."""
        self._learned = learned
        self._packages = packages
        self._effective: dict[str, Config] = {}

    def aliases_for(self, path: str) -> tuple[Alias, ...]:
        """The aliases of the nearest config that includes a file."""
        folder = dirname(path)
        while True:
            for name in _NAMES:
                for config in self._with_references(join(folder, name)):
                    if _includes(config, path):
                        return tuple(_aliases(config))
            if not folder:
                return ()
            folder = dirname(folder)

    def aliases_of(self, path: str) -> tuple[Alias, ...]:
        """The aliases that a config has, those it inherits included."""
        return tuple(_aliases(self._complete(path))) if path in self._own else ()

    @cached_property
    def _own(self) -> Mapping[str, Config]:
        return {path: read_config(path, data) for path, data in self._learned.items()}

    def _with_references(self, path: str) -> Iterator[Config]:
        waiting, known = [path], {path}
        while waiting:
            each = waiting.pop(0)
            if each not in self._own:
                continue
            config = self._complete(each)
            yield config
            for reference in config.references:
                target = reference if reference.endswith(".json") else join(reference, _NAMES[0])
                if target not in known:
                    known.add(target)
                    waiting.append(target)

    def _complete(self, path: str) -> Config:
        if path not in self._effective:
            self._effective[path] = self._merged(path, frozenset()).settled()
        return self._effective[path]

    def _merged(self, path: str, below: frozenset[str]) -> Config:
        """A config with all that it inherits; one that extends itself in the end does not."""
        config = self._own[path]
        for extended in reversed(config.extends):
            base = self._found(extended, config.folder)
            if base is not None and base != path and base not in below:
                config = config.inheriting(self._merged(base, below | {path}))
        return config

    def _found(self, extended: str, folder: str) -> str | None:
        target = self._location(extended, folder)
        if target is None:
            return None
        candidates = (target, f"{target}.json", join(target, _NAMES[0]))
        return next((each for each in candidates if each in self._own), None)

    def _location(self, extended: str, folder: str) -> str | None:
        if extended.startswith("."):
            return normpath(join(folder, extended))
        steps = extended.split("/")
        width = 2 if extended.startswith("@") else 1
        package = self._packages.get("/".join(steps[:width]))
        return None if package is None else normpath(join(package, *steps[width:]))


def _includes(config: Config, path: str) -> bool:
    if path.endswith(_SCRIPTS) and not _takes_scripts(config):
        return False
    listed = config.files or ()
    if path in listed:
        return True
    include = config.include
    if include is None:
        include = (config.folder,) if config.files is None else ()
    # What is imported by a file that is named belongs to the project as well.
    entries = [dirname(name) for name in (*listed, *include) if _names_source(name)]
    if not any(is_chosen(path, pattern) for pattern in (*include, *entries)):
        return False
    return not any(is_chosen(path, pattern) for pattern in _excluded(config))


def _excluded(config: Config) -> Iterator[str]:
    if config.exclude is not None:
        yield from config.exclude
        return
    yield from (join(config.folder, "**", name) for name in _NEVER_INCLUDED)
    if config.out_folder:
        yield config.out_folder


def _takes_scripts(config: Config) -> bool:
    if config.allows_scripts is None:
        return basename(config.path).startswith("jsconfig")
    return config.allows_scripts


def _aliases(config: Config) -> Iterator[Alias]:
    paths = {name: said for name, said in (config.paths or {}).items() if name.count("*") <= 1}
    for pattern, targets in paths.items():
        if pattern != "*":
            yield _alias(config, pattern, pattern, targets, _BY_PATHS)
        elif len(paths) == 1:
            yield _alias(config, pattern, pattern, targets, _BY_BASE_URL)
    base_url = config.base_url
    said_in = dirname(config.origins.get("baseUrl", (config.path, 1))[0])
    # A base at the config itself is there for the sake of `paths`, if there are any.
    if base_url is not None and not (paths and base_url == said_in):
        yield _alias(config, "baseUrl", "*", (join(base_url, "*"),), _BY_BASE_URL)


def _alias(config: Config, key: str, pattern: str, targets: tuple[str, ...], rank: int) -> Alias:
    path, line = config.origins.get(key, (config.path, 1))
    return Alias(pattern=pattern, targets=targets, path=path, line=line, rank=rank)


def is_chosen(path: str, pattern: str) -> bool:
    """Whether a pattern, relative to the root as the path is, includes a file or a folder above
    it. The empty pattern stands for the root."""
    return _compiled(pattern).match(path) is not None


def _names_source(pattern: str) -> bool:
    """Whether a pattern is the name of one source file, from where others are imported."""
    is_declared = pattern.endswith((".d.ts", ".d.mts", ".d.cts"))
    return "*" not in pattern and bool(splitext(pattern)[1]) and not is_declared


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    if pattern in ("", "**"):
        return re.compile("")
    if pattern.count("*") + pattern.count("?") > _MOST_WILDCARDS:
        return re.compile(r"(?!)")
    parts = _PARTS.findall(f"{pattern}/*" if pattern.endswith("/**") else pattern)
    written = "".join(_MEANING.get(part) or re.escape(part) for part in parts)
    # A folder stands for all that is in it.
    return re.compile(rf"{written}(?:/|\Z)")
