from collections.abc import Iterable
from typing import Any

from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.analyze_file import analyze_bytes, analyze_text
from tinyarms_daemon.analysis.rule import BoundRule, CheckedFile, FileRule, NoOptions
from tinyarms_daemon.analysis.source_text import content_hash
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.rule import Sighting
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.work.analysis import MinifiedLines, Outcome

_RULES = rules_named("magic-numbers", "file-size", "unused-suppression")

_CODE = b"if retries > 37:\n    pass\n"


class Failing(FileRule):
    """A rule with a fault."""

    id = "failing"
    title = fix_hint = "x"
    languages = frozenset({"python"})

    def detect(self, tree: SyntaxTree, file: CheckedFile, options: Any) -> Iterable[Sighting]:
        yield Sighting(region=tree.positions.region(0, 2), text="if", message="x")
        raise ZeroDivisionError("by nothing")


class Lying(FileRule):
    """A rule whose evidence is not in the file."""

    id = "lying"
    title = fix_hint = "x"
    languages = frozenset({"python"})

    def detect(self, tree: SyntaxTree, file: CheckedFile, options: Any) -> Iterable[Sighting]:
        yield Sighting(region=tree.positions.region(0, 2), text="of", message="x")


class Repeating(FileRule):
    """Each word of the file, those of equal letters as one."""

    id = "repeating"
    title = fix_hint = "x"
    languages = frozenset({"python"})

    def detect(self, tree: SyntaxTree, file: CheckedFile, options: Any) -> Iterable[Sighting]:
        for node in tree.find("(identifier) @name"):
            text = tree.text_of(node)
            yield Sighting(
                region=tree.region_of(node), text=text, message="x", group=text, identity=text
            )


def report(content: bytes, path: str = "src/a.py", **more: Any):
    return analyze_bytes(path=path, content=content, rules=_RULES, **more)


def test_a_file_is_checked_and_told_about():
    told = report(_CODE)

    assert told.outcome is Outcome.CHECKED
    assert (told.path, told.language, told.reason, told.code_lines) == (
        "src/a.py",
        "python",
        None,
        2,
    )
    assert told.content_hash == content_hash(_CODE)
    assert {bound.rule.id for bound in _RULES} >= told.checked_rules >= {"magic-numbers"}
    (seen,) = told.observations
    assert (seen.rule, seen.evidence, seen.symbol, seen.suppressed) == (
        "magic-numbers",
        "37",
        None,
        False,
    )


def test_known_content_is_not_looked_at_again():
    told = report(_CODE, known_hash=content_hash(_CODE))

    assert (told.outcome, told.observations) == (Outcome.UNCHANGED, ())


def test_a_file_in_no_language_is_foreign():
    assert report(b"x", path="a.unknown").outcome is Outcome.FOREIGN


def test_a_file_that_is_no_text_is_skipped_with_the_reason():
    told = report(b"x = '\xff'")

    assert (told.outcome, told.reason) == (Outcome.SKIPPED, "not UTF-8 at byte 5")


def test_what_is_found_in_a_declared_encoding_stands_where_it_stands_in_utf_8():
    code = "# coding: {}\ndef f(x):\n    return x + len('é') * 37\n"
    latin = code.format("latin-1").encode("latin-1")
    (told,), (same,) = (
        report(content).observations for content in (latin, code.format("utf-8").encode())
    )

    assert (told.evidence, told.region, told.fingerprint) == (
        same.evidence,
        same.region,
        same.fingerprint,
    )
    assert told.region.start.column == 27


def test_a_generated_file_is_skipped_with_the_reason():
    told = report(b"# @generated\nx = 1\n")

    assert (told.outcome, told.reason) == (Outcome.SKIPPED, "generated, by its header")


def test_no_rule_has_anything_to_say_of_a_generated_file_and_nobody_knows_of_an_unreadable_one():
    generated, unreadable = report(b"# @generated\nx = 1\n"), report(b"x = '\xff'\n")

    assert generated.checked_rules | generated.learned_rules
    assert not unreadable.checked_rules | unreadable.learned_rules


def test_a_file_that_would_take_for_ever_is_skipped_with_the_reason():
    told = report(b"(" * 100_000)

    assert (told.outcome, told.reason) == (Outcome.SKIPPED, "100,000 stray tokens stand in a row")


def test_a_script_without_a_suffix_is_known_by_its_first_line():
    assert report(b"#!/bin/sh\nsleep 37\n", path="bin/tool").language == "bash"


def test_a_byte_order_mark_shifts_no_column():
    (seen,) = report(b"\xef\xbb\xbf" + _CODE).observations

    assert (seen.region.start.line, seen.region.start.column) == (1, 14)


def test_a_rule_that_fails_loses_itself_alone_and_is_told():
    rules = [*_RULES, BoundRule(Failing(), NoOptions()), BoundRule(Lying(), NoOptions())]

    told = analyze_bytes(path="a.py", content=_CODE, rules=rules)

    assert told.outcome is Outcome.CHECKED
    assert [each.rule for each in told.observations] == ["magic-numbers"]
    assert not told.checked_rules & {"failing", "lying"}
    assert told.reason is not None
    assert "the rule failing failed (ZeroDivisionError: by nothing)" in told.reason
    assert "the rule lying failed (ValueError: its evidence is not the text at" in told.reason


def test_sightings_of_one_group_are_one_finding_at_the_first_place():
    rules = [BoundRule(Repeating(), NoOptions())]

    analysis = analyze_text("a", "python", "b, a\na\nb\na\n", rules)

    assert [
        (each.evidence, each.region.start.line, each.related) for each in analysis.observations
    ] == [
        ("b", 1, (Place(None, 3, 3, "b"),)),
        ("a", 1, (Place(None, 2, 2, "a"), Place(None, 4, 4, "a"))),
    ]


def test_observations_come_in_the_order_of_the_text():
    text = "f(x > 37)  # tinyarms: ignore[zzz]\ny = f(x > 43, x > 41)\n"

    analysis = analyze_text("a.py", "python", text, _RULES)

    assert [each.evidence for each in analysis.observations] == ["37", "zzz", "43", "41"]


def test_nothing_is_told_in_a_line_that_nobody_wrote():
    script = "function a(b){if(b>4321)return b;}" * 40
    page = f"<script>\nif (width > 1234) f();\n{script}\n</script>\n" + "<p>Text.</p>\n" * 400
    minified = MinifiedLines(longest_characters=1000, characters_per_mark=120)

    report = analyze_bytes(
        path="a.html", content=page.encode(), rules=rules_named("magic-numbers"), minified=minified
    )

    assert [each.evidence for each in report.observations] == ["1234"]
