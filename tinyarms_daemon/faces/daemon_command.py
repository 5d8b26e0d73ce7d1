"""tinyarmsd's command line."""

import traceback
from collections.abc import Callable
from pathlib import Path

import click

from tinyarms_daemon import __version__
from tinyarms_daemon.domain.errors import TinyarmsError, UsageError
from tinyarms_daemon.faces.command_line import (
    INTERNAL_ERROR,
    INTERRUPTED,
    absolute_path,
    config_option,
    home_option,
    tell,
    usage_sentence,
)


def run(
    run_daemon: Callable[[Path, Path | None, str | None, bool], None],
    default_home: Callable[[], Path],
) -> int:
    """Parse, run until a signal, and return the exit status."""

    @click.command(context_settings={"help_option_names": ["-h", "--help"]})
    @home_option
    @config_option
    @click.option("-v", "--verbose", is_flag=True, help="Log details; show an error's traceback.")
    @click.option("-q", "--quiet", is_flag=True, help="Log warnings only.")
    @click.option(
        "--until-stdin-closes",
        is_flag=True,
        help="End when standard input does, for a program that starts the daemon for itself.",
    )
    @click.version_option(__version__, message="%(prog)s %(version)s")
    def tinyarmsd(
        home: str | None, config: str | None, verbose: bool, quiet: bool, until_stdin_closes: bool
    ) -> None:
        """Watch repositories and check each save, in the foreground, until SIGTERM or Ctrl-C.

        SIGHUP reads the configuration again.
        """
        level = "debug" if verbose else "warning" if quiet else None
        home_path, config_path = absolute_path("--home", home), absolute_path("--config", config)
        try:
            run_daemon(home_path or default_home(), config_path, level, until_stdin_closes)
        except Exception as error:  # noqa: BLE001 - the last place where a person can be told
            if verbose:
                traceback.print_exception(error)
            raise SystemExit(_told(error)) from None

    try:
        tinyarmsd.main(prog_name="tinyarmsd", standalone_mode=False)
    except click.ClickException as error:
        return _told(UsageError(usage_sentence(error, "tinyarmsd")))
    except click.Abort:
        return INTERRUPTED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else INTERNAL_ERROR
    return 0


def _told(error: Exception) -> int:
    """Say what went wrong, and return the exit status."""
    if isinstance(error, TinyarmsError):
        tell(f"tinyarmsd: {error}")
        return error.exit_status
    tell(f"tinyarmsd: internal error: {type(error).__name__}: {error}")
    return INTERNAL_ERROR
