"""`tinyarmsctl completion`: the script that a shell reads to complete our words."""

import click

from tinyarms_daemon.faces.cli.completing import COMPLETE_VARIABLE, PROGRAM

_SHELLS = ("bash", "zsh", "fish")


@click.command(
    epilog="Example for .zshrc or .bashrc: "
    'eval "$(tinyarmsctl completion zsh)"; for fish: tinyarmsctl completion fish | source'
)
@click.argument("shell", metavar="SHELL", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script by which SHELL completes words."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(context.find_root().command, {}, PROGRAM, COMPLETE_VARIABLE).source()
    # click's script for fish ends a sentence at its first comma.
    click.echo(script.replace('string split ","', 'string split --max 1 ","'))
