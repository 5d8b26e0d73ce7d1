"""God objects and god modules: which they are, and what of them could be units of their own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from posixpath import dirname

from tinyarms_daemon.analysis.architecture.module import Module
from tinyarms_daemon.analysis.architecture.options import ArchitectureOptions
from tinyarms_daemon.analysis.deep_rule import ALL, Texts
from tinyarms_daemon.analysis.identifier_words import words_of
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.logic.class_metrics import (
    Holder,
    Member,
    cases_of,
    joined_members,
    with_unjudged,
)
from tinyarms_daemon.analysis.logic.clusters import clusters_of, parted
from tinyarms_daemon.analysis.modules.module_imports import Binding
from tinyarms_daemon.domain.findings.fingerprint import fingerprints
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Severity
from tinyarms_daemon.domain.findings.source import Place

_WHOLES = frozenset({"init", "index", "mod"})  # called as its folder
_OF_NOTHING = frozenset(
    {"common", "core", "function", "functions", "general", "globals", "helper", "helpers", "lib",
     "misc", "shared", "support", "tool", "tools", "util", "utilities", "utility", "utils"}
)  # fmt: skip
_LONGEST_PREFIX = 2  # letters of a project's own, as in `mxUtils`
# Languages whose files name each module that they need; of others a namespace stands for many, and
# what is in the same one is not named at all.
_NAMING = SCRIPT_LANGUAGES | {"python", "go"}


@dataclass(frozen=True, slots=True)
class TooMuch:
    """A class or module that does too much, and what of it could be a unit of its own. `homes` are
    the files of its members where these stand in several."""

    path: str
    holder: Holder
    message: str
    units: list[list[Member]]
    homes: Mapping[str, str]


def _classes(modules: Mapping[str, Module]) -> Iterator[tuple[str, Holder, Mapping[str, str]]]:
    """Every class with its file; a type of Go once, at the file of its package that has most of its
    methods, with the file of each."""
    parts: defaultdict[tuple[str, str, int], list[tuple[str, Holder]]] = defaultdict(list)
    for path, module in sorted(modules.items()):
        for holder in module.classes:
            is_go = module.language == "go"
            where = (
                (dirname(path), holder.name, 0) if is_go else (path, holder.name, holder.start_line)
            )
            parts[where].append((path, holder))
    for several in parts.values():
        path, largest = max(several, key=lambda each: len(each[1].members))
        if len(several) == 1:
            yield path, largest, {}
            continue
        homes = {member.name: home for home, holder in several for member in holder.members}
        yield path, replace(largest, members=joined_members(h for _, h in several)), homes


def god_objects(
    modules: Mapping[str, Module], incomplete: AbstractSet[str], options: ArchitectureOptions
) -> Iterator[TooMuch]:
    """The classes that do too much; `incomplete` are the files that import what is not there, so
    that all that they reach for may be data."""
    every = list(_classes(modules))
    # Most do none of it, whatever of them is judged.
    placed = [
        (path, holder, homes, joined)
        for path, holder, homes in every
        for joined in [_joined(modules, {path, *homes.values()})]
        if _spans_much(holder, joined, options) or _is_complex(holder, options)
    ]
    holders = with_unjudged(
        [holder for _, holder, _, _ in placed],
        (holder for _, holder, _ in every),
        options.common_percent,
    )
    held = frozenset[str]().union(*(module.held for module in modules.values()))
    for (path, _, homes, joined), said in zip(placed, holders, strict=True):
        holder = said if path in incomplete else said.reaching_for(held)
        if _is_god(holder, joined, options):
            foreign = holder.foreign_data
            attributes = "attribute" if foreign == 1 else "attributes"
            methods = sum(not member.is_data for member in holder.members)
            words = len(holder.words(options.method_complexity))
            message = (
                f"God object: {holder.name} has {methods} methods with "
                f"{holder.weighted_methods} branches (WMC) that speak of {words} different words, "
                f"{_modules_said(joined)}works with {holder.fields} attributes "
                f"of its own (NOF), reaches for {foreign} {attributes} of others (ATFD), and "
                f"{100 * holder.cohesion:.0f} % of its pairs of methods have data in common (TCC)."
            )
            units = _units(holder, _large_clusters(holder, options), options)
            yield TooMuch(path, holder, message, units, homes)


def _joined(modules: Mapping[str, Module], paths: Iterable[str]) -> int:
    """How many modules the files of a class need when they run; 0 where they need not say."""
    return len(
        {
            found.specifier
            for path in paths
            if modules[path].language in _NAMING
            for found in modules[path].imports
            if found.binding is not Binding.NEVER
        }
    )


def _modules_said(joined: int) -> str:
    said = "1 module" if joined == 1 else f"{joined} modules"
    return f"joins {said} by imports, " if joined else ""


def _is_god(holder: Holder, joined: int, options: ArchitectureOptions) -> bool:
    # What holds little, but for helpers, is one job: a client, a decoder, a renderer.
    holds_much = holder.fields > options.class_fields or _is_of_nothing(holder.name)
    if holds_much and _spans_much(holder, joined, options):
        return True
    if not _is_loose(holder, options):
        return False
    # Only what names nothing that it needs has to be judged by the data that it reaches for.
    return _falls_apart(holder, options) or (not joined and _reaches_far(holder, options))


def _is_loose(holder: Holder, options: ArchitectureOptions) -> bool:
    return holder.cohesion * 100 < options.class_cohesion_percent


def _spans_much(holder: Holder, joined: int, options: ArchitectureOptions) -> bool:
    """Whether much goes through a class: it speaks of many different things and joins many modules,
    of which more of one makes up for less of the other. What names no module has to speak of many,
    in methods that have little data in common."""
    words = len(holder.words(options.method_complexity))
    if joined:
        return words * joined >= options.class_span
    return words >= options.class_words and _is_loose(holder, options)


def _is_complex(holder: Holder, options: ArchitectureOptions) -> bool:
    return holder.weighted_methods >= options.class_complexity


def _reaches_far(holder: Holder, options: ArchitectureOptions) -> bool:
    return _is_complex(holder, options) and holder.foreign_data > options.class_foreign_data


def _falls_apart(holder: Holder, options: ArchitectureOptions) -> bool:
    """The strategy as published, and one that holds much instead of reaching for it, of a class
    whose methods fall into several clusters that have nothing to do with each other: by its figures
    alone most are one large job."""
    has_much = (
        holder.foreign_data > options.class_few_foreign_data or holder.fields > options.class_fields
    )
    if not (has_much and _is_complex(holder, options)):
        return False
    deciding = tuple(each for each in holder.judged if each.complexity > 1)
    clusters = _large_clusters(replace(holder, members=deciding), options)
    sizes = [len(cluster) for cluster in clusters]
    # Where one cluster is most of it, the others are what that needs; where single methods are, it
    # is a list of them.
    return len(sizes) >= options.class_clusters and 2 * sizes[0] <= len(deciding) < 2 * sum(sizes)


def _is_of_nothing(name: str) -> bool:
    """Whether a class is one of helpers by its name, as `StringUtil` is."""
    *_, last = words_of(name) or ("",)
    return last in _OF_NOTHING


def god_modules(
    modules: Mapping[str, Module], neighbors: Mapping[str, int], options: ArchitectureOptions
) -> Iterator[TooMuch]:
    """The modules that do too much; `neighbors` counts the imports of and by each, or of and by its
    package where that is what is imported."""
    for path, module in sorted(modules.items()):
        whole = module.whole
        if whole is None or len(whole.members) < options.module_definitions:
            continue
        if cases_of(whole.members, options.common_percent):
            continue  # as a module whose functions all detect something
        joined, lines = neighbors.get(path, 0), whole.end_line
        is_of_nothing = _says_no_topic(path)
        # Helpers that no import joins are joined by other means: on a page, or as an included file.
        is_known = joined >= options.module_neighbors or (is_of_nothing and not joined)
        if lines < options.module_lines or not is_known:
            continue
        clusters = _large_clusters(whole, options)
        units = _units(whole, clusters, options)
        words = len(whole.words())
        if is_of_nothing and words >= options.module_words:
            said = f"that speak of {words} different words under a name of no topic"
        elif len(units) >= options.module_parts:
            said = (
                f"in {len(units)} parts that have more to do with themselves than with each other"
            )
        else:
            continue
        reach = f"joined to {joined} other modules by imports" if joined else "joined by no import"
        count = len(whole.members)
        message = f"God module: {lines} lines of code with {count} definitions {said}, {reach}."
        first = whole.members[0]
        holder = Holder(path, first.start_line, first.end_line, whole.members)
        yield TooMuch(path, holder, message, units, {})


def _says_no_topic(path: str) -> bool:
    """Whether a module is called after no matter, as `utils.py` is, so that anything may go in."""
    names = [name.partition(".")[0] for name in path.split("/")]
    while len(names) > 1 and names[-1].strip("_") in _WHOLES:
        names.pop()
    *before, last = words_of(names[-1]) or ("",)
    return last in _OF_NOTHING and all(
        word in _OF_NOTHING or len(word) <= _LONGEST_PREFIX for word in before
    )


def _large_clusters(holder: Holder, options: ArchitectureOptions) -> list[list[Member]]:
    clusters = clusters_of(holder.members, options.common_percent)
    return [cluster for cluster in clusters if len(cluster) >= options.cluster_members]


def _units(
    holder: Holder, clusters: Sequence[list[Member]], options: ArchitectureOptions
) -> list[list[Member]]:
    """What could be units of their own: clusters, and of one that is nearly the whole its parts."""
    most = len(holder.members) * options.common_percent
    parts = [
        part
        for cluster in clusters
        for part in (
            parted(cluster, options.common_percent) if len(cluster) * 100 > most else [cluster]
        )
        if len(part) >= options.cluster_members and len(part) * 2 <= len(holder.members)
    ]
    return sorted(parts, key=lambda part: (-len(part), part[0].start_line))


def holder_conclusion(
    rule: str,
    severity: Severity,
    module: Module,
    found: TooMuch,
    texts: Texts,
    seen: Counter[tuple[str, str]],
    most_named: int,
) -> Conclusion:
    """The finding of one; `seen` counts those of its name in the file before it."""
    holder, units = found.holder, found.units
    is_module = holder.name == module.path
    identity = "module" if is_module else f"class {holder.name}"
    seen[module.path, identity] += 1
    *_, fingerprint = fingerprints(rule, [identity] * seen[module.path, identity])
    last = holder.start_line
    region, evidence = texts.lines(module.path, holder.start_line, last)
    return Conclusion(
        module.path,
        Observation(
            rule=rule,
            severity=severity,
            fingerprint=fingerprint,
            region=region,
            evidence=evidence,
            message=found.message,
            symbol=None if is_module else holder.name,
            suggestion=_suggestion(units, most_named),
            related=tuple(_places(units[:most_named], found)),
            measures={
                "members": len(holder.members),
                "wmc": holder.weighted_methods,
                "nof": holder.fields,
                "atfd": holder.foreign_data,
                "tcc": round(holder.cohesion, 2),
                "clusters": len(units),
            },
            origin=Origin.SYNTAX if not is_module else Origin.GRAPH,
            suppressed=bool({1 if is_module else holder.start_line} & module.silenced),
        ),
        frozenset({ALL}),
        waits_at=(
            (
                module.path,
                "" if is_module else texts.key(module.path, holder.start_line, holder.end_line),
            ),
        ),
    )


def _suggestion(clusters: Sequence[Sequence[Member]], most_named: int) -> str | None:
    if not clusters:
        return None
    told = "; ".join(_names(cluster, most_named) for cluster in clusters[:most_named])
    return f"These could be units of their own: {told}."


def _names(cluster: Sequence[Member], most_named: int) -> str:
    names = [member.name for member in cluster]
    more = f" and {len(names) - most_named} more" if len(names) > most_named else ""
    return ", ".join(names[:most_named]) + more


def _places(clusters: Sequence[Sequence[Member]], found: TooMuch) -> Iterable[Place]:
    for number, cluster in enumerate(clusters, start=1):
        for member in cluster:
            note = f"cluster {number}: {member.name}"
            home = found.homes.get(member.name, found.path)
            path = None if home == found.path else home
            yield Place(path, member.start_line, member.end_line, note)
