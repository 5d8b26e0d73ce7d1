"""Readings of the machine over time, in SQLite."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.model_tables import headroom_samples
from tinyarms_daemon.domain.headroom.reading import HeadroomSample, Reading

_LONGEST_NIGHT = timedelta(days=3)


class SqlHeadroomLog:
    """The HeadroomLog port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, readings: Mapping[str, Reading], at: datetime) -> None:
        kept = {
            name: {"value": reading.value, "unit": reading.unit, "state": reading.state.value}
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

    def since(self, at: datetime) -> list[HeadroomSample]:
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
