"""The receipt of models, from the log of calls and the findings."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.model_tables import model_calls
from tinyarms_daemon.adapters.store.tables import findings
from tinyarms_daemon.domain.findings.rule import Origin
from tinyarms_daemon.ports.model_receipt import Receipt

_MILLISECONDS = 1000


class SqlModelReceipt:
    """The ModelReceipt port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, at: datetime) -> Receipt:
        calls = model_calls.c
        spent = select(
            func.count().label("calls"),
            func.coalesce(func.sum(calls.total_ms), 0).label("milliseconds"),
            func.coalesce(func.sum(calls.prompt_tokens), 0).label("prompt"),
            func.coalesce(func.sum(calls.reply_tokens), 0).label("reply"),
        ).where(calls.at >= at)
        by_model = findings.c.origin == Origin.MODEL
        with self._database.read() as connection:
            row = connection.execute(spent).mappings().one()

            def count(moment: ColumnElement[datetime]) -> int:
                query = select(func.count()).where(by_model, moment >= at)
                return int(connection.execute(query).scalar_one())

            return Receipt(
                calls=row["calls"],
                model_seconds=row["milliseconds"] / _MILLISECONDS,
                prompt_tokens=row["prompt"],
                reply_tokens=row["reply"],
                findings=count(findings.c.first_seen_at),
                accepted=count(findings.c.fixed_at),
                dismissed=count(findings.c.dismissed_at),
            )
