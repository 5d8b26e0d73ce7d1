"""Every command explains itself."""

from collections.abc import Iterator

import click
import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox
from tinyarms_daemon.faces.cli.main import tinyarmsctl


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, its groups included."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("words", list(commands(tinyarmsctl)), ids=" ".join)
def test_a_command_has_help_with_an_example(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    ended = drive(FakeToolbox(), *words, "--help")

    shown = capsys.readouterr().out
    assert ended == 0
    assert "Example" in shown
    assert f"tinyarmsctl {words[0]}" in shown.split("Example")[1]


def test_no_summary_in_the_list_of_commands_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    drive(FakeToolbox(), "--help")

    assert "..." not in capsys.readouterr().out.split("Commands:")[1]
