"""`tinyarmsctl simulate`: the weekly scan of a repository in virtual time."""

from pathlib import Path

import click

from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.faces.cli.measuring import ResultKind
from tinyarms_daemon.faces.cli.options import WholeNumber, json_option
from tinyarms_daemon.faces.cli.pages.criteria import criteria_rows, notes
from tinyarms_daemon.faces.cli.pages.simulation import (
    course_rows,
    simulation_document,
    simulation_lines,
)
from tinyarms_daemon.faces.cli.progress import steps
from tinyarms_daemon.faces.cli.session import Session

_FILES = 500


@click.command(epilog="Example: tinyarmsctl simulate --repo ~/code/shop")
@click.option(
    "--files",
    type=WholeNumber(2, 5000),
    help=f"So many files of installed Python libraries.  [default: {_FILES}]",
)
@click.option(
    "--repo",
    "repository",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of your own instead; it is only read.",
)
@json_option
@click.pass_obj
def simulate(session: Session, files: int | None, repository: Path | None, as_json: bool) -> None:
    """Show how the weekly scan would go, in virtual time.

    Rules, ranking, budget, ledger and gate are the daemon's own and run on real code; the machine,
    its clock and the models are simulated, at the speeds that `bench models` has measured. What was
    not measured is marked as estimated. No model is needed.
    """
    if files is not None and repository is not None:
        raise UsageError("--files and --repo exclude each other: say one of them.")
    measuring = session.toolbox.measuring()
    with steps(session.screen) as on_step:
        simulation = measuring.simulate(repository, files or _FILES, on_step)
    document = simulation_document(simulation)
    measuring.keep(ResultKind.SIMULATION, document)
    if as_json:
        session.screen.document(document)
        return
    screen = session.screen
    screen.line(
        f"{simulation.files:,} files of {simulation.repository}, a budget of "
        f"{simulation.budget_minutes:.0f} minutes of the model's work"
    )
    screen.line()
    screen.table(course_rows(simulation), right=(1, 2, 3))
    screen.line()
    screen.lines(simulation_lines(simulation))
    screen.line()
    screen.table(criteria_rows(simulation.criteria), right=(1, 2))
    screen.lines(notes(simulation.criteria))
