"""What deep rules concluded before from the same, read from the store and not concluded again."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from tinyarms_daemon import __version__
from tinyarms_daemon.adapters.analysis_wire import candidate_of
from tinyarms_daemon.adapters.sqlite_files import opened_facts
from tinyarms_daemon.domain.findings.project import Candidate, ChangedTopics, RuleConclusions
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES
from tinyarms_daemon.domain.work.analysis import AnalysisProfile

# Facts are named by their rows: changed ones are written anew, and take what was kept with them.
_FACTS = "SELECT count(*), sum(id) FROM facts WHERE repository_id = ? AND rule = ?"
_ANSWERS = (
    "SELECT pair, is_same, agreed, model, reason FROM deep_answers"
    " WHERE repository_id = ? AND rule = ? ORDER BY pair"
)
_INTENTS = "SELECT kind, key, maker, made_at FROM intents ORDER BY kind, key"
_PATHS = (
    "SELECT path FROM files"
    " WHERE repository_id = ? AND gone_at IS NULL AND language IS NOT NULL ORDER BY path"
)
_KEPT = "SELECT basis, candidates FROM kept_conclusions WHERE repository_id = ? AND rule = ?"


@dataclass(frozen=True, slots=True)
class Standing:
    """What deep rules need not conclude again. `concluded` says it by rule: no topic is looked at,
    so that its findings stand, and what it would have judged is told once more. `bases` name what
    each deep rule would conclude from now."""

    concluded: Mapping[str, RuleConclusions]
    bases: Mapping[str, str]

    def beside(self, said: Iterable[RuleConclusions]) -> list[RuleConclusions]:
        """What stands, and what other rules conclude now, each with its basis."""
        now = (replace(each, basis=self.bases.get(each.rule)) for each in said)
        return [*self.concluded.values(), *now]


def standing_conclusions(
    database: Path, repository_id: int, profile: AnalysisProfile, changed: ChangedTopics
) -> Standing:
    """What stands of the conclusions about a repository when these topics have changed: of those
    from everything that which rests on the same as when it was drawn.

    It is to be asked before rules read what they conclude from: what changes in between makes
    them conclude once more at worst.
    """
    deep = [rule for rule in profile.rules if rule in DEEP_RULES]
    if changed is not None or not deep:
        return Standing({}, {})
    with opened_facts(database) as connection:
        bases = {rule: _basis(connection, repository_id, profile, rule) for rule in deep}
        known = {
            rule: _candidates(connection, repository_id, rule, basis)
            for rule, basis in bases.items()
        }
    return Standing(
        {
            rule: RuleConclusions(rule, frozenset(), (), candidates, bases[rule])
            for rule, candidates in known.items()
            if candidates is not None
        },
        bases,
    )


def _basis(
    connection: sqlite3.Connection, repository_id: int, profile: AnalysisProfile, rule: str
) -> str:
    """The name of all that a deep rule would conclude from now."""
    mine = (repository_id, rule)
    named = blake2b(f"{__version__} {profile.digest}".encode(), digest_size=16)
    for rows in (
        connection.execute(_FACTS, mine),
        connection.execute(_ANSWERS, mine),
        connection.execute(_INTENTS),
        connection.execute(_PATHS, (repository_id,)),
    ):
        _add(named, rows)
    return named.hexdigest()


def _candidates(
    connection: sqlite3.Connection, repository_id: int, rule: str, basis: str
) -> tuple[Candidate, ...] | None:
    """What the rule would have judged since it concluded from the same; None where it has not,
    or its conclusion no longer stands."""
    kept = connection.execute(_KEPT, (repository_id, rule)).fetchone()
    if kept is None or kept[0] != basis:
        return None
    return tuple(candidate_of(each) for each in json.loads(kept[1]))


def _add(named: blake2b, rows: Iterable[tuple[object, ...]]) -> None:
    for row in rows:
        named.update(repr(row).encode("utf-8", "surrogatepass"))
    named.update(b"\n")
