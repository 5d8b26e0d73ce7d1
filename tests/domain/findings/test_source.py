"""Places in source text."""

from tests.making import region
from tinyarms_daemon.domain.findings.source import Position, Region


def test_a_slice_of_a_region_counts_from_its_start() -> None:
    found = region(line=12, column=18, width=20).slice(4, 11)

    assert found == Region(Position(12, 22), Position(12, 29))


def test_regions_are_ordered_as_they_stand_in_the_text() -> None:
    places = [region(2, 1), region(1, 9), region(1, 2)]

    assert sorted(places) == [region(1, 2), region(1, 9), region(2, 1)]
