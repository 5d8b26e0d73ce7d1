"""Each repository's rules and ignored paths."""

import os
from pathlib import Path

import pytest

from tests.fakes.clock import NOON
from tests.settings.loading import load
from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.settings.problem import ConfigurationError

VERSIONS = {"file-size": 1, "magic-numbers": 1, "complex-dry": 1}


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return Repository(id=1, root=str(tmp_path), name="shop", is_git=True, added_at=NOON)


@pytest.fixture
def profiles() -> ConfiguredProfiles:
    return ConfiguredProfiles(load(), VERSIONS)


def say(repository: Repository, text: str) -> None:
    """Write the repository's own file, at a time of its own."""
    path = Path(repository.root, ".tinyarms.yaml")
    times = path.stat().st_mtime_ns + 1_000_000 if path.exists() else 1
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(times, times))


def test_the_fast_rules_that_this_version_has_run_on_save(
    profiles: ConfiguredProfiles, shop: Repository
) -> None:
    profile = profiles.profile(shop)

    assert set(profile.rules) == {"file-size", "magic-numbers"}
    assert profile.rules["file-size"]["max_lines"] == 350
    assert profile.max_file_bytes == 1_000_000


def test_a_skill_that_is_off_runs_where_somebody_asks_alone(shop: Repository) -> None:
    off = {"skills": {"code-linting-fast": {"enabled": False}}}
    profiles = ConfiguredProfiles(load(overrides=off), VERSIONS)

    assert profiles.profile(shop).rules == {}
    assert set(profiles.profile_at(shop.root).rules) == {"file-size", "magic-numbers"}


def test_a_repositorys_own_file_counts_for_it_alone(
    profiles: ConfiguredProfiles, shop: Repository, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Repository(id=2, root=str(tmp_path / "other"), name="other", is_git=True, added_at=NOON)
    say(shop, "rules: {file-size: {max_lines: 7}}\npaths: {ignore: [vendor/**]}\n")

    assert profiles.profile(shop).rules["file-size"]["max_lines"] == 7
    assert profiles.ignored(shop) == ("vendor/**",)
    assert profiles.profile(other).rules["file-size"]["max_lines"] == 350
    assert profiles.profile(shop).digest != profiles.profile(other).digest


def test_a_change_of_the_file_is_seen_at_the_next_question(
    profiles: ConfiguredProfiles, shop: Repository
) -> None:
    before = profiles.profile(shop)
    say(shop, "rules: {magic-numbers: {enabled: false}}\n")
    switched_off = profiles.profile(shop)
    Path(shop.root, ".tinyarms.yaml").unlink()

    assert set(switched_off.rules) == {"file-size"}
    assert profiles.profile(shop) == before


def test_a_file_that_is_wrong_leaves_the_last_good_one_in_force_and_is_told(
    profiles: ConfiguredProfiles, shop: Repository
) -> None:
    say(shop, "rules: {file-size: {max_lines: 7}}\n")
    good = profiles.profile(shop)
    say(shop, "rules: {file-size: {max_lines: many}}\n")

    assert profiles.profile(shop) == good
    problem = profiles.problem(shop)
    assert problem is not None
    assert ".tinyarms.yaml:1" in problem
    assert "last good configuration stays in force" in problem


def test_a_file_that_is_wrong_in_many_places_is_told_in_one_line(
    profiles: ConfiguredProfiles, shop: Repository
) -> None:
    say(shop, "".join(f"wrong{number}: 1\n" for number in range(90)))

    problem = profiles.problem(shop)

    assert problem is not None
    assert len(problem) < 400
    assert "\n" not in problem
    assert "tells 89 more problems" in problem


def test_a_file_that_is_mended_is_no_problem_any_more(
    profiles: ConfiguredProfiles, shop: Repository
) -> None:
    say(shop, "nonsense: [")
    told = profiles.problem(shop)

    say(shop, "rules: {file-size: {max_lines: 8}}\n")

    assert told is not None
    assert profiles.problem(shop) is None
    assert profiles.profile(shop).rules["file-size"]["max_lines"] == 8


@pytest.mark.parametrize(
    "text", ["ollama: {host: http://evil.example}\n", "models: {level2-code: evil}\n", "\x00", "[]"]
)
def test_a_strangers_file_that_asks_for_too_much_changes_nothing(
    profiles: ConfiguredProfiles, shop: Repository, text: str
) -> None:
    before = profiles.profile(shop)
    say(shop, text)

    assert profiles.profile(shop) == before
    assert profiles.problem(shop) is not None


def test_the_digest_names_the_choice_of_rules_their_options_and_their_versions(
    shop: Repository,
) -> None:
    def digest(versions: dict[str, int], **variables: str) -> str:
        return ConfiguredProfiles(load(environment=variables), versions).profile(shop).digest

    digests = [
        digest(VERSIONS),
        digest(VERSIONS | {"file-size": 2}),
        digest({"file-size": 1}),
        digest(VERSIONS, TINYARMS_RULES__FILE_SIZE__MAX_LINES="9"),
        digest(VERSIONS, TINYARMS_ANALYSIS__MAX_FILE_SIZE="2MB"),
    ]

    assert len(set(digests)) == len(digests)
    assert digest(VERSIONS) == digests[0]
    assert digest(VERSIONS | {"complex-dry": 9}) == digests[0]


def test_new_settings_count_for_every_repository(
    profiles: ConfiguredProfiles, shop: Repository
) -> None:
    profiles.profile(shop)

    profiles.replace(load(environment={"TINYARMS_RULES__FILE_SIZE__MAX_LINES": "9"}))

    assert profiles.profile(shop).rules["file-size"]["max_lines"] == 9


def test_a_folder_that_is_not_watched_has_a_profile_too(
    profiles: ConfiguredProfiles, shop: Repository
) -> None:
    say(shop, "paths: {ignore: [vendor]}\n")

    assert profiles.profile_at(shop.root) == profiles.profile(shop)
    assert set(profiles.profile_at(shop.root, ("complex-dry",)).rules) == {"complex-dry"}
    assert profiles.ignored_at(shop.root) == ("vendor",)


def test_a_folder_that_is_not_watched_and_whose_file_is_wrong_is_refused(
    profiles: ConfiguredProfiles, shop: Repository
) -> None:
    say(shop, "nonsense: 1\n")

    with pytest.raises(ConfigurationError, match="nonsense"):
        profiles.profile_at(shop.root)
