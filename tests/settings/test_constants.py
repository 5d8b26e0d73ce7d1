"""The form of a file of constants."""

from datetime import date
from pathlib import Path

import pytest

from tests.settings.loading import written
from tinyarms_daemon.settings.constants import (
    Constant,
    Status,
    load_constants,
    model_key,
    written_constants,
)
from tinyarms_daemon.settings.problem import ConfigurationError


def test_a_constant_is_a_number_or_a_range(tmp_path: Path) -> None:
    text = """
group:
  one: {value: 3, source: a book, status: published}
  two: {value: [1, 4], source: "ESTIMATED - by eye", status: NEEDS_VALIDATION}
"""
    constants = load_constants(written(tmp_path, text))

    assert constants == {
        "group.one": Constant(low=3, high=3, source="a book", status=Status.PUBLISHED),
        "group.two": Constant(
            low=1, high=4, source="ESTIMATED - by eye", status=Status.NEEDS_VALIDATION
        ),
    }
    assert [each.number for each in constants.values()] == [3, 2.5]


MISTAKES = {
    "no source": (
        "a: {value: 1, status: chosen}",
        "`a` must have exactly value, source and status, and a date if measured.",
    ),
    "an empty source": ("a: {value: 1, source: '', status: chosen}", "`a` must name its source."),
    "an unknown status": (
        "a: {value: 1, source: x, status: sure}",
        (
            "`a` must have a status out of measured, published, estimated, chosen, "
            "NEEDS_VALIDATION, VALIDATED."
        ),
    ),
    "a status that is a list": (
        "a: {value: 1, source: x, status: [chosen]}",
        (
            "`a` must have a status out of measured, published, estimated, chosen, "
            "NEEDS_VALIDATION, VALIDATED."
        ),
    ),
    "a word for a value": (
        "a: {value: much, source: x, status: chosen}",
        "`a` must have as its value a number, or a range [low, high].",
    ),
    "a range upside down": (
        "a: {value: [2, 1], source: x, status: chosen}",
        "`a` must have as its value a number, or a range [low, high].",
    ),
    "a bare number": ("a: 1", "`a` must hold figures."),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    path = written(tmp_path, text)

    with pytest.raises(ConfigurationError) as caught:
        load_constants(path)

    assert str(caught.value) == f"{path}:1: {expected}"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no such file"):
        load_constants(tmp_path / "none.yaml")


def test_what_was_measured_here_counts_before_the_packaged_figure(tmp_path: Path) -> None:
    packaged = written(tmp_path, "a: {value: [1, 4], source: x, status: NEEDS_VALIDATION}")
    own = Constant(
        low=3, high=3, source="this Mac", status=Status.VALIDATED, measured_on=date(2026, 11, 23)
    )
    measured = written(tmp_path, written_constants({"a": own, "b.c": own}), "measured.yaml")

    constants = load_constants(packaged, measured=measured)

    assert constants == {"a": own, "b.c": own}


def test_a_machine_without_measurements_has_the_packaged_figures(tmp_path: Path) -> None:
    assert load_constants(measured=tmp_path / "none.yaml") == load_constants()


def test_a_measurement_has_the_day_it_was_made(tmp_path: Path) -> None:
    measured = written(tmp_path, "a: {value: 1, source: x, status: VALIDATED, date: someday}")

    with pytest.raises(ConfigurationError, match="must have as its date a day"):
        load_constants(measured=measured)


def test_a_model_is_named_by_its_tag() -> None:
    assert model_key("qwen2.5-coder:7b") == "qwen2_5_coder_7b"
