"""A model's own finding: where it stands and how it is told."""

import pytest

from tests.making import observation, region
from tinyarms_daemon.domain.findings.source import Position, Region
from tinyarms_daemon.domain.questions.evidence import QUOTED, remarked

BLOCK = (
    "def total(rows):\n    added = 0\n    for i in range(1, len(rows)):\n        added += rows[i]"
)


def block():
    start = region(10, 5, 1).start
    return observation(
        "ta1:block", region=Region(start, Position(13, 25)), evidence=BLOCK, measures={"lines": 4}
    )


def test_a_remark_stands_at_what_was_quoted() -> None:
    told = remarked(block(), "range(1,\n  len(rows))", "The first row is left out.")

    assert told is not None
    assert told.evidence == "range(1, len(rows))"
    assert told.region == Region(Position(12, 14), Position(12, 33))
    assert told.message == "A model remarks: The first row is left out."
    assert told.fingerprint == "ta1:block"
    assert told.measures["lines"] == 4 and told.measures[QUOTED]


def test_what_is_quoted_of_the_first_line_keeps_its_column() -> None:
    told = remarked(block(), "def total", "no")

    assert told is not None and told.region.start == Position(10, 5)


@pytest.mark.parametrize("quotation", ["rows", "never there", ""])
def test_what_stands_there_often_or_never_is_no_remark(quotation: str) -> None:
    assert remarked(block(), quotation, "so") is None
