"""Every rule in this package, found by looking: a rule's module has the rule's id as its name."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import TypeVar

from tinyarms_daemon import rules
from tinyarms_daemon.analysis.rule import BoundRule, FileRule, bind, describe
from tinyarms_daemon.domain.findings.rule import RuleDescription

Said = TypeVar("Said")

_REGISTRY = __name__.rpartition(".")[2]
_DECLARED_VERSION = re.compile(rb"^    version = (\d+)$", re.MULTILINE)


@cache
def rule_ids() -> tuple[str, ...]:
    """The ids of all rules, in order; no rule is loaded for it."""
    modules = (module.name for module in pkgutil.iter_modules(rules.__path__))
    return tuple(sorted(name.replace("_", "-") for name in modules if name != _REGISTRY))


@cache
def rule_of(rule_id: str) -> FileRule:
    """The rule of an id. KeyError where there is none."""
    if rule_id not in rule_ids():
        raise KeyError(rule_id)
    module = importlib.import_module(f"{rules.__name__}.{_module_of(rule_id)}")
    for _, found in inspect.getmembers(module, inspect.isclass):
        if issubclass(found, FileRule) and not inspect.isabstract(found) and found.id == rule_id:
            return found()
    raise KeyError(rule_id)


@cache
def all_rules() -> tuple[FileRule, ...]:
    """One of each rule, by id."""
    return tuple(rule_of(rule_id) for rule_id in rule_ids())


def bind_rules(options: Mapping[str, Mapping[str, object]]) -> tuple[BoundRule, ...]:
    """The rules that are named, with their options. Names that are no rule's are passed over."""
    return tuple(bind(rule, options[rule.id]) for rule in load_rules(options))


def load_rules(wanted: Collection[str]) -> list[FileRule]:
    """The rules that are named, by id. Names that are no rule's are passed over."""
    return [rule_of(rule_id) for rule_id in rule_ids() if rule_id in wanted]


class OfEachRule(Mapping[str, Said]):
    """What `say` says of each rule by its id, asked for one rule when that is looked up."""

    def __init__(self, say: Callable[[str], Said]) -> None:
        self._say = say

    def __getitem__(self, rule_id: str) -> Said:
        return self._say(rule_id)

    def __iter__(self) -> Iterator[str]:
        return iter(rule_ids())

    def __len__(self) -> int:
        return len(rule_ids())


def declared_options() -> Mapping[str, type]:
    """The options class of each rule by its id; a rule is loaded when it is looked up."""
    return OfEachRule(lambda rule_id: rule_of(rule_id).Options)


def rule_descriptions() -> Mapping[str, RuleDescription]:
    """Each rule as data, by its id; a rule is loaded when it is looked up."""
    return OfEachRule(lambda rule_id: describe(rule_of(rule_id)))


def rule_versions() -> Mapping[str, int]:
    """The version of each rule by its id; no rule is loaded for it."""
    return OfEachRule(version_of)


@cache
def version_of(rule_id: str) -> int:
    """The version of a rule, as its source declares it: to load all rules takes longer than to see
    that no file has changed. KeyError where there is none."""
    if rule_id not in rule_ids():
        raise KeyError(rule_id)
    source = pkgutil.get_data(rules.__name__, f"{_module_of(rule_id)}.py") or b""
    declared = _DECLARED_VERSION.search(source)
    return FileRule.version if declared is None else int(declared[1])


def _module_of(rule_id: str) -> str:
    return rule_id.replace("-", "_")
