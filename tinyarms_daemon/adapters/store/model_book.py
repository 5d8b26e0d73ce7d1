"""Calls, verdicts, canaries and trust, in SQLite."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.kept_conclusions import forget_conclusions
from tinyarms_daemon.adapters.store.model_tables import canaries, model_calls, verdicts
from tinyarms_daemon.adapters.store.statements import tell
from tinyarms_daemon.adapters.store.tables import deep_answers, files, findings, jobs
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.rule import Origin, Skill
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES
from tinyarms_daemon.domain.models.call import (
    AskedOf,
    CallFigures,
    CallKind,
    CallTally,
    CanaryAnswer,
    CanaryScore,
    ModelCall,
)
from tinyarms_daemon.domain.questions.question import Answer, Verdict
from tinyarms_daemon.domain.questions.trust import Trust
from tinyarms_daemon.ports.model_book import Receipt

_P95 = 94  # the 95th of 99 cuts
_WELL = ("answered", "loaded")
_MILLISECONDS = 1000

# Made once, since each question asks them.
_SAID = select(verdicts.c.said).where(
    verdicts.c.key == bindparam("key"), verdicts.c.model_digest == bindparam("digest")
)
_OF_CANARIES = and_(
    canaries.c.model == bindparam("model"),
    canaries.c.model_digest == bindparam("digest"),
    canaries.c.role == bindparam("role"),
)
_NEW_VERDICTS = upsert(verdicts)
_REMEMBERED = _NEW_VERDICTS.on_conflict_do_update(
    index_elements=["key", "model_digest"],
    set_={name: _NEW_VERDICTS.excluded[name] for name in ("at", "model", "said")},
)


class SqlModelBook:
    """The ModelBook port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record_call(self, call: ModelCall) -> None:
        with self._database.write() as connection:
            connection.execute(insert(model_calls), asdict(call))

    def remembered(self, key: str, model_digest: str) -> Sequence[Verdict] | None:
        with self._database.read() as connection:
            row = connection.execute(_SAID, {"key": key, "digest": model_digest}).first()
        return None if row is None else [_verdict_of(said) for said in row.said]

    def remember(
        self, key: str, model: str, model_digest: str, said: Sequence[Verdict], at: datetime
    ) -> None:
        values = {
            "key": key,
            "model_digest": model_digest,
            "at": at,
            "model": model,
            "said": [asdict(each) for each in said],
        }
        with self._database.write() as connection:
            connection.execute(_REMEMBERED, values)

    def last_digest(self, tag: str) -> str | None:
        statement = (
            select(verdicts.c.model_digest)
            .where(verdicts.c.model == tag)
            .order_by(verdicts.c.at.desc())
            .limit(1)
        )
        return self._database.scalar(statement)

    def record_canary(self, canary: CanaryAnswer) -> None:
        values = {
            "at": canary.at,
            "model": canary.asked.model,
            "model_digest": canary.asked.digest,
            "role": canary.asked.role,
            "is_planted": canary.is_planted,
            "was_called": canary.was_called,
        }
        with self._database.write() as connection:
            connection.execute(insert(canaries), values)

    def canary_score(self, model: str, latest: int) -> CanaryScore:
        return self._score(canaries.c.model == model, {}, latest)

    def round_score(self, asked: AskedOf, latest: int) -> CanaryScore:
        return self._score(_OF_CANARIES, asdict(asked), latest)

    def last_canary_at(self, asked: AskedOf) -> datetime | None:
        statement = (
            select(canaries.c.at).where(_OF_CANARIES).order_by(canaries.c.id.desc()).limit(1)
        )
        return self._database.scalar(statement, asdict(asked))

    def first_asked_at(self, asked: AskedOf) -> datetime | None:
        statement = (
            select(model_calls.c.at)
            .where(model_calls.c.model_digest == asked.digest, model_calls.c.role == asked.role)
            .order_by(model_calls.c.id)
            .limit(1)
        )
        return self._database.scalar(statement)

    def withdraw(self, asked: AskedOf, since: datetime | None, at: datetime) -> int:
        with self._database.write() as connection:
            is_newer = [] if since is None else [verdicts.c.at > since]
            connection.execute(
                delete(verdicts).where(verdicts.c.model_digest == asked.digest, *is_newer)
            )
            taken = _take_back_findings(connection, asked, since)
            if asked.role == Skill.DEEP:
                _forget_deep_answers(connection, asked.digest, since)
            for repository_id in {row.repository_id for row in taken}:
                forget_conclusions(connection, repository_id)
            for row in taken:
                tell(
                    connection,
                    EventKind.FINDING_WITHDRAWN,
                    at,
                    repository_id=row.repository_id,
                    finding_id=row.id,
                    path=row.path,
                    detail={"because": "its model failed a control question"},
                )
        return len(taken)

    def _score(
        self, condition: ColumnElement[bool], values: dict[str, str], latest: int
    ) -> CanaryScore:
        statement = (
            select(canaries.c.is_planted, canaries.c.was_called)
            .where(condition)
            .order_by(canaries.c.id.desc())
            .limit(latest)
        )
        with self._database.read() as connection:
            rows = connection.execute(statement, values).all()
        planted = [row.was_called for row in rows if row.is_planted]
        clean = [row.was_called for row in rows if not row.is_planted]
        return CanaryScore(
            planted=len(planted), caught=sum(planted), clean=len(clean), flagged=sum(clean)
        )

    def trust(self, model: str) -> Mapping[str, Trust]:
        """What went with its file was neither mended nor set aside."""
        dismissed = or_(findings.c.dismissed_at.is_not(None), findings.c.suppressed.is_(True))
        accepted = and_(not_(dismissed), findings.c.fixed_at.is_not(None), not_(_file_is_gone()))
        statement = (
            select(findings.c.rule, func.sum(_as_number(accepted)), func.sum(_as_number(dismissed)))
            .where(findings.c.origin == Origin.MODEL, findings.c.model == model)
            .group_by(findings.c.rule)
        )
        with self._database.read() as connection:
            rows = connection.execute(statement).all()
        return {rule: Trust(accepted=right, dismissed=wrong) for rule, right, wrong in rows}

    def figures(self, model: str, latest: int) -> CallFigures:
        statement = (
            select(model_calls)
            .where(model_calls.c.model == model)
            .order_by(model_calls.c.id.desc())
            .limit(latest)
        )
        with self._database.read() as connection:
            rows = connection.execute(statement).mappings().all()
        loads = [row for row in rows if row["kind"] == CallKind.LOAD]
        asked = [row for row in rows if row["kind"] != CallKind.LOAD]
        well = [row for row in asked if row["outcome"] in _WELL]
        return CallFigures(
            calls=len(asked),
            failed=len(asked) - len(well),
            total_ms_median=_median(well, "total_ms"),
            total_ms_p95=_p95(well, "total_ms"),
            load_ms_median=_median(loads, "total_ms"),
            prompt_tokens_median=_median(well, "prompt_tokens"),
            reply_tokens_median=_median(well, "reply_tokens"),
            tokens_per_second_median=_median(well, "tokens_per_second"),
            dropped=sum(row["dropped"] or 0 for row in asked),
        )

    def tallies(self, job_id: int) -> Sequence[CallTally]:
        calls = model_calls.c
        how = (calls.model, calls.kind, calls.outcome)
        statement = (
            select(
                *how,
                func.count().label("calls"),
                func.coalesce(func.sum(calls.dropped), 0).label("dropped"),
                func.max(calls.at).label("last_at"),
            )
            .where(calls.job_id == job_id)
            .group_by(*how)
            .order_by(calls.model, func.min(calls.id))
        )
        with self._database.read() as connection:
            return [CallTally(**row) for row in connection.execute(statement).mappings()]

    def receipt(self, since: datetime) -> Receipt:
        calls = model_calls.c
        spent = select(
            func.count().label("calls"),
            func.coalesce(func.sum(calls.total_ms), 0).label("milliseconds"),
            func.coalesce(func.sum(calls.prompt_tokens), 0).label("prompt"),
            func.coalesce(func.sum(calls.reply_tokens), 0).label("reply"),
        ).where(calls.at >= since)
        by_model = findings.c.origin == Origin.MODEL
        with self._database.read() as connection:
            cost = connection.execute(spent).one()
            told, accepted, dismissed = (
                connection.execute(select(func.count()).where(by_model, at >= since)).scalar_one()
                for at in (findings.c.first_seen_at, findings.c.fixed_at, findings.c.dismissed_at)
            )
        return Receipt(
            calls=cost.calls,
            model_seconds=cost.milliseconds / _MILLISECONDS,
            prompt_tokens=cost.prompt,
            reply_tokens=cost.reply,
            findings=told,
            accepted=accepted,
            dismissed=dismissed,
        )

    def prune(self, at: datetime, keep: timedelta) -> None:
        """Verdicts on code long gone as well."""
        with self._database.write() as connection:
            for table in (model_calls, canaries, verdicts):
                connection.execute(delete(table).where(table.c.at < at - keep))


def _take_back_findings(
    connection: Connection, asked: AskedOf, since: datetime | None
) -> Sequence[Row[Any]]:
    is_deep = findings.c.rule.in_(DEEP_RULES)
    opened = [] if since is None else [findings.c.first_seen_at > since]
    return connection.execute(
        update(findings)
        .where(
            findings.c.origin == Origin.MODEL,
            findings.c.model == asked.model,
            findings.c.present.is_(True),
            findings.c.dismissed_at.is_(None),
            is_deep if asked.role == Skill.DEEP else not_(is_deep),
            *opened,
        )
        .values(present=False, fixed_at=None)
        .returning(findings.c.id, findings.c.path, findings.c.repository_id)
    ).all()


def _forget_deep_answers(connection: Connection, digest: str, since: datetime | None) -> None:
    """What is forgotten is asked again; a second opinion of since then is no longer one."""
    is_newer = [] if since is None else [deep_answers.c.answered_at > since]
    is_its_own = deep_answers.c.model_digest == digest
    connection.execute(delete(deep_answers).where(is_its_own, *is_newer))
    later = select(jobs.c.id)
    if since is not None:
        later = later.where(or_(jobs.c.finished_at.is_(None), jobs.c.finished_at > since))
    connection.execute(
        update(deep_answers)
        .where(is_its_own, deep_answers.c.second_job_id.in_(later))
        .values(agreed=None, second_job_id=None)
    )


def _file_is_gone() -> ColumnElement[bool]:
    return exists().where(
        files.c.repository_id == findings.c.repository_id,
        files.c.path == findings.c.path,
        files.c.gone_at.is_not(None),
    )


def _as_number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _known(rows: Sequence[Any], name: str) -> list[float]:
    return sorted(row[name] for row in rows if row[name] is not None)


def _median(rows: Sequence[Any], name: str) -> float | None:
    from statistics import median  # few commands tell of figures

    values = _known(rows, name)
    return median(values) if values else None


def _p95(rows: Sequence[Any], name: str) -> float | None:
    from statistics import quantiles

    values = _known(rows, name)
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=100, method="inclusive")[_P95]


def _verdict_of(said: dict[str, Any]) -> Verdict:
    return Verdict(**(said | {"answer": Answer(said["answer"])}))
