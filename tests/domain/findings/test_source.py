"""Places in source text."""

from tests.making import region


def test_regions_are_ordered_as_they_stand_in_the_text() -> None:
    places = [region(2, 1), region(1, 9), region(1, 2)]

    assert sorted(places) == [region(1, 2), region(1, 9), region(2, 1)]
