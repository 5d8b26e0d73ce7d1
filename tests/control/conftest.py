"""Sockets need short paths: 104 bytes on macOS."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.control.serving import Served, served


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short path."""
    folder = Path(tempfile.mkdtemp(prefix="ta-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def daemon(short_folder: Path) -> Iterator[Served]:
    """A server with a fake service, and its client."""
    with served(short_folder) as running:
        yield running
