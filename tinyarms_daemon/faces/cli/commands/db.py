"""`tinyarmsctl db`: the store, its copies, and what of it is forgotten."""

from collections.abc import Iterator

import click

from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.faces.cli.moments import ago, as_iso
from tinyarms_daemon.faces.cli.options import json_option
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Need, StoreCheck, StoredCopy


@click.group(epilog="Example: tinyarmsctl db check")
def db() -> None:
    """Check, copy and prune the database."""


@db.command(epilog="Example: tinyarmsctl db check --json")
@json_option
@click.pass_obj
def check(session: Session, as_json: bool) -> int:
    """Look the database and its copies through, and change nothing.

    A damaged database is restored from its newest sound copy when the daemon starts.
    """
    found = session.toolbox.check_store()
    if as_json:
        session.screen.document(_document(found))
    else:
        _show(session, found)
    return Unavailable.exit_status if found.problems else 0


@db.command(epilog="Example: tinyarmsctl db backup")
@json_option
@click.pass_obj
def backup(session: Session, as_json: bool) -> None:
    """Copy the database now, beside the copies that the daemon makes by itself.

    The copy is looked through before it counts; the oldest one goes where there are more than
    store.backups_kept.
    """
    copy = session.toolbox.back_up_store()
    if as_json:
        session.screen.document(_copy_document(copy))
    else:
        session.screen.line(f"{copy.path} ({_size(copy.size_bytes)})")


@db.command(epilog="Example: tinyarmsctl db prune")
@json_option
@click.pass_obj
def prune(session: Session, as_json: bool) -> None:
    """Forget what is older than the configuration wants to keep, and give its space back.

    The daemon forgets once a day by itself. Open findings and dismissals are never forgotten.
    """
    with session.toolbox.service(Need.WRITE) as service:
        pruned = service.prune_store()
    if as_json:
        session.screen.document(pruned)
        return
    for table, number in pruned["forgotten"].items():
        if number:
            session.screen.line(f"{number:,} {_KINDS.get(table, table)}")
    if not any(pruned["forgotten"].values()):
        session.screen.line("Nothing is old enough to be forgotten.")


_KINDS = {
    "jobs": "jobs that have ended",
    "model_calls": "calls of a model",
    "headroom_samples": "readings of the machine",
    "findings": "findings that were fixed",
    "files": "files that are gone",
}


def _show(session: Session, found: StoreCheck) -> None:
    screen = session.screen
    screen.line(styled((found.path, "bold"), f"  {_size(found.size_bytes)}"))
    if found.problems:
        screen.line(styled(("damaged", "bold red")))
        screen.lines(f"  {problem}" for problem in found.problems)
        screen.note(_remedy(found))
    else:
        screen.line(styled(("sound", "green")))
    _show_copies(screen, list(_copy_lines(session, found)))


def _show_copies(screen: Screen, rows: list[list[str]]) -> None:
    screen.line()
    if not rows:
        screen.line("There is no copy of it yet; the daemon makes one a day.")
        return
    screen.line(styled(("Copies", "bold")))
    screen.table([[f"  {row[0]}", *row[1:]] for row in rows])


def _copy_lines(session: Session, found: StoreCheck) -> Iterator[list[str]]:
    for copy in found.copies:
        made = "" if copy.made_at is None else ago(as_iso(copy.made_at), session.toolbox.now())
        yield [copy.path, _size(copy.size_bytes), made, "sound" if copy.ok else "damaged"]


def _remedy(found: StoreCheck) -> str:
    if any(copy.ok for copy in found.copies):
        return "The next start of the daemon restores the newest sound copy."
    return "There is no sound copy: the next start of the daemon begins anew with what it watches."


def _document(found: StoreCheck) -> dict[str, object]:
    return {
        "path": found.path,
        "ok": not found.problems,
        "problems": list(found.problems),
        "size_bytes": found.size_bytes,
        "log_bytes": found.log_bytes,
        "schema": found.schema,
        "backups": [_copy_document(copy) for copy in found.copies],
    }


def _copy_document(copy: StoredCopy) -> dict[str, object]:
    made_at = None if copy.made_at is None else as_iso(copy.made_at)
    return {"path": copy.path, "made_at": made_at, "size_bytes": copy.size_bytes, "ok": copy.ok}


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB" if number >= 1e6 else f"{number / 1e3:.0f} kB"
