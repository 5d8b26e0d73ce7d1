"""The configuration reference: the typed model says which keys there are, default.yaml the rest."""

import re
from collections.abc import Iterator

from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.settings.schema import Settings, section_at
from tinyarms_daemon.settings.section import Section, keys_of

_KEY = re.compile(r"^(?P<indent> *)(?P<key>[A-Za-z0-9_-]+):(?: +(?P<value>\S.*))?$")
_COMMENT = re.compile(r"^ *# ?(?P<text>.*)$")
_ITEM = re.compile(r"^ *- (?P<item>.+)$")
_INTRODUCTION = """# Configuration

Made from the typed settings and `config/default.yaml` by `make docs`.

Later overrides earlier: the packaged defaults · your own `config.yaml` (`tinyarmsctl config path`
says where) · a repository's `.tinyarms.yaml` (`rules` and `paths` only: a cloned repository is a
stranger) · the environment (`TINYARMS_OLLAMA__HOST` is `ollama.host`) · the command line.
`tinyarmsctl config check` tells every mistake at once, `tinyarmsctl config show` who said what.

Durations are numbers with ms, s, m, h, d or w (`400ms`, `1h30m`), sizes with B, KB, MB, GB, KiB,
MiB or GiB.
"""
_SMALLEST_HEADING = 4


class _Entry:
    """A key of default.yaml with the comment above it, and its value where it has one."""

    def __init__(self, path: tuple[str, ...], comment: str, value: str | None) -> None:
        self.path = path
        self.comment = comment
        self.value = value
        self.items: list[str] = []


def configuration_page() -> str:
    """The page. ValueError where the model and default.yaml name different keys."""
    entries = list(_entries(bundled("config/default.yaml").read_text(encoding="utf-8")))
    _require_all_keys({entry.path for entry in entries})
    return "\n".join([_INTRODUCTION, *_sections(entries)]).rstrip("\n") + "\n"


def _entries(text: str) -> Iterator[_Entry]:
    path: list[tuple[int, str]] = []
    comment: list[str] = []
    latest: _Entry | None = None
    for line in text.split("\n"):
        if said := _COMMENT.match(line):
            comment.append(said["text"])
        elif key := _KEY.match(line):
            indent = len(key["indent"])
            path = [*(each for each in path if each[0] < indent), (indent, key["key"])]
            latest = _Entry(tuple(name for _, name in path), " ".join(comment), key["value"])
            comment = []
            yield latest
        elif (item := _ITEM.match(line)) and latest is not None:
            latest.items.append(item["item"])
        else:
            comment = []


def _require_all_keys(known: set[tuple[str, ...]]) -> None:
    for path in _keys(Settings, ()):
        if path not in known:
            raise ValueError(f"config/default.yaml lacks {'.'.join(path)}")


def _keys(section: type[Section], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key in keys_of(section):
        path = (*above, key)
        yield path
        below = section_at(path)
        if below is not None:
            yield from _keys(below, path)


def _sections(entries: list[_Entry]) -> Iterator[str]:
    sections = {entry.path[:-1] for entry in entries}
    for entry in entries:
        values = [each for each in entries if each.path[:-1] == entry.path]
        if not values:
            continue
        heading = "#" * min(len(entry.path) + 1, _SMALLEST_HEADING)
        yield from (f"{heading} {'.'.join(entry.path)}", "")
        if entry.comment:
            yield from (entry.comment, "")
        rows = [_row(each) for each in values if each.path not in sections]
        if rows:
            yield from ("| key | default | |", "|---|---|---|", *rows, "")


def _row(entry: _Entry) -> str:
    default = entry.value if entry.value is not None else f"[{', '.join(entry.items)}]"
    return f"| `{entry.path[-1]}` | `{default}` | {entry.comment} |"
