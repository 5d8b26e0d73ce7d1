"""Settings from environment variables: `TINYARMS_OLLAMA__HOST` is `ollama.host`."""

from collections.abc import Callable, Iterable, Mapping

from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.settings.addresses import ollama_address
from tinyarms_daemon.settings.problem import Problem, nearest, shown_key
from tinyarms_daemon.settings.tree import Layer, Node, Origin, merged
from tinyarms_daemon.settings.yaml_tree import parse_yaml, scalar_value

RESERVED = frozenset({"TINYARMS_HOME", "TINYARMS_CONFIG"})
"""Variables that are read before any configuration."""

_PREFIX = "TINYARMS_"
_OLLAMA_HOST = "OLLAMA_HOST"


def environment_tree(
    environment: Mapping[str, str],
    key_paths: Callable[[], Iterable[tuple[str, ...]]],
    problems: list[Problem],
) -> Node:
    """What the variables say, as one layer. Adds those that name no key to `problems`.

    Upper and lower case are the same, `-` in a key is `_`; an empty variable says nothing.
    """
    tree = Node({}, Origin(layer=Layer.ENVIRONMENT, place="environment"))
    said = sorted((name, text) for name, text in environment.items() if _says(name, text))
    by_variable = {variable_name(path): path for path in key_paths()} if said else {}
    for name, text in said:
        origin = Origin(layer=Layer.ENVIRONMENT, place=printable(name))
        path = by_variable.get(name.upper())
        if path is None:
            problems.append(Problem(origin, _unknown(name.upper(), by_variable)))
        elif (value := _value(text, origin, problems)) is not None:
            tree = merged(tree, _nested(path, value))
    return tree


def ollama_host_tree(environment: Mapping[str, str], user: Node) -> Node:
    """Where Ollama's own variable says that its server is; a configured address goes first."""
    said = environment.get(_OLLAMA_HOST, "").strip()
    origin = Origin(layer=Layer.ENVIRONMENT, place=_OLLAMA_HOST)
    section = user.children.get("ollama")
    if not said or (section is not None and "host" in section.children):
        return Node({}, origin)
    return _nested(("ollama", "host"), Node(ollama_address(said), origin))


def _says(name: str, text: str) -> bool:
    is_ours = name.upper().startswith(_PREFIX) and name.upper() not in RESERVED
    return is_ours and bool(text.strip())


def variable_name(path: tuple[str, ...]) -> str:
    """The variable that sets a key."""
    return _PREFIX + "__".join(path).replace("-", "_").upper()


def _value(text: str, origin: Origin, problems: list[Problem]) -> Node | None:
    """A list or a quoted text is YAML; anything else a plain word, whatever signs it holds.

    None where it is broken YAML.
    """
    text = text.strip()
    if text[0] not in "[\"'":
        return Node(scalar_value(text), origin)
    found: list[Problem] = []
    node = parse_yaml(text.encode("utf-8", "surrogateescape"), lambda _line: origin, found)
    problems += found
    return None if found else node


def _nested(path: tuple[str, ...], node: Node) -> Node:
    for key in reversed(path):
        node = Node({key: node}, node.origin)
    return node


def _unknown(name: str, by_variable: Mapping[str, tuple[str, ...]]) -> str:
    inside = [variable for variable in by_variable if variable.startswith(f"{name}__")]
    if inside:
        return f"names a section; name one of its keys, such as {inside[0]}."
    path_by_end = {name.removeprefix(_PREFIX): path for name, path in by_variable.items()}
    match = nearest(name.removeprefix(_PREFIX), path_by_end)
    if match is None:
        return "sets nothing: no key has this name; unset it, or see `tinyarmsctl config show`."
    return f"sets nothing; did you mean {_PREFIX}{match}, for {shown_key(*path_by_end[match])}?"
