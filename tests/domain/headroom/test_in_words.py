"""What a machine lacks, as a person reads it."""

import pytest

from tinyarms_daemon.domain.headroom.admission import Shortfall
from tinyarms_daemon.domain.headroom.in_words import shortfall_in_words


@pytest.mark.parametrize(
    ("resource", "measured", "needed", "words"),
    [
        (
            "memory_available",
            "3.1 GB",
            "2.7 GB for the model and 2.1 GB in reserve",
            "3.1 GB of memory is available, needed is 2.7 GB for the model and 2.1 GB in reserve",
        ),
        ("power_source", "battery", "mains", "the machine runs on battery, needed is mains"),
        ("cpu_load", "5.7 per core", "at most 4", "cpu load is 5.7 per core, needed is at most 4"),
        ("thermal_level", None, "a reading", "thermal level is not known, needed is a reading"),
        (
            "rest",
            "a burst of work",
            "24 s, so that it stays cool",
            "the machine has just worked, and rests for 24 s, so that it stays cool",
        ),
    ],
)
def test_a_shortfall_is_one_clause(
    resource: str, measured: str | None, needed: str, words: str
) -> None:
    assert (
        shortfall_in_words(Shortfall(resource=resource, measured=measured, needed=needed)) == words
    )
