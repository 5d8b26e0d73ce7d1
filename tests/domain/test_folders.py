"""Which folder holds what."""

import pytest

from tinyarms_daemon.domain.folders import innermost, lies_in


@pytest.mark.parametrize(
    ("path", "folder", "lies"),
    [
        ("/code/shop", "/code/shop", True),
        ("/code/shop/a.py", "/code/shop", True),
        ("/code/shop2/a.py", "/code/shop", False),
        ("/code", "/code/shop", False),
        ("/code/shop", "/", True),
        ("src/a.py", "src/", True),
    ],
)
def test_a_folder_holds_itself_and_what_is_in_it(path: str, folder: str, lies: bool) -> None:
    assert lies_in(path, folder) is lies


def test_of_nested_folders_the_innermost_holds_a_path() -> None:
    folders = ["/code", "/code/shop", "/other"]

    assert innermost(folders, "/code/shop/a.py") == "/code/shop"
    assert innermost(folders, "/code/b.py") == "/code"
    assert innermost(folders, "/home") is None
