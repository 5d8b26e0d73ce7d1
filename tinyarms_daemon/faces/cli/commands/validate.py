"""`tinyarmsctl validate`: how well the rules, and each model on top of them, judge labelled code."""

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
    criteria_rows,
    examined_rows,
    summary_lines,
    validation_document,
)

_NOT_ACCEPTED, _MISSING = 1, 4
_ROLES = ("fast", "deep")


@click.command(epilog="Example: tinyarmsctl validate --rules-only")
@click.option(
    "--dataset",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with a labels.yaml; the packaged cases if none is named.",
)
@click.option(
    "--role", "roles", type=click.Choice(_ROLES), multiple=True, help="One model alone, by role."
)
@click.option("--rules-only", is_flag=True, help="Ask no model.")
@json_option
@click.pass_obj
def validate(
    session: Session,
    dataset: Path | None,
    roles: tuple[str, ...],
    rules_only: bool,
    as_json: bool,
) -> int:
    """Judge labelled cases, by the rules alone and with each model.

    Ends with status 1 where a criterion for the large model is not met, with 4 where a model or
    its runtime is missing.
    """
    request = ValidationRequest(dataset=dataset, roles=() if rules_only else roles or _ROLES)
    with progress(session.screen, "Cases") as on_progress:
        validation = session.toolbox.measuring().validate(request, on_progress)
    if as_json:
        session.screen.document(validation_document(validation))
    else:
        _show(session.screen, validation)
    if not validation.is_complete:
        return _MISSING
    return 0 if validation.is_accepted else _NOT_ACCEPTED


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
    if validation.criteria:
        screen.line()
        screen.table(criteria_rows(validation.criteria))
