"""Every rule in this package, found by looking."""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache

from tinyarms_daemon import rules
from tinyarms_daemon.analysis.rule import BoundRule, FileRule, bind


@cache
def all_rules() -> tuple[FileRule, ...]:
    """One of each rule, by id."""
    found: dict[str, FileRule] = {}
    for module_info in pkgutil.iter_modules(rules.__path__, rules.__name__ + "."):
        module = importlib.import_module(module_info.name)
        for _, rule in inspect.getmembers(module, inspect.isclass):
            if issubclass(rule, FileRule) and not inspect.isabstract(rule):
                found[rule.id] = rule()
    return tuple(found[rule_id] for rule_id in sorted(found))


def bind_rules(options: Mapping[str, Mapping[str, object]]) -> tuple[BoundRule, ...]:
    """The rules that are named, with their options. Names that are no rule's are passed over."""
    return tuple(bind(rule, options[rule.id]) for rule in all_rules() if rule.id in options)
