"""One file from bytes to a report: language, text, tree, rules, suppressions, fingerprints."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tinyarms_daemon.analysis.code_lines import count_code_lines
from tinyarms_daemon.analysis.definition_keys import definition_keys_of
from tinyarms_daemon.analysis.definitions import scope_at, symbol_at
from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES, DOCUMENT_LANGUAGES, language_of
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import BoundRule, CheckedFile
from tinyarms_daemon.analysis.source_text import (
    Unsuitable,
    content_hash,
    decode,
    foreign,
    is_dense,
)
from tinyarms_daemon.analysis.suppressions import (
    Suppression,
    suppressed,
    suppressions_of,
    unused,
)
from tinyarms_daemon.analysis.syntax_tree import DEEPEST_LEVEL, SyntaxTree
from tinyarms_daemon.domain.findings.fingerprint import fingerprints
from tinyarms_daemon.domain.findings.project import Fact, FactData, Use
from tinyarms_daemon.domain.findings.rule import Observation, Severity, Sighting
from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES, UNUSED_SUPPRESSION
from tinyarms_daemon.domain.findings.source import NO_MARKS, Place, SourceMarks
from tinyarms_daemon.domain.work.analysis import FileReport, MinifiedLines, Outcome
from tinyarms_daemon.domain.work.repository import FileStat

__all__ = ["BoundRule", "TextAnalysis", "analyze_bytes", "analyze_text"]

# Of a line that is longer than people write, this much on either side names a finding.
_BESIDE_CHARACTERS = 200
_TOO_DEEP = f"what is nested deeper than {DEEPEST_LEVEL:,} levels was not checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAnalysis:
    """What the rules say of one text. `problems` are sentences without an end; with a
    `hindrance` nothing was checked."""

    observations: tuple[Observation, ...] = ()
    checked_rules: frozenset[str] = field(default_factory=frozenset)
    problems: tuple[str, ...] = ()
    hindrance: str | None = None
    code_lines: int | None = None
    learned_rules: frozenset[str] = field(default_factory=frozenset)
    facts: tuple[Fact, ...] = ()
    uses: tuple[Use, ...] = ()
    definition_keys: tuple[tuple[str, int], ...] = ()


def analyze_bytes(
    *,
    path: str,
    content: bytes,
    rules: Sequence[BoundRule],
    known_hash: str | None = None,
    stat: FileStat | None = None,
    marks: SourceMarks = NO_MARKS,
    minified: MinifiedLines | None = None,
    definitions: Sequence[FactData] = (),
) -> FileReport:
    """The report on a file's content; never raises for what it holds. `marks` say where it comes
    from, `definitions` what was learned of those before; without the look of `minified` lines no
    shape gives a file away."""
    language = language_of(path, content[:_FIRST_LINE_BYTES].partition(b"\n")[0])
    report = FileReport(
        path=path,
        outcome=Outcome.FOREIGN,
        language=language,
        content_hash=content_hash(content, marks),
        stat=stat,
    )
    if language is None:
        return report
    if report.content_hash == known_hash:
        return replace(report, outcome=Outcome.UNCHANGED)
    text = decode(content, language)
    if isinstance(text, Unsuitable):
        return replace(report, outcome=Outcome.SKIPPED, reason=text.reason)
    unsuitable = foreign(path, text, marks, minified)
    if unsuitable is None and marks.documentation and language not in DOCUMENT_LANGUAGES:
        unsuitable = Unsuitable("documentation, by .gitattributes")
    if unsuitable is not None:
        return _left_alone(report, unsuitable, language, text, rules)
    analysis = analyze_text(path, language, text, rules, definitions)
    if minified is not None:
        analysis = _of_written_lines(analysis, text.split("\n"), minified)
    return _with_analysis(report, analysis)


def analyze_text(
    path: str,
    language: str,
    text: str,
    rules: Sequence[BoundRule],
    definitions: Sequence[FactData] = (),
) -> TextAnalysis:
    """Every observation of the rules on a text, in source order."""
    tree = None if language in DOCUMENT_LANGUAGES else SyntaxTree(language, text)
    if tree is not None and tree.hindrance:
        return TextAnalysis(hindrance=tree.hindrance)
    source = tree or Document(language, text)
    applicable = [bound for bound in rules if language in bound.rule.languages]
    check = _Check(source, CheckedFile(path, language, definitions=definitions))
    for bound in applicable:
        check.run(bound)
    of_project = {bound.rule.id for bound in rules if isinstance(bound.rule, ProjectRule)}
    checked = frozenset(bound.rule.id for bound in rules) - check.failed.keys()
    ran = {bound.rule.id for bound in applicable} - check.failed.keys()
    observations = list(check.observations(ran))
    return TextAnalysis(
        observations=tuple(each for each, topic in observations if topic is None),
        uses=tuple(Use(topic, each) for each, topic in observations if topic is not None),
        facts=tuple(check.facts),
        checked_rules=checked - of_project,
        learned_rules=checked & of_project,
        problems=(*check.failed.values(), *([_TOO_DEEP] if tree and tree.is_cut else [])),
        code_lines=count_code_lines(tree) if tree else None,
        definition_keys=_keys(tree),
    )


def _of_written_lines(
    analysis: TextAnalysis, lines: Sequence[str], minified: MinifiedLines
) -> TextAnalysis:
    """Without what stands in a script that was pasted into a page as one line."""

    def is_written(observation: Observation) -> bool:
        return not is_dense(lines[observation.region.start.line - 1], minified)

    return replace(
        analysis,
        observations=tuple(filter(is_written, analysis.observations)),
        uses=tuple(use for use in analysis.uses if is_written(use.observation)),
    )


def _left_alone(
    report: FileReport,
    unsuitable: Unsuitable,
    language: str,
    text: str,
    rules: Sequence[BoundRule],
) -> FileReport:
    """The report on a file that can be read, and is not for the rules: they say nothing of it any
    more, but for what some learn of generated code."""
    facts, failed = (
        _of_generated(report.path, language, text, rules)
        if unsuitable.is_generated
        else ((), frozenset())
    )
    of_project = {bound.rule.id for bound in rules if isinstance(bound.rule, ProjectRule)}
    return replace(
        report,
        outcome=Outcome.SKIPPED,
        reason=unsuitable.reason,
        facts=facts,
        checked_rules=frozenset(bound.rule.id for bound in rules) - of_project,
        learned_rules=frozenset(of_project) - failed,
    )


def _of_generated(
    path: str, language: str, text: str, rules: Sequence[BoundRule]
) -> tuple[tuple[Fact, ...], frozenset[str]]:
    """What rules about the whole project learn of a generated file, and which of them failed."""
    wanted = [
        bound
        for bound in rules
        if isinstance(bound.rule, ProjectRule)
        and language in bound.rule.languages
        and bound.rule.learns_of_generated(path)
    ]
    if not wanted or language in DOCUMENT_LANGUAGES:
        return (), frozenset()
    tree = SyntaxTree(language, text)
    if tree.hindrance:
        return (), frozenset()
    check = _Check(tree, CheckedFile(path, language, is_generated=True))
    for bound in wanted:
        check.run(bound)
    return tuple(check.facts), frozenset(check.failed)


# A shebang is no longer than this; the rest of a long line says nothing about the language.
_FIRST_LINE_BYTES = 512


def _with_analysis(report: FileReport, analysis: TextAnalysis) -> FileReport:
    if analysis.hindrance is not None:
        return replace(report, outcome=Outcome.SKIPPED, reason=analysis.hindrance)
    return replace(
        report,
        outcome=Outcome.CHECKED,
        reason="; ".join(analysis.problems) or None,
        code_lines=analysis.code_lines,
        observations=analysis.observations,
        checked_rules=analysis.checked_rules,
        learned_rules=analysis.learned_rules,
        facts=analysis.facts,
        uses=analysis.uses,
        definition_keys=analysis.definition_keys,
    )


def _keys(tree: SyntaxTree | None) -> tuple[tuple[str, int], ...]:
    return definition_keys_of(tree) if tree and tree.language in CODE_LANGUAGES else ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sighting with the rule it is of."""

    rule: str
    severity: Severity
    sighting: Sighting
    suppressed: bool = False


class _Check:
    """One file while its rules run."""

    def __init__(self, source: Document, file: CheckedFile) -> None:
        self.failed: dict[str, str] = {}
        self.facts: list[Fact] = []
        self._source = source
        self._file = file
        self._seen: list[_Seen] = []
        self._severities: dict[str, Severity] = {}

    def run(self, bound: BoundRule) -> None:
        """Run one rule; what it raises costs its own sightings only, and is told."""
        rule = bound.rule
        self._severities[rule.id] = rule.severity
        try:
            sightings = list(self._sightings(bound))
            for sighting in sightings:
                self._verify(sighting)
            facts = self._learned(bound)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a rule's own fault must not lose the others
            self.failed[rule.id] = f"the rule {rule.id} failed ({type(error).__name__}: {error})"
            return
        self.facts += facts
        self._seen += [_Seen(rule.id, rule.severity, sighting) for sighting in sightings]

    def _sightings(self, bound: BoundRule) -> Iterable[Sighting]:
        rule, source = bound.rule, self._source
        if isinstance(source, SyntaxTree):
            return rule.detect(source, self._file, bound.options)
        return rule.detect_document(source, self._file, bound.options)

    def _learned(self, bound: BoundRule) -> list[Fact]:
        rule, source = bound.rule, self._source
        if not isinstance(rule, ProjectRule):
            return []
        learned = (
            rule.learn(source, self._file, bound.options)
            if isinstance(source, SyntaxTree)
            else rule.learn_document(source, self._file, bound.options)
        )
        return [Fact(rule.id, kind, topic, data) for kind, topic, data in learned]

    def observations(self, rules_that_ran: set[str]) -> Iterator[tuple[Observation, str | None]]:
        """Everything seen, with what the comments suppress marked so, in source order; each with
        the topic that decides it, None where it is decided."""
        suppressions = suppressions_of(self._source)
        targets = {(seen.rule, seen.sighting.region.start.line) for seen in self._seen}
        by_target = suppressed(targets, suppressions)
        marked = [
            replace(seen, suppressed=True)
            if (seen.rule, seen.sighting.region.start.line) in by_target
            else seen
            for seen in self._seen
        ]
        if UNUSED_SUPPRESSION in rules_that_ran:
            marked += self._unused(suppressions, set(by_target.values()), rules_that_ran)
        finished = [each for rule in _by_rule(marked) for each in self._finish(rule)]
        return iter(sorted(finished, key=lambda each: (each[0].region, each[0].rule)))

    def _unused(
        self,
        suppressions: Collection[Suppression],
        used: set[Suppression],
        rules_that_ran: set[str],
    ) -> Iterator[_Seen]:
        """What has no effect. A comment may ask not to be told of that, and has an effect then."""
        asking = {each for each in suppressions if each.rule == UNUSED_SUPPRESSION}
        told = list(unused(self._source, used | asking, rules_that_ran, KNOWN_RULES))
        targets = {(UNUSED_SUPPRESSION, each.region.start.line) for each in told}
        by_target = suppressed(targets, asking)
        others = set(suppressions) - asking
        heard = others | set(by_target.values())
        told += unused(self._source, heard, rules_that_ran, KNOWN_RULES)
        severity = self._severities[UNUSED_SUPPRESSION]
        for each in told:
            target = UNUSED_SUPPRESSION, each.region.start.line
            yield _Seen(UNUSED_SUPPRESSION, severity, each, suppressed=target in by_target)

    def _verify(self, sighting: Sighting) -> None:
        if self._source.text_at(sighting.region) != sighting.text:
            raise ValueError(f"its evidence is not the text at {sighting.region}")

    def _finish(self, of_one_rule: list[_Seen]) -> Iterator[tuple[Observation, str | None]]:
        """The observations of one rule, with their fingerprints.

        What is open takes its name before what is suppressed, so that it keeps it when a comment
        suppresses the like of it.
        """
        merged = sorted(
            _merge_groups(of_one_rule),
            key=lambda seen: (seen.suppressed, seen.sighting.region),
        )
        names = fingerprints(merged[0].rule, [self._code(seen.sighting) for seen in merged])
        for seen, name in zip(merged, names, strict=True):
            yield self._observation(seen, name), seen.sighting.topic

    def _code(self, sighting: Sighting) -> str:
        if sighting.identity is not None:
            return sighting.identity
        start, end = sighting.region.start, sighting.region.end
        if start.line == end.line:
            line = self._source.positions.line_text(start.line)
            beside = max(0, start.column - _BESIDE_CHARACTERS), end.column + _BESIDE_CHARACTERS
            return f"{line[slice(*beside)]} {sighting.text}"
        lines = range(start.line, end.line + 1)
        return " ".join([*map(self._source.positions.line_text, lines), sighting.text])

    def _observation(self, seen: _Seen, fingerprint: str) -> Observation:
        sighting = seen.sighting
        start = self._source.positions.offset(sighting.region.start)
        return Observation(
            rule=seen.rule,
            severity=sighting.severity or seen.severity,
            fingerprint=fingerprint,
            region=sighting.region,
            evidence=sighting.text,
            message=sighting.message,
            symbol=symbol_at(self._source, start),
            suggestion=sighting.suggestion,
            related=sighting.related,
            measures=sighting.measures,
            question=sighting.question,
            suppressed=seen.suppressed,
            scope=None if sighting.question is None else scope_at(self._source, start),
        )


def _by_rule(seen: Iterable[_Seen]) -> Iterable[list[_Seen]]:
    rules: dict[str, list[_Seen]] = {}
    for each in seen:
        rules.setdefault(each.rule, []).append(each)
    return rules.values()


def _merge_groups(seen: list[_Seen]) -> Iterator[_Seen]:
    """One of each group: the first, with the places of the others under `related`.

    What is open and what is suppressed, what is certain and what is asked, are never merged.
    """
    groups: dict[tuple[object, ...], list[_Seen]] = {}
    for index, each in enumerate(seen):
        sighting = each.sighting
        group = index if sighting.group is None else sighting.group
        key = (group, each.suppressed, sighting.question is None, sighting.topic)
        groups.setdefault(key, []).append(each)
    for members in groups.values():
        first, *others = sorted(members, key=lambda member: member.sighting.region)
        places = tuple(_place(other.sighting) for other in others)
        related = (*first.sighting.related, *places)
        yield replace(first, sighting=replace(first.sighting, related=related))


def _place(sighting: Sighting) -> Place:
    region = sighting.region
    return Place(None, region.start.line, region.end.line, sighting.text)
