"""A database as an earlier version left it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tinyarms_daemon.adapters.store.upgrade import upgrade

FIRST_REVISION = "0001"
_AT = "2026-11-01 12:00:00.000000"


def make_old(path: Path, root: str, findings: int) -> None:
    """The first schema: one repository with so many open findings, of which one was dismissed."""
    upgrade(path, FIRST_REVISION)
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute(
            "INSERT INTO repositories (id, root, name, is_git, added_at, first_scan_at)"
            " VALUES (1, ?, 'shop', 0, ?, ?)",
            (root, _AT, _AT),
        )
        columns = _finding(0).keys()
        marks = ", ".join(f":{name}" for name in columns)
        opened.executemany(
            f"INSERT INTO findings ({', '.join(columns)}) VALUES ({marks})",
            map(_finding, range(findings)),
        )
        opened.execute(
            "UPDATE findings SET dismissed_at = ?, dismissal_reason = 'ours' WHERE id = 1", (_AT,)
        )


def _finding(number: int) -> dict[str, object]:
    return {
        "repository_id": 1,
        "path": f"sheet-{number}.css",
        "fingerprint": f"ta1:{number:016x}",
        "rule": "hardcoded-colors",
        "severity": "warning",
        "confidence": 1.0,
        "origin": "syntax",
        "baseline": "unchanged",
        "message": "Color #ff0000 is written in place.",
        "evidence": "#ff0000",
        "start_line": 1,
        "start_column": 1,
        "end_line": 1,
        "end_column": 8,
        "related": json.dumps([]),
        "measures": json.dumps({}),
        "present": True,
        "suppressed": False,
        "first_seen_at": _AT,
        "last_seen_at": _AT,
    }
