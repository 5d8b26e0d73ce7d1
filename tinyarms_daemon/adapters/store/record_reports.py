"""Writing what checked files showed: files, findings, events and questions, in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, case, select, update
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as upsert

from tinyarms_daemon.adapters.store.baselines import Baselines
from tinyarms_daemon.adapters.store.candidates_of_reports import CandidatesOfReports
from tinyarms_daemon.adapters.store.edited_definitions import follow_definitions
from tinyarms_daemon.adapters.store.record_facts import FactRecorder
from tinyarms_daemon.adapters.store.rows import finding_of, is_dismissed, observation_values
from tinyarms_daemon.adapters.store.statements import change_job
from tinyarms_daemon.adapters.store.tables import files, findings, jobs
from tinyarms_daemon.adapters.store.write_findings import FindingWriter
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.finding import Baseline, Finding
from tinyarms_daemon.domain.findings.lifecycle import Change, FindingChange, reconcile
from tinyarms_daemon.domain.findings.rule import Observation, Origin
from tinyarms_daemon.domain.questions.evidence import QUOTED, remarked
from tinyarms_daemon.domain.records import fields_of
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome
from tinyarms_daemon.domain.work.job import Batch, JobKind
from tinyarms_daemon.ports.ledger import Deferral


class ReportRecorder:
    """One batch of reports, on the connection of an open transaction."""

    def __init__(
        self,
        connection: Connection,
        batch: Batch,
        profile_digest: str,
        deferral: Deferral | None,
        at: datetime,
    ) -> None:
        self._connection = connection
        self._batch = batch
        self._profile_digest = profile_digest
        self._at = at
        self._findings = FindingWriter(connection, batch.repository_id, batch.job_id, at)
        self._candidates = CandidatesOfReports(connection, batch, deferral, at)
        self._baselines = Baselines(connection, batch.repository_id, complete=batch.complete)
        self._of_path: dict[str, Baseline] = {}

    def record(self, reports: Sequence[FileReport], switched_off: Collection[str]) -> None:
        """Write the reports of files of this batch; rules that are switched off find nothing."""
        looked_into = [
            report
            for report in reports
            if report.outcome in (Outcome.CHECKED, Outcome.FOREIGN)
            or report.checked_rules
            or report.learned_rules
        ]
        self._baselines.look_up([report.path for report in reports])
        self._of_path = {
            report.path: self._baselines.of_report(report, self._profile_digest)
            for report in reports
        }
        self._write_files(reports)
        self._write_facts(reports, switched_off)
        changes = self._reconcile(looked_into, frozenset(switched_off))
        self._write_changes(changes)
        if not self._batch.deep:
            self._candidates.replace(looked_into, self._of_path)
        if self._batch.kind is JobKind.ON_SAVE:
            follow_definitions(self._findings, looked_into)
        self._findings.finish()
        self._count(reports)

    def _write_facts(self, reports: Sequence[FileReport], switched_off: Collection[str]) -> None:
        recorder = FactRecorder(self._connection, self._batch.repository_id, self._batch.job_id)
        for report in reports:
            if report.outcome is Outcome.CHECKED or report.learned_rules:
                recorder.learn(report, switched_off)
            elif report.outcome in (Outcome.GONE, Outcome.FOREIGN):
                recorder.forget([report.path])

    def _write_files(self, reports: Sequence[FileReport]) -> None:
        for report in reports:
            if report.outcome is Outcome.UNCHANGED:
                self._touch_file(report)
        rows = [
            self._file_values(report)
            for report in reports
            if report.outcome is not Outcome.UNCHANGED
        ]
        if rows:
            self._connection.execute(_file_writing(deep=self._batch.deep), rows)

    def _touch_file(self, report: FileReport) -> None:
        """The same content under a new time: what was learned of it stays. Of a file that has gone
        while it was looked at nothing has stayed: it is read anew where it is there again."""
        self._connection.execute(
            update(files)
            .where(
                files.c.repository_id == self._batch.repository_id,
                files.c.path == report.path,
                files.c.gone_at.is_(None),
            )
            .values(checked_at=self._at, **_stat_values(report))
        )

    def _file_values(self, report: FileReport) -> dict[str, Any]:
        gone = report.outcome is Outcome.GONE
        return {
            "repository_id": self._batch.repository_id,
            "path": report.path,
            "language": report.language,
            **_stat_values(report),
            "content_hash": report.content_hash,
            "code_lines": report.code_lines,
            _digest_of(deep=self._batch.deep): self._profile_digest,
            "checked_at": self._at,
            "skip_reason": report.reason,  # a file that was checked in part has one as well
            "gone_at": self._at if gone else None,
        }

    def _reconcile(
        self, reports: Sequence[FileReport], switched_off: frozenset[str]
    ) -> list[FindingChange]:
        known: defaultdict[str, list[Finding]] = defaultdict(list)
        statement = select(findings).where(
            findings.c.repository_id == self._batch.repository_id,
            findings.c.path.in_([report.path for report in reports]),
        )
        for row in self._connection.execute(statement).mappings():
            known[row["path"]].append(finding_of(row))
        return [
            change
            for report in reports
            for change in reconcile(
                report.path,
                known[report.path],
                _observed(report, known[report.path]),
                _rules_that_looked(report, known[report.path]),
                self._at,
                switched_off=switched_off,
                is_unchanged=report.outcome is Outcome.SKIPPED
                or self._baselines.is_seen_before(report, deep=self._batch.deep),
            )
        ]

    def _write_changes(self, changes: Sequence[FindingChange]) -> None:
        homeless = self._findings_of_gone_files(
            [
                change.observation.fingerprint
                for change in changes
                if change.change is Change.OPENED and change.observation is not None
            ]
        )
        for change in changes:
            if change.change in (Change.FIXED, Change.WITHDRAWN):
                is_fixed = change.change is Change.FIXED
                self._findings.close(change.known_id, change.path, is_fixed=is_fixed)
            elif change.observation is not None:
                self._write_seen(change, change.observation, homeless)

    def _write_seen(
        self, change: FindingChange, observation: Observation, homeless: dict[str, list[Any]]
    ) -> None:
        values = observation_values(observation) | self._findings.seen
        if change.change is Change.OPENED and homeless.get(observation.fingerprint):
            row = homeless[observation.fingerprint].pop()
            self._findings.update(row.id, values | {"path": change.path})
            if row.present or observation.suppressed or row.is_dismissed:
                self._findings.tell(
                    EventKind.FINDING_MOVED, row.id, change.path, {"from": row.path}
                )
            else:  # it counted as fixed already
                self._findings.opened += 1
                self._findings.tell(
                    EventKind.FINDING_REOPENED, row.id, change.path, {"from": row.path}
                )
        elif change.change is Change.OPENED:
            baseline = self._of_path[change.path]
            new_id = self._findings.open(change.path, baseline, values)
            self._findings.opened += not observation.suppressed
            if baseline is Baseline.NEW and not observation.suppressed:
                self._findings.tell(EventKind.FINDING_OPENED, new_id, change.path)
        else:
            self._findings.update(change.known_id, values)
            if change.change is Change.REOPENED and not observation.suppressed:
                self._findings.opened += 1
                self._findings.tell(EventKind.FINDING_REOPENED, change.known_id, change.path)

    def _findings_of_gone_files(self, fingerprints: Sequence[str]) -> dict[str, list[Any]]:
        """Findings whose file is no longer there, by fingerprint: a renamed file claims them."""
        if not fingerprints:
            return {}
        found: defaultdict[str, list[Any]] = defaultdict(list)
        statement = (
            select(
                findings.c.id,
                findings.c.path,
                findings.c.fingerprint,
                findings.c.present,
                is_dismissed(self._at).label("is_dismissed"),
            )
            .join(
                files,
                (files.c.repository_id == findings.c.repository_id)
                & (files.c.path == findings.c.path),
            )
            .where(
                findings.c.repository_id == self._batch.repository_id,
                findings.c.fingerprint.in_(fingerprints),
                files.c.gone_at.is_not(None),
            )
            .order_by(findings.c.present, findings.c.fixed_at)
        )
        for row in self._connection.execute(statement):
            found[row.fingerprint].append(row)
        return found

    def _count(self, reports: Sequence[FileReport]) -> None:
        skipped = sum(report.outcome is Outcome.SKIPPED for report in reports)
        change_job(
            self._connection,
            self._batch.job_id,
            units_done=jobs.c.units_done + len(reports) - skipped,
            units_skipped=jobs.c.units_skipped + skipped,
        )


def _digest_of(*, deep: bool) -> str:
    """The column that says which rules have seen a file."""
    return "deep_digest" if deep else "profile_digest"


@cache
def _file_writing(*, deep: bool) -> Insert:
    """Writes what was seen of a file. What the rules of the other kind know of it holds as long as
    its content does."""
    statement = upsert(files)
    seen = statement.excluded
    other = _digest_of(deep=not deep)
    is_same = files.c.content_hash == seen.content_hash
    kept = ("id", "repository_id", "path", other)
    return statement.on_conflict_do_update(
        index_elements=["repository_id", "path"],
        set_={column.name: column for column in seen if column.name not in kept}
        | {other: case((is_same, files.c[other]), else_=None)},
    )


def _observed(report: FileReport, known: Sequence[Finding]) -> dict[str, Observation]:
    """What is certain, and candidates that a model has called violations before: they stay what
    they are until it is asked again."""
    judged = {
        finding.observation.fingerprint: finding
        for finding in known
        if finding.present and finding.observation.origin is Origin.MODEL
    }
    observed = {}
    for observation in report.observations:
        before = judged.get(observation.fingerprint)
        if observation.question is None:
            observed[observation.fingerprint] = observation
        elif before is not None and (again := _seen_again(observation, before)) is not None:
            observed[observation.fingerprint] = again
    return observed


def _seen_again(observation: Observation, before: Finding) -> Observation | None:
    """A candidate as what the model made of it; None where that cannot be found in it any more."""
    known = before.observation
    told: Observation | None = replace(observation, measures=known.measures)
    if QUOTED in known.measures:
        told = remarked(observation, str(known.measures[QUOTED]), str(known.measures["reason"]))
    return told and replace(
        told, question=None, origin=Origin.MODEL, model=before.model, confidence=known.confidence
    )


def _rules_that_looked(report: FileReport, known: Sequence[Finding]) -> frozenset[str]:
    """No rule can see anything in a file that is in no known language any more."""
    if report.outcome is Outcome.FOREIGN:
        return frozenset(finding.observation.rule for finding in known)
    return report.checked_rules


def _stat_values(report: FileReport) -> dict[str, int | None]:
    names = ("size_bytes", "mtime_ns", "ctime_ns")
    return dict.fromkeys(names) if report.stat is None else fields_of(report.stat)
