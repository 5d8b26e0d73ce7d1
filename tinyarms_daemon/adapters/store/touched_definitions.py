"""What the deep scan found at a definition is told when that is next edited."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from tinyarms_daemon.adapters.store.kept_conclusions import forget_conclusions
from tinyarms_daemon.adapters.store.tables import finding_waits, findings
from tinyarms_daemon.adapters.store.write_findings import FindingWriter
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.work.analysis import FileReport


def tell_touched(writer: FindingWriter, reports: Sequence[FileReport]) -> None:
    """Tell each finding that waits at a definition which these reports of saves show changed."""
    keys = {report.path: set(report.definition_keys) for report in reports}
    told = set()
    for row in _waiting(writer, list(keys)):
        if row.key and row.key in keys[row.path]:
            continue
        writer.connection.execute(
            delete(finding_waits).where(
                finding_waits.c.finding_id == row.finding_id,
                finding_waits.c.path == row.path,
                finding_waits.c.key == row.key,
            )
        )
        if row.finding_id not in told:
            told.add(row.finding_id)
            found_in = {"found_in": row.shown_at}
            writer.tell(EventKind.FINDING_TOUCHED, row.finding_id, row.path, found_in)
    if told:  # the next deep scan has them wait again, where they still are
        forget_conclusions(writer.connection, writer.repository_id)


def _waiting(writer: FindingWriter, paths: Sequence[str]) -> Sequence[Row[Any]]:
    return writer.connection.execute(
        select(finding_waits, findings.c.path.label("shown_at"))
        .join(findings, findings.c.id == finding_waits.c.finding_id)
        .where(
            findings.c.repository_id == writer.repository_id,
            finding_waits.c.path.in_(paths),
            findings.c.present.is_(True),
            findings.c.suppressed.is_(False),
            findings.c.unconfirmed.is_(False),
            findings.c.dismissed_at.is_(None),
        )
        .order_by(finding_waits.c.finding_id, finding_waits.c.path, finding_waits.c.key)
    ).all()
