"""No text makes the analysis fail, and what it says is there is there."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.sources import GRAMMARS, LANGUAGES, SOURCES, WILD_TEXT, mutated
from tests.rules.binding import default_options, rules_named
from tests.rules.observing import concluded, report_on
from tinyarms_daemon.analysis.analyze_file import TextAnalysis, analyze_bytes, analyze_text
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.work.analysis import Outcome

_DEPTH = 50_000
_SMALLER_DEPTH = 10_000
_RULES = rules_named(*default_options())


def seen_in(analysis: TextAnalysis) -> list[Observation]:
    """What is decided by the file alone, and what the whole project decides."""
    return [*analysis.observations, *(use.observation for use in analysis.uses)]


def checked(language: str, text: str) -> TextAnalysis:
    """The analysis by all rules, after a look at each piece of evidence."""
    analysis = analyze_text("src/file", language, text, _RULES)
    look_at_evidence(text, seen_in(analysis))
    return analysis


def look_at_evidence(text: str, observations: list[Observation]) -> None:
    lines = text.split("\n")
    for each in observations:
        start, end = each.region.start, each.region.end
        rows = lines[start.line - 1 : end.line]
        rows[-1] = rows[-1][: end.column - 1]
        rows[0] = rows[0][start.column - 1 :]
        assert "\n".join(rows) == each.evidence


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_mutated_source_is_analyzed_and_evidence_stands_where_it_is_said_to(language, data):
    text = data.draw(mutated(language))

    analysis = checked(language, text)

    assert not analysis.problems


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=WILD_TEXT)
def test_wild_text_is_analyzed_and_evidence_stands_where_it_is_said_to(language, text):
    analysis = checked(language, text)

    assert not analysis.problems


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "number", ["0", "1e999", "1e308", "1e-999", "9" * 60, "9" * 400, "0x" + "f" * 60, "-1e999"]
)
def test_numbers_that_no_machine_holds_make_no_rule_fail(language, number):
    text = re.sub(r"\b\d+(?:\.\d+)?", number, SOURCES[language])

    assert not checked(language, text).problems


def test_letters_that_a_scanner_in_c_has_no_class_for_do_not_end_the_process():
    analyzed = "from tinyarms_daemon.analysis.syntax_tree import SyntaxTree\n"
    analyzed += "for letter in range(0x10000, 0x110000, 61):\n"
    analyzed += "    SyntaxTree('bash', '{' + chr(letter) * 2 + '}').root\n"

    ended = subprocess.run([sys.executable, "-c", analyzed], capture_output=True, check=False)

    assert ended.returncode == 0, ended.stderr


def test_what_is_beyond_ascii_in_a_script_is_told_as_it_is():
    text = 'über() {\n  if [ "$größe" -gt 4711 ]; then echo "é"; fi\n}\n'

    (number,) = [each for each in checked("bash", text).observations if each.evidence == "4711"]

    assert (number.symbol, number.region.start.column) == ("über", 21)


@given(data=st.data())
def test_what_is_concluded_of_mutated_files_stands_where_it_is_said_to(data):
    chosen = data.draw(st.lists(st.sampled_from(LANGUAGES), min_size=2, max_size=3))
    texts = {
        f"src/{index}-{language}": (language, data.draw(mutated(language)))
        for index, language in enumerate([*chosen, chosen[0]])
    }

    found = concluded([report_on(path, *text, _RULES) for path, text in texts.items()], _RULES)

    for path, observations in found.items():
        look_at_evidence(texts[path][1], observations)


@given(content=st.binary(max_size=300), suffix=st.sampled_from(["py", "tsx", "css", "html", "go"]))
def test_any_bytes_give_a_report(content, suffix):
    report = analyze_bytes(path=f"file.{suffix}", content=content, rules=_RULES)

    assert report.outcome in (Outcome.CHECKED, Outcome.SKIPPED)
    assert (report.reason is None) == (report.outcome is Outcome.CHECKED)


@pytest.mark.parametrize("language", GRAMMARS)
def test_a_source_in_each_language_is_seen_by_a_rule(language):
    analysis = checked(language, SOURCES[language])

    assert seen_in(analysis)


@pytest.mark.parametrize("language", GRAMMARS)
@pytest.mark.parametrize(
    "text",
    [
        "[" * _DEPTH + "]" * _DEPTH,
        "x = " + "(" * _SMALLER_DEPTH + "37" + ")" * _SMALLER_DEPTH,
        "{" * _SMALLER_DEPTH,
        "x = " + "-" * _SMALLER_DEPTH + "1",
        "x = " + "1 + " * _SMALLER_DEPTH + "1",
        "a.b(" * _SMALLER_DEPTH,
        "if x:\n " * 1000,
    ],
    ids=["brackets", "parentheses", "braces", "signs", "sums", "calls", "blocks"],
)
def test_deep_nesting_costs_neither_the_stack_nor_the_report(language, text):
    analysis = checked(language, text)

    assert analysis.hindrance or all("levels" in problem for problem in analysis.problems)


@pytest.mark.parametrize(
    ("language", "depth"),
    # The parser of HTML takes quadratic time; beyond this a worker's time limit ends it.
    [
        ("tsx", _DEPTH),
        pytest.param("javascript", _DEPTH, marks=pytest.mark.long),
        ("html", _DEPTH // 10),
    ],
)
def test_deeply_nested_elements_cost_neither_the_stack_nor_the_report(language, depth):
    analysis = checked(language, "<div>" * depth + "</div>" * depth)

    assert analysis.hindrance or analysis.problems


def test_what_stands_around_a_deep_nest_is_still_checked():
    nest = "[" * _DEPTH + "]" * _DEPTH

    analysis = checked("python", f"x = {nest}\nif y > 37:\n    pass\n")

    assert "37" in [each.evidence for each in analysis.observations]
    assert analysis.problems == ("what is nested deeper than 1,000 levels was not checked",)
