"""Findings as Markdown, read back by a parser of Markdown."""

from markdown_it import MarkdownIt

from tests.faces.export.reporting import report_of
from tests.fakes.control_messages import finding_message
from tinyarms_daemon.faces.export.markdown_report import markdown_report


def rendered(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def test_findings_stand_below_their_file_with_counts_before() -> None:
    page = rendered(markdown_report(report_of(finding_message())))

    assert "<h1>Findings in shop</h1>" in page
    assert "<h3><code>shop/src/Button.tsx</code></h3>" in page
    assert "Line 12: <strong>warning</strong> hardcoded-colors: Color #3B82F6" in page


def test_nothing_in_a_finding_is_markup() -> None:
    hostile = "<img src=x> [a](http://b) *c* | `d` **e** https://f"

    page = rendered(markdown_report(report_of(finding_message(message=hostile, path="a`|b.py"))))

    assert "<img" not in page
    assert "<a " not in page
    assert "<em>" not in page
    assert "<code>shop/a`|b.py</code>" in page


def test_no_findings_are_a_sentence() -> None:
    assert "No findings." in markdown_report(report_of())
