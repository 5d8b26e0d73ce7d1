"""Files that no grammar is for go through the same analysis as code."""

import pytest

from tests.rules.binding import bound_rules
from tinyarms_daemon.analysis.analyze_file import analyze_bytes, analyze_text
from tinyarms_daemon.analysis.languages import language_of, may_be_source
from tinyarms_daemon.domain.work.analysis import Outcome


@pytest.mark.parametrize(
    "path",
    [
        *("tsconfig.json", "packages/a/tsconfig.app.json", "jsconfig.json", "package.json"),
        *("deno.json", "deno.jsonc", "design/tokens.json", "brand.tokens.json"),
        *("design-tokens.json", "tokens/color/base.json"),
    ],
)
def test_json_that_says_how_a_project_is_made_is_a_document(path):
    assert language_of(path, None) == "json"
    assert may_be_source(path)


@pytest.mark.parametrize("path", ["data.json", "package-lock.json", "locales/en.json"])
def test_other_json_is_left_alone(path):
    assert not may_be_source(path)


@pytest.mark.parametrize("path", ["README.md", "docs/guide.markdown", "page.mdx"])
def test_markdown_is_a_document(path):
    assert language_of(path, None) == "markdown"


def test_a_document_is_checked_but_has_no_lines_of_code():
    report = analyze_bytes(path="README.md", content=b"# Title\n", rules=bound_rules())

    assert report.outcome is Outcome.CHECKED
    assert report.code_lines is None
    assert report.observations == ()


def test_an_unused_suppression_in_a_comment_of_markdown_is_told():
    text = "<!-- tinyarms: ignore[no-such-rule] -->\n\ntext\n"

    (told,) = analyze_text("README.md", "markdown", text, bound_rules()).observations

    assert (told.rule, told.evidence) == ("unused-suppression", "no-such-rule")


def test_a_suppression_in_a_block_of_code_is_an_example_of_one():
    text = "```html\n<!-- tinyarms: ignore[no-such-rule] -->\n```\n"

    assert analyze_text("README.md", "markdown", text, bound_rules()).observations == ()
