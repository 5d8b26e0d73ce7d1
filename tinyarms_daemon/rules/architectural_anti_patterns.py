"""architectural-anti-patterns: circular imports, god objects, god modules."""

from collections import Counter
from collections.abc import Collection, Iterator
from posixpath import basename

from tinyarms_daemon.analysis.architecture.cycles import (
    MANIFEST,
    cuts_of,
    cycle_conclusion,
    graph_of,
)
from tinyarms_daemon.analysis.architecture.gods import (
    god_modules,
    god_objects,
    holder_conclusion,
)
from tinyarms_daemon.analysis.architecture.module import module_of_fact
from tinyarms_daemon.analysis.architecture.options import ArchitectureOptions
from tinyarms_daemon.analysis.code_lines import count_code_lines
from tinyarms_daemon.analysis.deep_rule import ALL, DeepRule, Texts, text_fact
from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.file_roles import is_test
from tinyarms_daemon.analysis.json_text import entries, read_json
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.logic.class_members import (
    CLASS_LANGUAGES,
    classes_of,
    held_by,
    module_of,
)
from tinyarms_daemon.analysis.modules.import_cycles import cycles_of
from tinyarms_daemon.analysis.modules.module_imports import imports_of, package_of
from tinyarms_daemon.analysis.modules.project_aliases import learn_from_code, learn_from_json
from tinyarms_daemon.analysis.rule import CheckedFile, python, typescript
from tinyarms_daemon.analysis.suppressions import suppressed, suppressions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import Candidate, Conclusion, FactData
from tinyarms_daemon.ports.project import Project

_MODULE = "module"


class ArchitecturalAntiPatterns(DeepRule):
    """What no single file shows: modules that need each other, and those that need everything.

    Modules in a circle can't be understood, tested or loaded one without the other. The graph is
    that of the run: imports for types alone are no part of it, and imports inside functions are
    told apart, since they close a circle later than at load. Of the largest circles a model is
    asked what the import takes by name could move; its word stands beside the exact remedy. A class
    or a module with many unrelated responsibilities is changed for many reasons; the figures say
    how many, and the clusters what could become units of their own. Operators, properties, the
    cases of a visitor and methods that decide nothing have no weight. Much goes through a class
    that speaks of many different words and whose files import many modules, of which more of one
    makes up for less of the other; where a file names nothing that it needs, through one that
    speaks of many words, or reaches for the data of many, and whose methods have little data in
    common. One whose methods fall into clusters that have nothing in common is told as well. One
    that holds little of its own has one job, unless it is called after helpers, as has one most of
    whose methods go one way, like the commands of a client. What a base prescribes makes no god
    object, and a catalog of kinds of one thing is no god module. One that is called after a topic
    is about it, whatever its names say; one that is called `utils` may be about anything.
    """

    id = "architectural-anti-patterns"
    title = "Circular imports, god objects and god modules"
    fix_hint = "Cut the import that is named, or move a cluster into a unit of its own."
    languages = CODE_LANGUAGES | {"json"}
    version = 18
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

    def learns_of_generated(self, path: str) -> bool:
        """Others import generated modules as well, and they import others."""
        del path
        return True

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: ArchitectureOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """Imports, classes and definitions of a file, and the aliases of a tool's configuration."""
        del options
        said = learn_from_code(tree, file.path)
        if said is not None:
            yield said[0], ALL, said[1]
        is_product = tree.language in CLASS_LANGUAGES and not is_test(file.path)
        is_holding = is_product and not file.is_generated
        imports = imports_of(tree)
        whole = module_of(tree, file.path, count_code_lines(tree)) if is_holding else None
        every_class = list(classes_of(tree)) if is_product else []
        classes = every_class if is_holding else []
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
                [*sorted(held_by(tree, every_class))] if is_product else [],
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
            yield MANIFEST, ALL, {key: manifest[key] for key in kept if key in manifest}

    def conclude(
        self, project: Project, topics: Collection[str] | None, options: ArchitectureOptions
    ) -> Iterator[Conclusion | Candidate]:
        """A finding for each cycle, each god object and each god module; of cycles also questions
        about the remedy, which change nothing but its words."""
        del topics
        modules = {path: module_of_fact(path, fact.data) for path, fact in project.facts(_MODULE)}
        graph = graph_of(project, modules)
        links = graph.links
        seen: Counter[tuple[str, str]] = Counter()
        cycles = [
            cycle
            for cycle in cycles_of(link for link, _, _ in links.values())
            if not all(link.is_fixed for link in cycle.links)  # else nobody writes these files
        ]
        cuts = cuts_of(cycles, links, modules, project, options)
        answers = project.answers() if cuts else {}
        for cycle in cycles:
            cut = cuts.get(cycle.members)
            words = None if cut is None else cut.words(answers)
            yield cycle_conclusion(self.id, cycle, links, modules, seen, words)
        for cut in cuts.values():
            yield from cut.candidates(self.id, answers)
        joined: Counter[str] = Counter()
        for source, target in links:
            joined[source] += 1
            joined[target] += 1
        neighbors = {path: joined[node] for path, node in graph.nodes.items()}
        found = [
            *god_objects(modules, graph.incomplete, options),
            *god_modules(modules, neighbors, options),
        ]
        texts = Texts(project, {each.path for each in found})
        for each in found:
            yield holder_conclusion(
                self.id,
                self.severity,
                modules[each.path],
                each,
                texts,
                seen,
                options.named_clusters,
            )
