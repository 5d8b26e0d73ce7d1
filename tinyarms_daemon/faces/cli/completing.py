"""Completing what somebody types: asked by the shell, by a variable of its environment."""

import os
from pathlib import Path

import click

from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Need

PROGRAM = "tinyarmsctl"
COMPLETE_VARIABLE = "_TINYARMSCTL_COMPLETE"


def completed(command: click.Command, session: Session) -> int | None:
    """Answer the shell and return the exit status; None where no shell asks."""
    instruction = os.environ.get(COMPLETE_VARIABLE)
    if not instruction:
        return None
    from click.shell_completion import shell_complete

    return shell_complete(command, {"obj": session}, PROGRAM, COMPLETE_VARIABLE, instruction)


def complete_rules(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The rules that begin so."""
    from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES

    return sorted(rule for rule in KNOWN_RULES if rule.startswith(begun))


def complete_repositories(
    context: click.Context, _parameter: click.Parameter, begun: str
) -> list[str]:
    """The watched repositories whose names begin so; none where nobody can tell quickly."""
    session = context.find_object(Session)
    if session is None:
        return []
    home = context.find_root().params.get("home")  # while completing, nothing has been set by it
    session.home = None if home is None else Path(home).expanduser().absolute()
    try:
        with session.toolbox.service(Need.READ) as service:
            known = [each["name"] for each in service.repositories()]
    except TinyarmsError:
        return []
    return [name for name in known if name.startswith(begun)]
