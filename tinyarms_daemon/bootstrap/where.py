"""Which home and which configuration, and what the two say."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from tinyarms_daemon.adapters.home import Home
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES
from tinyarms_daemon.domain.models.model import canonical_tag

if TYPE_CHECKING:
    from tinyarms_daemon.application.judging.defer_judgements import ConfiguredModel
    from tinyarms_daemon.settings.schema import Settings

APPLICATION = "tinyarms"
USER_FILE = "config.yaml"


def default_home() -> Path:
    """The platform's own place for an application's state."""
    return platformdirs.user_state_path(APPLICATION, appauthor=False)


@dataclass(frozen=True, slots=True)
class Where:
    """One home, and the user's configuration file with whether it was named by the user."""

    home: Home
    user_file: Path
    user_file_named: bool

    @classmethod
    def of(cls, home: Path, configuration: Path | None) -> "Where":
        """With a home of its own the default configuration lies in it."""
        home = Path(os.path.abspath(home.expanduser()))
        if configuration is not None:
            return cls(Home(home), configuration, True)
        if home == default_home():
            folder = platformdirs.user_config_path(APPLICATION, appauthor=False)
            return cls(Home(home), folder / USER_FILE, False)
        return cls(Home(home), home / USER_FILE, False)


def load(where: Where) -> "Settings":
    """The effective settings. ConfigurationError with every problem."""
    from tinyarms_daemon.rules.registry import declared_options
    from tinyarms_daemon.settings.load import load_settings

    return load_settings(
        user_file=where.user_file,
        environment=os.environ,
        overrides={},
        rule_options=declared_options(),
        known_rules=KNOWN_RULES,
        user_file_must_exist=where.user_file_named,
    )


def configured_models(settings: "Settings") -> Iterator["ConfiguredModel"]:
    """The models of the configuration, the quick one first."""
    from tinyarms_daemon.application.judging.defer_judgements import ConfiguredModel

    for skill in (Skill.FAST, Skill.DEEP):
        name = settings.skill(skill).model
        yield ConfiguredModel(
            name=name, role=skill.value, tag=canonical_tag(settings.models.tag(name))
        )


def wanted_models(settings: "Settings") -> Iterator["ConfiguredModel"]:
    """The models that enabled skills use."""
    for model, skill in zip(configured_models(settings), (Skill.FAST, Skill.DEEP), strict=True):
        if settings.skill(skill).enabled:
            yield model
