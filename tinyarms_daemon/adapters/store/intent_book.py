"""What was said of definitions in advance, in SQLite."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import and_, func, select

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.statements import put
from tinyarms_daemon.adapters.store.tables import facts, files, intents
from tinyarms_daemon.domain.findings.project import AskedPlace, FactData
from tinyarms_daemon.domain.findings.rule_names import DEFINITION_FACTS
from tinyarms_daemon.domain.questions.intent import IntentKind
from tinyarms_daemon.ports.intent_book import Described, IntentTask

_RULE, _KIND = DEFINITION_FACTS
_KEY_AT = 4  # of a unit in a fact
_NOTHING = "null"  # what is kept of a definition of which nothing usable was said


class SqlIntentBook:
    """The IntentBook port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: tuple[object, Described] | None = None

    def learned_at(self) -> datetime | None:
        return self._database.scalar(select(func.max(files.c.checked_at)))

    def lacking(self, kind: IntentKind, maker: str) -> Sequence[IntentTask]:
        """In the order of their files."""
        known = select(intents.c.key).where(intents.c.kind == kind, intents.c.maker == maker)
        learned = (
            select(facts.c.repository_id, facts.c.path, facts.c.data)
            .where(facts.c.rule == _RULE, facts.c.kind == _KIND)
            .order_by(facts.c.repository_id, facts.c.path)
        )
        with self._database.read() as connection:
            seen = set(connection.execute(known).scalars())
            tasks = []
            for repository_id, path, units in connection.execute(learned):
                for place in _places(path, json.loads(units)):
                    if place.key not in seen:
                        seen.add(place.key)
                        tasks.append(IntentTask(repository_id, place))
        return tasks

    def described(self) -> Described:
        """Counted anew where a file was checked or went, or something was said since: to read all
        facts takes a tenth of a second for 2,000 files, and whoever looks on asks every other one.
        """
        checked = select(func.max(files.c.checked_at), func.max(files.c.gone_at))
        said = select(func.count(), func.max(intents.c.made_at))
        with self._database.read() as connection:
            state = [tuple(connection.execute(each).one()) for each in (checked, said)]
        if self._counted is None or self._counted[0] != state:
            self._counted = state, self._described()
        return self._counted[1]

    def _described(self) -> Described:
        unit = func.json_each(facts.c.data, "$.units").table_valued("value", joins_implicitly=True)
        key = func.json_extract(unit.c.value, f"$[{_KEY_AT}]")
        of_definitions = (facts.c.rule == _RULE, facts.c.kind == _KIND)
        definitions = select(key.label("key")).select_from(facts, unit).where(*of_definitions)
        known = definitions.distinct().subquery()
        is_usable = and_(intents.c.key == known.c.key, intents.c.data != _NOTHING)
        number = func.count(known.c.key.distinct())
        counted = select(
            number.label("definitions"),
            number.filter(intents.c.kind == IntentKind.CARD).label("cards"),
            number.filter(intents.c.kind == IntentKind.VECTOR).label("vectors"),
        ).select_from(known.outerjoin(intents, is_usable))
        with self._database.read() as connection:
            return Described(**connection.execute(counted).mappings().one())

    def record(self, kind: IntentKind, maker: str, key: str, data: FactData, at: datetime) -> None:
        """What another maker said of it is forgotten."""
        values = {"maker": maker, "data": json.dumps(data), "made_at": at}
        with self._database.write() as connection:
            put(connection, intents, {"kind": kind, "key": key}, values)


def _places(path: str, fact: object) -> Iterator[AskedPlace]:
    """Where the definitions of a file stand."""
    match fact:
        case {"units": list(units)}:
            for unit in units:
                match unit:
                    case [_, int(first), int(last), _, str(key), *_]:
                        yield AskedPlace(path, first, last, key)
