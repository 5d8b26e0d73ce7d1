"""How far something is: a bar on a terminal, a few plain lines or nothing elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.faces.cli.screen import Screen

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

ShowProgress = Callable[[int, int], None]

_LABEL_CELLS = 30
_QUARTERS = 4
_TENTHS = 10


@contextmanager
def progress(screen: Screen, label: str, *, tells_lines: bool = False) -> Iterator[ShowProgress]:
    """Hand out a function to call with what is done and the whole (0: not known yet): files,
    messages of commits, questions or cases, which have no word in common. Where there is no
    terminal it `tells_lines`, or nothing."""
    if screen.shows_progress:
        from rich.progress import MofNCompleteColumn, TimeElapsedColumn

        from tinyarms_daemon.faces.cli.rendering import shortened

        short = shortened(printable(label), _LABEL_CELLS)
        with _bar(screen, short, MofNCompleteColumn(), TimeElapsedColumn()) as show:
            yield show
    elif tells_lines and not screen.quiet:
        yield _plain_lines(screen, _QUARTERS, lambda done, total: f"{label}: {done:,} of {total:,}")
    else:
        yield lambda _done, _total: None


@contextmanager
def download_progress(screen: Screen, label: str) -> Iterator[ShowProgress]:
    """The same for bytes, which are told in lines where there is no terminal."""
    if screen.shows_progress:
        from rich.progress import DownloadColumn, TimeRemainingColumn

        with _bar(screen, label, DownloadColumn(), TimeRemainingColumn()) as show:
            yield show
    else:
        yield _plain_lines(
            screen,
            _TENTHS,
            lambda done, total: f"{label}: {done / 1e6:,.0f} of {total / 1e6:,.0f} MB",
        )


@contextmanager
def _bar(screen: Screen, label: str, *columns: "ProgressColumn") -> Iterator[ShowProgress]:
    from rich.progress import BarColumn, Progress, TextColumn

    first = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=None))
    with Progress(*first, *columns, console=screen.err, transient=True, expand=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def _plain_lines(screen: Screen, parts: int, said: Callable[[int, int], str]) -> ShowProgress:
    """One line at the start and at each further part of the whole."""
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        part = done * parts // total if total else -1
        if part > shown:
            shown = part
            screen.note(said(done, total))

    return show


@contextmanager
def steps(screen: Screen) -> Iterator[Callable[[str], None]]:
    """Hand out a function to call with what is being done: a line that changes on a terminal, a
    line for each elsewhere. What is said again is not written again."""
    if screen.shows_progress:
        with screen.err.status("") as status:
            yield lambda said: status.update(printable(said))
        return
    last = ""

    def show(said: str) -> None:
        nonlocal last
        if said != last:
            last = said
            screen.note(said)

    yield show
