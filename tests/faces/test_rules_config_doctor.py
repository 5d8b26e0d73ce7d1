"""`rules`, `config` and `doctor`."""

from pathlib import Path

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox
from tinyarms_daemon.domain.system.check import Check

PYTHON = Check("python", True, True, "3.13.1", None)
NO_GIT = Check("git", False, True, "not on the PATH", "install git")
NO_OLLAMA = Check("ollama", False, False, "does not answer", "ollama serve")


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(), "rules")

    assert ended == 0
    assert capsys.readouterr().out == (
        "hardcoded-colors  fast  warning  Literal color in code\n"
        "magic-numbers     fast  warning  Literal color in code\n"
    )


def test_one_rule_tells_reason_options_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    drive(FakeToolbox(), "rules", "show", "hardcoded-colors")

    assert capsys.readouterr().out == (
        """\
hardcoded-colors: Literal color in code

A literal color cannot follow the theme, and drifts from the palette unseen.

Severity   warning
Runs       on every save
Languages  css, tsx
Instead    Name the color once as a design token, and use the token here.

Options (under rules: hardcoded-colors:)
  allowed  colors that may stand anywhere (default: none)

Reported, where «marked»
  hex in a style
      <p style={{ color: "«#3B82F6»" }} />

Not reported
  a design token
      <p style={{ color: theme.brand }} />

To allow one place, write in a comment there: tinyarms: ignore[hardcoded-colors]
"""
    )


def test_config_show_tells_who_said_what(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(), "config", "show")

    assert ended == 0
    assert "rules.file-size.max_lines:  350  # default.yaml:7\n" in capsys.readouterr().out


def test_config_check_tells_every_problem_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config.yaml"
    file.touch()

    ended = drive(FakeToolbox(problems=["one", "two"]), "config", "check", str(file))

    assert ended == 1
    assert capsys.readouterr().out == "one\ntwo\n2 problems found.\n"


def test_a_configuration_without_problems_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(), "config", "check")

    assert ended == 0
    assert capsys.readouterr().out == "The configuration is right.\n"


def test_config_path_tells_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    drive(FakeToolbox(), "config", "path")

    assert capsys.readouterr().out == ("user  /home/me/.config/tinyarms/config.yaml (not there)\n")


def test_doctor_tells_what_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(checks=[PYTHON, NO_GIT, NO_OLLAMA]), "doctor")

    assert ended == 1
    assert capsys.readouterr().out == (
        """\
ok       python  3.13.1
failed   git     not on the PATH
                 to mend it: install git
missing  ollama  does not answer
                 to mend it: ollama serve

1 required check did not hold.
"""
    )


@pytest.mark.parametrize(
    ("checks", "said"),
    [([PYTHON], "All is well.\n"), ([PYTHON, NO_OLLAMA], "1 optional thing missing.\n")],
)
def test_doctor_is_content_without_what_is_optional(
    capsys: pytest.CaptureFixture[str], checks: list[Check], said: str
) -> None:
    ended = drive(FakeToolbox(checks=checks), "doctor")

    assert ended == 0
    assert capsys.readouterr().out.endswith(said)
