"""A repository's own file is a stranger's: what it may set, and what it may not do."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.settings.loading import load, written
from tinyarms_daemon.settings.load import load_repository_settings
from tinyarms_daemon.settings.problem import ConfigurationError
from tinyarms_daemon.settings.schema import Settings


def load_repository(folder: Path, text: str) -> Settings:
    return load_repository_settings(load(), written(folder, text, ".tinyarms.yaml"))


def refusals(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_repository(folder, text)
    return [f"{problem.origin.line}: {problem.message}" for problem in caught.value.problems]


def test_without_such_a_file_the_base_holds(tmp_path: Path) -> None:
    base = load()

    assert load_repository_settings(base, tmp_path / ".tinyarms.yaml") is base


def test_the_example_of_the_contract_is_read(tmp_path: Path) -> None:
    text = """
rules:
  magic-numbers: {enabled: false}
  file-size: {max_lines: 500}
paths:
  ignore: ["vendor/**"]
"""
    settings = load_repository(tmp_path, text)

    assert not settings.is_enabled("magic-numbers")
    assert settings.rule_options("file-size")["max_lines"] == 500
    assert settings.paths.ignore == ("vendor/**",)


@pytest.mark.parametrize("section", ["ollama", "models", "skills", "watch", "deep", "nonsense"])
def test_other_keys_are_refused(tmp_path: Path, section: str) -> None:
    expected = f"2: `{section}` may not be set by a repository's file, only rules and paths."

    assert refusals(tmp_path, f"\n{section}: {{host: x}}\n") == [expected]


@pytest.mark.parametrize(("typed", "meant"), [("rulse", "rules"), ("path", "paths")])
def test_a_mistyped_key_is_told_with_the_right_one(tmp_path: Path, typed: str, meant: str) -> None:
    said = f"`{typed}` may not be set by a repository's file, only rules and paths"

    assert refusals(tmp_path, f"{typed}: {{}}\n") == [f"1: {said}; did you mean `{meant}`?"]


def test_a_rule_beside_rules_is_told_where_it_belongs(tmp_path: Path) -> None:
    expected = "1: `magic-numbers` is a rule: write it below `rules`."

    assert refusals(tmp_path, "magic-numbers: {enabled: false}\n") == [expected]


def test_forbidden_keys_and_mistakes_are_told_together(tmp_path: Path) -> None:
    text = "ollama: {}\nrules: {file-size: {max_lines: x}}\npaths: {ignore: 3}\n"

    lines = [each.split(":")[0] for each in refusals(tmp_path, text)]

    assert lines == ["1", "2", "3"]


def test_the_base_is_left_as_it_was(tmp_path: Path) -> None:
    base = load()

    load_repository_settings(base, written(tmp_path, "rules: {file-size: {max_lines: 9}}\n"))

    assert base == load()


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "rules: {}\n", "real.yaml")
    (tmp_path / ".tinyarms.yaml").symlink_to("real.yaml")

    with pytest.raises(ConfigurationError, match="it is a symbolic link; put a regular file there"):
        load_repository_settings(load(), tmp_path / ".tinyarms.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".tinyarms.yaml").mkdir()

    with pytest.raises(ConfigurationError, match="it is no regular file; put one there"):
        load_repository_settings(load(), tmp_path / ".tinyarms.yaml")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="it is larger than 1048576 bytes"):
        load_repository(tmp_path, "# " + "x" * (1 << 20))


def test_a_short_text_cannot_stand_for_a_huge_one(tmp_path: Path) -> None:
    names = "abcdefghij"
    rows = [f"{names[0]}: &{names[0]} [x, x, x, x, x, x, x, x, x]"]
    for lower, upper in pairwise(names):
        rows.append(f"{upper}: &{upper} [{', '.join([f'*{lower}'] * 9)}]")

    assert refusals(tmp_path, "\n".join(rows)) == [
        "2: aliases (*name) are not read; write the value out."
    ]


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path, "paths: " + "[" * 100_000) == ["1: nested deeper than 16 levels."]


def test_more_entries_than_anyone_writes_are_refused(tmp_path: Path) -> None:
    text = "paths:\n  ignore:\n" + "    - a\n" * 50_000

    assert refusals(tmp_path, text) == ["4998: more than 5000 keys and values."]


def test_a_file_full_of_mistakes_is_told_in_part(tmp_path: Path) -> None:
    text = "".join(f"key{number}: 1\n" for number in range(2_000))

    with pytest.raises(ConfigurationError) as caught:
        load_repository(tmp_path, text)

    lines = str(caught.value).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "… and 1900 more."
