"""What one tsconfig or jsconfig says of aliases and of the files they are for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from posixpath import dirname, join, normpath

from tinyarms_daemon.analysis.json_text import entries, items, key_lines, read_json, text, texts
from tinyarms_daemon.domain.findings.project import FactData

CONFIG_NAME = re.compile(r"(?:^|/)(?:tsconfig|jsconfig)[^/]*\.json$")
_OWN_FOLDER = "${configDir}"
_INHERITED = ("files", "include", "exclude", "base_url", "paths", "allows_scripts", "out_folder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A config whose paths begin at the repository's root. What it does not say is None;
    `origins` tells the file and the line of each alias, and of `baseUrl`."""

    path: str
    extends: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    files: tuple[str, ...] | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    base_url: str | None = None
    paths: Mapping[str, tuple[str, ...]] | None = None
    allows_scripts: bool | None = None
    out_folder: str | None = None
    origins: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Where the file lies."""
        return dirname(self.path)

    def inheriting(self, base: "Config") -> "Config":
        """This config, with what it does not say itself from another one."""
        inherited = {
            name: getattr(base, name) for name in _INHERITED if getattr(self, name) is None
        }
        return replace(self, **inherited, origins={**base.origins, **self.origins})

    def settled(self) -> "Config":
        """This config with its own folder where something it inherits stands for that."""

        def settle(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
            return None if names is None else tuple(map(self._settle, names))

        return replace(
            self,
            files=settle(self.files),
            include=settle(self.include),
            exclude=settle(self.exclude),
            base_url=None if self.base_url is None else self._settle(self.base_url),
            out_folder=None if self.out_folder is None else self._settle(self.out_folder),
            paths=None
            if self.paths is None
            else {name: tuple(map(self._settle, said)) for name, said in self.paths.items()},
        )

    def _settle(self, name: str) -> str:
        if not name.startswith(_OWN_FOLDER):
            return name
        return rooted(self.folder, name.removeprefix(_OWN_FOLDER).lstrip("/"))


def rooted(folder: str, name: str) -> str:
    """A name that is relative to a folder, relative to the repository's root, which is ''."""
    if name.startswith(_OWN_FOLDER):
        return name
    whole = normpath(join(folder, name))
    return "" if whole == "." else whole


def learn_config(source: str) -> FactData:
    """What of a config's text matters, as a fact; None for what is no config."""
    said = read_json(source)
    if not isinstance(said, dict):
        return None
    options = entries(said.get("compilerOptions"))
    extends = said.get("extends")
    paths: dict[str, FactData] = {
        name: list(targets)
        for name, value in entries(options.get("paths")).items()
        if (targets := texts(value))
    }
    facts: dict[str, FactData] = {
        "extends": [extends] if isinstance(extends, str) else _list(extends),
        "references": [text(entries(each).get("path")) for each in items(said.get("references"))],
        "files": _list(said.get("files")),
        "include": _list(said.get("include")),
        "exclude": _list(said.get("exclude")),
        "base_url": text(options.get("baseUrl")),
        "paths": paths or None,
        "allows_scripts": options.get("allowJs", options.get("checkJs")),
        "out_folder": text(options.get("outDir")),
        "lines": {
            **key_lines(source, ["baseUrl"], "compilerOptions"),
            **key_lines(source, list(paths), "paths"),
        },
    }
    return {name: value for name, value in facts.items() if value is not None and value != {}}


def read_config(path: str, learned: FactData) -> Config:
    """A config from the fact that was learned of it."""
    said = entries(learned)
    folder = dirname(path)

    def roots(name: str) -> tuple[str, ...] | None:
        names = texts(said.get(name))
        return None if names is None else tuple(rooted(folder, each) for each in names)

    base_url = text(said.get("base_url"))
    base_url = None if base_url is None else rooted(folder, base_url)
    aliases_from = folder if base_url is None else base_url
    allows = said.get("allows_scripts")
    out_folder = text(said.get("out_folder"))
    return Config(
        path=path,
        extends=tuple(texts(said.get("extends")) or ()),
        references=roots("references") or (),
        files=roots("files"),
        include=roots("include"),
        exclude=roots("exclude"),
        base_url=base_url,
        paths=_targets(said.get("paths"), aliases_from),
        allows_scripts=allows if isinstance(allows, bool) else None,
        out_folder=None if out_folder is None else rooted(folder, out_folder),
        origins={
            name: (path, line)
            for name, line in entries(said.get("lines")).items()
            if isinstance(line, int)
        },
    )


def _targets(paths: FactData, folder: str) -> Mapping[str, tuple[str, ...]] | None:
    if not isinstance(paths, dict):
        return None
    return {
        name: tuple(rooted(folder, target) for target in texts(targets) or ())
        for name, targets in paths.items()
    }


def _list(value: FactData) -> FactData:
    found = texts(value)
    return None if found is None else list(found)
