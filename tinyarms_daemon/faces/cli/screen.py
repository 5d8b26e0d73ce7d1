"""The two streams of a command: its result on stdout, everything else on stderr.

rich is imported when the first line is shown: a JSON document needs none of it.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

import click

from tinyarms_daemon.domain.printable import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_TAB_CELLS = 4
_NARROWEST_CELLS = 20
_WIDEST_INDENT = 2 / 3  # of the line: what is folded behind it keeps a third


def is_terminal(stream: TextIO | None) -> bool:
    """True where a person is looking; a terminal that cannot move its cursor is none."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


class Screen:
    """Plain strings are made printable here; a `Text` comes from `rendering.styled`, which has."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet

    @cached_property
    def out(self) -> "Console":
        """The console of the result."""
        return _console(sys.stdout)

    @cached_property
    def err(self) -> "Console":
        """The console of messages and progress."""
        return _console(sys.stderr)

    @property
    def shows_progress(self) -> bool:
        """True where a live progress bar may be drawn."""
        return not self.quiet and is_terminal(sys.stderr)

    def document(self, document: object) -> None:
        """One JSON document. ASCII alone, so that no name in it can drive a terminal."""
        click.echo(json.dumps(document, indent=2))

    def streamed(self, document: object) -> None:
        """One JSON document of a row without an end: a line of its own, for who reads along."""
        click.echo(json.dumps(document))

    def line(self, content: "str | Text" = "", *, hanging: int = 0) -> None:
        """One line of the result; on a terminal it is folded, the rest indented by `hanging`."""
        _print(self.out, content, hanging)

    def lines(self, contents: "Iterable[str | Text]", *, hanging: int = 0) -> None:
        """Several lines of the result."""
        for content in contents:
            self.line(content, hanging=hanging)

    def table(self, rows: "Sequence[Sequence[str | Text]]", *, right: Sequence[int] = ()) -> None:
        """Rows in columns, those of `right` aligned right; only the last column is ever folded."""
        from tinyarms_daemon.faces.cli.rendering import aligned

        width = self.out.width
        widest, widest_indent = width // 2, round(width * _WIDEST_INDENT)
        for row in aligned(rows, right=right, widest=widest if self.out.is_terminal else None):
            self.lines(row.lines, hanging=min(row.last_column, widest_indent))

    @contextmanager
    def paged(self) -> "Iterator[None]":
        """What is shown in the block goes through the pager where it is longer than the terminal.

        The pager is $PAGER, or less; only a person who can turn pages gets one.
        """
        if not (is_terminal(sys.stdout) and is_terminal(sys.stdin)):
            yield
            return
        with self.out.capture() as captured:
            yield
        text = captured.get()
        if text.count("\n") < self.out.height:
            click.echo(text, nl=False, color=True)
            return
        os.environ.setdefault("LESS", "-FRX")
        click.echo_via_pager(text, color=True)

    def note(self, content: "str | Text") -> None:
        """A message beside the result; none with -q."""
        if not self.quiet:
            _print(self.err, content, 0)


def _console(stream: TextIO | None) -> "Console":
    from rich.console import Console

    class PlainConsole(Console):
        """A closed pipe is the caller's to handle; rich would end the process with status 1."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    colorless = not is_terminal(stream) or bool(os.environ.get("NO_COLOR"))
    return PlainConsole(
        file=stream,
        force_terminal=is_terminal(stream),
        color_system=None if colorless else "auto",
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )


def _print(console: "Console", content: "str | Text", hanging: int) -> None:
    from rich.text import Text

    text = Text(printable(content)) if isinstance(content, str) else content
    if not console.is_terminal:
        click.echo(text.plain, file=console.file)
        return
    for line in _folded(console, text, hanging):
        console.print(line, soft_wrap=True)


def _folded(console: "Console", text: "Text", hanging: int) -> "Iterator[Text]":
    """The first line has the terminal's whole width, the others begin at `hanging`, or before it
    where a narrow terminal would have no room behind it."""
    from rich.text import Text

    text = text.copy()
    text.expand_tabs(_TAB_CELLS)
    if text.cell_len <= console.width:
        yield text
        return
    first = text.wrap(console, console.width)[0]
    rest = text[len(first.plain.rstrip()) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    first.rstrip()
    yield first
    indent = max(0, min(hanging, console.width - _NARROWEST_CELLS))
    for line in rest.wrap(console, console.width - indent):
        line.rstrip()
        yield Text(" " * indent).append_text(line)
