"""How a call ends: the exit status of whatever happened, and one sentence about it."""

import io
import os
import sys
from collections.abc import Callable

import click

from tinyarms_daemon.domain.errors import TinyarmsError, Unavailable, UsageError
from tinyarms_daemon.faces.command_line import INTERNAL_ERROR, INTERRUPTED, tell, usage_sentence

PIPE_CLOSED = 141  # as shells say of SIGPIPE


def ending(command: Callable[[], int], is_verbose: Callable[[], bool]) -> int:
    """Run a command to its end, whatever that is, and return the exit status."""
    _write_what_cannot_be_encoded_escaped()
    try:
        status = _completed(command)
        if sys.stdout is not None and not sys.stdout.closed:  # a server closes it when it ends
            sys.stdout.flush()
        return status
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the last place where a person can be told
        if is_verbose() and not isinstance(error, click.ClickException):
            _tell_traceback(error)
        return _told(error, verbose=is_verbose())


def _completed(command: Callable[[], int]) -> int:
    try:
        return command()
    except click.exceptions.Exit as end:
        return end.exit_code


def _told(error: Exception, *, verbose: bool) -> int:
    """Say what went wrong and return the exit status that tells it to a script."""
    match error:
        case TinyarmsError():
            tell(f"tinyarmsctl: {error}")
            return error.exit_status
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
            return UsageError.exit_status
        case click.ClickException():
            tell(f"tinyarmsctl: {usage_sentence(error, 'tinyarmsctl')}")
            return UsageError.exit_status
        case FileNotFoundError(filename=None):  # no write, which is to a file that is open
            tell("tinyarmsctl: The current folder is gone; change to one that is there.")
            return UsageError.exit_status
        case OSError():
            _discard_output()
            tell(f"tinyarmsctl: {_operating_system(error)}")
            return Unavailable.exit_status
        case _:
            advice = "" if verbose else "; run again with -v for the traceback"
            tell(f"tinyarmsctl: internal error: {type(error).__name__}: {error}{advice}")
            return INTERNAL_ERROR


def _operating_system(error: OSError) -> str:
    """Only writing to an open file, which the output is, fails without a file's name."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"The output could not be written: {reason}."
    return f"{os.fsdecode(error.filename)!r} cannot be used: {reason}."


def _tell_traceback(error: Exception) -> None:
    import traceback

    tell("".join(traceback.format_exception(error)).rstrip())


def _discard_output() -> None:
    """Let the interpreter's own last flush go nowhere: it would complain."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _write_what_cannot_be_encoded_escaped() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
