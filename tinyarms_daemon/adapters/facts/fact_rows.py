"""What a file says for rules about the whole project, as rows of a table."""

import json

from tinyarms_daemon.adapters.analysis_wire import observation_message
from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.ports.project import USE

FactRow = tuple[str, str, str, str]  # rule, kind, topic, data
INSERT_FACT = (
    "INSERT INTO facts (repository_id, path, rule, kind, topic, data) VALUES (?, ?, ?, ?, ?, ?)"
)
"""A row of a repository's file, as SQL: of many rows SQLAlchemy's own way takes a multiple of the
time."""


def fact_rows(report: FileReport) -> list[FactRow]:
    """The facts of a report in order, each once."""
    rows = [(fact.rule, fact.kind, fact.topic, _written(fact.data)) for fact in report.facts]
    rows += [
        (use.observation.rule, USE, use.topic, json.dumps(observation_message(use.observation)))
        for use in report.uses
    ]
    return list(dict.fromkeys(rows))


def _written(data: FactData) -> str:
    """JSON; most facts are small numbers, for which that is quick to say."""
    return str(data) if type(data) is int else json.dumps(data)
