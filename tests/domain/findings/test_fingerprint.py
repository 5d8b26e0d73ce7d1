"""The identity of a finding."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from tinyarms_daemon.domain.findings.fingerprint import fingerprints

LINES = st.lists(st.text(max_size=20), max_size=8)


def named(codes: list[str], rule: str = "magic-numbers") -> list[str]:
    return list(fingerprints(rule, codes))


def folded(code: str) -> str:
    return " ".join(code.split())


@given(LINES)
def test_every_code_has_a_fingerprint_of_its_own(codes: list[str]) -> None:
    found = named(codes)

    assert len(found) == len(set(found)) == len(codes)
    assert all(re.fullmatch(r"ta1:[0-9a-f]{32}", each) for each in found)


@given(LINES, st.text(max_size=20), st.integers(min_value=0, max_value=8))
def test_a_line_inserted_elsewhere_changes_no_other_name(
    codes: list[str], inserted: str, index: int
) -> None:
    assume(folded(inserted) not in {folded(code) for code in codes})
    before = named(codes)

    after = named([*codes[:index], inserted, *codes[index:]])

    assert set(before) < set(after)


@given(st.lists(st.text(max_size=20), max_size=8, unique_by=folded), st.randoms())
def test_lines_that_move_keep_their_names(codes: list[str], random) -> None:  # type: ignore[no-untyped-def]
    moved = list(codes)
    random.shuffle(moved)

    assert dict(zip(moved, named(moved), strict=True)) == dict(
        zip(codes, named(codes), strict=True)
    )


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=4))
def test_a_line_that_is_indented_anew_keeps_its_name(words: list[str]) -> None:
    assert named([" ".join(words)]) == named(["\t  " + "   ".join(words) + "  "])


def test_two_identical_lines_are_told_apart_by_their_order() -> None:
    first, second = named(["x = 42", "x = 42"])

    assert first != second
    assert [first] == named(["x = 42"])


def test_the_same_line_has_another_name_for_another_rule() -> None:
    assert named(["x = 42"]) != named(["x = 42"], "hardcoded-colors")


def test_rule_and_code_are_not_run_together() -> None:
    assert named(["b"], "a") != named([""], "ab")


def test_text_that_is_no_unicode_has_a_name_too() -> None:
    assert len(named(["\udcff", "\ud800"])) == 2


def test_a_fingerprint_stays_the_same_from_version_to_version() -> None:
    assert named(["  return 42"]) == ["ta1:e7dbc445b2836b5e60b36369457de0b3"]
