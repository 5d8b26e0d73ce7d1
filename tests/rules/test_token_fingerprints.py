"""Findings about tokens keep their names through edits that do not touch them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.binding import bound_rules
from tests.rules.edits import edits
from tests.rules.observing import concluded, report_on

_RULES = [
    bound for bound in bound_rules() if bound.rule.id in ("design-tokens", "hardcoded-colors")
]
_TOKENS = ":root { --space-1: 4px; --space-2: 8px; --space-3: 16px; --brand: #3b82f6; }\n"
_FINDINGS = {
    "css": [
        ".a { padding: 8px; }",
        ".b { padding: 10px; }",
        ".c { padding: 8px; color: #3b82f6; }",
        ".d { color: #3b82f6; }",
        ".e { color: #8a2be2; }",
        ".f { color: blueviolet; }",
    ],
    "tsx": [
        'f(<p style={{ padding: 8, color: "#3b82f6" }} />);',
        'f(<p className="p-[13px] bg-[#3b82f6]" />);',
        'f(<p className="bg-[#8a2be2]" />);',
    ],
}
_UNRELATED = {
    "css": ["", ".z { top: 0; }", "/* prose é */", "@media print { .y { margin: 0 } }"],
    "tsx": ["", "z = 1;", "// prose é", "function f() { return 2; }", "<a style={{ top: 0 }} />;"],
}


def names(language: str, lines: list[str], path: str) -> list[str]:
    text = "".join(f"{line}\n" for line in lines)
    reports = [
        report_on("src/tokens.css", "css", _TOKENS, _RULES),
        report_on(path, language, text, _RULES),
    ]
    return sorted(each.fingerprint for each in concluded(reports, _RULES)[path])


@pytest.mark.parametrize("language", _FINDINGS)
@given(data=st.data())
def test_findings_keep_their_names_when_other_lines_and_the_path_change(language, data):
    before, after = data.draw(edits(_FINDINGS[language], _UNRELATED[language]))

    assert names(language, after, f"src/renamed.{language}") == names(
        language, before, f"src/first.{language}"
    )


@pytest.mark.parametrize("language", _FINDINGS)
def test_each_finding_has_a_name_of_its_own(language):
    found = names(language, _FINDINGS[language] * 2, f"src/first.{language}")

    assert len(found) == len(set(found)) > len(_FINDINGS[language])
