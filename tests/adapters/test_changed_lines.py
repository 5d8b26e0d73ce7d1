"""Which lines of a file are not committed as they stand."""

import pytest

from tests.git_repository import GitRepository, MakeRepository
from tinyarms_daemon.adapters.git.changed_files import changed_lines

LINES = [f"line {number}\n" for number in range(1, 11)]


@pytest.fixture
def shop(make_repository: MakeRepository) -> GitRepository:
    repository = make_repository()
    (repository.root / "a.py").write_text("".join(LINES))
    repository.commit()
    return repository


@pytest.mark.parametrize(
    ("edited", "changed"),
    [
        (LINES, set()),
        ([*LINES[:2], "new\n", *LINES[3:]], {3}),
        ([*LINES[:2], "new\n", "newer\n", *LINES[2:]], {3, 4}),
        ([*LINES[:4], *LINES[6:]], {4, 5}),
    ],
    ids=["nothing", "a line", "two lines more", "two lines less"],
)
def test_lines_are_held_against_the_last_commit(
    shop: GitRepository, edited: list[str], changed: set[int]
) -> None:
    (shop.root / "a.py").write_text("".join(edited))

    assert set(changed_lines(str(shop.root), "a.py") or ()) == changed


def test_of_a_new_file_everything_counts(shop: GitRepository) -> None:
    (shop.root / "b.py").write_text("x = 1\n")

    assert changed_lines(str(shop.root), "b.py") is None


def test_outside_of_git_everything_counts(tmp_path) -> None:
    assert changed_lines(str(tmp_path), "a.py") is None
