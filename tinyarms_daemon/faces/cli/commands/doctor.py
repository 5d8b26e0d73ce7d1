"""`tinyarmsctl doctor`: every precondition, with what mends it."""

from dataclasses import asdict

import click
from rich.text import Text

from tinyarms_daemon.domain.system.check import Check
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.options import json_option
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.session import Session

_REQUIRED_CHECK_FAILED = 1


@click.command(epilog="Example: tinyarmsctl doctor --json")
@click.option("--ask", "asks", is_flag=True, help="Have each installed model answer a question.")
@json_option
@click.pass_obj
def doctor(session: Session, asks: bool, as_json: bool) -> int:
    """Check every precondition, and say what mends it.

    A required one that does not hold ends it with status 1.
    """
    checks = session.toolbox.doctor(asks=asks)
    failed = [check for check in checks if check.required and not check.ok]
    if as_json:
        session.screen.document({"checks": [asdict(check) for check in checks]})
    else:
        with session.screen.paged():
            _show(session.screen, checks, len(failed))
    return _REQUIRED_CHECK_FAILED if failed else 0


def _show(screen: Screen, checks: list[Check], failed: int) -> None:
    rows: list[list[str | Text]] = []
    for check in checks:
        rows.append([styled(_verdict(check)), styled((check.name, "bold")), check.detail])
        if check.remedy and not check.ok:
            rows.append(["", "", styled(("to mend it: ", "dim"), check.remedy)])
    screen.table(rows)
    missing = sum(not check.ok for check in checks) - failed
    screen.line()
    screen.line(_summary(failed, missing))


def _verdict(check: Check) -> tuple[str, str]:
    if check.ok:
        return "ok", "green"
    return ("failed", "bold red") if check.required else ("missing", "yellow")


def _summary(failed: int, missing: int) -> str:
    if failed:
        return f"{count(failed, 'required check')} did not hold."
    if missing:
        return f"All that is required is there; {count(missing, 'optional thing')} missing."
    return "All is well."
