"""`tinyarmsctl config`: what is configured, by whom, and whether it is right."""

import os
from pathlib import Path

import click

from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.printable import portable_path
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.options import json_option
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.session import Session

_PROBLEMS_FOUND = 1


@click.group(epilog="Example: tinyarmsctl config show")
def config() -> None:
    """Show and check the configuration."""


@config.command(epilog="Example: tinyarmsctl config show --json")
@json_option
@click.pass_obj
def show(session: Session, as_json: bool) -> None:
    """Show every effective value, and which layer said so."""
    entries = list(session.toolbox.configuration())
    if as_json:
        session.screen.document(
            {
                "configuration": [
                    {"key": entry.key, "value": entry.value, "origin": str(entry.origin)}
                    for entry in entries
                ]
            }
        )
    else:
        with session.screen.paged():
            session.screen.table(
                [
                    [f"{entry.key}:", styled(entry.written, ("  # " + entry.place, "dim"))]
                    for entry in entries
                ]
            )


@config.command(epilog="Example: tinyarmsctl config check .tinyarms.yaml")
@click.argument("file", required=False, type=click.Path())
@json_option
@click.pass_obj
def check(session: Session, file: str | None, as_json: bool) -> int:
    """Check FILE, or all that is in effect here; every problem ends it with status 1."""
    if file is not None and not os.path.isfile(file):
        raise UsageError(f"There is no file {file!r}.")
    problems = session.toolbox.check_configuration(None if file is None else Path(file).absolute())
    if as_json:
        session.screen.document({"problems": problems})
    elif problems:
        session.screen.lines(problems)
        session.screen.line(f"{count(len(problems), 'problem')} found.")
    else:
        session.screen.line(f"{file or 'The configuration'} is right.")
    return _PROBLEMS_FOUND if problems else 0


@config.command(epilog="Example: tinyarmsctl config path")
@json_option
@click.pass_obj
def path(session: Session, as_json: bool) -> None:
    """Show where the file of each layer is looked for, the later overriding the earlier."""
    paths = session.toolbox.configuration_paths()
    if as_json:
        session.screen.document(
            {
                "paths": [
                    {"layer": layer, "path": portable_path(str(file)), "exists": file.exists()}
                    for layer, file in paths.items()
                ]
            }
        )
    else:
        session.screen.table(
            [
                [layer, styled(str(file), ("" if file.exists() else " (not there)", "dim"))]
                for layer, file in paths.items()
            ]
        )
