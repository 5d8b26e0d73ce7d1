"""`tinyarmsctl validate`: how well the rules judge labelled code."""

from pathlib import Path

import click

from tinyarms_daemon.domain.validation import Validation
from tinyarms_daemon.faces.cli.measuring import ValidationRequest
from tinyarms_daemon.faces.cli.options import json_option
from tinyarms_daemon.faces.cli.progress import progress
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.validation_page import (
    examined_rows,
    summary_lines,
    validation_document,
)


@click.command(epilog="Example: tinyarmsctl validate --json")
@click.option(
    "--dataset",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with a labels.yaml; the packaged cases if none is named.",
)
@json_option
@click.pass_obj
def validate(
    session: Session,
    dataset: Path | None,
    as_json: bool,
) -> int:
    """Let the rules alone judge labelled cases.

    A dataset of your own is a folder with a labels.yaml; the packaged one has the same form.
    """
    request = ValidationRequest(dataset=dataset)
    with progress(session.screen, "Cases") as on_progress:
        validation = session.toolbox.measuring().validate(request, on_progress)
    if as_json:
        session.screen.document(validation_document(validation))
    else:
        _show(session.screen, validation)
    return 0


def _show(screen: Screen, validation: Validation) -> None:
    screen.line(f"{validation.cases} labelled cases of {validation.dataset}")
    for examined in validation.examined:
        screen.line()
        screen.line(styled((examined.name, "bold")))
        if examined.problem is not None:
            screen.line(examined.problem)
            continue
        screen.table(examined_rows(examined), right=(1, 2, 3, 4, 5, 6))
        screen.lines(summary_lines(examined))
