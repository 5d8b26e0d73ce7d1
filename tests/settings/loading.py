"""How these tests load settings: with two rules that have options, and every rule's id."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES
from tinyarms_daemon.rules.registry import all_rules
from tinyarms_daemon.settings.load import load_settings
from tinyarms_daemon.settings.problem import ConfigurationError
from tinyarms_daemon.settings.schema import Settings


@dataclass(frozen=True, kw_only=True)
class ToyOptions:
    """One option of each type that a rule may declare."""

    allowed: tuple[float, ...] = (-1, 0, 1, 2)
    names: tuple[str, ...] = ()
    repeats: int = 3
    share: float = 0.5
    in_tests: bool = False
    prefix: str = "MAX"
    least: int = 1
    most: int = 9

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise ValueError("must have a least that is at most its most.")


RULE_OPTIONS: Mapping[str, type] = {
    **{rule.id: rule.Options for rule in all_rules()},
    "unused-suppression": ToyOptions,
}


def load(
    user_file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
    *,
    user_file_must_exist: bool = False,
) -> Settings:
    """The settings from these layers."""
    return load_settings(
        user_file=user_file,
        environment=environment or {},
        overrides=overrides or {},
        rule_options=RULE_OPTIONS,
        known_rules=KNOWN_RULES,
        user_file_must_exist=user_file_must_exist,
    )


def written(folder: Path, text: str, name: str = "config.yaml") -> Path:
    """A file of that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, text: str) -> list[str]:
    """What is said about a user's file of that text, with the path cut to its name."""
    path = written(folder, text)
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]
