"""Candidates of checked files begin to wait for a model, in a transaction that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from tinyarms_daemon.adapters.store.finish_job import count_candidates
from tinyarms_daemon.adapters.store.rows import observation_values
from tinyarms_daemon.adapters.store.statements import HOLDS_CANDIDATES, JUDGE
from tinyarms_daemon.adapters.store.tables import jobs, work_units
from tinyarms_daemon.domain.findings.finding import Baseline
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.rule_names import MODEL_REMARK
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.domain.work.job import URGENCY, Batch, JobKind, JobState
from tinyarms_daemon.ports.ledger import Deferral


@dataclass(frozen=True, slots=True)
class CandidatesOfReports:
    """The candidates of one batch; `baselines` is that of each file's new findings, by path."""

    connection: Connection
    batch: Batch
    deferral: Deferral | None
    at: datetime

    def replace(self, reports: Sequence[FileReport], baselines: Mapping[str, Baseline]) -> None:
        """Replace what waits for a model's judgement of these files. What waited before and is
        still there is no more urgent for a save that did not touch it."""
        urgencies = self._take_out([report.path for report in reports])
        rows = [
            self._row(report, observation, urgencies, baselines[report.path])
            for report in reports
            for observation in report.observations
            if self._is_to_be_asked(observation)
        ]
        if rows or urgencies:
            if rows:
                job_id = self._job()
                self.connection.execute(insert(work_units), [{"job_id": job_id} | r for r in rows])
            count_candidates(self.connection, self.batch.repository_id)

    def _take_out(self, paths: Sequence[str]) -> dict[tuple[str, str], int]:
        """Forget what waits of these files; return how urgent it was, by path and fingerprint."""
        removed = self.connection.execute(
            delete(work_units)
            .where(
                work_units.c.repository_id == self.batch.repository_id,
                work_units.c.kind == JUDGE,
                work_units.c.path.in_(paths),
            )
            .returning(work_units.c.path, work_units.c.payload, work_units.c.urgency)
        )
        return {(row.path, row.payload["fingerprint"]): row.urgency for row in removed}

    def _is_to_be_asked(self, observation: Observation) -> bool:
        is_candidate = observation.question is not None and not observation.suppressed
        is_save = self.batch.kind is JobKind.ON_SAVE
        return is_candidate and (is_save or observation.rule != MODEL_REMARK)

    def _row(
        self,
        report: FileReport,
        observation: Observation,
        urgencies: Mapping[tuple[str, str], int],
        baseline: Baseline,
    ) -> dict[str, Any]:
        key = report.path, observation.fingerprint
        return {
            "repository_id": self.batch.repository_id,
            "kind": JUDGE,
            "path": report.path,
            "rule": observation.rule,
            "content_hash": report.content_hash,
            "state": JobState.DEFERRED,
            "attempts": 0,
            "urgency": urgencies.get(key, URGENCY[self.batch.kind]),
            "payload": observation_values(observation)
            | {"question": observation.question, "scope": observation.scope, "baseline": baseline},
        }

    def _job(self) -> int:
        """The one job of this repository that holds its candidates."""
        known = self.connection.execute(
            select(jobs.c.id).where(
                jobs.c.repository_id == self.batch.repository_id, HOLDS_CANDIDATES
            )
        ).scalar()
        if known is not None:
            return int(known)
        new_job = insert(jobs).values(
            repository_id=self.batch.repository_id,
            kind=JobKind.JUDGEMENT,
            state=(JobState.DEFERRED if self.deferral else JobState.QUEUED),
            urgency=URGENCY[JobKind.JUDGEMENT],
            complete=False,
            concludes_all=False,
            requested_at=self.at,
            not_before=self.deferral.not_before if self.deferral else None,
            reason=self.deferral.reason if self.deferral else None,
            paths=[],
        )
        return int(self.connection.execute(new_job.returning(jobs.c.id)).scalar_one())
