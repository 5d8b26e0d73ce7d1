"""architectural-anti-patterns: circular imports, god objects, god modules."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from posixpath import basename, dirname

from tinyarms_daemon.analysis.code_lines import count_code_lines
from tinyarms_daemon.analysis.deep_rule import ALL, DeepRule, Texts, text_fact
from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.file_roles import is_test
from tinyarms_daemon.analysis.json_text import read_json
from tinyarms_daemon.analysis.json_values import entries
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.logic.class_metrics import (
    CLASS_LANGUAGES,
    Holder,
    Member,
    classes_of,
    holder_of,
    joined_members,
    module_of,
    with_prescribed,
)
from tinyarms_daemon.analysis.logic.clusters import clusters_of, parted
from tinyarms_daemon.analysis.modules.cycle_remedy import MOST_DEFINITIONS, CutImport
from tinyarms_daemon.analysis.modules.import_cycles import ImportCycle, Link, cycles_of
from tinyarms_daemon.analysis.modules.import_targets import ImportTargets
from tinyarms_daemon.analysis.modules.module_imports import (
    Binding,
    ModuleImport,
    import_of,
    imports_of,
    package_of,
)
from tinyarms_daemon.analysis.modules.project_aliases import (
    ProjectAliases,
    learn_from_code,
    learn_from_json,
)
from tinyarms_daemon.analysis.rule import CheckedFile, python, typescript
from tinyarms_daemon.analysis.suppressions import suppressed, suppressions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.fingerprint import fingerprints
from tinyarms_daemon.domain.project import AskedPlace, Candidate, Conclusion, FactData
from tinyarms_daemon.domain.rule import Observation, Origin, Severity
from tinyarms_daemon.domain.source import Place
from tinyarms_daemon.ports.project import Project

_MODULE, _MANIFEST = "module", "manifest"


@dataclass(frozen=True, slots=True)
class ArchitectureOptions:
    """From which figures on a class or a module is too much for one."""

    class_complexity: int = field(
        metadata={"help": "WMC of a god object: the sum of its methods' branches", "at_least": 1}
    )
    class_enormous_complexity: int = field(
        metadata={"help": "WMC of one that is a god object however cohesive", "at_least": 1}
    )
    class_foreign_data: int = field(
        metadata={"help": "ATFD of a god object, more than this", "at_least": 0}
    )
    class_cohesion_percent: int = field(
        metadata={"help": "TCC of a god object, less than this", "at_least": 1, "at_most": 100}
    )
    class_data_percent: int = field(
        metadata={
            "help": "where fewer of the methods use data of their own, cohesion is not known",
            "at_least": 0,
            "at_most": 100,
        }
    )
    class_least_methods: int = field(
        metadata={"help": "methods that a god object has at least", "at_least": 2}
    )
    class_methods: int = field(
        metadata={"help": "methods from which unrelated clusters alone make one", "at_least": 2}
    )
    module_lines: int = field(metadata={"help": "lines of code of a god module", "at_least": 1})
    module_definitions: int = field(
        metadata={"help": "functions and classes of a god module", "at_least": 2}
    )
    module_neighbors: int = field(
        metadata={"help": "modules that import a god module or that it imports", "at_least": 0}
    )
    clusters: int = field(
        metadata={"help": "unrelated responsibilities of a god module", "at_least": 2}
    )
    cluster_members: int = field(
        metadata={"help": "members that make a responsibility", "at_least": 1}
    )
    common_percent: int = field(
        metadata={
            "help": "what more of the members share than this makes no responsibility",
            "at_least": 1,
            "at_most": 100,
        }
    )
    named_clusters: int = field(
        metadata={"help": "how many clusters, and members of each, are named", "at_least": 1}
    )
    most_questions: int = field(
        metadata={"help": "of how many cycles a model is asked what could move", "at_least": 0}
    )


@dataclass(frozen=True, slots=True)
class _Module:
    """What a file says of itself."""

    path: str
    language: str
    package: str | None
    imports: tuple[ModuleImport, ...]
    classes: tuple[Holder, ...]
    whole: Holder | None
    silenced: frozenset[int]
    is_generated: bool

    @property
    def has_text(self) -> bool:
        """Whether its text is kept."""
        return bool(self.classes) or self.whole is not None


class ArchitecturalAntiPatterns(DeepRule):
    """What no single file shows: modules that need each other, and those that need everything.

    Modules in a circle can't be understood, tested or loaded one without the other. The graph is
    that of the run: imports for types alone are no part of it, and imports inside functions are
    told apart, since they close a circle later than at load. Of the largest circles a model is asked
    what the import takes by name could move; its word stands beside the exact remedy. A class or a module with many
    unrelated responsibilities is changed for many reasons; the figures say how many, and the
    clusters what could become units of their own. Operators, the cases of a visitor and methods that
    decide nothing have no weight, and a base without data of its own is not judged by cohesion. A few
    long methods make no god object, nor does what a base prescribes, and a catalog of kinds of one
    thing is no god module.
    """

    id = "architectural-anti-patterns"
    title = "Circular imports, god objects and god modules"
    fix_hint = "Cut the import that is named, or move a cluster into a unit of its own."
    languages = CODE_LANGUAGES | {"json"}
    learns_generated = True
    version = 7
    Options = ArchitectureOptions

    bad = {}
    good = {"an import of a library": python("import os\n\nprint(os.sep)\n")}
    projects_bad = {
        "two modules of Python": {
            "shop/__init__.py": python(""),
            "shop/cart.py": python(
                "from shop import prices, stock\n\n\n"
                "def total(cart):\n    return prices.of(cart), stock.left(cart)\n"
            ),
            "shop/prices.py": python("«from shop.cart import total»\n"),
            "shop/stock.py": python("import os\n"),
        },
        "three modules of TypeScript": {
            "src/a.ts": typescript('import { b, d } from "./b";\nexport const a = b + d;\n'),
            "src/b.ts": typescript('import { c, e } from "./c";\nexport const b = c, d = e;\n'),
            "src/c.ts": typescript('«import { a } from "./a";»\nexport const c = () => a;\n'),
        },
    }
    projects_good = {
        "an import for types alone": {
            "src/a.ts": typescript('import { b } from "./b";\nexport type A = string;\nb();\n'),
            "src/b.ts": typescript(
                'import type { A } from "./a";\nexport const b = (): A => "";\n'
            ),
            "pack/__init__.py": python(""),
            "pack/one.py": python("from pack import two\n\nprint(two)\n"),
            "pack/two.py": python(
                "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from pack import one\n"
            ),
        },
    }

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: ArchitectureOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """Imports, classes and definitions of a file, and the aliases of a tool's configuration."""
        del options
        said = learn_from_code(tree, file.path)
        if said is not None:
            yield said[0], ALL, said[1]
        is_holding = (
            tree.language in CLASS_LANGUAGES and not is_test(file.path) and not file.is_generated
        )
        imports = imports_of(tree)
        whole = module_of(tree, file.path, count_code_lines(tree)) if is_holding else None
        classes = list(classes_of(tree)) if is_holding else []
        lines = {each.region.start.line for each in imports}
        lines |= {each.start_line for each in classes} | {1}
        silenced = suppressed({(self.id, line) for line in lines}, suppressions_of(tree))
        yield (
            _MODULE,
            ALL,
            [
                tree.language,
                package_of(tree),
                [each.encoded() for each in imports],
                [each.encoded() for each in classes],
                None if whole is None else whole.encoded(),
                [*sorted(line for _, line in silenced)],
                file.is_generated,
            ],
        )
        if classes or whole is not None:
            yield text_fact(tree, file.path)

    def learn_document(
        self, document: Document, file: CheckedFile, options: ArchitectureOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """What a project's JSON says of aliases, and what a package gives out."""
        del options
        said = learn_from_json(document, file.path)
        if said is not None:
            yield said[0], ALL, said[1]
        if basename(file.path) == "package.json":
            manifest = entries(read_json(document.text))
            kept = ("name", "exports", "main", "module", "types", "source")
            yield _MANIFEST, ALL, {key: manifest[key] for key in kept if key in manifest}

    def conclude(
        self, project: Project, topics: Collection[str] | None, options: ArchitectureOptions
    ) -> Iterator[Conclusion | Candidate]:
        """A finding for each cycle, each god object and each god module; of cycles also questions
        about the remedy, which change nothing but its words."""
        del topics
        modules = {path: _module_of(path, fact.data) for path, fact in project.facts(_MODULE)}
        links = _links(project, modules)
        seen: Counter[tuple[str, str]] = Counter()
        cycles = [
            cycle
            for cycle in cycles_of(link for link, _, _ in links.values())
            if not all(link.is_fixed for link in cycle.links)  # else nobody writes these files
        ]
        cuts = _cuts(cycles, links, modules, project, options)
        answers = project.answers() if cuts else {}
        for cycle in cycles:
            cut = cuts.get(cycle.members)
            words = None if cut is None else cut.words(answers)
            yield _cycle_conclusion(self, cycle, links, modules, seen, words)
        for cut in cuts.values():
            yield from cut.candidates(self.id, answers)
        neighbors: Counter[str] = Counter()
        for source, target in links:
            neighbors[source] += 1
            neighbors[target] += 1
        found = [*_god_objects(modules, options), *_god_modules(modules, neighbors, options)]
        texts = Texts(project, {each.path for each in found})
        for each in found:
            yield _holder_conclusion(
                self, modules[each.path], each, texts, seen, options.named_clusters
            )


def _module_of(path: str, data: FactData) -> _Module:
    match data:
        case [
            str(language), package, list(imports), list(classes), whole, list(silenced),
            bool(is_generated),
        ]:  # fmt: skip
            return _Module(
                path=path,
                language=language,
                package=package if isinstance(package, str) else None,
                imports=tuple(map(import_of, imports)),
                classes=tuple(map(holder_of, classes)),
                whole=None if whole is None else holder_of(whole),
                silenced=frozenset(line for line in silenced if isinstance(line, int)),
                is_generated=is_generated,
            )
    raise ValueError("no module")


_Links = Mapping[tuple[str, str], tuple[Link, str, ModuleImport]]
"""By source and target the link, the file that has the import, and the import."""


def _links(project: Project, modules: Mapping[str, _Module]) -> _Links:
    """One link for each pair of modules: by what is imported at load, if anything is."""
    aliases = ProjectAliases(lambda kind: {path: fact.data for path, fact in project.facts(kind)})
    targets = ImportTargets(
        {*project.paths(), *modules},
        aliases,
        {path: fact.data for path, fact in project.facts(_MANIFEST)},
        {path: each.package for path, each in modules.items() if each.package},
        {
            path: [found.specifier for found in each.imports]
            for path, each in modules.items()
            if each.language == "go"
        },
    )
    every: defaultdict[tuple[str, str], list[tuple[str, ModuleImport]]] = defaultdict(list)
    for path, module in sorted(modules.items()):
        node = targets.node_of(path, module.language)
        if node is None:
            continue
        for found in module.imports:
            if found.binding is Binding.NEVER:
                continue
            # Each name may lead to the same module: it is one import of it all the same.
            for target in dict.fromkeys(targets.targets_of(path, module.language, found)):
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
    return links


def _cuts(
    cycles: Sequence[ImportCycle],
    links: _Links,
    modules: Mapping[str, _Module],
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
            taken[cycle.members] = members[:MOST_DEFINITIONS]
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
        )
    return cuts


def _cycle_conclusion(
    rule: DeepRule,
    cycle: ImportCycle,
    links: _Links,
    modules: Mapping[str, _Module],
    seen: Counter[tuple[str, str]],
    words: str | None,
) -> Conclusion:
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
    *_, fingerprint = fingerprints(rule.id, [f"cycle {identity}"] * seen[path, identity])
    return Conclusion(
        path,
        Observation(
            rule=rule.id,
            severity=Severity.ERROR if cycle.closes_at_load else Severity.WARNING,
            fingerprint=fingerprint,
            region=found.region,
            evidence=found.text,
            message=(
                f"Circular import of {size} modules: {way}. "
                f"It is best cut here: {cycle.cut.source} uses {names} of {cycle.cut.target}.{later}"
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


@dataclass(frozen=True, slots=True)
class _Found:
    """A class or module that does too much, and what of it could be a unit of its own. `homes` are
    the files of its members where these stand in several."""

    path: str
    holder: Holder
    message: str
    units: list[list[Member]]
    homes: Mapping[str, str]


def _classes(modules: Mapping[str, _Module]) -> Iterator[tuple[str, Holder, Mapping[str, str]]]:
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


def _god_objects(modules: Mapping[str, _Module], options: ArchitectureOptions) -> Iterator[_Found]:
    placed = list(_classes(modules))
    holders = with_prescribed([holder for _, holder, _ in placed])
    for (path, _, homes), holder in zip(placed, holders, strict=True):
        weight, cohesion = holder.weighted_methods, holder.cohesion
        if (
            len(holder.judged) < options.class_least_methods
            or weight < options.class_complexity
            or holder.data_share * 100 < options.class_data_percent
            or (
                cohesion * 100 >= options.class_cohesion_percent
                and weight < options.class_enormous_complexity
            )
        ):
            continue
        foreign = holder.foreign_data
        clusters = _large_clusters(holder, options)
        is_wide = len(holder.judged) >= options.class_methods and len(clusters) >= options.clusters
        if foreign > options.class_foreign_data or is_wide:
            message = (
                f"God object: {holder.name} has {len(holder.members)} methods with "
                f"{weight} branches (WMC), reaches for {foreign} attributes of others (ATFD), "
                f"and {cohesion:.0%} of its pairs of methods have data in common (TCC)."
            )
            yield _Found(path, holder, message, _units(holder, options), homes)


def _god_modules(
    modules: Mapping[str, _Module], neighbors: Mapping[str, int], options: ArchitectureOptions
) -> Iterator[_Found]:
    for path, module in sorted(modules.items()):
        whole = module.whole
        if whole is None or len(whole.members) < options.module_definitions:
            continue
        joined = neighbors.get(path, 0)
        lines = whole.end_line
        if lines < options.module_lines or joined < options.module_neighbors:
            continue
        clusters = _large_clusters(whole, options)
        if len(clusters) < options.clusters:
            continue
        message = (
            f"God module: {lines} lines of code with {len(whole.members)} definitions in "
            f"{len(clusters)} unrelated clusters, joined to {joined} other modules by imports."
        )
        first = whole.members[0]
        holder = Holder(path, first.start_line, first.end_line, whole.members)
        yield _Found(path, holder, message, _units(holder, options), {})


def _large_clusters(holder: Holder, options: ArchitectureOptions) -> list[list[Member]]:
    clusters = clusters_of(holder.members, options.common_percent)
    return [cluster for cluster in clusters if len(cluster) >= options.cluster_members]


def _units(holder: Holder, options: ArchitectureOptions) -> list[list[Member]]:
    """What could be units of their own: clusters, and of one that is nearly the whole its parts."""
    most = len(holder.members) * options.common_percent
    parts = [
        part
        for cluster in _large_clusters(holder, options)
        for part in (
            parted(cluster, options.common_percent) if len(cluster) * 100 > most else [cluster]
        )
        if len(part) >= options.cluster_members and len(part) * 2 <= len(holder.members)
    ]
    return sorted(parts, key=lambda part: (-len(part), part[0].start_line))


def _holder_conclusion(
    rule: DeepRule,
    module: _Module,
    found: _Found,
    texts: Texts,
    seen: Counter[tuple[str, str]],
    most_named: int,
) -> Conclusion:
    holder, units = found.holder, found.units
    is_module = holder.name == module.path
    identity = "module" if is_module else f"class {holder.name}"
    seen[module.path, identity] += 1
    *_, fingerprint = fingerprints(rule.id, [identity] * seen[module.path, identity])
    last = holder.start_line
    region, evidence = texts.lines(module.path, holder.start_line, last)
    return Conclusion(
        module.path,
        Observation(
            rule=rule.id,
            severity=rule.severity,
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


def _places(clusters: Sequence[Sequence[Member]], found: _Found) -> Iterable[Place]:
    for number, cluster in enumerate(clusters, start=1):
        for member in cluster:
            note = f"cluster {number}: {member.name}"
            home = found.homes.get(member.name, found.path)
            path = None if home == found.path else home
            yield Place(path, member.start_line, member.end_line, note)
