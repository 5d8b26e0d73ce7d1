"""Whatever text stands in a configuration, it is read or refused, and nothing else happens."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.settings.loading import load
from tinyarms_daemon.settings.load import load_repository_settings
from tinyarms_daemon.settings.problem import ConfigurationError, Problem
from tinyarms_daemon.settings.tree import Layer, Node, Origin, plain
from tinyarms_daemon.settings.yaml_tree import parse_yaml

BASE = load()
MIXED = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

_words = st.sampled_from(
    [
        "rules",
        "paths",
        "ignore",
        "file-size",
        "max_lines",
        "enabled",
        "watch",
        "settle",
        "models",
        "skills",
        "code-linting-fast",
        "timeout",
        "5s",
        "1MB",
        "true",
        "null",
        "~",
        "3",
        "1.5",
        "0x1",
    ]
)
_signs = st.sampled_from(
    [*list(": \n-[]{},'\"&*!|>#%@`?\t\\"), "\n  ", ": ", "- ", "!!int ", "<<: ", "---\n", "\u2028"]
)
_yaml_like = st.lists(_words | _signs | st.text(max_size=3), max_size=60).map("".join)
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | _words,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_words | st.text(max_size=4), inner)
    ),
    max_leaves=20,
)


def parse(content: bytes) -> tuple[Node, list[Problem]]:
    problems: list[Problem] = []
    return parse_yaml(
        content, lambda line: Origin(layer=Layer.USER, place="x", line=line), problems
    ), problems


@given(text=_yaml_like)
@MIXED
def test_text_is_loaded_or_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / ".tinyarms.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))

    for attempt in (lambda: load(file), lambda: load_repository_settings(BASE, file)):
        try:
            attempt()
        except ConfigurationError as error:
            assert all(line.isprintable() for line in str(error).splitlines())
            assert len(str(error).split("\n")) == len(error.problems)


@given(content=st.binary(max_size=200))
def test_bytes_are_parsed_or_refused(content: bytes) -> None:
    parse(content)


@given(text=_yaml_like)
def test_without_the_c_library_nothing_else_happens(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        parse(content)


@given(value=_values)
def test_overrides_of_any_shape_are_loaded_or_refused(value: object) -> None:
    overrides = value if isinstance(value, dict) else {"watch": value}

    try:
        load(overrides=overrides)
    except ConfigurationError as error:
        assert error.problems


@given(name=_words, inner=_words, text=st.text(max_size=30))
def test_variables_of_any_text_are_loaded_or_refused(name: str, inner: str, text: str) -> None:
    try:
        load(environment={f"TINYARMS_{name}__{inner}": text, "TINYARMS_PATHS__IGNORE": text})
    except ConfigurationError as error:
        assert error.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 010", 10),
        ("a: 1:30", "1:30"),
        ("a: 2026-99-99", "2026-99-99"),
        ("a: 1_000", "1_000"),
        ("a: .5", 0.5),
        ("a: 1e3", 1000.0),
        ("a: .inf", ".inf"),
        ("a: 99999999999999999999999", "99999999999999999999999"),
        ("a: '5'", "5"),
        ("a: off", False),
        ("a: ~", None),
        ("a: [1, x]", [1, "x"]),
    ],
)
def test_plain_values_mean_what_they_look_like(text: str, value: object) -> None:
    node, problems = parse(text.encode())

    assert plain(node) == {"a": value}
    assert problems == []


def test_each_key_and_item_knows_its_line() -> None:
    node, _ = parse(b"a:\n  b:\n    - x\n    - y\nc: 1\n")

    inner = node.children["a"].children["b"]
    assert inner.origin.line == 2
    assert isinstance(inner.value, tuple)
    assert [item.origin.line for item in inner.value] == [3, 4]
    assert node.children["c"].origin.line == 5
