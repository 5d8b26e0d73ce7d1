"""The rules with the options of the packaged configuration."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from tinyarms_daemon.analysis.rule import BoundRule, FileRule, bind
from tinyarms_daemon.rules.registry import all_rules

_DEFAULTS = Path(__file__).parents[2] / "config" / "default.yaml"


@cache
def default_options() -> Mapping[str, Mapping[str, object]]:
    """What the packaged configuration says of each rule, without its switch."""
    sections = yaml.safe_load(_DEFAULTS.read_text("utf-8"))["rules"]
    return {
        rule: {name: value for name, value in options.items() if name != "enabled"}
        for rule, options in sections.items()
    }


def bound_rules(overrides: Mapping[str, Mapping[str, object]] | None = None) -> list[BoundRule]:
    """Every rule with its default options, and others where they are given."""
    return [_bound(rule, (overrides or {}).get(rule.id, {})) for rule in all_rules()]


def rules_named(*rule_ids: str) -> list[BoundRule]:
    """These rules alone, with their default options."""
    return [_bound(rule, {}) for rule in all_rules() if rule.id in rule_ids]


def _bound(rule: FileRule, overrides: Mapping[str, object]) -> BoundRule:
    return bind(rule, {**default_options().get(rule.id, {}), **overrides})
