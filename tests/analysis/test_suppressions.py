from collections.abc import Iterator
from typing import Any

import pytest

from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.analyze_file import analyze_text
from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.languages import ALL_LANGUAGES
from tinyarms_daemon.analysis.rule import BoundRule, CheckedFile, FileRule, NoOptions
from tinyarms_daemon.analysis.suppressions import suppressions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.rule import Severity, Sighting
from tinyarms_daemon.domain.findings.rule_names import UNUSED_SUPPRESSION


class Whites(FileRule):
    """Every `#fff` of a style sheet or document, wherever it stands."""

    id = "hardcoded-colors"
    title = fix_hint = "x"
    languages = ALL_LANGUAGES - {"java"}

    def detect(self, tree: SyntaxTree, file: CheckedFile, options: Any) -> Iterator[Sighting]:
        start = tree.text.find("#fff")
        if start >= 0:
            region = tree.positions.region(start, start + 4)
            yield Sighting(region=region, text="#fff", message="x")


_RULES = [
    *rules_named("magic-numbers", "file-size", "unused-suppression"),
    BoundRule(Whites(), NoOptions()),
]
_MAGIC, _COLORS = "magic-numbers", "hardcoded-colors"


def seen(language: str, text: str) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """What is open and what is suppressed, each as a rule and a line."""
    observations = analyze_text("src/file", language, text, _RULES).observations
    of_interest = [each for each in observations if each.rule in (_MAGIC, _COLORS)]
    places = [
        (each.suppressed, each.rule, line)
        for each in of_interest
        for line in (each.region.start.line, *(place.start_line for place in each.related))
    ]
    return (
        [(rule, line) for suppressed, rule, line in places if not suppressed],
        [(rule, line) for suppressed, rule, line in places if suppressed],
    )


def unused(language: str, text: str) -> list[tuple[str, str]]:
    """The evidence and the message of each suppression that is reported as unused."""
    observations = analyze_text("src/file", language, text, _RULES).observations
    return [
        (each.evidence, each.message) for each in observations if each.rule == UNUSED_SUPPRESSION
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "if x > 37:  # tinyarms: ignore[magic-numbers]\n    pass\n"),
        ("python", "# tinyarms: ignore[magic-numbers] from the standard\nif x > 37:\n    pass\n"),
        ("python", "#tinyarms:ignore[ magic-numbers ]\n\nif x > 37: pass\n".replace("\n\n", "\n")),
        ("python", "# tinyarms: ignore[magic-numbers]\n# why\nif x > 37:\n    pass\n"),
        ("python", "# tinyarms: ignore[file-size, magic-numbers]\r\nif x > 37:\r\n    pass\r\n"),
        ("python", "# tinyarms: ignore-file[magic-numbers]\n\n\n\nif x > 37:\n    pass\n"),
        ("python", "def f(x):  # tinyarms: ignore[magic-numbers]\n    return x * 37\n"),
        ("tsx", "// tinyarms: ignore[magic-numbers]\nif (x > 37) f();"),
        ("tsx", "/* tinyarms: ignore[magic-numbers]\n  because */\nif (x > 37) f();"),
        ("tsx", "<p>\n{/* tinyarms: ignore[magic-numbers] */}\n{x > 37}\n</p>;"),
        ("go", "package p\n\nfunc f() {\n\t// tinyarms: ignore[magic-numbers]\n\tg(37)\n}\n"),
        ("rust", "fn f() {\n    /// tinyarms: ignore[magic-numbers]\n    g(37);\n}\n"),
        ("php", "<?php\n# tinyarms: ignore[magic-numbers]\ng(37);\n"),
        ("rust", "fn f(x: i32) -> bool {\nx < 37 /* tinyarms: ignore[magic-numbers] */\n}\n"),
        ("tsx", "/* tinyarms: ignore[magic-numbers] */ if (x > 37) f();"),
        ("tsx", "if (x > 37 /* tinyarms: ignore[magic-numbers] */) f();"),
        ("tsx", "if (x > /* tinyarms: ignore[magic-numbers] */ 37) f();"),
        ("tsx", "const a = (\n  x * 37 // tinyarms: ignore[magic-numbers]\n);"),
        ("tsx", "const a =\n  37 + // tinyarms: ignore[magic-numbers]\n  x;"),
        ("tsx", "if (key === 27) close(); // tinyarms: ignore[magic-numbers]"),
        ("bash", "[ $tries -gt 37 ] # tinyarms: ignore[magic-numbers]\n"),
        ("css", "/* tinyarms: ignore[hardcoded-colors] */\na { color: #fff; }\n"),
        ("css", "a { color: #fff; } /* tinyarms: ignore[hardcoded-colors] */\n"),
        ("scss", "// tinyarms: ignore[hardcoded-colors]\na { color: #fff; }\n"),
        ("html", "<script>\nx.fill = '#fff' // tinyarms: ignore[hardcoded-colors]\n</script>"),
        ("html", "<!-- tinyarms: ignore[hardcoded-colors] -->\n<p style='color: #fff'>\n"),
        ("html", "<style>\n/* tinyarms: ignore[hardcoded-colors] */\na { color: #fff }\n</style>"),
    ],
)
def test_a_comment_suppresses_on_its_line_or_the_line_below(language, text):
    open_ones, suppressed = seen(language, text)

    assert not open_ones
    assert len(suppressed) == 1


@pytest.mark.parametrize("comment", ["<!-- {} -->", "[//]: # ({})", "[comment]: <> ({})"])
def test_each_way_to_write_a_comment_in_markdown_is_heard(comment: str):
    text = comment.format("tinyarms: ignore[file-size]") + "\nread\n"

    (found,) = suppressions_of(Document("markdown", text))

    assert (found.rule, found.line, found.next_line, found.is_alone) == ("file-size", 1, 2, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", 'x = "# tinyarms: ignore[magic-numbers]" if y > 37 else 1\n'),
        ("python", "# tinyarms: ignore[magic-numbers]\n\nif x > 37:\n    pass\n"),
        ("python", "# tinyarms: ignore[hardcoded-colors]\nif x > 37:\n    pass\n"),
        ("python", "# tinyarms: ignore magic-numbers\nif x > 37:\n    pass\n"),
        ("python", "if x > 37:\n    pass\n# tinyarms: ignore[magic-numbers]\n"),
        ("python", "\n" * 10 + "# tinyarms: ignore-file[magic-numbers]\n\nif x > 37:\n    pass\n"),
        ("tsx", "f(`// tinyarms: ignore[magic-numbers]`, x > 37);"),
    ],
)
def test_what_is_elsewhere_or_no_comment_suppresses_nothing(language, text):
    open_ones, suppressed = seen(language, text)

    assert len(open_ones) == 1
    assert not suppressed


def test_a_comment_behind_code_suppresses_the_next_line_only_if_its_own_has_nothing():
    text = "if x > 37: pass  # tinyarms: ignore[magic-numbers]\nif y > 41: pass\n"

    open_ones, suppressed = seen("python", text)

    assert open_ones == [(_MAGIC, 2)]
    assert suppressed == [(_MAGIC, 1)]


def test_one_place_of_a_repeated_number_is_suppressed_by_itself():
    text = "a > 37\nb > 37  # tinyarms: ignore[magic-numbers]\nc > 37\n"

    open_ones, suppressed = seen("python", text)

    assert open_ones == [(_MAGIC, 1), (_MAGIC, 3)]
    assert suppressed == [(_MAGIC, 2)]


def test_what_stays_open_keeps_its_fingerprint_when_the_like_of_it_is_suppressed():
    before = analyze_text("a", "python", "a > 37\nb > 37\n", _RULES).observations
    text = "a > 37  # tinyarms: ignore[magic-numbers]\nb > 37\n"

    after = analyze_text("a", "python", text, _RULES).observations

    (open_before,) = before
    (open_after,) = [each for each in after if not each.suppressed]
    assert open_after.fingerprint == open_before.fingerprint


def test_a_suppression_that_suppresses_nothing_is_a_note():
    observations = analyze_text(
        "a", "python", "x = 1  # tinyarms: ignore[magic-numbers]\n", _RULES
    ).observations

    (note,) = observations
    assert (note.rule, note.severity, note.evidence) == (
        UNUSED_SUPPRESSION,
        Severity.NOTE,
        "magic-numbers",
    )
    assert note.message == "There is nothing to ignore: magic-numbers finds nothing here."


def test_each_unused_name_of_a_comment_is_told_by_itself():
    text = "if x > 37: pass  # tinyarms: ignore[magic-numbers, file-size]\n"

    assert [evidence for evidence, _ in unused("python", text)] == ["file-size"]


def test_a_name_that_no_rule_has_comes_with_the_nearest_one():
    ((evidence, message),) = unused("python", "x = 1  # tinyarms: ignore[magic-number]\n")

    assert evidence == "magic-number"
    assert message.endswith("the nearest name is magic-numbers.")


def test_a_suppression_for_the_file_below_the_tenth_line_is_told_to_be_unheard():
    text = "\n" * 10 + "# tinyarms: ignore-file[magic-numbers]\nx > 37\n"

    ((_, message),) = unused("python", text)

    assert "first ten lines" in message


@pytest.mark.parametrize(
    ("language", "mark", "rule"),
    [("python", "#", "complex-dry"), ("java", "//", "hardcoded-colors")],
)
def test_a_suppression_of_a_rule_that_did_not_run_is_not_told(language, mark, rule):
    assert unused(language, f"{mark} tinyarms: ignore[{rule}]\n") == []


def test_a_name_that_is_near_none_comes_with_where_they_are_listed():
    ((_, message),) = unused("python", "x = 1  # tinyarms: ignore[nope]\n")

    assert message.endswith("so this ignores nothing; `tinyarmsctl rules` lists them.")


@pytest.mark.parametrize(
    "text",
    [
        '# tinyarms: ignore[hardcoded-colors]\nSTYLE = """\na\nb #fff\n"""\n',
        'STYLE = """\na\nb #fff\nc\n"""  # tinyarms: ignore[hardcoded-colors]\n',
        '# tinyarms: ignore[hardcoded-colors]\nshow("""\nb #fff\n""", x)\n',
    ],
)
def test_at_either_end_of_a_long_string_it_is_for_the_whole_of_it(text: str) -> None:
    """No comment can stand within."""
    assert [rule for rule, _ in seen("python", text)[1]] == [_COLORS]
    assert unused("python", text) == []


def test_beside_a_long_string_it_is_not_for_it() -> None:
    text = '# tinyarms: ignore[hardcoded-colors]\nx = 1\nSTYLE = """\nb #fff\n"""\n'

    assert seen("python", text)[0] == [(_COLORS, 4)]
    assert [evidence for evidence, _ in unused("python", text)] == [_COLORS]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # tinyarms: ignore[unused-suppression, magic-numbers]\n",
        "# tinyarms: ignore[unused-suppression]\nx = 1  # tinyarms: ignore[magic-numbers]\n",
        "# tinyarms: ignore-file[unused-suppression]\nx = 1  # tinyarms: ignore[magic-number]\n",
    ],
)
def test_that_another_has_no_effect_may_be_suppressed_too(text: str) -> None:
    observations = analyze_text("src/file", "python", text, _RULES).observations

    assert [(each.rule, each.suppressed) for each in observations] == [(UNUSED_SUPPRESSION, True)]


def test_to_suppress_what_has_no_effect_is_told_where_all_have_one() -> None:
    text = "if x > 37:  # tinyarms: ignore[unused-suppression, magic-numbers]\n    pass\n"

    assert [evidence for evidence, _ in unused("python", text)] == [UNUSED_SUPPRESSION]
