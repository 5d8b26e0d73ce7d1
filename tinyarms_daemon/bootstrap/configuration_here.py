"""The configuration in effect in one folder, its repository's own file among the layers."""

import os
from pathlib import Path

from tinyarms_daemon.adapters.git.command import work_tree_top
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.settings.load import REPOSITORY_FILE, load_repository_settings
from tinyarms_daemon.settings.problem import ConfigurationError, Problem
from tinyarms_daemon.settings.schema import Settings
from tinyarms_daemon.settings.tree import Layer

_NO_FILE = Path(os.devnull)


def repository_file(folder: Path) -> Path:
    """Where the repository that holds `folder` has its file, existing or not: in the top of its
    work tree, outside of any in the folder itself."""
    return Path(work_tree_top(str(folder)) or folder) / REPOSITORY_FILE


def settings_in(where: Where, folder: Path) -> Settings:
    """The effective settings in `folder`. ConfigurationError with every problem of them."""
    return load_repository_settings(load(where), repository_file(folder))


def configuration_problems(where: Where, file: Path | None, folder: Path) -> tuple[Problem, ...]:
    """Every problem of a file (None: of all that is in effect in `folder`)."""
    if file is None:
        return (*_problems(where, _NO_FILE), *_of_repository(where, repository_file(folder)))
    if file.name == REPOSITORY_FILE:
        return _of_repository(where, file)
    return _problems(Where(home=where.home, user_file=file, user_file_named=True), _NO_FILE)


def _of_repository(where: Where, file: Path) -> tuple[Problem, ...]:
    """Against a sound base, so that what is wrong elsewhere hides nothing of it."""
    is_sound = not _problems(where, _NO_FILE)
    base = where if is_sound else Where(where.home, user_file=_NO_FILE, user_file_named=False)
    return tuple(each for each in _problems(base, file) if each.origin.layer is Layer.REPOSITORY)


def _problems(where: Where, file: Path) -> tuple[Problem, ...]:
    try:
        load_repository_settings(load(where), file)
    except ConfigurationError as error:
        return error.problems
    return ()
