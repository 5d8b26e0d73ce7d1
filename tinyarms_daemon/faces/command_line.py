"""What the command lines of both programs have in common."""

from pathlib import Path

import click

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
