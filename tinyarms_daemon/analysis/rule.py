"""The form that every rule fills in."""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.domain.findings.rule import RuleDescription, Severity, Sighting, Skill

if TYPE_CHECKING:  # so that asking for a rule's name loads no grammar
    from tinyarms_daemon.analysis.document import Document
    from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

_OPEN, _CLOSE = "«", "»"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a rule may know of a file beside its text: `path` is relative to the repository, and
    `definitions` are facts that describe those of its text before, of whatever version."""

    path: str
    language: str
    is_generated: bool = False
    definitions: Sequence[FactData] = ()


@dataclass(frozen=True, slots=True)
class NoOptions:
    """The options of a rule that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Code in which «guillemets» enclose what the rule must see.

    `options` differ from the defaults; `path` is the file's, where it matters.
    """

    language: str
    marked_text: str
    path: str
    options: Mapping[str, object]

    @property
    def text(self) -> str:
        """The code itself."""
        return self.marked_text.replace(_OPEN, "").replace(_CLOSE, "")

    @property
    def marks(self) -> list[str]:
        """What the rule must see, in order."""
        return [part.split(_CLOSE)[0] for part in self.marked_text.split(_OPEN)[1:]]


def _example(
    suffix: str, language: str, marked_text: str, path: str | None = None, **options: object
) -> Example:
    return Example(
        language=language,
        marked_text=marked_text,
        path=path or f"src/example{suffix}",
        options=options,
    )


python = partial(_example, ".py", "python")
javascript = partial(_example, ".js", "javascript")
typescript = partial(_example, ".ts", "typescript")
tsx = partial(_example, ".tsx", "tsx")
go = partial(_example, ".go", "go")
java = partial(_example, ".java", "java")
cpp = partial(_example, ".cpp", "cpp")
csharp = partial(_example, ".cs", "csharp")
php = partial(_example, ".php", "php")
bash = partial(_example, ".sh", "bash")
rust = partial(_example, ".rs", "rust")
swift = partial(_example, ".swift", "swift")
css = partial(_example, ".css", "css")
scss = partial(_example, ".scss", "scss")
less = partial(_example, ".less", "less")
html = partial(_example, ".html", "html")
json = partial(_example, ".tokens.json", "json")
markdown = partial(_example, ".md", "markdown")


class FileRule(ABC):
    """A rule that sees one file at a time. The docstring of a rule is its rationale.

    `Options` is a frozen dataclass whose fields are each an `option`, without a default: that
    stands in config/default.yaml. `version` grows when the rule sees something else than before,
    so that known files are checked again. `projects_bad` and `projects_good` are examples of
    several files by path, marked as usual.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    fix_hint: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    skill: ClassVar[Skill] = Skill.FAST
    languages: ClassVar[frozenset[str]]
    version: ClassVar[int] = 1
    Options: ClassVar[type[Any]] = NoOptions
    bad: ClassVar[Mapping[str, Example]]
    good: ClassVar[Mapping[str, Example]]
    lookalikes: ClassVar[Mapping[str, Example]] = {}
    projects_bad: ClassVar[Mapping[str, Mapping[str, Example]]] = {}
    projects_good: ClassVar[Mapping[str, Mapping[str, Example]]] = {}

    @abstractmethod
    def detect(self, tree: "SyntaxTree", file: CheckedFile, options: Any) -> Iterable[Sighting]:
        """What the rule sees in a file. A sighting with a question waits for a model's judgement;
        sightings of one group are one finding, at its first place."""

    def detect_document(
        self, document: "Document", file: CheckedFile, options: Any
    ) -> Iterable[Sighting]:
        """The same for a file that no grammar is for; by default nothing."""
        del document, file, options
        return ()


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule with the options that hold for a repository."""

    rule: FileRule
    options: Any


def bind(rule: FileRule, options: Mapping[str, object]) -> BoundRule:
    """A rule with options as plain values; lists are taken where the rule wants tuples."""
    said = {
        name: tuple(value) if isinstance(value, list) else value for name, value in options.items()
    }
    return BoundRule(rule, rule.Options(**said))


def describe(rule: FileRule) -> RuleDescription:
    """A rule as data."""
    return RuleDescription(
        id=rule.id,
        title=rule.title,
        rationale=inspect.cleandoc(type(rule).__doc__ or ""),
        fix_hint=rule.fix_hint,
        severity=rule.severity,
        skill=rule.skill,
        languages=tuple(sorted(rule.languages)),
        version=rule.version,
        options={field.name: field.metadata["help"] for field in fields(rule.Options)},
        examples_bad={sentence: example.marked_text for sentence, example in rule.bad.items()}
        | {sentence: _files(project) for sentence, project in rule.projects_bad.items()},
        examples_good={sentence: example.text for sentence, example in rule.good.items()}
        | {sentence: _files(project) for sentence, project in rule.projects_good.items()},
    )


def _files(project: Mapping[str, Example]) -> str:
    """An example of several files as one text, each file under its path."""
    return "\n".join(f"{path}:\n{example.marked_text}" for path, example in project.items())
