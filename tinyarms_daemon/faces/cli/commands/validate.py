"""`tinyarmsctl validate`: how well rules and models judge labelled code."""

from collections.abc import Mapping
from pathlib import Path

import click

from tinyarms_daemon.domain.errors import Unavailable, UsageError
from tinyarms_daemon.domain.measuring.validation import Validation
from tinyarms_daemon.faces.cli.measuring import Measuring, ResultKind
from tinyarms_daemon.faces.cli.options import json_option
from tinyarms_daemon.faces.cli.pages.criteria import criteria_rows, notes
from tinyarms_daemon.faces.cli.pages.validation import (
    comparison_rows,
    summary_lines,
    validation_document,
)
from tinyarms_daemon.faces.cli.progress import progress
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.written_file import require_folder, write_whole
from tinyarms_daemon.faces.measuring_report.assembled import Results, assembled

_NOT_ACCEPTED = 1
_ROLES = ("fast", "deep")
_REPORTS = (".html", ".md")


@click.command(epilog="Example: tinyarmsctl validate --report report.html")
@click.option(
    "--dataset",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with a labels.yaml; the packaged cases if none is named.",
)
@click.option(
    "--role",
    "roles",
    type=click.Choice(_ROLES),
    multiple=True,
    help="Only the model of this role beside the rules.",
)
@click.option("--rules-only", is_flag=True, help="Ask no model.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write all results of the programme: .html is one page, .md has its charts beside it.",
)
@json_option
@click.pass_obj
def validate(
    session: Session,
    dataset: Path | None,
    roles: tuple[str, ...],
    rules_only: bool,
    report: Path | None,
    as_json: bool,
) -> int:
    """Judge labelled cases by the rules and by the models.

    Each model is examined with the rules, as in daily use, and alone. Ends with status 1 where a
    criterion for the large model is not met, and with 4 where a model or its runtime is missing. A
    dataset of your own has the form of the packaged one: see docs/measuring.md.
    """
    if report is not None:
        require_folder(report)
        if report.suffix not in _REPORTS:
            raise UsageError(
                f"--report {report} must end in .html or .md, so that it is clear what it is."
            )
    measuring = session.toolbox.measuring()
    with progress(session.screen, "Cases") as on_progress:
        asked = () if rules_only else roles or _ROLES
        validation = measuring.validate(dataset, asked, on_progress)
    document = validation_document(validation)
    if any(each.model is not None and each.results for each in validation.examined):
        measuring.keep(ResultKind.VALIDATION, document)
    if as_json:
        session.screen.document(document)
    else:
        _show(session.screen, validation)
    if report is not None:
        _write_report(report, measuring, validation, document)
        session.screen.note(f"Wrote the report to {report}.")
    problem = validation.problem
    if problem is not None:
        raise Unavailable(problem)
    return 0 if validation.is_accepted else _NOT_ACCEPTED


def _show(screen: Screen, validation: Validation) -> None:
    screen.line(f"{validation.cases} labelled cases of {validation.dataset}")
    screen.line(validation.machine.name)
    screen.line()
    screen.table(comparison_rows(validation), right=(1, 2, 3, 4, 5, 6, 7))
    screen.line()
    screen.lines(summary_lines(validation))
    if validation.criteria:
        screen.line()
        screen.table(criteria_rows(validation.criteria), right=(1, 2))
        screen.lines(notes(validation.criteria))


def _write_report(
    path: Path, measuring: Measuring, validation: Validation, document: Mapping[str, object]
) -> None:
    """This validation with the newest results of the other phases."""
    from tinyarms_daemon.faces.measuring_report.written import charts, html, markdown

    report = assembled(
        Results(
            made_at=f"{validation.at:%Y-%m-%d %H:%M} UTC",
            standing=measuring.standing(validation),
            validation=document,
            benchmark=measuring.newest(ResultKind.BENCHMARK),
            simulation=measuring.newest(ResultKind.SIMULATION),
        )
    )
    if path.suffix == ".html":
        write_whole(path, html(report))
        return
    for name, svg in charts(report, path.stem):
        write_whole(path.with_name(name), svg)
    write_whole(path, markdown(report, path.stem))
