"""Circular imports: the links between modules, the findings, and what a model may add to them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from posixpath import splitext

from tinyarms_daemon.analysis.architecture.cycle_remedy import CutImport
from tinyarms_daemon.analysis.architecture.module import Module
from tinyarms_daemon.analysis.architecture.options import ArchitectureOptions
from tinyarms_daemon.analysis.deep_rule import ALL, Texts
from tinyarms_daemon.analysis.logic.class_metrics import Member
from tinyarms_daemon.analysis.modules.import_cycles import ImportCycle, Link
from tinyarms_daemon.analysis.modules.import_targets import ImportTargets
from tinyarms_daemon.analysis.modules.module_imports import Binding, ModuleImport
from tinyarms_daemon.analysis.modules.project_aliases import ProjectAliases
from tinyarms_daemon.domain.findings.fingerprint import fingerprints
from tinyarms_daemon.domain.findings.project import AskedPlace, Conclusion
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Severity
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.ports.project import Project

MANIFEST = "manifest"
"""The kind of fact that holds what a package gives out."""

_SCRIPTS = frozenset({".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"})

Links = Mapping[tuple[str, str], tuple[Link, str, ModuleImport]]
"""By source and target the link, the file that has the import, and the import."""


@dataclass(frozen=True, slots=True)
class ModuleGraph:
    """How the modules are linked: one link for each pair, by what is imported at load, if anything
    is. `nodes` are what takes part for each file, itself or its package; `incomplete` are the files
    that import some of the project which is not there."""

    links: Links
    nodes: Mapping[str, str]
    incomplete: frozenset[str]


def graph_of(project: Project, modules: Mapping[str, Module]) -> ModuleGraph:
    """The links between the modules of a project."""
    aliases = ProjectAliases(lambda kind: {path: fact.data for path, fact in project.facts(kind)})
    targets = ImportTargets(
        {*project.paths(), *modules},
        aliases,
        {path: fact.data for path, fact in project.facts(MANIFEST)},
        {path: each.package for path, each in modules.items() if each.package},
        {
            path: [found.specifier for found in each.imports]
            for path, each in modules.items()
            if each.language == "go"
        },
    )
    every: defaultdict[tuple[str, str], list[tuple[str, ModuleImport]]] = defaultdict(list)
    nodes = {}
    incomplete = set()
    for path, module in sorted(modules.items()):
        node = targets.node_of(path, module.language)
        if node is None:
            continue
        nodes[path] = node
        for found in module.imports:
            # Each name may lead to the same module: it is one import of it all the same.
            reached = dict.fromkeys(targets.targets_of(path, module.language, found))
            if not reached and _is_beside(found.specifier):
                incomplete.add(path)
            if found.binding is Binding.NEVER:
                continue
            for target in reached:
                if target != node:
                    every[node, target].append((path, found))
    links = {}
    for (source, target), imports in every.items():
        is_later = all(found.binding is Binding.LATER for _, found in imports)
        path, first = min(
            imports,
            key=lambda each: (
                each[1].binding is Binding.LATER,
                modules[each[0]].is_generated,
                each[0],
                each[1].region,
            ),
        )
        names = sum(found.used for _, found in imports)
        link = Link(source, target, names, is_later, is_fixed=modules[path].is_generated)
        links[source, target] = (link, path, first)
    return ModuleGraph(links, nodes, frozenset(incomplete))


def _is_beside(specifier: str) -> bool:
    """Whether a module of the same project is meant, and no picture or style sheet."""
    _, suffix = splitext(specifier.lstrip("."))
    return specifier.startswith(".") and (not suffix or suffix in _SCRIPTS)


def cuts_of(
    cycles: Sequence[ImportCycle],
    links: Links,
    modules: Mapping[str, Module],
    project: Project,
    options: ArchitectureOptions,
) -> dict[tuple[str, ...], CutImport]:
    """By the members of the largest cycles the cut, where definitions are taken by their names."""
    taken: dict[tuple[str, ...], list[Member]] = {}
    for cycle in sorted(cycles, key=lambda each: (-len(each.members), each.members)):
        _, path, found = links[cycle.cut.source, cycle.cut.target]
        target = modules.get(cycle.cut.target)
        if target is None or target.whole is None or not modules[path].has_text:
            continue
        members = [each for each in target.whole.members if each.name in found.names]
        if members and len(taken) < options.most_questions:
            taken[cycle.members] = members[: options.most_definitions]
    cuts = {}
    shown = {cycle.members: links[cycle.cut.source, cycle.cut.target] for cycle in cycles}
    paths = {path for key in taken for path in (shown[key][0].target, shown[key][1])}
    texts = Texts(project, paths)

    def place(path: str, first: int, last: int) -> AskedPlace:
        return AskedPlace(path, first, last, texts.key(path, first, last))

    for key, members in taken.items():
        link, path, found = shown[key]
        cuts[key] = CutImport(
            place(path, found.region.start.line, found.region.end.line),
            {each.name: place(link.target, each.start_line, each.end_line) for each in members},
            options.definition_worth,
        )
    return cuts


def cycle_conclusion(
    rule: str,
    cycle: ImportCycle,
    links: Links,
    modules: Mapping[str, Module],
    seen: Counter[tuple[str, str]],
    words: str | None,
) -> Conclusion:
    """The finding of a cycle. `words` are a model's, `seen` counts the statements told before."""
    _, path, found = links[cycle.cut.source, cycle.cut.target]
    way = " → ".join([*(link.source for link in cycle.links), cycle.cut.source])
    size = len(cycle.members)
    later = "" if cycle.closes_at_load else " It closes only through an import inside a function."
    remedy = (
        f"Move what {cycle.cut.source} uses of {cycle.cut.target} to a module that both import, "
        "or hand it in."
    )
    names = "1 name" if cycle.cut.names == 1 else f"{cycle.cut.names} names"
    related = []
    for link in cycle.links[1:]:
        _, other, statement = links[link.source, link.target]
        region = statement.region
        related.append(Place(other, region.start.line, region.end.line, f"imports {link.target}"))
    identity = " ".join(found.text.split())
    seen[path, identity] += 1
    *_, fingerprint = fingerprints(rule, [f"cycle {identity}"] * seen[path, identity])
    return Conclusion(
        path,
        Observation(
            rule=rule,
            severity=Severity.ERROR if cycle.closes_at_load else Severity.WARNING,
            fingerprint=fingerprint,
            region=found.region,
            evidence=found.text,
            message=(
                f"Circular import of {size} modules: {way}. "
                f"It is best cut here: {cycle.cut.source} uses {names} of {cycle.cut.target}."
                f"{later}"
            ),
            suggestion=remedy if words is None else f"{remedy} {words}",
            related=tuple(related),
            measures={"modules": size, "names": cycle.cut.names, "steps": len(cycle.links)},
            origin=Origin.GRAPH,
            suppressed=found.region.start.line in modules[path].silenced,
        ),
        frozenset({ALL}),
        waits_at=tuple((links[each.source, each.target][1], "") for each in cycle.links),
    )
