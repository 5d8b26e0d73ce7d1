"""`tinyarmsctl bench`: how fast the configured models are on this machine."""

from datetime import timedelta

import click

from tinyarms_daemon.faces.cli.measuring import ResultKind
from tinyarms_daemon.faces.cli.moments import DURATION
from tinyarms_daemon.faces.cli.options import WholeNumber, json_option
from tinyarms_daemon.faces.cli.pages.benchmark import benchmark_document, benchmark_rows
from tinyarms_daemon.faces.cli.progress import steps
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.session import Session

MISSING = 4


@click.group(epilog="Example: tinyarmsctl bench models --duration 1m")
def bench() -> None:
    """Measure what models do on this machine."""


@bench.command(epilog="Example: tinyarmsctl bench models --model qwen2.5-coder:3b --duration 1m")
@click.option("--model", "tags", multiple=True, help="A model's tag; may be repeated.")
@click.option(
    "--duration",
    type=DURATION,
    default="10m",
    show_default=True,
    help="How long the sustained run takes, which shows the throttling.",
)
@click.option(
    "--repeats", type=WholeNumber(1, 100), default=3, show_default=True, help="Of each figure."
)
@json_option
@click.pass_obj
def models(
    session: Session, tags: tuple[str, ...], duration: timedelta, repeats: int, as_json: bool
) -> int:
    """Measure speed and memory of the configured models.

    What is measured counts before the packaged estimates from then on. Where a model or its
    runtime is missing it says so, and ends with status 4.
    """
    measuring = session.toolbox.measuring()
    with steps(session.screen) as on_step:
        measured = measuring.benchmark(tags, repeats=repeats, duration=duration, on_step=on_step)
    document = benchmark_document(measured)
    if any(model.measurement is not None for model in measured.models):
        measuring.keep(ResultKind.BENCHMARK, document)
    if as_json:
        session.screen.document(document)
    else:
        session.screen.line(measured.machine.name)
        for model in measured.models:
            session.screen.line()
            session.screen.line(styled((model.tag, "bold")))
            if model.problem is not None:
                session.screen.line(model.problem)
            else:
                session.screen.table(benchmark_rows(model), right=(1, 2, 3))
    return 0 if measured.is_complete else MISSING
