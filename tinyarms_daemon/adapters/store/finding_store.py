"""What was found, in SQLite."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    func,
    literal,
    not_,
    or_,
    select,
    update,
)

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.rows import event_of, finding_of, is_dismissed, places_now
from tinyarms_daemon.adapters.store.statements import put, tell, with_repository
from tinyarms_daemon.adapters.store.tables import (
    FilePath,
    events,
    files,
    findings,
    flags,
    repositories,
)
from tinyarms_daemon.domain.findings.event import Event, EventKind
from tinyarms_daemon.domain.findings.finding import (
    Baseline,
    Dismissal,
    Finding,
    FindingQuery,
    FindingStatus,
)
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.findings.rule_names import OF_ALL_PLACES
from tinyarms_daemon.ports.finding_store import OpenCounts

_weight = case({severity: severity.weight for severity in Severity}, value=findings.c.severity)


_EVENTS = with_repository(events)


class SqlFindingStore:
    """The FindingStore port on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, query: FindingQuery, at: datetime) -> list[Finding]:
        statement = (
            with_repository(findings)
            .where(*_conditions(query, at))
            .order_by(
                _weight.desc(),
                repositories.c.name,
                findings.c.path,
                findings.c.start_line,
                findings.c.start_column,
                findings.c.id,
            )
        )
        with self._database.read() as connection:
            rows = connection.execute(statement).mappings()
            return [finding_of(row, row["repository_name"]) for row in rows]

    def finding(self, finding_id: int) -> Finding | None:
        statement = with_repository(findings).where(findings.c.id == finding_id)
        with self._database.read() as connection:
            row = connection.execute(statement).mappings().first()
        return None if row is None else finding_of(row, row["repository_name"])

    def dismiss(self, finding_id: int, dismissal: Dismissal | None, at: datetime) -> bool:
        values: dict[str, Any] = {
            "dismissed_at": None if dismissal is None else dismissal.at,
            "dismissal_reason": None if dismissal is None else dismissal.reason,
            "dismissal_expires_at": None if dismissal is None else dismissal.expires_at,
            "dismissed_places": None if dismissal is None else places_now,
        }
        kind = EventKind.FINDING_REOPENED if dismissal is None else EventKind.FINDING_DISMISSED
        with self._database.write() as connection:
            row = connection.execute(
                update(findings)
                .where(findings.c.id == finding_id)
                .values(values)
                .returning(findings.c.repository_id, findings.c.path)
            ).first()
            if row is None:
                return False
            tell(
                connection,
                kind,
                at,
                repository_id=row.repository_id,
                finding_id=finding_id,
                path=row.path,
                detail={"by": "user"},
            )
            return True

    def open_counts(self, at: datetime, *, only_new: bool) -> OpenCounts:
        conditions = [
            _status_condition(FindingStatus.OPEN, at),
            repositories.c.removed_at.is_(None),
        ]
        if only_new:
            conditions.append(findings.c.baseline == Baseline.NEW)
        statement = (
            select(
                repositories.c.name,
                findings.c.severity,
                findings.c.rule,
                func.count().label("number"),
            )
            .join(repositories, repositories.c.id == findings.c.repository_id)
            .where(*conditions)
            .group_by(repositories.c.name, findings.c.severity, findings.c.rule)
        )
        severities: Counter[str] = Counter()
        rules: Counter[str] = Counter()
        names: Counter[str] = Counter()
        with self._database.read() as connection:
            for name, severity, rule, number in connection.execute(statement):
                severities[severity] += number
                rules[rule] += number
                names[name] += number
        return OpenCounts(
            total=severities.total(),
            by_severity={severity.value: severities[severity.value] for severity in Severity},
            by_rule=dict(sorted(rules.items())),
            by_repository=dict(names),
        )

    def skipped(self, repository: str | None = None) -> list[tuple[str, str, str]]:
        statement = (
            select(repositories.c.name, files.c.path, files.c.skip_reason)
            .join(repositories, repositories.c.id == files.c.repository_id)
            .where(
                files.c.skip_reason.is_not(None),
                files.c.gone_at.is_(None),
                repositories.c.removed_at.is_(None),
            )
            .order_by(repositories.c.name, files.c.path)
        )
        if repository is not None:
            statement = statement.where(repositories.c.name == repository)
        with self._database.read() as connection:
            return [(name, path, reason) for name, path, reason in connection.execute(statement)]

    def events(self, after: int, limit: int) -> list[Event]:
        if after < 0:
            return self._told(_EVENTS.order_by(events.c.id.desc()).limit(1))
        return self._told(_EVENTS.where(events.c.id > after).order_by(events.c.id).limit(limit))

    def scan_events(self, at: datetime) -> list[Event]:
        kinds = [EventKind.SCAN_STARTED, EventKind.SCAN_FINISHED]
        scans = _EVENTS.where(events.c.at >= at, events.c.kind.in_(kinds))
        return self._told(scans.order_by(events.c.id))

    def last_event(self, kind: EventKind) -> Event | None:
        newest = _EVENTS.where(events.c.kind == kind).order_by(events.c.id.desc()).limit(1)
        return next(iter(self._told(newest)), None)

    def _told(self, statement: Select[Any]) -> list[Event]:
        with self._database.read() as connection:
            return [event_of(row) for row in connection.execute(statement).mappings()]

    def flag(self, name: str) -> str | None:
        return self._database.scalar(select(flags.c.value).where(flags.c.name == name))

    def set_flag(self, name: str, value: str | None) -> None:
        with self._database.write() as connection:
            if value is None:
                connection.execute(delete(flags).where(flags.c.name == name))
            else:
                put(connection, flags, {"name": name}, {"value": value})


def _conditions(query: FindingQuery, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [repositories.c.removed_at.is_(None)]
    if query.repository is not None:
        conditions.append(repositories.c.name == query.repository)
    if query.rules:
        conditions.append(findings.c.rule.in_(query.rules))
    if query.minimum_severity is not None:
        conditions.append(_weight >= query.minimum_severity.weight)
    if query.path is not None:
        at_first_place = _lies_at(findings.c.path, query.path)
        conditions.append(
            at_first_place
            if query.by_first_place
            else or_(at_first_place, _has_other_place_at(query.path))
        )
    if query.seen_since is not None:
        conditions.append(findings.c.first_seen_at >= query.seen_since)
    if query.only_new:
        conditions.append(findings.c.baseline == Baseline.NEW)
    if query.statuses:
        conditions.append(or_(*(_status_condition(status, at) for status in query.statuses)))
    return conditions


def _lies_at(path: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    """Whether a path is the wanted one, lies below it, or fits it as a pattern of `*` and `?`."""
    # Not by LIKE, which takes an A for an a, and passes names by that are no UTF-8.
    prefix = literal(wanted.rstrip("/") + "/", FilePath)
    # Pages of a web framework are called `[id]`: no set of letters, as GLOB has it.
    pattern = literal(wanted.replace("[", "[[]"), FilePath)
    return or_(
        path == literal(wanted, FilePath),
        func.substr(path, 1, func.length(prefix)) == prefix,
        path.op("GLOB")(pattern),
    )


def _has_other_place_at(wanted: str) -> ColumnElement[bool]:
    """Whether another place lies there of a finding that belongs to all its places."""
    place = func.json_each(findings.c.related).table_valued("value")
    path = func.json_extract(place.c.value, "$.path")
    return and_(
        findings.c.rule.in_(sorted(OF_ALL_PLACES)),
        select(1).select_from(place).where(_lies_at(path, wanted)).exists(),
    )


def _status_condition(status: FindingStatus, at: datetime) -> ColumnElement[bool]:
    """The same decision as Finding.status, as SQL; a test holds the two together. What was
    withdrawn has none that lists it."""
    present, suppressed = findings.c.present.is_(True), findings.c.suppressed.is_(True)
    unconfirmed = findings.c.unconfirmed.is_(True)
    shown = and_(present, not_(suppressed), not_(is_dismissed(at)))
    conditions: dict[FindingStatus, ColumnElement[bool]] = {
        FindingStatus.OPEN: and_(shown, not_(unconfirmed)),
        FindingStatus.FIXED: and_(not_(present), findings.c.fixed_at.is_not(None)),
        FindingStatus.SUPPRESSED: and_(present, suppressed),
        FindingStatus.DISMISSED: and_(present, not_(suppressed), is_dismissed(at)),
        FindingStatus.UNCONFIRMED: and_(shown, unconfirmed),
    }
    return conditions[status]
