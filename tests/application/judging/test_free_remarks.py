"""What a model may point out in a definition by itself, and where that stands."""

from dataclasses import replace

import pytest

from tests.application.court import said
from tests.application.judging_lane import Lane, candidate
from tests.making import region
from tinyarms_daemon.domain.findings.rule import Observation, Origin
from tinyarms_daemon.domain.findings.source import Region
from tinyarms_daemon.domain.work.job import JobKind

BLOCK = (
    "def total(rows):\n    for i in range(1, len(rows)):\n        add(rows[i])\n    return added"
)


def block(fingerprint: str = "ta1:block", first_line: int = 1) -> Observation:
    """A whole definition that a model is asked about freely."""
    start, end = region(first_line, 1, 1).start, region(first_line + 3, 17, 1).start
    return candidate(
        fingerprint,
        rule="model-remark",
        region=Region(start, end),
        evidence=BLOCK,
        question="Does this definition hold a mistake that shows when it runs?",
        scope=(first_line, first_line + 3),
    )


def test_a_free_remark_stands_at_its_quotation_and_moves_with_its_definition(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.texts["a.py"] = BLOCK
    lane.show(shop, "a.py", block())
    lane.court.runtime.say(said("yes", "range(1, len(rows))"))
    lane.run()

    finding = lane.rig.store.only().observation
    assert (finding.evidence, finding.region.start.line) == ("range(1, len(rows))", 2)
    assert (finding.message, finding.origin) == ("A model remarks: so.", Origin.MODEL)

    lane.texts["a.py"] = f"# moved\n{BLOCK}"
    lane.show(shop, "a.py", block(first_line=2))
    lane.run()
    assert lane.rig.store.only().observation.region.start.line == 3
    assert len(lane.court.runtime.requests) == 1


@pytest.mark.parametrize("quote", ["rows", "never there"])
def test_a_free_remark_that_nobody_can_place_is_none(lane: Lane, quote: str) -> None:
    shop = lane.rig.watch("shop")
    lane.texts["a.py"] = BLOCK
    lane.show(shop, "a.py", block())
    lane.court.runtime.say(said("yes", quote))

    lane.run()

    assert lane.rig.store.all() == []
    assert lane.rig.store.ledger.jobs() == []


def test_a_scan_and_what_is_committed_ask_for_no_remarks(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.texts["a.py"] = BLOCK
    lane.show(shop, "a.py", block(), kind=JobKind.ASKED)
    assert lane.rig.store.ledger.jobs() == []

    lane.rig.tree.changes["a.py"] = [9]
    lane.show(shop, "a.py", block())
    lane.run()

    assert lane.court.runtime.requests == []
    assert lane.rig.store.ledger.jobs() == []


def test_definitions_are_shown_one_by_one(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.texts["a.py"] = f"{BLOCK}\n{BLOCK.replace('rows', 'lines')}"
    lane.rig.tree.changes["a.py"] = range(1, 9)
    other = block("ta1:other", first_line=5)
    lane.show(shop, "a.py", block(), replace(other, evidence=BLOCK.replace("rows", "lines")))
    lane.court.runtime.otherwise = said("no", "return added")

    lane.run()

    assert [request.user.count("Question") for request in lane.court.runtime.requests] == [1, 1]
