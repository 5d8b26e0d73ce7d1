"""Writing what rules concluded from several files: findings matched by fingerprint and topic."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from tinyarms_daemon.adapters.sqlite_files import portions
from tinyarms_daemon.adapters.store.baselines import Baselines, is_untouched
from tinyarms_daemon.adapters.store.rows import PLACES, is_more, observation_values
from tinyarms_daemon.adapters.store.tables import (
    files,
    finding_topics,
    finding_waits,
    findings,
    jobs,
)
from tinyarms_daemon.adapters.store.write_findings import FindingWriter
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.finding import Baseline
from tinyarms_daemon.domain.findings.project import Conclusion, RuleConclusions
from tinyarms_daemon.domain.findings.rule import Observation


class _KnownFindings:
    """Rows of findings, each of which one conclusion may continue.

    `within` holds the ids of those that rest on the topics looked at.
    """

    def __init__(self, rows: Iterable[Any], within: Collection[int]) -> None:
        self._rows = {row["id"]: row for row in rows}
        self._within = within
        self._ids: dict[str, list[int]] = {}
        for row in self._rows.values():
            self._ids.setdefault(row["fingerprint"], []).append(row["id"])

    def matched(self, conclusions: Sequence[Conclusion]) -> Iterator[tuple[Conclusion, Any | None]]:
        """Each conclusion with the finding it continues, which no other continues then.

        The finding of the same path comes first for all of them; only then may one continue a
        finding of another path, which its file has left: one of `within` that nothing continues
        there; and last one that has another name by now.
        """
        left = list(conclusions)
        for find in (self._at_its_path, self._elsewhere, self._of_another_name):
            unmatched = []
            for conclusion in left:
                row = find(conclusion)
                if row is None:
                    unmatched.append(conclusion)
                else:
                    yield conclusion, row
            left = unmatched
        yield from ((conclusion, None) for conclusion in left)

    def gone(self) -> list[Any]:
        """What was there, and nothing continues."""
        return [row for row in self._rows.values() if row["present"] and row["id"] in self._within]

    def _at_its_path(self, conclusion: Conclusion) -> Any | None:
        named = self._named(conclusion.observation.fingerprint)
        fitting = [row for row in named if row["path"] == conclusion.path]
        return self._claimed(max(fitting, key=_is_present, default=None))

    def _elsewhere(self, conclusion: Conclusion) -> Any | None:
        named = self._named(conclusion.observation.fingerprint)
        fitting = [row for row in named if row["id"] in self._within]
        return self._claimed(max(fitting, key=_is_present, default=None))

    def _of_another_name(self, conclusion: Conclusion) -> Any | None:
        fitting = [
            row
            for name in sorted(conclusion.aliases)
            for row in self._named(name)
            if row["present"] and row["id"] in self._within
        ]
        return self._claimed(
            max(fitting, key=lambda row: bool(row["path"] == conclusion.path), default=None)
        )

    def _named(self, fingerprint: str) -> Iterator[Any]:
        ids = self._ids.get(fingerprint, ())
        return (self._rows[each] for each in ids if each in self._rows)

    def _claimed(self, row: Any | None) -> Any | None:
        if row is not None:
            del self._rows[row["id"]]
        return row


def _is_present(row: Any) -> bool:
    return bool(row["present"])


class ConclusionRecorder:
    """The conclusions for one job, on the connection of an open transaction.

    A finding of several files keeps its identity when its first place moves to another file: it
    is known by its fingerprint among the findings that rest on the topics looked at.
    """

    def __init__(self, writer: FindingWriter) -> None:
        self._findings = writer
        self._connection = connection = writer.connection
        self._repository_id = writer.repository_id
        self._continued: list[int] = []
        self._topics: list[dict[str, Any]] = []
        self._waits: list[dict[str, Any]] = []
        complete = connection.execute(
            select(jobs.c.complete).where(jobs.c.id == writer.job_id)
        ).scalar()
        self._baselines = Baselines(connection, writer.repository_id, complete=bool(complete))

    def record(self, concluded: Iterable[RuleConclusions]) -> None:
        """Open, update and close findings, and count them for the job."""
        for each in concluded:
            known = self._known(each)
            for conclusion, row in known.matched(each.conclusions):
                self._see(conclusion, row)
            for row in known.gone():
                self._close(row, is_of_all=each.topics is None)
        self._write_rows()

    def _known(self, concluded: RuleConclusions) -> _KnownFindings:
        """Findings that rest on the topics looked at or have one of the fingerprints concluded
        (which may have rested on other topics before)."""
        query = select(
            findings.c.id,
            findings.c.path,
            findings.c.fingerprint,
            findings.c.present,
            findings.c.related,
            findings.c.last_seen_at,
            findings.c.measures,
            findings.c.unconfirmed,
            findings.c.baseline_places,
            findings.c.dismissed_at,
            findings.c.dismissal_expires_at,
            findings.c.dismissed_places,
        ).where(findings.c.repository_id == self._repository_id, findings.c.rule == concluded.rule)
        if concluded.topics is None:
            every = list(self._connection.execute(query).mappings())
            return _KnownFindings(every, {row["id"] for row in every})
        rows: dict[int, Any] = {}
        for some in portions(sorted(concluded.topics)):
            resting = select(finding_topics.c.finding_id).where(finding_topics.c.topic.in_(some))
            for row in self._connection.execute(query.where(findings.c.id.in_(resting))).mappings():
                rows[row["id"]] = row
        within = set(rows)
        names = sorted({each.observation.fingerprint for each in concluded.conclusions})
        for some in portions(names):
            same = query.where(findings.c.fingerprint.in_(some))
            for row in self._connection.execute(same).mappings():
                rows.setdefault(row["id"], row)
        return _KnownFindings(rows.values(), within)

    def _see(self, conclusion: Conclusion, known: Any | None) -> None:
        observation = conclusion.observation
        values = observation_values(observation) | self._findings.seen | {"path": conclusion.path}
        if known is None:
            finding_id = self._open(conclusion, values)
        else:
            finding_id = known["id"]
            self._continued.append(finding_id)
            places = observation.measures.get(PLACES)
            if known["baseline_places"] is not None:
                # One more place of what was there, or was accepted, is neither.
                is_new = is_more(places, known["baseline_places"])
                values["baseline"] = Baseline.NEW if is_new else Baseline.UNCHANGED
            self._findings.update(finding_id, values)
            is_agreed = known["unconfirmed"] and observation.confirmed
            is_back = not known["present"] or is_more(places, known["measures"].get(PLACES))
            if is_agreed and not self._is_dismissed(known, places):
                self._tell_open(EventKind.FINDING_OPENED, finding_id, conclusion)
            elif is_back and not self._is_dismissed(known, places):
                self._tell_open(EventKind.FINDING_REOPENED, finding_id, conclusion)
        self._topics += [
            {"finding_id": finding_id, "topic": topic} for topic in sorted(conclusion.topics)
        ]
        self._waits += [
            {"finding_id": finding_id, "path": path, "key": key}
            for path, key in dict.fromkeys(conclusion.waits_at)
        ]

    def _open(self, conclusion: Conclusion, values: dict[str, Any]) -> int:
        baseline = self._baselines.of_files(
            [conclusion.path, *_other_paths(conclusion.observation)], conclusion.observation.rule
        )
        if baseline is Baseline.UNCHANGED:
            values["baseline_places"] = conclusion.observation.measures.get(PLACES)
        finding_id = self._findings.open(conclusion.path, baseline, values)
        if baseline is Baseline.NEW:
            self._tell_open(EventKind.FINDING_OPENED, finding_id, conclusion)
        elif not conclusion.observation.suppressed:
            self._findings.opened += 1
        return finding_id

    def _is_dismissed(self, known: Any, places: object) -> bool:
        """Whether the person's word on a finding holds for so many places."""
        expires_at = known["dismissal_expires_at"]
        return (
            known["dismissed_at"] is not None
            and (expires_at is None or expires_at > self._findings.at)
            and not is_more(places, known["dismissed_places"])
        )

    def _tell_open(self, kind: EventKind, finding_id: int, conclusion: Conclusion) -> None:
        observation = conclusion.observation
        if not observation.suppressed and observation.confirmed:
            self._findings.opened += 1
            self._findings.tell(kind, finding_id, conclusion.path)

    def _close(self, row: Any, *, is_of_all: bool) -> None:
        is_fixed = not self._is_withdrawn(row, is_of_all=is_of_all)
        self._findings.close(row["id"], row["path"], is_fixed=is_fixed)

    def _is_withdrawn(self, row: Any, *, is_of_all: bool) -> bool:
        """Whether nobody mended it: it was a model's word alone, which nobody was told; one of its
        files is left out or skipped now; or all was looked at anew, as when options have changed,
        and nobody has written any of its files since."""
        if row["unconfirmed"]:
            return True
        paths = {row["path"], *(place["path"] for place in row["related"] if place["path"])}
        known = self._connection.execute(
            select(files.c.gone_at, files.c.skip_reason, files.c.ctime_ns).where(
                files.c.repository_id == self._repository_id, files.c.path.in_(paths)
            )
        ).all()
        if any(each.skip_reason is not None for each in known):
            return True
        return is_of_all and all(
            each.gone_at is None and is_untouched(each.ctime_ns, row["last_seen_at"])
            for each in known
        )

    def _write_rows(self) -> None:
        """What findings rest on and wait at, and what is told of them, all at once."""
        for some in portions(self._continued):
            for table in (finding_topics, finding_waits):
                self._connection.execute(delete(table).where(table.c.finding_id.in_(some)))
        for table, rows in ((finding_topics, self._topics), (finding_waits, self._waits)):
            if rows:
                self._connection.execute(insert(table), rows)
        self._findings.finish()


def _other_paths(observation: Observation) -> Iterator[str]:
    return (place.path for place in observation.related if place.path is not None)
