"""The `rules` section: each rule's switch and its options, checked against the class it declares.

Options are plain values, since they travel to the processes that make instances of them: what
nobody states in a file of their own is sound, and no rule is loaded for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, get_type_hints

from tinyarms_daemon.settings.catalogue import Catalogue, RuleSettings
from tinyarms_daemon.settings.faults import Fault, check_value
from tinyarms_daemon.settings.kinds import Kind, list_of, number, switch, text, whole
from tinyarms_daemon.settings.problem import hint, shown_key
from tinyarms_daemon.settings.tree import Node, plain

SECTION = "rules"
_ENABLED = "enabled"


def check_rules(section: Node | None, catalogue: Catalogue) -> Iterator[Fault]:
    """Everything that is wrong in what one layer says about rules."""
    if section is None or section.value is None:
        return
    if not isinstance(section.value, Mapping):
        yield (SECTION,), f"{shown_key(SECTION)} must be a mapping from rules to their options."
    for rule_id, entry in section.children.items():
        if rule_id in catalogue.rule_ids:
            yield from _check_rule(rule_id, entry, catalogue.rule_options.get(rule_id))
        else:
            wrong = f"{shown_key(SECTION, rule_id)} is no rule; {hint(rule_id, catalogue.rule_ids)}"
            yield (SECTION, rule_id), wrong


def check_rule_names(skills: Node | None, catalogue: Catalogue) -> Iterator[Fault]:
    """Everything in the lists of the skills that is no rule."""
    names = list_of(Kind(lambda value: _rule_name(value, catalogue.rule_ids)))
    for skill, section in (skills.children if skills is not None else {}).items():
        listed = section.children.get(SECTION)
        if listed is not None:
            yield from check_value(names, listed, ("skills", skill, SECTION))


def effective_rules(section: Node, catalogue: Catalogue) -> dict[str, RuleSettings]:
    """Each rule's switch and options as they are stated, of a section that has passed
    `check_rules`."""
    rules = {}
    for rule_id in catalogue.rule_ids:
        entry = section.children.get(rule_id)
        stated = {} if entry is None else entry.children
        options = {key: _option(plain(node)) for key, node in stated.items()}
        rules[rule_id] = RuleSettings(options.pop(_ENABLED, None) is not False, options)
    return rules


def misfits(
    rules: Mapping[str, RuleSettings], rule_ids: Iterable[str], catalogue: Catalogue
) -> Iterator[Fault]:
    """What does not fit together in the options of these rules, by the classes they declare: a
    class may refuse a combination by a ValueError."""
    for rule_id in rule_ids:
        declared = catalogue.rule_options.get(rule_id)
        try:
            if declared is not None:
                _require_fit(declared, rules[rule_id].options)
        except ValueError as error:
            yield (SECTION, rule_id), f"{shown_key(SECTION, rule_id)} {error}"


def rule_keys(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """The key path of everything that may be said about rules."""
    for rule_id in catalogue.rule_ids:
        for name in _kinds(catalogue.rule_options.get(rule_id)):
            yield SECTION, rule_id, name


def _rule_name(value: object, names: Sequence[str]) -> str:
    if value not in names:
        raise ValueError(f"must be the id of a rule; {hint(str(value), names)}")
    return str(value)


def _check_rule(rule_id: str, entry: Node, options: type | None) -> Iterator[Fault]:
    kinds = _kinds(options)
    if not isinstance(entry.value, Mapping | None):
        wrong = f"must be a mapping, such as {{enabled: false}}; allowed: {', '.join(kinds)}."
        yield (SECTION, rule_id), f"{shown_key(SECTION, rule_id)} {wrong}"
    for key, value in entry.children.items():
        path = (SECTION, rule_id, key)
        if key not in kinds:
            yield path, f"{shown_key(*path)} is no option of this rule; {hint(key, list(kinds))}"
        else:
            yield from check_value(kinds[key], value, path)


def _require_fit(declared: type, stated: Mapping[str, object]) -> None:
    missing = [field.name for field in fields(declared) if _is_missing(field, stated)]
    if missing:
        raise ValueError(f"must state {', '.join(missing)}.")
    declared(**stated)


def _option(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _is_missing(field: "Field[Any]", stated: Mapping[str, object]) -> bool:
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return field.name not in stated and not has_default


@cache
def _kinds(options: type | None) -> Mapping[str, Kind]:
    kinds = {_ENABLED: switch()}
    if options is not None:
        hints = get_type_hints(options)
        kinds |= {field.name: _kind(hints[field.name], field) for field in fields(options)}
    return kinds


def _kind(annotation: Any, field: "Field[Any]") -> Kind:
    at_least = field.metadata.get("at_least", 0)
    at_most = field.metadata.get("at_most", float("inf"))
    kinds: dict[Any, Kind] = {
        bool: switch(),
        int: whole(at_least, at_most),
        float: number(at_least, at_most),
        str: text(),
        tuple[str, ...]: list_of(text()),
        tuple[int, ...]: list_of(whole(float("-inf"))),
        tuple[float, ...]: list_of(number(float("-inf"))),
    }
    if annotation not in kinds:
        raise TypeError(f"the option {field.name} has a type that no configuration can state.")
    return kinds[annotation]
