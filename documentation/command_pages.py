"""The control program's reference and its man page, from the commands themselves."""

import inspect
import re
from collections.abc import Iterator

import click

from tinyarms_daemon.faces.cli.completing import PROGRAM
from tinyarms_daemon.faces.cli.main import tinyarmsctl

_EXIT_STATUSES = (
    ("0", "fine"),
    ("1", "findings at or above --fail-on, or a required check that did not hold"),
    ("2", "the command line, a path or the configuration is wrong"),
    ("3", "the daemon is needed and does not run"),
    ("4", "something needed is missing or broken"),
)


def commands_page() -> str:
    """Every command with its options, in Markdown."""
    lines = ["# tinyarmsctl", "", "Made from the commands by `make docs`.", ""]
    for context in _contexts():
        lines += [f"## `{_usage(context)}`", "", *_markdown(context)]
    return "\n".join(lines).rstrip("\n") + "\n"


def man_page() -> str:
    """The same as a page for man(1), in roff."""
    lines = [
        f'.TH {PROGRAM.upper()} 1 "" tinyarms "User commands"',
        ".SH NAME",
        rf"{PROGRAM} \- ask the tinyarms daemon, and tell it what to do",
        ".SH SYNOPSIS",
        rf"\fB{PROGRAM}\fR [\fIoptions\fR] \fIcommand\fR [\fIarguments\fR]",
        ".SH DESCRIPTION",
    ]
    contexts = list(_contexts())
    for paragraph in _paragraphs(contexts[0].command):
        lines += [_roff(paragraph), ".PP"]
    lines.pop()
    lines += [".SH OPTIONS", *_roff_options(contexts[0]), ".SH COMMANDS"]
    for context in contexts[1:]:
        lines += [f".SS {_roff(_usage(context))}"]
        for paragraph in _paragraphs(context.command):
            lines += [_roff(paragraph), ".PP"]
        lines += _roff_options(context)
    lines += [".SH EXIT STATUS"]
    for status, meaning in _EXIT_STATUSES:
        lines += [".TP", status, _roff(meaning)]
    return "\n".join(lines) + "\n"


def _contexts() -> Iterator[click.Context]:
    """The program and each of its commands, groups before what is in them."""
    yield from _below(click.Context(tinyarmsctl, info_name=PROGRAM))


def _below(context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None and not command.hidden:
                yield from _below(click.Context(command, info_name=name, parent=context))


def _usage(context: click.Context) -> str:
    return " ".join([context.command_path, *context.command.collect_usage_pieces(context)])


def _paragraphs(command: click.Command) -> list[str]:
    said = inspect.cleandoc(command.help or "").partition("\f")[0]
    told = [" ".join(paragraph.split()) for paragraph in said.split("\n\n")]
    return [*told, *([" ".join(command.epilog.split())] if command.epilog else [])]


def _options(context: click.Context) -> list[tuple[str, str]]:
    records = (parameter.get_help_record(context) for parameter in context.command.params)
    return [
        (name, " ".join(meaning.split()))
        for name, meaning in (record for record in records if record is not None)
    ]


def _markdown(context: click.Context) -> Iterator[str]:
    for paragraph in _paragraphs(context.command):
        word, example = paragraph.partition(": ")[::2]
        yield from (f"{word}: `{example}`" if word == "Example" else paragraph, "")
    options = _options(context)
    if options:
        yield from ("| option | |", "|---|---|")
        for name, meaning in options:
            yield f"| `{_cell(name)}` | {_cell(meaning)} |"
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _roff(text: str) -> str:
    """Words in which nothing is a request or an escape."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped, flags=re.MULTILINE)


def _roff_options(context: click.Context) -> Iterator[str]:
    for name, meaning in _options(context):
        yield from (".TP", rf"\fB{_roff(name)}\fR", _roff(meaning))
