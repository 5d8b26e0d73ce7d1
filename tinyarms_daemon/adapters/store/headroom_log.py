"""Readings of the machine over time, in SQLite."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.tables import headroom_samples
from tinyarms_daemon.domain.headroom import HeadroomSample, Reading


class SqlHeadroomLog:
    """The HeadroomLog port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, readings: Mapping[str, Reading], at: datetime) -> None:
        """Keep what was read at a moment."""
        kept = {
            name: {"value": reading.value, "unit": reading.unit, "state": reading.state.value}
            for name, reading in readings.items()
        }
        with self._database.write() as connection:
            connection.execute(insert(headroom_samples).values(at=at, readings=kept))

    def since(self, at: datetime) -> list[HeadroomSample]:
        """What was kept from a moment on, oldest first."""
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
