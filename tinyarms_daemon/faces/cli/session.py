"""What every command is handed: the toolbox, made when it is first used, and the screen."""

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.toolbox import Toolbox

_Parameters = ParamSpec("_Parameters")


@dataclass(kw_only=True)
class Session:
    """One call of tinyarmsctl; `home` and `config` are what the person gave, None if nothing.

    `began_seconds` is when the process began, by time.monotonic().
    """

    make_toolbox: Callable[[Path, Path | None, Callable[[str], None]], Toolbox]
    default_home: Callable[[], Path]
    home: Path | None = None
    config: Path | None = None
    verbose: bool = False
    quiet: bool = False
    began_seconds: float = field(default_factory=time.monotonic)

    @cached_property
    def toolbox(self) -> Toolbox:
        """The toolbox of the chosen home and configuration."""
        return self.new_toolbox()

    def new_toolbox(self) -> Toolbox:
        """Another one, for a thread of its own."""
        return self.make_toolbox(self.home or self.default_home(), self.config, self.screen.note)

    @cached_property
    def screen(self) -> Screen:
        """Where results and messages go."""
        return Screen(quiet=self.quiet)

    def seconds_so_far(self) -> float:
        """How long this call has taken, but for what Python took to start."""
        return time.monotonic() - self.began_seconds

    def command(self, text: str) -> str:
        """A command to recommend, with the home that this call was given."""
        home = f" --home {shlex.quote(str(self.home))}" if self.home else ""
        return f"tinyarmsctl{home} {text}"


def unless_subcommand(
    command: Callable[Concatenate[Session, _Parameters], int | None],
) -> Callable[_Parameters, int | None]:
    """Hand a group's callback the session, where no command of the group is called."""

    @wraps(command)
    def alone(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> int | None:
        context = click.get_current_context()
        is_alone = context.invoked_subcommand is None
        return command(context.ensure_object(Session), *args, **kwargs) if is_alone else None

    return alone
