"""A download with a bar on a terminal, and a few plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.domain.models.model import PullProgress
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.toolbox import ModelDownload

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_SUCCESS = "success"
_PLAIN_STEPS = 10


def download(screen: Screen, model: ModelDownload) -> None:
    """Fetch a model. Unavailable where it does not end well."""
    last = ""
    with _shown(screen, model.tag) as show:
        for step in model.steps():
            last = step.status
            show(step)
    if last != _SUCCESS:
        raise Unavailable(f"The download of {model.tag} broke off; say it again to go on with it.")


class _Sum:
    """Bytes of all layers together."""

    def __init__(self) -> None:
        self._layers: dict[str, tuple[int, int]] = {}

    def add(self, step: PullProgress) -> tuple[int, int]:
        """The bytes done and their number, with this step."""
        if step.layer is not None and step.total_bytes is not None:
            self._layers[step.layer] = (step.completed_bytes or 0, step.total_bytes)
        done = sum(each[0] for each in self._layers.values())
        return done, sum(each[1] for each in self._layers.values())


@contextmanager
def _shown(screen: Screen, tag: str) -> "Iterator[_Bar | _Lines]":
    if not screen.shows_progress:
        yield _Lines(screen, tag)
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen.err, transient=True, expand=True) as bar:
        yield _Bar(bar, bar.add_task(tag, total=None))


class _Bar:
    def __init__(self, bar: "Progress", task: "TaskID") -> None:
        self._bar = bar
        self._task = task
        self._sum = _Sum()

    def __call__(self, step: PullProgress) -> None:
        done, total = self._sum.add(step)
        self._bar.update(self._task, completed=done, total=total or None)


class _Lines:
    """A line for each tenth."""

    def __init__(self, screen: Screen, tag: str) -> None:
        self._screen = screen
        self._tag = tag
        self._sum = _Sum()
        self._shown = -1

    def __call__(self, step: PullProgress) -> None:
        done, total = self._sum.add(step)
        tenth = done * _PLAIN_STEPS // total if total else -1
        if tenth > self._shown:
            self._shown = tenth
            self._screen.note(f"{self._tag}: {done / 1e6:,.0f} of {total / 1e6:,.0f} MB")
