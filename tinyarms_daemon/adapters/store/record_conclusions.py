"""Writing what rules concluded from several files: findings matched by fingerprint and topic."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from tinyarms_daemon.adapters.store.repository_book import PATHS_A_STATEMENT
from tinyarms_daemon.adapters.store.rows import observation_values
from tinyarms_daemon.adapters.store.tables import (
    events,
    finding_topics,
    finding_waits,
    findings,
    jobs,
    repositories,
)
from tinyarms_daemon.domain.event import EventKind
from tinyarms_daemon.domain.finding import Baseline
from tinyarms_daemon.domain.project import Conclusion, RuleConclusions
from tinyarms_daemon.domain.rule import Observation


class ConclusionRecorder:
    """The conclusions for one job, on the connection of an open transaction.

    A finding of several files keeps its identity when its first place moves to another file: it
    is known by its fingerprint among the findings that rest on the topics looked at.
    """

    def __init__(
        self, connection: Connection, repository_id: int, job_id: int, at: datetime
    ) -> None:
        self._connection = connection
        self._repository_id = repository_id
        self._job_id = job_id
        self._at = at
        self._opened = 0
        self._fixed = 0
        first_scan_at = connection.execute(
            select(repositories.c.first_scan_at).where(repositories.c.id == repository_id)
        ).scalar_one()
        self._baseline = Baseline.UNCHANGED if first_scan_at is None else Baseline.NEW

    def record(self, concluded: Iterable[RuleConclusions]) -> None:
        """Open, update and close findings, and count them for the job."""
        for each in concluded:
            known, within = self._known(each)
            for conclusion, row in _matched(each.conclusions, known, within):
                self._see(conclusion, row)
            for row in known:
                if row["present"] and row["id"] in within:
                    self._close(row)
        self._connection.execute(
            update(jobs)
            .where(jobs.c.id == self._job_id)
            .values(
                findings_opened=jobs.c.findings_opened + self._opened,
                findings_fixed=jobs.c.findings_fixed + self._fixed,
            )
        )

    def _known(self, concluded: RuleConclusions) -> tuple[list[Any], set[int]]:
        """Findings that rest on the topics looked at or have one of the fingerprints concluded
        (which may have rested on other topics before), and the ids of the former."""
        query = select(
            findings.c.id,
            findings.c.path,
            findings.c.fingerprint,
            findings.c.present,
            findings.c.measures,
            findings.c.unconfirmed,
        ).where(findings.c.repository_id == self._repository_id, findings.c.rule == concluded.rule)
        if concluded.topics is None:
            every = list(self._connection.execute(query).mappings())
            return every, {row["id"] for row in every}
        rows: dict[int, Any] = {}
        topics = sorted(concluded.topics)
        for start in range(0, len(topics), PATHS_A_STATEMENT):
            resting = select(finding_topics.c.finding_id).where(
                finding_topics.c.topic.in_(topics[start : start + PATHS_A_STATEMENT])
            )
            for row in self._connection.execute(query.where(findings.c.id.in_(resting))).mappings():
                rows[row["id"]] = row
        within = set(rows)
        names = sorted({each.observation.fingerprint for each in concluded.conclusions})
        for start in range(0, len(names), PATHS_A_STATEMENT):
            same = query.where(findings.c.fingerprint.in_(names[start : start + PATHS_A_STATEMENT]))
            for row in self._connection.execute(same).mappings():
                rows.setdefault(row["id"], row)
        return list(rows.values()), within

    def _see(self, conclusion: Conclusion, known: Any | None) -> None:
        observation = conclusion.observation
        values = observation_values(observation) | {
            "path": conclusion.path,
            "present": True,
            "last_seen_at": self._at,
            "fixed_at": None,
        }
        if known is None:
            values |= {
                "repository_id": self._repository_id,
                "baseline": self._baseline.value,
                "first_seen_at": self._at,
            }
            finding_id = self._connection.execute(
                insert(findings).values(values).returning(findings.c.id)
            ).scalar_one()
            self._tell_open(EventKind.FINDING_OPENED, finding_id, conclusion)
        else:
            finding_id = known["id"]
            has_more_places = _has_more_places(observation, known)
            if has_more_places:
                values |= _LIFTED | {"baseline": self._baseline.value}
            self._connection.execute(
                update(findings).where(findings.c.id == finding_id).values(values)
            )
            is_agreed = known["unconfirmed"] and observation.confirmed
            if is_agreed:
                self._tell_open(EventKind.FINDING_OPENED, finding_id, conclusion)
            elif has_more_places or not known["present"]:
                self._tell_open(EventKind.FINDING_REOPENED, finding_id, conclusion)
        self._rest_on(finding_id, conclusion.topics)
        self._wait_at(finding_id, conclusion.waits_at)

    def _tell_open(self, kind: EventKind, finding_id: int, conclusion: Conclusion) -> None:
        if conclusion.observation.suppressed or not conclusion.observation.confirmed:
            return
        self._opened += 1
        if self._baseline is Baseline.NEW:
            self._tell(kind, finding_id, conclusion.path)

    def _rest_on(self, finding_id: int, topics: Iterable[str]) -> None:
        self._connection.execute(
            delete(finding_topics).where(finding_topics.c.finding_id == finding_id)
        )
        rows = [{"finding_id": finding_id, "topic": topic} for topic in sorted(topics)]
        if rows:
            self._connection.execute(insert(finding_topics), rows)

    def _wait_at(self, finding_id: int, places: Iterable[tuple[str, str]]) -> None:
        self._connection.execute(
            delete(finding_waits).where(finding_waits.c.finding_id == finding_id)
        )
        rows = [
            {"finding_id": finding_id, "path": path, "key": key}
            for path, key in dict.fromkeys(places)
        ]
        if rows:
            self._connection.execute(insert(finding_waits), rows)

    def _close(self, row: Any) -> None:
        self._fixed += 1
        self._connection.execute(
            update(findings)
            .where(findings.c.id == row["id"])
            .values(present=False, fixed_at=self._at)
        )
        self._tell(EventKind.FINDING_FIXED, row["id"], row["path"])

    def _tell(self, kind: EventKind, finding_id: int, path: str) -> None:
        self._connection.execute(
            insert(events).values(
                kind=kind.value,
                at=self._at,
                repository_id=self._repository_id,
                job_id=self._job_id,
                finding_id=finding_id,
                path=path,
                detail={},
            )
        )


# One more place of what was accepted is accepted by nobody: a finding that grows is a new one.
_PLACES = "places"
_LIFTED = {"dismissed_at": None, "dismissal_reason": None, "dismissal_expires_at": None}


def _has_more_places(observation: Observation, known: Any) -> bool:
    now, before = (measures.get(_PLACES) for measures in (observation.measures, known["measures"]))
    return isinstance(now, int) and isinstance(before, int) and now > before


def _matched(
    conclusions: Sequence[Conclusion], known: list[Any], within: set[int]
) -> Iterator[tuple[Conclusion, Any | None]]:
    """Each conclusion with the known finding it continues, which is taken out of the list.

    The finding of the same path comes first for all of them; only then may one continue a finding
    of another path, which its file has left: one of `within` that nothing continues there.
    """
    homeless = []
    for conclusion in conclusions:
        row = _claim(known, conclusion, same_path=True)
        if row is None:
            homeless.append(conclusion)
        else:
            yield conclusion, row
    for row in [row for row in known if row["id"] not in within]:
        known.remove(row)
    for conclusion in homeless:
        yield conclusion, _claim(known, conclusion, same_path=False)


def _claim(known: list[Any], conclusion: Conclusion, *, same_path: bool) -> Any | None:
    fitting = [
        row
        for row in known
        if row["fingerprint"] == conclusion.observation.fingerprint
        and (row["path"] == conclusion.path or not same_path)
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda row: bool(row["present"]))
    known.remove(best)
    return best
