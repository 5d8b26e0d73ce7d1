"""The configuration in effect in one folder: what is wrong with it is told wherever it stands."""

from pathlib import Path

import pytest

from tests.git_repository import GitRepository, MakeRepository
from tinyarms_daemon.bootstrap.configuration_here import (
    configuration_problems,
    repository_file,
    settings_in,
)
from tinyarms_daemon.bootstrap.staged_scan import scan_staged
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.domain.errors import UsageError


@pytest.fixture
def where(tmp_path: Path) -> Where:
    return Where.of(tmp_path / "home", None)


@pytest.fixture
def repository(make_repository: MakeRepository) -> Path:
    root = make_repository().root
    (root / "src").mkdir()
    return root


def _told(where: Where, file: Path | None, folder: Path) -> list[str]:
    return [problem.message for problem in configuration_problems(where, file, folder)]


def test_a_repository_is_checked_by_its_own_file_from_any_folder_of_it(
    where: Where, repository: Path
) -> None:
    (repository / ".tinyarms.yaml").write_text("ollama: {host: http://elsewhere}\n")

    problems = _told(where, None, repository / "src")

    assert problems == ["`ollama` may not be set by a repository's file, only rules and paths."]


def test_a_file_of_that_name_is_checked_as_a_repositorys(where: Where, tmp_path: Path) -> None:
    file = tmp_path / ".tinyarms.yaml"
    file.write_text("models: {}\n")

    assert "may not be set" in _told(where, file, tmp_path)[0]


def test_what_is_wrong_with_the_users_file_hides_nothing_of_the_repositorys(
    where: Where, repository: Path
) -> None:
    where.home.path.mkdir()
    where.user_file.write_text("ruls: {}\n")
    (repository / ".tinyarms.yaml").write_text("pahts: {}\n")

    problems = _told(where, None, repository)

    assert [problem.partition(" ")[0] for problem in problems] == ["`ruls`", "`pahts`"]


def test_the_repositorys_file_is_among_the_layers(where: Where, repository: Path) -> None:
    (repository / ".tinyarms.yaml").write_text("rules: {magic-numbers: {enabled: false}}\n")

    assert not settings_in(where, repository / "src").is_enabled("magic-numbers")
    assert repository_file(repository / "src") == repository / ".tinyarms.yaml"


def test_the_hook_names_the_staged_file_that_is_wrong(where: Where, repository: Path) -> None:
    (repository / ".tinyarms.yaml").write_text("ruls: {}\n")
    GitRepository(repository).git("add", ".")

    with pytest.raises(UsageError, match=r"^the staged \.tinyarms\.yaml:1: `ruls` "):
        scan_staged(load(where), str(repository), (), lambda _done, _total: None, None)
