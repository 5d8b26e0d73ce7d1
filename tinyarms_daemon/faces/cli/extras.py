"""Faces whose libraries come only with an extra."""

import shlex
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from tinyarms_daemon.domain.errors import Unavailable


@contextmanager
def extra(name: str, what: str, packages: Collection[str]) -> Iterator[None]:
    """Unavailable, with the command that installs the extra, where a package of it is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in packages:
            raise
        command = shlex.join([sys.executable, "-m", "pip", "install", f"tinyarms-daemon[{name}]"])
        raise Unavailable(
            f"{what} needs the package {error.name}, which is not installed; run: {command}"
        ) from None
