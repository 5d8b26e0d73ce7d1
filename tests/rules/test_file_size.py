import pytest

from tests.rules.binding import bound_rules
from tinyarms_daemon.analysis.analyze_file import analyze_text
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.source import Place

_FUNCTION = "def {}():\n    a = 1\n    b = 2\n    return a + b\n\n\n"


def seen(text: str, language: str = "python", **options: object) -> list[Observation]:
    rules = [each for each in bound_rules({"file-size": options}) if each.rule.id == "file-size"]
    return list(analyze_text("src/file", language, text, rules).observations)


def test_a_file_at_the_limit_is_not_too_long():
    assert seen("x = 1\n" * 5, max_lines=5) == []


def test_a_file_beyond_the_limit_is_told_with_its_size_at_its_first_line_of_code():
    (told,) = seen('"""Doc."""\n# why\n\nimport a\n' + "x = f(1)\n" * 5, max_lines=5)

    assert told.message == "This file has 6 lines of code; 5 is the limit."
    assert (told.region.start.line, told.evidence) == (4, "import a")
    assert told.measures == {"code_lines": 6}


def test_the_largest_definitions_are_named_with_their_lines():
    text = "".join(_FUNCTION.format(name) for name in ("first", "second"))
    text += "def third():\n    return 1\n\n\nclass Fourth:\n" + "    x = f(1)\n" * 5

    (told,) = seen(text, max_lines=5, named_definitions=2)

    assert told.message.endswith(
        "The largest that could move out: Fourth (lines 17–22), first (lines 1–4)."
    )
    assert told.related == (
        Place(None, 17, 22, "class Fourth, 6 lines of code"),
        Place(None, 1, 4, "function first, 4 lines of code"),
    )


def test_of_a_class_that_is_most_of_the_file_its_members_are_named():
    members = "".join(
        f"    def {name}(self):\n        return f(1)\n\n" for name in ("open", "close")
    )

    (told,) = seen(f"class Door:\n{members}", max_lines=3)

    assert [place.note for place in told.related] == [
        "function Door.open, 2 lines of code",
        "function Door.close, 2 lines of code",
    ]


def test_what_is_too_small_to_matter_is_not_named():
    text = "def main():\n    return 1\n\n\n" + "x = f(1)\n" * 200

    (told,) = seen(text, max_lines=150)

    assert told.related == ()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("typescript", "export { first, second } from './first';\n"),
        ("javascript", "export * from './first';\n"),
        ("python", "from .first import first as first\n"),
    ],
)
def test_a_list_of_what_other_files_define_is_not_too_long(language, line):
    assert seen(line * 20, language, max_lines=5) == []


def test_no_definition_is_named_when_none_is_asked_for():
    (told,) = seen(_FUNCTION.format("f") * 3, max_lines=3, named_definitions=0)

    assert told.related == ()


def test_the_finding_keeps_its_fingerprint_whatever_is_edited():
    (before,) = seen("import a\n" + "x = f(1)\n" * 9, max_lines=5)

    (after,) = seen("import b\n\n\n" + "y = g(2)\n" * 20, max_lines=5)

    assert after.fingerprint == before.fingerprint


@pytest.mark.parametrize("language", ["css", "scss"])
def test_style_sheets_count_too(language):
    (told,) = seen("/* c */\na {\n  color: red;\n}\nb {\n  top: 0;\n}\n", language, max_lines=5)

    assert told.measures == {"code_lines": 6}
