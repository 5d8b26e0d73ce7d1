"""The pre-commit hook in a real commit: no daemon, no model, the index alone."""

from pathlib import Path

import pytest

from tests.e2e.running import GitRepository, House, css, run

BAD, GOOD = css("#123456"), "/* nothing */\n"


def install(house: House, repository: GitRepository) -> None:
    """With patience: a machine that runs other tests is no measure."""
    ended = house.ctl("hook", "install", str(repository.root), "--within", "2m")
    assert ended.status == 0, ended.err


def commit(house: House, repository: GitRepository) -> tuple[int, str]:
    ended = run(
        ["git", "commit", "--quiet", "--message", "a change"], repository.root, house.environment
    )
    return ended.status, ended.out + ended.err


def test_what_is_staged_decides_and_not_what_the_file_says(house: House) -> None:
    repository = GitRepository(house.folder / "shop", house.environment)
    install(house, repository)
    repository.write("a.css", BAD)
    repository.git("add", "a.css")
    repository.write("a.css", GOOD)

    status, said = commit(house, repository)

    assert status == 1, said
    assert "a.css:2:" in said
    assert "hardcoded-colors" in said

    repository.git("add", "a.css")
    repository.write("a.css", BAD)

    assert commit(house, repository) == (0, "")


def test_what_the_last_commit_has_already_stops_no_commit(house: House) -> None:
    repository = GitRepository(house.folder / "shop", house.environment)
    repository.write("a.css", BAD)
    repository.git("add", ".")
    assert commit(house, repository) == (0, "")
    install(house, repository)
    repository.git("mv", "a.css", "b.css")
    assert commit(house, repository) == (0, "")
    repository.write("b.css", f"/* the card */\n{BAD}")
    repository.git("add", ".")
    assert commit(house, repository) == (0, "")

    repository.write("b.css", f"{BAD}{css('#654321')}")
    repository.git("add", ".")
    status, said = commit(house, repository)

    assert (status, "#123456" in said, "#654321" in said) == (1, False, True), said


def test_a_wrong_configuration_stops_no_commit(house: House) -> None:
    repository = GitRepository(house.folder / "shop", house.environment)
    install(house, repository)
    repository.write("a.css", BAD)
    repository.write(".tinyarms.yaml", "rulez: 1\n")
    repository.git("add", ".")

    status, said = commit(house, repository)

    assert status == 0
    assert "The commit goes on." in said


@pytest.mark.long
def test_a_dismissed_finding_stops_no_commit(house: House) -> None:
    repository = GitRepository(house.folder / "shop", house.environment)
    file: Path = repository.write("a.css", BAD)
    repository.git("add", ".")
    house.ctl("repo", "add", str(repository.root))
    before = house.ctl("scan", "--staged", str(repository.root))

    house.ctl("findings", "dismiss", "1", "--reason", "a partner's color")

    after = house.ctl("scan", "--staged", str(file))
    assert (before.status, after.status) == (1, 0)
