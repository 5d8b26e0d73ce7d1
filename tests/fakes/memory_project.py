"""The facts of files, held in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from tinyarms_daemon.domain.findings.project import Conclusion, Fact, KnownAnswer, Use
from tinyarms_daemon.domain.questions.intent import Intent
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.ports.line_history import LineHistory, NoHistory
from tinyarms_daemon.ports.project import USE


class MemoryProject:
    """The Project port on file reports."""

    def __init__(
        self,
        rule: str,
        reports: Iterable[FileReport],
        history: LineHistory | None = None,
        answers: Mapping[str, KnownAnswer] | None = None,
        known: Iterable[Conclusion] = (),
    ) -> None:
        self.history: LineHistory = history or NoHistory()
        self._rule = rule
        self._answers = answers or {}
        self._known = [each.topics for each in known]
        self._reports = sorted(reports, key=lambda report: report.path)

    def paths(self) -> Collection[str]:
        """Every source file that is there."""
        return {report.path for report in self._reports}

    def facts(self, kind: str, topics: Collection[str] | None = None) -> Iterable[tuple[str, Fact]]:
        """The facts of a kind with their paths, of these topics or of all."""
        return (
            (path, fact)
            for path, fact in self._all_facts()
            if fact.kind == kind and (topics is None or fact.topic in topics)
        )

    def topics(self, kind: str) -> Collection[str]:
        """The topics that have a fact of this kind, or an undecided observation for USE."""
        if kind == USE:
            return {use.topic for _, use in self.uses()}
        return {fact.topic for _, fact in self._all_facts() if fact.kind == kind}

    def shared_topics(self, kind: str) -> Collection[str]:
        """The topics that have more than one fact of this kind."""
        facts = Counter(fact.topic for _, fact in self._all_facts() if fact.kind == kind)
        return {topic for topic, number in facts.items() if number > 1}

    def uses(self, topics: Collection[str] | None = None) -> Iterable[tuple[str, Use]]:
        """The undecided observations with their paths, of these topics or of all."""
        return (
            (report.path, use)
            for report in self._reports
            for use in report.uses
            if use.observation.rule == self._rule and (topics is None or use.topic in topics)
        )

    def resting_with(self, topics: Collection[str]) -> Collection[str]:
        """All topics that a known finding rests on which rests on one of these, too."""
        return frozenset().union(*(each for each in self._known if not each.isdisjoint(topics)))

    def answers(self) -> Mapping[str, KnownAnswer]:
        """What it was given: a scan that stores nothing remembers no answers."""
        return self._answers

    def intents(self) -> Mapping[str, Intent]:
        """None are remembered either."""
        return {}

    def _all_facts(self) -> Iterator[tuple[str, Fact]]:
        return (
            (report.path, fact)
            for report in self._reports
            for fact in report.facts
            if fact.rule == self._rule
        )
