"""Findings keep their names through edits that do not touch them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.binding import bound_rules
from tests.rules.edits import edits
from tinyarms_daemon.analysis.analyze_file import analyze_text

_RULES = [
    bound
    for bound in bound_rules({"file-size": {"max_lines": 3}})
    if bound.rule.id in ("magic-numbers", "file-size", "unused-suppression")
]
_FINDINGS = {
    "python": [
        "if retries > 37: give_up()",
        "time.sleep(41)",
        "total = price * 1.19",
        "x = 1  # tinyarms: ignore[no-such-rule]",
        "y = 1  # tinyarms: ignore[no-such-rule]",
    ],
    "tsx": [
        "if (retries > 37) giveUp();",
        "setTimeout(refresh, 41);",
        "x = 1; // tinyarms: ignore[no-such-rule]",
        "x = 1; // tinyarms: ignore[no-such-rule]",
    ],
}
_UNRELATED = {
    "python": ["", "z = 1", "# prose é", "def f(): return 2", '"""Doc."""'],
    "tsx": ["", "z = 1;", "// prose é", "function f() { return 2; }", "/* x */"],
}


def names(language: str, lines: list[str], path: str) -> list[str]:
    text = "".join(f"{line}\n" for line in lines)
    analysis = analyze_text(path, language, text, _RULES)
    return sorted(each.fingerprint for each in analysis.observations)


@pytest.mark.parametrize("language", _FINDINGS)
@given(data=st.data())
def test_findings_keep_their_names_when_other_lines_and_the_path_change(language, data):
    before, after = data.draw(edits(_FINDINGS[language], _UNRELATED[language]))

    assert names(language, after, "lib/renamed") == names(language, before, "src/first")


@pytest.mark.parametrize("language", _FINDINGS)
def test_identical_violations_have_names_of_their_own(language):
    found = names(language, _FINDINGS[language], "src/first")

    assert len(set(found)) == len(found)
    assert len(found) == len(_FINDINGS[language]) + 1  # and the size of the file


def test_a_newly_indented_line_keeps_its_name():
    indented = ["if x:", "        time.sleep(41)"]

    assert set(names("python", ["time.sleep(41)"], "a")) <= set(names("python", indented, "a"))
