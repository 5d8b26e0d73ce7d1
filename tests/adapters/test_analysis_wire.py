"""What daemon and worker say to each other."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import NOON
from tests.making import observation
from tinyarms_daemon.adapters import analysis_wire as wire
from tinyarms_daemon.domain.findings.project import Conclusion, Fact, RuleConclusions, Use
from tinyarms_daemon.domain.findings.rule import Origin, Severity
from tinyarms_daemon.domain.findings.source import Place, Position, Region
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    MinifiedLines,
    Outcome,
)
from tinyarms_daemon.domain.work.repository import FileStat

TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=8)
NUMBERS = st.integers(min_value=1, max_value=2**53)
OBSERVATIONS = st.builds(
    lambda fingerprint, **said: observation(fingerprint, **said),
    TEXT,
    rule=TEXT,
    severity=st.sampled_from(Severity),
    region=st.builds(
        Region, st.builds(Position, NUMBERS, NUMBERS), st.builds(Position, NUMBERS, NUMBERS)
    ),
    evidence=TEXT,
    symbol=st.none() | TEXT,
    suggestion=st.none() | TEXT,
    related=st.lists(st.builds(Place, st.none() | TEXT, NUMBERS, NUMBERS, TEXT), max_size=2).map(
        tuple
    ),
    measures=st.dictionaries(
        TEXT, TEXT | st.floats(allow_nan=False, allow_infinity=False), max_size=2
    ),
    confidence=st.floats(min_value=0, max_value=1),
    origin=st.sampled_from(Origin),
    question=st.none() | TEXT,
    suppressed=st.booleans(),
)
FACTS = st.builds(Fact, TEXT, TEXT, TEXT, st.none() | TEXT | st.lists(NUMBERS, max_size=2))
REPORTS = st.builds(
    FileReport,
    path=TEXT,
    outcome=st.sampled_from(Outcome),
    reason=st.none() | TEXT,
    language=st.none() | TEXT,
    content_hash=st.none() | TEXT,
    stat=st.none() | st.builds(FileStat, NUMBERS, NUMBERS, NUMBERS),
    code_lines=st.none() | NUMBERS,
    observations=st.lists(OBSERVATIONS, max_size=2).map(tuple),
    checked_rules=st.frozensets(TEXT, max_size=2),
    learned_rules=st.frozensets(TEXT, max_size=2),
    facts=st.lists(FACTS, max_size=2).map(tuple),
    uses=st.lists(st.builds(Use, TEXT, OBSERVATIONS), max_size=1).map(tuple),
)
CONCLUSIONS = st.builds(
    RuleConclusions,
    TEXT,
    st.none() | st.frozensets(TEXT, max_size=2),
    st.lists(
        st.builds(Conclusion, TEXT, OBSERVATIONS, st.frozensets(TEXT, max_size=2)), max_size=1
    ).map(tuple),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def over_the_wire(message: dict[str, Any]) -> dict[str, Any]:
    return wire.decode(wire.encode(message))


@given(REPORTS)
def test_a_report_arrives_as_it_was_sent(report: FileReport) -> None:
    assert wire.report_of(over_the_wire(wire.report_message(report))) == report


@given(st.lists(CONCLUSIONS, max_size=2))
def test_conclusions_arrive_as_they_were_sent(concluded: list[RuleConclusions]) -> None:
    message = wire.conclusions_message(concluded)

    assert wire.conclusions_of(over_the_wire(message)) == concluded


@given(st.builds(AnalysisRequest, root=TEXT, path=TEXT, known_hash=st.none() | TEXT))
def test_a_request_arrives_as_it_was_sent(request: AnalysisRequest) -> None:
    assert wire.request_of(over_the_wire(wire.request_message(request))) == request


def test_a_profile_arrives_with_its_rules_and_their_options() -> None:
    profile = AnalysisProfile(
        rules={"file-size": {"max_lines": 350}, "magic-numbers": {}},
        max_file_bytes=1_000_000,
        digest="1",
        minified=MinifiedLines(longest_characters=1000, characters_per_mark=120),
    )

    assert wire.profile_of(over_the_wire(wire.profile_message(profile))) == profile


@pytest.mark.parametrize("changed", [None, {}, {"simple-dry": frozenset({"a", "\udcff"})}])
def test_changed_topics_arrive_as_they_were_sent(changed: Any) -> None:
    message = over_the_wire(
        wire.conclude_message("/home/me/tinyarms.db", 1, changed, ["simple-dry"])
    )

    assert wire.changed_topics_of(message) == changed


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff", b"{", b"[]", b"1", b"null", b'"path"', b"[" * 100_000, b'{"a":' * 100_000],
)
def test_what_is_no_message_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        wire.decode(raw)


@given(JSON)
def test_a_worker_that_lies_is_found_out_and_does_no_more(said: Any) -> None:
    message = {**wire.report_message(FileReport(path="a", outcome=Outcome.GONE))}
    for key in message:
        try:
            wire.report_of(message | {key: said})
        except (KeyError, TypeError, ValueError):
            continue


def test_a_message_is_one_line_of_ascii() -> None:
    raw = wire.encode({"path": "\U0001f600\n\udcff", "at": NOON.isoformat()})

    assert raw.isascii()
    assert b"\n" not in raw
    assert math.isnan(json.loads(wire.encode({"value": math.nan}))["value"])
