"""tinyarmsctl: its options, its commands, and the exit status that each call ends with."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from tinyarms_daemon import __version__
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.faces.cli.completing import PROGRAM, completed
from tinyarms_daemon.faces.cli.failures import ending
from tinyarms_daemon.faces.cli.lazy_group import LazyGroup
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Toolbox
from tinyarms_daemon.faces.command_line import absolute_path, config_option, home_option

_FACES = "tinyarms_daemon.faces"
_COMMANDS = f"{_FACES}.cli.commands"
_ADDRESSES = {
    "status": f"{_COMMANDS}.status:status",
    "repo": f"{_COMMANDS}.repo:repo",
    "scan": f"{_COMMANDS}.scan:scan",
    "findings": f"{_COMMANDS}.findings:findings",
    "top": f"{_COMMANDS}.top:top",
    "export": f"{_COMMANDS}.export:export",
    "jobs": f"{_COMMANDS}.jobs:jobs",
    "headroom": f"{_COMMANDS}.headroom:headroom",
    "why": f"{_COMMANDS}.headroom:why",
    "pause": f"{_COMMANDS}.pause:pause",
    "resume": f"{_COMMANDS}.pause:resume",
    "models": f"{_COMMANDS}.models:models",
    "rules": f"{_COMMANDS}.rules:rules",
    "config": f"{_COMMANDS}.config:config",
    "hook": f"{_COMMANDS}.hook:hook",
    "dashboard": f"{_COMMANDS}.dashboard:dashboard",
    "lsp": f"{_FACES}.lsp.command:lsp",
    "mcp": f"{_FACES}.mcp.command:mcp",
    "doctor": f"{_COMMANDS}.doctor:doctor",
    "db": f"{_COMMANDS}.db:db",
    "bench": f"{_COMMANDS}.bench:bench",
    "validate": f"{_COMMANDS}.validate:validate",
    "simulate": f"{_COMMANDS}.simulate:simulate",
    "watch": f"{_COMMANDS}.watch:watch",
    "install": f"{_COMMANDS}.agent:install",
    "uninstall": f"{_COMMANDS}.agent:uninstall",
    "start": f"{_COMMANDS}.agent:start",
    "stop": f"{_COMMANDS}.agent:stop",
    "restart": f"{_COMMANDS}.agent:restart",
    "logs": f"{_COMMANDS}.logs:logs",
    "completion": f"{_COMMANDS}.completion:completion",
}


def run(
    make_toolbox: Callable[[Path, Path | None, Callable[[str], None]], Toolbox],
    default_home: Callable[[], Path],
    argv: Sequence[str] | None = None,
    *,
    began_seconds: float | None = None,
) -> int:
    """Run one command line (None: the process's own) and return its exit status.

    `began_seconds` is when the process began, by time.monotonic(); None: now.
    """
    session = Session(make_toolbox=make_toolbox, default_home=default_home)
    if began_seconds is not None:
        session.began_seconds = began_seconds
    status = completed(tinyarmsctl, session)
    if status is not None:
        return status
    arguments = list(sys.argv[1:] if argv is None else argv)
    return ending(lambda: _invoke(session, arguments), is_verbose=lambda: session.verbose)


def _invoke(session: Session, arguments: list[str]) -> int:
    with tinyarmsctl.make_context(PROGRAM, arguments, obj=session) as context:
        status = tinyarmsctl.invoke(context)
    return status if isinstance(status, int) else 0


@click.group(
    cls=LazyGroup,
    addresses=_ADDRESSES,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: tinyarmsctl scan src --fail-on error",
)
@home_option
@config_option
@click.option("-v", "--verbose", is_flag=True, help="Say more; show the traceback of an error.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_obj
def tinyarmsctl(
    session: Session, home: str | None, config: str | None, verbose: bool, quiet: bool
) -> None:
    """Ask the tinyarms daemon, and tell it what to do.

    It checks the code of watched repositories on every save, on this machine alone. Commands
    that need no daemon work without one.
    """
    session.home = absolute_path("--home", home)
    session.config = absolute_path("--config", config)
    if session.config is not None and not session.config.exists():
        raise UsageError(f"{session.config}: there is no such file; name another with --config.")
    session.verbose, session.quiet = verbose, quiet
