"""Someone who saves all the time, and knows what a checker has to find at the end."""

import os
import random
import re
import threading
from collections import Counter
from pathlib import Path

from tests.e2e.running import GitRepository, css, shade

_MOST_COLORS = 4
_COLOR = re.compile("#[0-9a-f]{6}")
_FOLDERS = ("", "styles/", "src/components/", "src/pages/")


class Typist:
    """Writes style sheets into a repository, each color in it once.

    `colors` is the truth: the colors of each file as they stand now. Not for several threads at
    once; `typing` runs it in one of its own.
    """

    def __init__(self, repository: GitRepository, dice: random.Random, *, files: int) -> None:
        self._repository = repository
        self._dice = dice
        self._shades = 0
        self._names = 0
        self._wanted_files = files
        self.colors: dict[str, list[str]] = {}
        self.saves = 0
        for _ in range(files):
            self.create()

    def step(self) -> None:
        """One act of the day: mostly a save, sometimes a rename, a deletion or a commit."""
        acts = (self.save, self.create, self.delete, self.rename, self.commit)
        self._dice.choices(acts, weights=(80, 6, 5, 6, 3))[0]()

    def save(self) -> None:
        """Write one file again with other colors: in place, or as editors do, by a rename."""
        self._write(self._any_path(), in_place=self._dice.random() < 0.5)

    def create(self) -> None:
        """Write a file that was not there."""
        self._names += 1
        self._write(f"{self._dice.choice(_FOLDERS)}sheet-{self._names}.css", in_place=True)

    def delete(self) -> None:
        """Take a file away, unless few are left."""
        if len(self.colors) > self._wanted_files // 2:
            path = self._any_path()
            (self._repository.root / path).unlink()
            del self.colors[path]

    def rename(self) -> None:
        """Give a file another name, in another folder as it may be."""
        self._names += 1
        old = self._any_path()
        new = f"{self._dice.choice(_FOLDERS)}renamed-{self._names}.css"
        self._folder_of(new)
        os.rename(self._repository.root / old, self._repository.root / new)
        self.colors[new] = self.colors.pop(old)

    def commit(self) -> None:
        """Let git write its index."""
        self._repository.commit()

    def _any_path(self) -> str:
        return self._dice.choice(sorted(self.colors))

    def _write(self, path: str, *, in_place: bool) -> None:
        colors = [self._next_shade() for _ in range(self._dice.randint(0, _MOST_COLORS))]
        target = self._folder_of(path) / os.path.basename(path)
        if in_place:
            target.write_text(css(*colors), encoding="utf-8")
        else:
            beside = target.with_name(f".{target.name}.swp")
            beside.write_text(css(*colors), encoding="utf-8")
            os.replace(beside, target)
        self.colors[path] = colors
        self.saves += 1

    def _folder_of(self, path: str) -> Path:
        folder = (self._repository.root / path).parent
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _next_shade(self) -> str:
        self._shades += 1
        return shade(self._shades)

    def look(self) -> None:
        """Learn what stands on the disk, after somebody else has written there."""
        paths = [
            path for folder in _FOLDERS for path in (self._repository.root / folder).glob("*.css")
        ]
        self.colors = {
            path.relative_to(self._repository.root).as_posix(): _COLOR.findall(
                path.read_text(encoding="utf-8")
            )
            for path in paths
        }

    def truth(self) -> Counter[tuple[str, str]]:
        """Each finding there has to be, as its path and its evidence."""
        return Counter((path, color) for path, colors in self.colors.items() for color in colors)


class Typing:
    """A typist at work in a thread, from `__enter__` to `__exit__`."""

    def __init__(self, typist: Typist, *, pause_seconds: float) -> None:
        self._typist = typist
        self._pause_seconds = pause_seconds
        self._end = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="typist")

    def __enter__(self) -> "Typing":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        try:
            while not self._end.wait(self._pause_seconds):
                self._typist.step()
        except BaseException as error:  # noqa: BLE001 - raised in the thread that waits for this one
            self._failure = error
