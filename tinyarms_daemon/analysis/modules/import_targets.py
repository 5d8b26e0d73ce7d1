"""Which files of a project its imports mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from posixpath import dirname, join, normpath

from tinyarms_daemon.analysis.file_roles import is_test
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.json_text import entries, strings_in, text
from tinyarms_daemon.analysis.languages import SCRIPT_LANGUAGES
from tinyarms_daemon.analysis.modules.module_aliases import Alias, match_wildcard
from tinyarms_daemon.analysis.modules.module_files import resolve_module, target_base
from tinyarms_daemon.analysis.modules.module_imports import ALL_NAMES, ModuleImport
from tinyarms_daemon.analysis.modules.project_aliases import ProjectAliases
from tinyarms_daemon.domain.findings.project import FactData

_SOURCE_ROOTS = ("", "src", "lib", "python")
_BUILT = ("dist/", "lib/", "build/", "out/", "esm/", "cjs/")
_DECLARATIONS = re.compile(r"(.*)\.d\.([cm]?)ts")
_FOR_TYPES_ALONE = (".d.ts", ".d.mts", ".d.cts", ".pyi")
# The first steps of paths in Go's own library.
_GO_LIBRARY = word_set("""
    archive bufio builtin bytes cmp compress container context crypto database debug embed encoding
    errors expvar flag fmt go hash html image index io iter log maps math mime net os path plugin
    reflect regexp runtime slices sort strconv strings structs sync syscall testing text time
    unicode unique unsafe C weak internal
    """)


class ImportTargets:
    """Resolves imports among the files of a project, each by the rules of its language.

    `manifests` are the package.json files by path, `packages` the package or namespace that each
    file says it is in.
    """

    def __init__(
        self,
        paths: Collection[str],
        aliases: ProjectAliases,
        manifests: Mapping[str, FactData],
        packages: Mapping[str, str],
        imported: Mapping[str, Collection[str]],
    ) -> None:
        """`imported` are the specifiers of the Go files, from which their modules are known."""
        self._paths = frozenset(paths)
        self._aliases = aliases
        self._manifests = manifests
        self._packages = packages
        self._imported = imported
        self._found: dict[tuple[str, str], str | None] = {}
        self._roots: dict[str, list[str]] = {}
        self._python_bases: dict[tuple[str, str, bool], str | None] = {}

    def node_of(self, path: str, language: str) -> str | None:
        """What takes part in cycles: a file, or its package where files of one may use each other.

        None where a file takes no part.
        """
        if path.endswith(_FOR_TYPES_ALONE):
            return None
        if language == "go":
            return None if path.endswith("_test.go") else dirname(path) or "."
        if language in ("java", "csharp", "php"):
            return self._packages.get(path)
        return path

    def targets_of(self, path: str, language: str, found: ModuleImport) -> Iterator[str]:
        """The nodes that one import leads to."""
        if language == "python":
            yield from self._python(path, found)
        elif language in SCRIPT_LANGUAGES:
            target = self._script(path, found.specifier)
            if target is not None:
                yield target
        elif language == "go":
            yield from self._go(found.specifier)
        elif language == "cpp":
            base = target_base(path, found.specifier)
            if base in self._paths:
                yield str(base)
        else:
            yield from self._by_package(language, found)

    def _python(self, path: str, found: ModuleImport) -> Iterator[str]:
        specifier = found.specifier
        if specifier.startswith("."):
            name = specifier.lstrip(".")
            folder = dirname(path)
            for _ in range(len(specifier) - len(name) - 1):
                folder = dirname(folder)
            base = join(folder, *name.split(".")) if name else folder
        else:
            key = (dirname(path), specifier, bool(found.names))
            if key not in self._python_bases:
                self._python_bases[key] = self._python_base(*key)
            at = self._python_bases[key]
            if at is None:
                return
            base = at
        whole = self._python_file(base)
        for name in found.names or (ALL_NAMES,):
            inner = None if name == ALL_NAMES else self._python_file(_below(base, name))
            module = inner or whole
            if module is not None:
                yield module

    def _python_base(self, folder: str, specifier: str, exact: bool) -> str | None:
        """Where an absolute name leads, without suffix; its longest part that is there."""
        steps = specifier.split(".")
        for root in self._python_roots(folder):
            if not self._is_python(_below(root, steps[0])):
                continue
            for length in range(len(steps), 0, -1):
                base = _below(root, "/".join(steps[:length]))
                if self._is_python(base) and (length == len(steps) or not exact):
                    return base
            return None
        return None

    def _python_roots(self, folder: str) -> list[str]:
        if folder not in self._roots:
            top = folder
            while top and join(top, "__init__.py") in self._paths:
                top = dirname(top)
            own = [top]
            while own[-1]:
                own.append(dirname(own[-1]))
            known = [root for root in _SOURCE_ROOTS if root not in own]
            self._roots[folder] = [*own, *known]
        return self._roots[folder]

    def _is_python(self, base: str) -> bool:
        return self._python_file(base) is not None or base in self._python_folders

    def _python_file(self, base: str) -> str | None:
        for candidate in (f"{base}/__init__.py" if base else "__init__.py", f"{base}.py"):
            if candidate in self._paths:
                return candidate
        return None

    @cached_property
    def _python_folders(self) -> frozenset[str]:
        folders = set()
        for path in self._paths:
            if path.endswith(".py"):
                folder = dirname(path)
                while folder and folder not in folders:
                    folders.add(folder)
                    folder = dirname(folder)
        return frozenset(folders)

    def _script(self, path: str, specifier: str) -> str | None:
        key = (dirname(path) if specifier.startswith(".") else path, specifier)
        if key not in self._found:
            target = self._script_target(path, specifier)
            self._found[key] = self._at_run_time(target) if target in self._paths else None
        return self._found[key]

    def _at_run_time(self, target: str | None) -> str | None:
        """What is loaded for a file of declarations: the script that it describes."""
        described = _DECLARATIONS.fullmatch(target or "")
        if described is None:
            return target
        stem, kind = described.groups()
        scripts = (f"{stem}.{kind}js", f"{stem}.{kind}jsx")
        return next((script for script in scripts if script in self._paths), None)

    def _script_target(self, path: str, specifier: str) -> str | None:
        if specifier.startswith("."):
            base = target_base(path, specifier)
            if base is None:
                base = ""  # the repository's own folder
            return resolve_module(base, self._paths) or self._of_manifest(base, "")
        aliased = _aliased(self._aliases.aliases_for(path), specifier, self._paths)
        return aliased or self._of_workspace(specifier)

    def _of_workspace(self, specifier: str) -> str | None:
        steps = specifier.split("/")
        width = 2 if specifier.startswith("@") else 1
        folder = self._workspaces.get("/".join(steps[:width]))
        return None if folder is None else self._of_manifest(folder, "/".join(steps[width:]))

    def _of_manifest(self, folder: str, inside: str) -> str | None:
        """What a package gives out: by `exports`, else by `main`, else where sources usually lie.

        Where the manifest names what is built, the source it is built from is meant.
        """
        said = entries(
            self._manifests.get(join(folder, "package.json") if folder else "package.json")
        )
        if not said and not inside:
            return None
        for target in (*_exported(said.get("exports"), inside), *_mains(said, inside)):
            for form in _sources(target):
                found = resolve_module(normpath(join(folder, form)), self._paths)
                if found in self._paths:
                    return found
        for base in (join(folder, inside), join(folder, "src", inside)):
            found = resolve_module(normpath(base), self._paths)
            if found in self._paths:
                return found
        return None

    @cached_property
    def _workspaces(self) -> Mapping[str, str]:
        return {
            name: dirname(path)
            for path, said in sorted(self._manifests.items())
            if (name := text(entries(said).get("name")))
        }

    def _go(self, specifier: str) -> Iterator[str]:
        for prefix, root in self._go_modules:
            if specifier == prefix or specifier.startswith(prefix + "/"):
                folder = normpath(join(root, specifier[len(prefix) :].lstrip("/"))) or "."
                if folder in self._go_folders:
                    yield folder
                    return

    @cached_property
    def _go_folders(self) -> frozenset[str]:
        return frozenset(dirname(path) or "." for path in self._paths if path.endswith(".go"))

    @cached_property
    def _go_modules(self) -> list[tuple[str, str]]:
        """Module paths with their folders, told by which imports lead to a folder that is there; of
        several folders for one path it is that to which most lead, and the topmost of these."""
        support: Counter[tuple[str, str]] = Counter()
        for specifiers in self._imported.values():
            for specifier in set(specifiers):
                steps = specifier.split("/")
                if steps[0] in _GO_LIBRARY:
                    continue
                for start in range(1, len(steps)):
                    inside = "/".join(steps[start:])
                    prefix = "/".join(steps[:start])
                    for folder in self._go_ends.get(inside, ()):
                        support[prefix, folder[: len(folder) - len(inside)].rstrip("/")] += 1
        by_root: dict[str, tuple[int, str]] = {}
        for (prefix, root), count in sorted(support.items()):
            if root not in by_root or count > by_root[root][0]:
                by_root[root] = (count, prefix)
        by_prefix: dict[str, tuple[int, int, str]] = {}
        for root, (count, prefix) in by_root.items():
            said = (-count, len(root), root)
            by_prefix[prefix] = min(said, by_prefix.get(prefix, said))
        return sorted(((prefix, root) for prefix, (*_, root) in by_prefix.items()), reverse=True)

    @cached_property
    def _go_ends(self) -> Mapping[str, list[str]]:
        """The folders of Go by each way in which their paths may end."""
        ends = defaultdict(list)
        for folder in sorted(self._go_folders):
            steps = folder.split("/")
            for start in range(len(steps)):
                ends["/".join(steps[start:])].append(folder)
        return ends

    def _by_package(self, language: str, found: ModuleImport) -> Iterator[str]:
        name = found.specifier
        if language == "csharp" and ALL_NAMES in found.names:
            if name in self._known_packages:
                yield name
            return
        while name:
            if name in self._known_packages:
                yield name
                return
            name = name.rpartition(".")[0]

    @cached_property
    def _known_packages(self) -> frozenset[str]:
        return frozenset(name for path, name in self._packages.items() if not is_test(path))


def _below(folder: str, name: str) -> str:
    """What lies in a folder, of which the topmost has no name: asked tens of thousands of times."""
    return f"{folder}/{name}" if folder else name


def _aliased(aliases: Collection[Alias], specifier: str, paths: Collection[str]) -> str | None:
    """What an alias makes of a specifier: the closest that fits, of its targets the first there."""
    closest = sorted(
        aliases,
        key=lambda each: ("*" in each.pattern, -len(each.pattern.partition("*")[0]), each.rank),
    )
    found = (file for alias in closest for file in alias.files(specifier, paths))
    return next((file for file in found if file in paths), None)


def _exported(said: FactData, inside: str) -> Iterator[str]:
    wanted = f"./{inside}" if inside else "."
    by_path = entries(said)
    if not any(key.startswith(".") for key in by_path):
        if not inside:
            yield from strings_in(said)
        return
    if wanted in by_path:
        yield from strings_in(by_path[wanted])
        return
    for pattern in sorted(by_path, key=len, reverse=True):
        rest = match_wildcard(pattern, wanted) if "*" in pattern else None
        if rest:
            yield from (leaf.replace("*", rest) for leaf in strings_in(by_path[pattern]))


def _mains(said: Mapping[str, FactData], inside: str) -> Iterator[str]:
    if not inside:
        for key in ("source", "module", "main", "types"):
            name = text(said.get(key))
            if name:
                yield name


def _sources(target: str) -> Iterator[str]:
    plain = target.removeprefix("./")
    yield plain
    for folder in _BUILT:
        if plain.startswith(folder):
            yield "src/" + plain.removeprefix(folder)
            yield plain.removeprefix(folder)
