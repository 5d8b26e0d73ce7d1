"""Where the files that travel with the program are found."""

import pytest

from tinyarms_daemon.bundled import bundled


@pytest.mark.parametrize("name", ["config/default.yaml", "config/constants.yaml", "config"])
def test_a_bundled_file_is_found(name: str) -> None:
    assert bundled(name).exists()


def test_a_file_that_is_missing_is_told_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match="install tinyarms-daemon again"):
        bundled("config/none.yaml")
