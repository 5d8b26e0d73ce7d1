"""How far something is: a bar on a terminal, a few plain lines or nothing elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.faces.cli.screen import Screen

ShowProgress = Callable[[int, int], None]

_LABEL_CELLS = 30
_PLAIN_STEPS = 4


class WithoutTerminal(StrEnum):
    """What takes the bar's place where there is no terminal."""

    SILENT = "silent"
    LINES = "lines"


@contextmanager
def progress(
    screen: Screen, label: str, without_terminal: WithoutTerminal = WithoutTerminal.SILENT
) -> Iterator[ShowProgress]:
    """Hand out a function to call with what is done and the whole (0: not known yet): files,
    messages of commits, questions or cases, which have no word in common."""
    if screen.shows_progress:
        with _bar(screen, label) as show:
            yield show
    elif without_terminal is WithoutTerminal.LINES and not screen.quiet:
        yield _PlainLines(screen, label)
    else:
        yield lambda _done, _total: None


@contextmanager
def _bar(screen: Screen, label: str) -> Iterator[ShowProgress]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from tinyarms_daemon.faces.cli.rendering import shortened

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=screen.err, transient=True, expand=True) as bar:
        task = bar.add_task(shortened(printable(label), _LABEL_CELLS), total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield show


@contextmanager
def steps(screen: Screen) -> Iterator[Callable[[str], None]]:
    """Hand out a function to call with what is being done: a line that changes on a terminal, a
    line for each elsewhere."""
    if not screen.shows_progress:
        yield _DifferentLines(screen)
        return
    with screen.err.status("") as status:
        yield lambda said: status.update(printable(said))


class _DifferentLines:
    """What is said again is not written again."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._said = ""

    def __call__(self, said: str) -> None:
        if said != self._said:
            self._said = said
            self._screen.note(said)


class _PlainLines:
    """One line at the start and at each further quarter."""

    def __init__(self, screen: Screen, label: str) -> None:
        self._screen = screen
        self._label = label
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        step = done * _PLAIN_STEPS // total if total else -1
        if step > self._shown:
            self._shown = step
            self._screen.note(f"{self._label}: {done:,} of {total:,}")
