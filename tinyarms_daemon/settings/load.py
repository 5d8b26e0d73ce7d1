"""The layers of the configuration, put together and checked.

Later overrides earlier: the packaged `config/default.yaml`, the user's file, a repository's
`.tinyarms.yaml`, environment variables, the command line.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from pathlib import Path

from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.settings.addresses import is_loopback
from tinyarms_daemon.settings.catalogue import Catalogue, Provenance
from tinyarms_daemon.settings.environment import environment_tree, ollama_host_tree
from tinyarms_daemon.settings.faults import Fault, check_section
from tinyarms_daemon.settings.problem import ConfigurationError, Problem, nearest, shown_key
from tinyarms_daemon.settings.rule_options import SECTION as RULES
from tinyarms_daemon.settings.rule_options import (
    check_rule_names,
    check_rules,
    effective_rules,
    misfits,
    rule_keys,
)
from tinyarms_daemon.settings.schema import Settings, section_at
from tinyarms_daemon.settings.tree import (
    COMMAND_LINE,
    Layer,
    Node,
    Origin,
    find,
    leaves,
    merged,
    node_from,
    without,
)
from tinyarms_daemon.settings.yaml_tree import read_tree

REPOSITORY_FILE = ".tinyarms.yaml"
"""The name of the file in a repository's root that may choose its rules."""

_REPOSITORY_KEYS = (RULES, "paths")

_Contradiction = tuple[tuple[tuple[str, str], ...], str]
"""The key paths that contradict each other, and a sentence about them."""


def load_settings(
    *,
    user_file: Path | None,
    environment: Mapping[str, str],
    overrides: Mapping[str, object],
    rule_options: Mapping[str, type],
    known_rules: Collection[str],
    user_file_must_exist: bool = False,
) -> Settings:
    """The effective settings outside any repository.

    `overrides` is nested as the file is. `rule_options` holds the options class of each rule that
    has options, `known_rules` every rule's id, those not yet written among them. Raises
    ConfigurationError with every problem of all layers.
    """
    catalogue = Catalogue(frozenset(known_rules), rule_options)
    problems: list[Problem] = []
    defaults = _defaults()
    user = _user_layer(user_file, problems, must_exist=user_file_must_exist)
    variables = merged(
        ollama_host_tree(environment, user),
        environment_tree(environment, lambda: _key_paths(defaults, catalogue), problems),
    )
    command_line = node_from(overrides, COMMAND_LINE)
    upper = [_sound_layer(layer, catalogue, problems) for layer in (user, variables, command_line)]
    return _settings(Provenance((defaults, *upper), catalogue), problems)


def load_repository_settings(base: Settings, repository_file: Path) -> Settings:
    """The effective settings for one repository; `base` itself where it has no such file.

    The file is a stranger's: it may set `rules` and `paths` and nothing else. Raises
    ConfigurationError with every problem of the file.
    """
    problems: list[Problem] = []
    tree = read_tree(repository_file, Layer.REPOSITORY, problems)
    if tree is None:
        return base
    layers, catalogue = base.provenance.layers, base.provenance.catalogue
    for key in [key for key in tree.children if key not in _REPOSITORY_KEYS]:
        wrong = _misplaced((key,), catalogue) or _forbidden(key)
        problems.append(Problem(tree.children[key].origin, wrong))
        tree = without(tree, (key,))
    tree = _sound_layer(tree, catalogue, problems)
    ordered = sorted((*layers, tree), key=lambda layer: layer.origin.layer)
    return _settings(Provenance(tuple(ordered), catalogue), problems)


def _defaults() -> Node:
    """The packaged layer, which is sound: its rules are not loaded to see that."""
    problems: list[Problem] = []
    defaults = read_tree(bundled("config/default.yaml"), Layer.PACKAGED, problems)
    if defaults is None or problems:
        raise ConfigurationError(problems)
    return defaults


def _key_paths(defaults: Node, catalogue: Catalogue) -> list[tuple[str, ...]]:
    return sorted({path for path, _ in leaves(defaults)} | set(rule_keys(catalogue)))


def _user_layer(path: Path | None, problems: list[Problem], *, must_exist: bool) -> Node:
    nothing = Node({}, Origin(layer=Layer.USER, place=str(path)))
    if path is None:
        return nothing
    tree = read_tree(path, Layer.USER, problems)
    if tree is None and must_exist:
        problems.append(
            Problem(nothing.origin, "there is no such file; name another with --config.")
        )
    return tree or nothing


def _sound_layer(layer: Node, catalogue: Catalogue, problems: list[Problem]) -> Node:
    """What remains of a layer without its mistakes, which go to `problems`."""
    sound = layer
    for path, sentence in _faults(layer, catalogue):
        problems.append(Problem(find(layer, path).origin, sentence))
        sound = without(sound, path)
    return sound


def _faults(layer: Node, catalogue: Catalogue) -> Iterator[Fault]:
    for path, sentence in check_section(Settings, layer):
        yield path, _misplaced(path[:1], catalogue) or sentence
    yield from check_rules(layer.children.get(RULES), catalogue)
    yield from check_rule_names(layer.children.get("skills"), catalogue)


def _settings(provenance: Provenance, problems: list[Problem]) -> Settings:
    tree = reduce(merged, provenance.layers)
    rules = effective_rules(tree.children[RULES], provenance.catalogue)
    sections = (layer.children.get(RULES) for layer in provenance.layers[1:])
    stated = {rule for section in sections if section is not None for rule in section.children}
    for path, sentence in misfits(rules, sorted(stated), provenance.catalogue):
        problems.append(Problem(find(tree, path).origin, sentence))
    settings = Settings.read(tree, rules=rules, provenance=provenance)
    for paths, sentence in _contradictions(settings):
        latest = max((find(tree, path).origin for path in paths), key=lambda each: each.layer)
        problems.append(Problem(latest, sentence))
    if problems:
        raise ConfigurationError(problems)
    return settings


def _misplaced(path: tuple[str | int, ...], catalogue: Catalogue) -> str | None:
    """What is wrong with a rule that stands beside `rules`; None of anything else."""
    if not set(path) & set(catalogue.rule_ids):
        return None
    return f"{shown_key(*path)} is a rule: write it below `{RULES}`."


def _forbidden(key: str) -> str:
    match = nearest(key, _REPOSITORY_KEYS) if section_at((key,)) is None else None
    hint = f"; did you mean {shown_key(match)}?" if match else "."
    allowed = " and ".join(_REPOSITORY_KEYS)
    return f"{shown_key(key)} may not be set by a repository's file, only {allowed}{hint}"


def _contradictions(settings: Settings) -> Iterator[_Contradiction]:
    """Every pair of values that cannot both hold."""
    if settings.watch.ceiling < settings.watch.settle:
        yield _order("watch", "settle", "ceiling")
    if settings.jobs.retry_ceiling < settings.jobs.retry_backoff:
        yield _order("jobs", "retry_backoff", "retry_ceiling")
    if not settings.ollama.allow_remote and not is_loopback(settings.ollama.host):
        sentence = (
            f"{shown_key('ollama', 'host')} is {settings.ollama.host}, another machine, which "
            "would be sent your code; use this machine's own address, such as "
            f"http://127.0.0.1:11434, or set {shown_key('ollama', 'allow_remote')} to true."
        )
        yield (("ollama", "host"), ("ollama", "allow_remote")), sentence


def _order(section: str, lesser: str, greater: str) -> _Contradiction:
    sentence = f"{shown_key(section, greater)} must not be less than {shown_key(section, lesser)}."
    return ((section, lesser), (section, greater)), sentence
