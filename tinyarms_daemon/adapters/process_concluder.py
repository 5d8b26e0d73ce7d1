"""Conclusions over several files, by the workers that check them."""

from collections.abc import Sequence
from pathlib import Path

from tinyarms_daemon.adapters.facts.standing_conclusions import standing_conclusions
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.ports.concluder import Changed


class ProcessConcluder:
    """The Concluder port: a worker reads the store of this path."""

    def __init__(self, analyzer: ProcessAnalyzer, database: Path) -> None:
        self._analyzer = analyzer
        self._database = database

    def conclude(
        self, repository_id: int, changed: Sequence[Changed]
    ) -> list[list[RuleConclusions]]:
        """For each profile what each of its rules that is touched concludes. ConclusionFailed.

        What still stands is known without a worker, which may not be there yet.
        """
        standing = [
            standing_conclusions(self._database, repository_id, each.profile, each.topics)
            for each in changed
        ]
        known = {rule for each in standing for rule in each.concluded}
        said = self._analyzer.conclude(self._database, repository_id, changed, known)
        return [stands.beside(each) for stands, each in zip(standing, said, strict=True)]
