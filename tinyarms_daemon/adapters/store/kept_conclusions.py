"""What deep rules concluded from, and what they would have judged: written by whoever changes it.

A row says that the findings of its rule are in the store as it concluded them. What takes any of
them back, or changes the facts below them, forgets the row.
"""

import json
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete

from tinyarms_daemon.adapters.analysis_wire import candidate_message
from tinyarms_daemon.adapters.store.statements import put
from tinyarms_daemon.adapters.store.tables import kept_conclusions
from tinyarms_daemon.domain.findings.project import RuleConclusions


def keep_conclusions(
    connection: Connection, repository_id: int, concluded: Iterable[RuleConclusions]
) -> None:
    """Remember what was concluded from all that there is."""
    for each in concluded:
        if each.basis is None or each.topics is not None:
            continue
        candidates = [candidate_message(candidate) for candidate in each.candidates]
        put(
            connection,
            kept_conclusions,
            {"repository_id": repository_id, "rule": each.rule},
            {"basis": each.basis, "candidates": json.dumps(candidates)},
        )


def forget_conclusions(
    connection: Connection, repository_id: int, rules: Collection[str] | None = None
) -> None:
    """Have rules, or all of them, conclude anew."""
    statement = delete(kept_conclusions).where(kept_conclusions.c.repository_id == repository_id)
    if rules is not None:
        statement = statement.where(kept_conclusions.c.rule.in_(rules))
    connection.execute(statement)
