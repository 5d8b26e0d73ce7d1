"""Which layer wins, and who said each value."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.settings.loading import RULE_OPTIONS, load, written
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES
from tinyarms_daemon.rules.registry import declared_options
from tinyarms_daemon.settings.load import load_repository_settings, load_settings
from tinyarms_daemon.settings.problem import ConfigurationError
from tinyarms_daemon.settings.rule_options import check_rules, effective_rules, misfits
from tinyarms_daemon.settings.stated import stated_values
from tinyarms_daemon.settings.tree import Layer


def test_without_any_file_the_packaged_defaults_hold() -> None:
    settings = load()

    assert settings.models.level2_code == "qwen2.5-coder:3b"
    assert settings.models.tag("level3-deep") == "qwen2.5-coder:7b"
    assert settings.skill(Skill.FAST).timeout == timedelta(seconds=5)
    assert settings.skill(Skill.DEEP).enabled is False
    assert settings.analysis.max_file_bytes == 1_000_000
    assert settings.rule_options("file-size")["max_lines"] == 350


def test_a_missing_user_file_is_no_mistake(tmp_path: Path) -> None:
    settings = load(tmp_path / "none.yaml")

    assert settings == load()


def test_a_user_file_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError, match=r"none\.yaml: there is no such file; name another"
    ):
        load(tmp_path / "none.yaml", user_file_must_exist=True)


def test_an_empty_user_file_says_nothing(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "# nothing\n"))

    assert settings == load()


def test_an_empty_section_says_nothing(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "watch:\nrules:\n  file-size:\n"))

    assert settings == load()


def test_the_null_device_is_an_empty_file() -> None:
    assert load(Path("/dev/null")) == load()


def test_the_users_file_overrides_single_keys_of_a_section(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "watch: {settle: 1s}\n"))

    assert settings.watch.settle == timedelta(seconds=1)
    assert settings.watch.ceiling == load().watch.ceiling


def test_a_list_replaces_the_list_below(tmp_path: Path) -> None:
    text = "skills: {code-linting-fast: {rules: [magic-numbers]}}\n"
    settings = load(written(tmp_path, text))

    assert settings.enabled_rules(Skill.FAST) == ("magic-numbers",)


def test_a_rule_that_is_switched_off_is_not_among_the_enabled_ones(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "rules: {file-size: {enabled: false}}\n"))

    assert "file-size" not in settings.enabled_rules(Skill.FAST)
    assert "magic-numbers" in settings.enabled_rules(Skill.FAST)


def test_each_layer_overrides_the_ones_below(tmp_path: Path) -> None:
    user = written(tmp_path, "rules: {file-size: {max_lines: 1}}\n")
    repository = written(tmp_path, "rules: {file-size: {max_lines: 2}}\n", ".tinyarms.yaml")
    variable = {"TINYARMS_RULES__FILE_SIZE__MAX_LINES": "3"}
    command_line = {"rules": {"file-size": {"max_lines": 4}}}

    bases = [
        load(user),
        load_repository_settings(load(user), repository),
        load_repository_settings(load(user, variable), repository),
        load_repository_settings(load(user, variable, command_line), repository),
    ]

    assert [base.rule_options("file-size")["max_lines"] for base in bases] == [1, 2, 3, 4]


def test_each_value_knows_who_said_it(tmp_path: Path) -> None:
    user = written(tmp_path, "watch:\n  settle: 1s\n")
    repository = written(tmp_path, "\npaths: {ignore: [vendor]}\n", ".tinyarms.yaml")
    base = load(user, {"TINYARMS_OLLAMA__HOST": "http://[::1]:1"}, {"jobs": {"max_attempts": 2}})

    stated = stated_values(load_repository_settings(base, repository))
    said_by = {each.key: each.origin for each in stated}

    assert str(said_by["watch.settle"]) == f"{user}:2"
    assert str(said_by["paths.ignore"]) == f"{repository}:2"
    assert str(said_by["ollama.host"]) == "TINYARMS_OLLAMA__HOST"
    assert str(said_by["jobs.max_attempts"]) == "command line"
    assert said_by["watch.ceiling"].layer is Layer.PACKAGED
    assert said_by["watch.ceiling"].place.endswith("config/default.yaml")


def test_values_are_listed_as_they_were_written() -> None:
    stated = {each.key: each.value for each in stated_values(load())}

    assert stated["watch.settle"] == "400ms"
    assert stated["deep.schedule"] == "0 3 * * sun"


def test_settings_are_equal_when_their_values_are() -> None:
    by_variable = load(environment={"TINYARMS_WATCH__STORM_PATHS": "7"})
    by_command_line = load(overrides={"watch": {"storm_paths": 7}})

    assert by_variable == by_command_line
    assert by_variable != load()


def test_every_type_of_option_is_read(tmp_path: Path) -> None:
    text = """
rules:
  unused-suppression:
    allowed: [-1, 0.5]
    names: [a, b]
    repeats: 4
    share: 0.25
    in_tests: true
    prefix: LEAST
"""
    options = load(written(tmp_path, text)).rule_options("unused-suppression")

    assert options == {
        "allowed": (-1, 0.5),
        "names": ("a", "b"),
        "repeats": 4,
        "share": 0.25,
        "in_tests": True,
        "prefix": "LEAST",
    }


def test_a_value_is_shown_as_the_file_would_say_it() -> None:
    written = {each.key: each.written for each in stated_values(load())}

    assert written["skills.code-linting-deep.enabled"] == "false"
    assert written["rules.magic-numbers.harmless_numbers"] == "[-1, 0, 1, 2]"
    assert written["watch.settle"] == "400ms"


def test_an_option_without_any_default_must_be_stated() -> None:
    options = {**RULE_OPTIONS, "unused-suppression": RULE_OPTIONS["file-size"]}

    with pytest.raises(ConfigurationError, match="must state max_lines,"):
        load_settings(
            user_file=None,
            environment={},
            overrides={"rules": {"unused-suppression": {"enabled": True}}},
            rule_options=options,
            known_rules=load().provenance.catalogue.known_rules,
        )


def test_the_packaged_options_fit_the_rules_that_declare_them() -> None:
    provenance = load_settings(
        user_file=None,
        environment={},
        overrides={},
        rule_options=declared_options(),
        known_rules=KNOWN_RULES,
    ).provenance
    section, catalogue = provenance.layers[0].children["rules"], provenance.catalogue

    assert list(check_rules(section, catalogue)) == []
    rules = effective_rules(section, catalogue)
    assert list(misfits(rules, declared_options(), catalogue)) == []


def test_the_options_of_every_rule_are_read_without_loading_one() -> None:
    asked = "import sys; from pathlib import Path; from tinyarms_daemon.bootstrap.where import *; "
    asked += "settings = load(Where.of(Path('nowhere'), None)); "
    asked += "[settings.rule_options(rule) for rule in settings.rules]; "
    asked += "print(*sys.modules, sep='\\n')"

    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()

    assert "tinyarms_daemon.settings.schema" in loaded
    rules = [name for name in loaded if name.startswith("tinyarms_daemon.rules.")]
    assert rules == ["tinyarms_daemon.rules.registry"]


@pytest.mark.parametrize(
    ("fast", "deep", "first"),
    [(2, 3, Skill.FAST), (3, 2, Skill.DEEP), (2, 2, Skill.FAST)],
)
def test_the_skill_of_the_lower_priority_is_asked_about_first(
    fast: int, deep: int, first: Skill
) -> None:
    skills = {
        "code-linting-fast": {"priority": fast},
        "code-linting-deep": {"priority": deep},
    }

    assert load(overrides={"skills": skills}).skills_by_priority()[0] is first
