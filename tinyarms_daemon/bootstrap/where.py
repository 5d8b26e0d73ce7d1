"""Which home and which configuration, and what the two say."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from tinyarms_daemon.adapters.home import Home
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES
from tinyarms_daemon.domain.models.model import ModelSpec, canonical_tag

if TYPE_CHECKING:
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


def model_specs(settings: "Settings") -> dict[str, ModelSpec]:
    """The model of each skill, the quick one first."""
    context = settings.inference.deep_context
    return {
        Skill.FAST: _spec(
            settings, Skill.FAST, settings.inference.fast_context, settings.judging.prompt_tokens
        ),
        Skill.DEEP: _spec(settings, Skill.DEEP, context, context),
    }


def _spec(settings: "Settings", skill: Skill, context_tokens: int, prompt_tokens: int) -> ModelSpec:
    said = settings.skill(skill)
    return ModelSpec(
        name=said.model,
        role=skill,
        tag=canonical_tag(settings.models.tag(said.model)),
        context_tokens=context_tokens,
        timeout_seconds=said.timeout.total_seconds(),
        most_prompt_tokens=prompt_tokens,
    )


def wanted_tags(settings: "Settings") -> list[str]:
    """The models that enabled skills use, each once."""
    specs = model_specs(settings)
    return list(dict.fromkeys(specs[skill].tag for skill in Skill if settings.skill(skill).enabled))
