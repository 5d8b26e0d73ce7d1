"""Which file of a project a module specifier means."""

import re
from collections.abc import Collection, Iterator
from posixpath import dirname, join, normpath, splitext

_SOURCE_SUFFIXES = (
    ".ts",
    ".tsx",
    ".d.ts",
    ".js",
    ".jsx",
    ".mts",
    ".cts",
    ".mjs",
    ".cjs",
    ".json",
    ".vue",
)
# A compiled name that stands for the source it is compiled from.
_WRITTEN_AS = {
    ".js": (".ts", ".tsx", ".d.ts"),
    ".jsx": (".tsx",),
    ".mjs": (".mts",),
    ".cjs": (".cts",),
}
_COMPILED_TO = {".ts": ".js", ".tsx": ".js", ".mts": ".mjs", ".cts": ".cjs"}
_STEM = re.compile(r"(?:/index)?(?:\.d)?\.(?:[cm]?[jt]sx?|json|vue)$|/index$")
# Bundlers import these as they are; they are no source, so that nobody knows whether they exist.
_ASSET = re.compile(
    r"""\.(?: svg|png|jpe?g|gif|webp|avif|ico|bmp|css|scss|sass|less|styl|json5?|ya?ml|toml|txt|csv
    |html?|mdx?|vue|svelte|astro|graphqls?|gql|glsl|vert|frag|wgsl|wasm|woff2?|ttf|otf|eot|mp[34]
    |wav|ogg|webm|pdf|node|xml|sql|proto )$""",
    re.VERBOSE | re.IGNORECASE,
)


def climbs(specifier: str) -> int:
    """How many folders a specifier goes up."""
    steps = 0
    for step in specifier.split("/"):
        if step != "..":
            break
        steps += 1
    return steps


def target_base(path: str, specifier: str) -> str | None:
    """What a relative specifier in a file means, from the repository's root and as it is written,
    with or without suffix; None where it leads out of the repository."""
    base = normpath(join(dirname(path), specifier.partition("?")[0]))
    return None if base.startswith("..") or base == "." else base


def stem_of(path: str) -> str:
    """What all specifiers of a module have in common: no suffix, no `index`."""
    return _STEM.sub("", path)


def resolve_module(base: str, paths: Collection[str], *, adds_suffix: bool = True) -> str | None:
    """The file that `base` means among those of the project. A file that is no source is taken
    to exist, since projects know their sources only."""
    for candidate in _candidates(base, adds_suffix=adds_suffix):
        if candidate in paths:
            return candidate
    return base if _ASSET.search(base) and "node_modules/" not in base else None


def compiled_name(file: str) -> str:
    """The name under which a compiled file is imported: `.js` for `.ts`."""
    stem, suffix = splitext(file)
    return stem + _COMPILED_TO.get(suffix, suffix)


def _candidates(base: str, *, adds_suffix: bool) -> Iterator[str]:
    yield base
    stem, suffix = splitext(base)
    for written in _WRITTEN_AS.get(suffix, ()):
        yield stem + written
    if adds_suffix:
        for suffix in _SOURCE_SUFFIXES:
            yield base + suffix
        for suffix in _SOURCE_SUFFIXES:
            yield f"{base}/index{suffix}"
