"""How often files have changed, by git's history."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.git_repository import GitRepository
from tinyarms_daemon.adapters.git.commits import commits_by_path

LONG_AGO = datetime.now(UTC) - timedelta(days=90)


def repository_of(folder: Path) -> GitRepository:
    repository = GitRepository(folder)
    repository.git("init", "-q")
    for number in range(3):
        repository.write("often.py", f"x = {number}\n")
        if not number:
            repository.write("säl dom.py", "x = 1\n")
        repository.commit()
    return repository


def test_commits_are_counted_for_each_file(tmp_path: Path) -> None:
    repository_of(tmp_path)

    counted = commits_by_path(str(tmp_path), LONG_AGO)

    assert counted == {"often.py": 3, "säl dom.py": 1}


def test_older_commits_do_not_count(tmp_path: Path) -> None:
    repository_of(tmp_path)

    assert commits_by_path(str(tmp_path), datetime.now(UTC) + timedelta(days=1)) == {}


def test_a_history_that_cannot_be_read_tells_of_no_change(tmp_path: Path) -> None:
    assert commits_by_path(str(tmp_path), LONG_AGO) == {}


def test_nothing_that_a_configuration_names_is_run(tmp_path: Path) -> None:
    repository = repository_of(tmp_path)
    ran = tmp_path / "ran"
    repository.write(".gitattributes", "*.py diff=tool filter=tool\n")
    for name in ("diff.external", "diff.tool.command", "diff.tool.textconv", "filter.tool.clean"):
        repository.git("config", name, f"touch {ran}")
    repository.git("config", "log.showSignature", "true")

    counted = commits_by_path(str(tmp_path), LONG_AGO)

    assert (counted["often.py"], ran.exists()) == (3, False)
