"""A group of commands that are imported when they are called, so that each starts fast."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_WHOLE = 200  # characters; click cuts a sentence at 45 otherwise


class LazyGroup(click.Group):
    """Commands by name, each at an address `module:attribute`."""

    def __init__(self, *args: Any, addresses: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses = addresses

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's form
        """Every name, in the order in which they were given."""
        return list(self._addresses)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's form
        cmd_name: str,
    ) -> click.Command | None:
        """The command of that name, None where there is none."""
        address = self._addresses.get(cmd_name)
        if address is None:
            return None
        module, attribute = address.split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list["CompletionItem"]:
        """As click does, with the commands' sentences whole."""
        from click.shell_completion import CompletionItem

        options = click.Command.shell_complete(self, ctx, incomplete)
        names = [name for name in self._addresses if name.startswith(incomplete)]
        commands = [(name, self.get_command(ctx, name)) for name in names]
        return [
            *(
                CompletionItem(name, help=command.get_short_help_str(limit=_WHOLE))
                for name, command in commands
                if command is not None
            ),
            *options,
        ]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest names told where there is no such command."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(
                error.command_name, possibilities=self._addresses, ctx=ctx
            ) from None
