"""What the command lines of both programs have in common."""

from contextlib import suppress
from pathlib import Path

import click

from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.domain.printable import printable

INTERNAL_ERROR = TinyarmsError.exit_status
INTERRUPTED = 130  # as shells say of SIGINT

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False),
    envvar="TINYARMS_HOME",
    show_envvar=True,
    help="Where tinyarms keeps all it writes.",
)
config_option = click.option(
    "--config",
    type=click.Path(),
    envvar="TINYARMS_CONFIG",
    show_envvar=True,
    help="The configuration file; with --home, config.yaml in it.",
)


def absolute_path(option: str, path: str | None) -> Path | None:
    """The path that an option was given, with ~ resolved; click.BadParameter where it is empty."""
    if path is None:
        return None
    if not path:
        raise click.BadParameter("it is empty.", param_hint=repr(option))
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError as error:
        raise click.BadParameter(f"{error}", param_hint=repr(option)) from None


def usage_sentence(error: click.ClickException, program: str) -> str:
    """What is wrong with a command line, in one line, and where to look for what is right."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else program
    said = " ".join(line.strip() for line in error.format_message().splitlines())
    end = "" if said.endswith((".", "?", "?)")) else "."
    return f"{said}{end} See '{command} --help'."


def tell(message: str) -> None:
    """Say it on standard error, in a line or, as of a configuration, in several."""
    first, *rest = message.splitlines() or [""]
    with suppress(OSError):
        for line in (first, *(f"  {line}" for line in rest)):
            click.echo(printable(line), err=True)
