"""Which style sheet a person wrote where another one is made of it."""

import os
from collections.abc import Iterator

from tinyarms_daemon.analysis.identifier_words import word_set

_COMPILED = ".css"
_WRITTEN = ("scss", "sass", "less", "styl")
# Folders beside which those of the written sheets stand, under the name of their language.
_OF_COMPILED = word_set("css styles stylesheets")


def written_sheet(root: str, path: str) -> str | None:
    """The sheet that a `.css` file of a root is compiled from: the one of its name beside it, or in
    `scss/` beside `css/`. None where there is none."""
    return next(
        (each for each in possible_sheets(path) if os.path.isfile(os.path.join(root, each))), None
    )


def possible_sheets(path: str) -> Iterator[str]:
    """Where the sheet may lie that a `.css` file is compiled from; nowhere for any other file."""
    if not path.endswith(_COMPILED):
        return
    stem = path.removesuffix(_COMPILED)
    folder, _, name = stem.rpartition("/")
    outer, _, inner = folder.rpartition("/")
    for language in _WRITTEN:
        yield f"{stem}.{language}"
        if inner in _OF_COMPILED:
            yield f"{outer}/{language}/{name}.{language}".lstrip("/")
