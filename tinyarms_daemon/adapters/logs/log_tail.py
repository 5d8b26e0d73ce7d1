"""Reading a log that goes on growing, across its rotation."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path


def log_lines(file: Path, last: int, pause: Callable[[], None] | None) -> Iterator[str]:
    """The newest lines, the rotated file's before the current one's; with `pause`, which is called
    between two looks, each whole line that follows, for ever.

    A file that was renamed away is read to its end before the new one is begun.
    """
    newest: deque[str] = deque(maxlen=last)
    newest.extend(map(_text, _lines_of(file.with_name(f"{file.name}.1"))))
    opened = _opened(file)
    try:
        if opened is not None:
            newest.extend(map(_text, opened))
        yield from newest
        while pause is not None:
            is_replaced = opened is None or _is_replaced(file, opened)
            if opened is not None:
                yield from map(_text, _whole_lines(opened))
            if is_replaced and (current := _opened(file)) is not None:
                if opened is not None:
                    opened.close()
                opened = current
            else:
                pause()
    finally:
        if opened is not None:
            opened.close()


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\n")


def _lines_of(file: Path) -> list[bytes]:
    opened = _opened(file)
    if opened is None:
        return []
    with opened:
        return opened.readlines()


def _whole_lines(opened: BufferedReader) -> Iterator[bytes]:
    """The lines that are there by now; one that is not yet whole is left for the next look."""
    while line := opened.readline():
        if not line.endswith(b"\n"):
            opened.seek(-len(line), os.SEEK_CUR)
            return
        yield line


def _opened(file: Path) -> BufferedReader | None:
    try:
        return file.open("rb")
    except FileNotFoundError:
        return None


def _is_replaced(file: Path, opened: BufferedReader) -> bool:
    """Whether the name leads elsewhere now, or the file was cut."""
    try:
        there = file.stat()
    except FileNotFoundError:
        return False  # between two names: the new one comes
    here = os.fstat(opened.fileno())
    return (there.st_dev, there.st_ino) != (here.st_dev, here.st_ino) or (
        there.st_size < opened.tell()
    )
