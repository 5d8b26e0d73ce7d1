"""What was read of the machine, and what the gate decides and learns, in SQLite."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Table, bindparam, func, insert, select

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.model_tables import (
    admission_decisions,
    headroom_samples,
    model_footprints,
    model_speeds,
)
from tinyarms_daemon.adapters.store.statements import put
from tinyarms_daemon.adapters.store.tables import flags
from tinyarms_daemon.domain.headroom.admission import (
    AdmissionDecision,
    Admitted,
    Deferred,
    Shortfall,
    UseResident,
)
from tinyarms_daemon.domain.headroom.pace import Pace
from tinyarms_daemon.domain.headroom.reading import HeadroomSample, Reading, ReadingState
from tinyarms_daemon.domain.headroom.trend import SpeedRun
from tinyarms_daemon.domain.records import fields_of, made_of
from tinyarms_daemon.ports.headroom_book import DecisionRecord, FootprintRecord

_PACE_FLAG = "headroom_pace"
_LONGEST_NIGHT = timedelta(days=3)


def _newest_of(table: Table) -> Any:
    """Made once: whoever asks a model asks for them each time."""
    return (
        select(table)
        .where(
            table.c.tag == bindparam("tag"), table.c.context_tokens == bindparam("context_tokens")
        )
        .order_by(table.c.id.desc())
        .limit(bindparam("most"))
    )


_NEWEST_FOOTPRINTS = _newest_of(model_footprints)
_NEWEST_SPEEDS = _newest_of(model_speeds)


class SqlHeadroomBook:
    """The HeadroomBook and HeadroomLog ports on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_decision(self, record: DecisionRecord) -> None:
        row = fields_of(record) | {
            "decision": _decision_values(record.decision),
            "readings": {
                name: fields_of(reading) | {"taken_at": reading.taken_at.isoformat()}
                for name, reading in record.readings.items()
            },
        }
        with self._database.write() as connection:
            connection.execute(insert(admission_decisions), row)

    def decisions(self, job_id: int, most: int) -> list[DecisionRecord]:
        table = admission_decisions
        query = (
            select(table).where(table.c.job_id == job_id).order_by(table.c.id.desc()).limit(most)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
        return [_record_of(row) for row in reversed(rows)]

    def keep_footprint(self, record: FootprintRecord) -> None:
        with self._database.write() as connection:
            connection.execute(insert(model_footprints), asdict(record))

    def footprints(self, tag: str, context_tokens: int, most: int) -> list[FootprintRecord]:
        return [
            made_of(FootprintRecord, row)
            for row in self._newest(_NEWEST_FOOTPRINTS, tag, context_tokens, most)
        ]

    def keep_speed(self, tag: str, context_tokens: int, run: SpeedRun) -> None:
        row = asdict(run) | {"tag": tag, "context_tokens": context_tokens}
        with self._database.write() as connection:
            connection.execute(insert(model_speeds), row)

    def speeds(self, tag: str, context_tokens: int, most: int) -> list[SpeedRun]:
        return [
            made_of(SpeedRun, row)
            for row in self._newest(_NEWEST_SPEEDS, tag, context_tokens, most)
        ]

    def pace(self) -> Pace | None:
        said = self._database.scalar(select(flags.c.value).where(flags.c.name == _PACE_FLAG))
        return None if said is None else Pace(**json.loads(said))

    def keep_pace(self, pace: Pace) -> None:
        with self._database.write() as connection:
            put(connection, flags, {"name": _PACE_FLAG}, {"value": json.dumps(asdict(pace))})

    def keep_readings(self, readings: Mapping[str, Reading], at: datetime) -> None:
        kept = {
            name: {"value": reading.value, "unit": reading.unit, "state": reading.state}
            for name, reading in readings.items()
        }
        with self._database.write() as connection:
            connection.execute(insert(headroom_samples).values(at=at, readings=kept))

    def last_gap(self, since: datetime, gap: timedelta) -> tuple[datetime, datetime] | None:
        at = headroom_samples.c.at
        before = func.lag(at, type_=at.type).over(order_by=at).label("before")
        query = select(before, at).where(at >= since - _LONGEST_NIGHT).order_by(at)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        gaps = [
            (begun, ended)
            for begun, ended in rows
            if begun is not None and ended - begun > gap and ended >= since - gap
        ]
        return gaps[-1] if gaps else None

    def samples(self, at: datetime) -> list[HeadroomSample]:
        wanted = (
            select(headroom_samples.c.at, headroom_samples.c.readings)
            .where(headroom_samples.c.at >= at)
            .order_by(headroom_samples.c.at)
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [
            HeadroomSample(row.at, {name: said["value"] for name, said in row.readings.items()})
            for row in rows
        ]

    def _newest(self, query: Any, tag: str, context_tokens: int, most: int) -> list[RowMapping]:
        said = {"tag": tag, "context_tokens": context_tokens, "most": most}
        with self._database.read() as connection:
            return list(reversed(connection.execute(query, said).mappings().all()))


def _decision_values(decision: AdmissionDecision) -> dict[str, Any]:
    if isinstance(decision, Admitted):
        return {"kind": "admitted"}
    if isinstance(decision, UseResident):
        return {"kind": "use_resident", "tag": decision.tag}
    return {
        "kind": "deferred",
        "retry_at": decision.retry_at.isoformat(),
        "shortfalls": [fields_of(shortfall) for shortfall in decision.shortfalls],
    }


def _decision_of(values: Mapping[str, Any]) -> AdmissionDecision:
    if values["kind"] == "admitted":
        return Admitted()
    if values["kind"] == "use_resident":
        return UseResident(values["tag"])
    return Deferred(
        shortfalls=tuple(Shortfall(**each) for each in values["shortfalls"]),
        retry_at=datetime.fromisoformat(values["retry_at"]),
    )


def _record_of(row: RowMapping) -> DecisionRecord:
    readings = {
        name: made_of(
            Reading,
            said,
            taken_at=datetime.fromisoformat(said["taken_at"]),
            state=ReadingState(said["state"]),
        )
        for name, said in row["readings"].items()
    }
    return made_of(DecisionRecord, row, decision=_decision_of(row["decision"]), readings=readings)
