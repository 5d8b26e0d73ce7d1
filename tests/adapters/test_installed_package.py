"""Noticing an upgrade."""

from pathlib import Path

import pytest

from tinyarms_daemon.adapters.installed_package import InstalledPackage


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "__init__.py"
    file.write_text('__version__ = "1.0.0"\n')
    return file


def test_what_is_left_alone_was_not_replaced(file: Path) -> None:
    assert not InstalledPackage(str(file)).was_replaced()


def test_another_file_in_its_place_is_an_upgrade_as_soon_as_it_is_there(file: Path) -> None:
    package = InstalledPackage(str(file))
    file.unlink()
    meanwhile = package.was_replaced()

    file.write_text('__version__ = "1.10.0"\n')

    assert (meanwhile, package.was_replaced()) == (False, True)
