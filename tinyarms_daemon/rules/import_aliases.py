"""import-aliases: an import that climbs where the project has a name for what it reaches."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.embedded_scripts import with_scripts
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.modules.module_aliases import Replacement, best_replacement
from tinyarms_daemon.analysis.modules.module_files import climbs, stem_of, target_base
from tinyarms_daemon.analysis.modules.project_aliases import (
    ProjectAliases,
    learn_from_code,
    learn_from_json,
)
from tinyarms_daemon.analysis.modules.relative_imports import (
    packages_by_part,
    relative_imports_of,
)
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import CheckedFile, html, javascript, json, tsx, typescript
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import Conclusion, FactData, Use
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Sighting, option
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.ports.project import Project

_FILE, _PART = "file", "part"
# Topics: a module that imports mean, by its stem; each file that defines aliases; and a package of
# which a part is imported.
_MODULE, _CONFIG, _PACKAGE = "module:", "aliases:", "package:"


_config = partial(json, path="tsconfig.json")


@dataclass(frozen=True, slots=True)
class ImportAliasesOptions:
    """Which imports count as climbing."""

    depth: int = option("how many folders an import must go up to be told", at_least=1)


class ImportAliases(ProjectRule):
    """A path that climbs says where the file lies and not what it imports.

    It has to be counted to be read, and rewritten whenever the file moves. Where tsconfig,
    jsconfig, package.json or the bundler has an alias for the module, that is the shorter and
    the steadier name.
    """

    id = "import-aliases"
    title = "Climbing import where an alias reaches the module"
    fix_hint = "Import the module by its alias."
    languages = SCRIPT_LANGUAGES | {"html", "json"}
    version = 5
    Options = ImportAliasesOptions

    bad = {}
    good = {
        "an import that climbs where there is no alias": typescript(
            'import { a } from "../../a";\n', path="src/x/y/b.ts"
        ),
    }
    projects_bad = {
        "paths of tsconfig": {
            "tsconfig.json": _config('{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}'),
            "src/utils/money.ts": typescript("export const cents = 100;\n"),
            "src/pages/cart/Total.tsx": tsx(
                'import { cents } from "«../../utils/money»";\n'
                'export * from "«../../utils/money»";\n'
                'const later = () => import("«../../utils/money»");\n'
                'jest.mock("«../../utils/money»", () => ({}));\n'
            ),
        },
        "baseUrl of jsconfig, and require": {
            "jsconfig.json": _config('{"compilerOptions": {"baseUrl": "src"}}'),
            "src/money/index.js": javascript("exports.cents = 100;\n"),
            "src/pages/cart/total.js": javascript('const { cents } = require("«../../money»");\n'),
        },
        "imports of package.json": {
            "package.json": _config('{"imports": {"#money": "./lib/money/index.js"}}'),
            "lib/money/index.js": javascript("export const cents = 100;\n"),
            "lib/pages/cart/total.js": javascript(
                'import { cents } from "«../../money/index.js»";\n'
            ),
        },
        "aliases of a bundler": {
            "vite.config.js": javascript(
                'export default { resolve: { alias: { "@": path.resolve(__dirname, "src") } } };\n'
            ),
            "src/money.js": javascript("export const cents = 100;\n"),
            "src/pages/cart/total.js": javascript('import { cents } from "«../../money»";\n'),
        },
        "a configuration that the usual one takes over": {
            "webpack.config.js": javascript('module.exports = require("./webpack.common");\n'),
            "webpack.common.js": javascript(
                'module.exports = { resolve: { alias: { "@": path.resolve("src") } } };\n'
            ),
            "src/money.js": javascript("export const cents = 100;\n"),
            "src/pages/cart/total.js": javascript('import { cents } from "«../../money»";\n'),
        },
        "the own name of a package that imports itself by it": {
            "package.json": _config('{"name": "@shop/cart"}'),
            "tsconfig.json": _config(
                '{"compilerOptions": {"paths": {"@shop/cart/*": ["./src/*"]}}}'
            ),
            "src/money.ts": typescript("export const cents = 100;\n"),
            "src/page.ts": typescript('import { cents } from "@shop/cart/money";\n'),
            "src/pages/cart/total.ts": typescript('import { cents } from "«../../money»";\n'),
        },
        "the script of a component": {
            "tsconfig.json": _config('{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}'),
            "src/money.ts": typescript("export const cents = 100;\n"),
            "src/pages/cart/Total.vue": html(
                "<template><p>{{ cents }}</p></template>\n"
                '<script setup lang="ts">\n'
                'import { cents } from "«../../money»";\n'
                'import Sum from "«../../parts/Sum.vue»";\n'
                "</script>\n"
            ),
        },
    }
    projects_good = {
        "an alias that leads elsewhere": {
            "tsconfig.json": _config('{"compilerOptions": {"paths": {"@ui/*": ["./src/ui/*"]}}}'),
            "src/money.ts": typescript("export const cents = 100;\n"),
            "src/pages/cart/total.ts": typescript('import { cents } from "../../money";\n'),
        },
        "the name by which others import the package": {
            "tsconfig.json": _config(
                '{"compilerOptions": {"paths": {"@shop/cart/*": ["./cart/src/*"],'
                ' "@shop/cart": ["./cart/src"]}}}'
            ),
            "cart/package.json": _config('{"name": "@shop/cart"}'),
            "cart/src/index.ts": typescript("export const euros = 1;\n"),
            "cart/src/money.ts": typescript("export const cents = 100;\n"),
            "cart/src/pages/cart/total.ts": typescript(
                'import { cents } from "../../money";\nimport { euros } from "../..";\n'
            ),
        },
        "a configuration for another build than the usual one": {
            "vite.config.js": javascript("export default { plugins: [] };\n"),
            "vite.config.parts.js": javascript(
                'export default { resolve: { alias: { "@": path.resolve(__dirname, "src") } } };\n'
            ),
            "src/money.js": javascript("export const cents = 100;\n"),
            "src/pages/cart/total.js": javascript('import { cents } from "../../money";\n'),
        },
        "one folder up": {
            "tsconfig.json": _config('{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}'),
            "src/money.ts": typescript("export const cents = 100;\n"),
            "src/cart/total.ts": typescript('import { cents } from "../money";\n'),
        },
        "a file that the config leaves out": {
            "tsconfig.json": _config(
                '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}, "include": ["src"]}'
            ),
            "src/money.ts": typescript("export const cents = 100;\n"),
            "tools/release/total.ts": typescript('import { cents } from "../../src/money";\n'),
        },
    }

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: ImportAliasesOptions
    ) -> Iterator[Sighting]:
        """One undecided sighting for each climbing specifier."""
        for begin, script in with_scripts(tree):
            for found in relative_imports_of(script):
                steps = climbs(found.specifier)
                base = target_base(file.path, found.specifier) if steps >= options.depth else None
                if base is not None:
                    start, end = script.span_of(found.node)
                    yield Sighting(
                        region=tree.positions.region(begin + start, begin + end),
                        text=found.specifier,
                        message=f"{found.specifier} climbs {steps} folders.",
                        topic=_MODULE + stem_of(base),
                    )

    def learn(
        self,
        tree: SyntaxTree,
        file: CheckedFile,
        options: ImportAliasesOptions,  # noqa: ARG002
    ) -> Iterator[tuple[str, str, FactData]]:
        """That the module is there, and the aliases of a tool's configuration."""
        yield from _learned(file.path, learn_from_code(tree, file.path))
        packages = (packages_by_part(script) for _, script in with_scripts(tree))
        for package in sorted(frozenset[str]().union(*packages)):
            yield _PART, _PACKAGE + package, None

    def learn_document(
        self,
        document: Document,
        file: CheckedFile,
        options: ImportAliasesOptions,  # noqa: ARG002
    ) -> Iterator[tuple[str, str, FactData]]:
        """The same of a project's JSON."""
        return _learned(file.path, learn_from_json(document, file.path))

    def widen(self, topics: Collection[str], project: Project) -> Collection[str]:
        """All imports where a configuration has changed; else also those of the modules that an
        alias may lead to instead."""
        if any(topic.startswith(_CONFIG) for topic in topics):
            return {*topics, *(use.topic for _, use in project.uses())}
        aliases = _aliases_of(project)
        if not aliases.own_names.isdisjoint(topic.removeprefix(_PACKAGE) for topic in topics):
            return {*topics, *(use.topic for _, use in project.uses())}
        stems = (topic.removeprefix(_MODULE) for topic in topics)
        return {
            *topics,
            *(_MODULE + other for stem in stems for other in aliases.same_modules(stem)),
        }

    def conclude(
        self,
        project: Project,
        topics: Collection[str] | None,
        options: ImportAliasesOptions,  # noqa: ARG002
    ) -> Iterator[Conclusion]:
        """A finding for each import that an alias could say."""
        uses = list(project.uses(topics))
        if not uses:
            return
        aliases = _aliases_of(project)
        paths = frozenset(project.paths())
        for path, use in uses:
            found = _replacement(path, use, aliases, paths)
            if found is not None:
                yield Conclusion(path, _observation(use.observation, found), frozenset({use.topic}))


def _learned(
    path: str, configured: tuple[str, FactData] | None
) -> Iterator[tuple[str, str, FactData]]:
    yield _FILE, _MODULE + stem_of(path), None
    if configured is not None:
        kind, data = configured
        yield kind, _CONFIG + path, data


def _aliases_of(project: Project) -> ProjectAliases:
    def facts(kind: str) -> Mapping[str, FactData]:
        return {path: fact.data for path, fact in project.facts(kind)}

    def importing(package: str) -> Iterator[str]:
        return (path for path, _ in project.facts(_PART, [_PACKAGE + package]))

    return ProjectAliases(facts, importing)


def _replacement(
    path: str, use: Use, aliases: ProjectAliases, paths: Collection[str]
) -> Replacement | None:
    base = target_base(path, use.observation.evidence)
    if base is None:
        return None
    return best_replacement(aliases.aliases_for(path), base, paths)


def _observation(seen: Observation, found: Replacement) -> Observation:
    query = "".join(seen.evidence.partition("?")[1:])
    alias = found.alias
    name = "baseUrl" if alias.pattern == "*" else alias.pattern
    return replace(
        seen,
        message=f"{seen.message} The alias {name} of {alias.path} reaches the same module.",
        suggestion=found.specifier + query,
        related=(Place(alias.path, alias.line, alias.line, "the alias"),),
        origin=Origin.GRAPH,
    )
