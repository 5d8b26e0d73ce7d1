"""Short names for modules, and which of them is the best for a file."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.modules.module_files import compiled_name, resolve_module, stem_of


@dataclass(frozen=True, slots=True)
class Alias:
    """A pattern of specifiers and the patterns of what they mean, from the repository's root.

    `rank` orders kinds of aliases: those of a lower one are preferred. `needs_suffix` is set
    where no suffix is added to what the specifier says. `path` and `line` tell where it stands.
    """

    pattern: str
    targets: tuple[str, ...]
    path: str
    line: int
    rank: int = 0
    needs_suffix: bool = False

    def files(
        self, specifier: str, paths: Collection[str], *, adds_suffix: bool = True
    ) -> Iterator[str]:
        """The files that its targets lead to for a specifier, the first one before others."""
        rest = match_wildcard(self.pattern, specifier)
        for target in self.targets if rest is not None else ():
            found = resolve_module(
                target.replace("*", rest or "", 1), paths, adds_suffix=adds_suffix
            )
            if found is not None:
                yield found


@dataclass(frozen=True, slots=True)
class Replacement:
    """A specifier that means the same module by an alias."""

    specifier: str
    alias: Alias
    wildcard: int

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """The most specific first: the less the wildcard stands for, the better."""
        return (
            self.alias.rank,
            self.wildcard,
            len(self.specifier),
            self.specifier,
            self.alias.path,
        )


def best_replacement(
    aliases: Collection[Alias], base: str, paths: Collection[str]
) -> Replacement | None:
    """The best way to name the module that `base` means; None where no alias reaches it."""
    file = resolve_module(base, paths)
    if file is None:
        return None
    found = [
        replacement
        for alias in aliases
        for replacement in _replacements(alias, base, file, paths)
        if _means(replacement, aliases, file, paths)
    ]
    return min(found, key=lambda each: each.order, default=None)


def match_wildcard(pattern: str, text: str) -> str | None:
    """What the wildcard of a pattern stands for in a text; None where the text does not fit."""
    before, star, behind = pattern.partition("*")
    if not star:
        return "" if text == pattern else None
    fits = text.startswith(before) and text.endswith(behind)
    if not fits or len(text) < len(before) + len(behind):
        return None
    return text[len(before) : len(text) - len(behind)]


def _replacements(
    alias: Alias, base: str, file: str, paths: Collection[str]
) -> Iterator[Replacement]:
    for target in alias.targets:
        if "*" not in alias.pattern:
            if resolve_module(target, paths) == file:
                yield Replacement(alias.pattern, alias, 0)
            continue
        for form in _forms(alias, base, file, paths):
            rest = match_wildcard(target, form)
            if rest and "*" in target:
                yield Replacement(alias.pattern.replace("*", rest, 1), alias, len(rest))
                break


def _forms(alias: Alias, base: str, file: str, paths: Collection[str]) -> Iterable[str]:
    """The ways to write a module, as it is written in the file first."""
    if alias.needs_suffix:
        written = (base, compiled_name(file), file)
        return [each for each in written if resolve_module(each, paths, adds_suffix=False) == file]
    return (base, stem_of(file), f"{stem_of(file)}/index")


def _means(
    replacement: Replacement, aliases: Iterable[Alias], file: str, paths: Collection[str]
) -> bool:
    """Whether a specifier leads to the file: only the closest alias of the same kind counts."""
    specifier = replacement.specifier
    rivals = [
        alias
        for alias in aliases
        if alias.rank == replacement.alias.rank
        and match_wildcard(alias.pattern, specifier) is not None
    ]
    closest = max(rivals, key=_closeness)
    adds_suffix = not closest.needs_suffix
    return next(closest.files(specifier, paths, adds_suffix=adds_suffix), None) == file


def _closeness(alias: Alias) -> tuple[bool, int, str]:
    return "*" not in alias.pattern, len(alias.pattern.partition("*")[0]), alias.path
