"""Records as mappings, and back."""

from dataclasses import dataclass

import pytest

from tinyarms_daemon.domain.records import fields_of, made_of


@dataclass(frozen=True, slots=True)
class Pair:
    """Two fields."""

    first: int
    second: tuple[int, ...]


def test_a_record_is_made_of_what_is_called_as_its_fields_but_for_others() -> None:
    said = {"first": 1, "second": [2], "third": 3}

    assert made_of(Pair, said, second=(2,)) == Pair(1, (2,))


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="second"):
        made_of(Pair, {"first": 1})


def test_the_fields_of_a_record_stay_what_they_are() -> None:
    pair = Pair(1, (2, 3))

    assert fields_of(pair) == {"first": 1, "second": (2, 3)}
    assert made_of(Pair, fields_of(pair)) == pair
