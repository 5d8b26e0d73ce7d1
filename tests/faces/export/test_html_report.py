"""The report as one page of HTML."""

from dataclasses import replace
from html.parser import HTMLParser

from tests.faces.export.reporting import report_of
from tests.fakes.control_messages import finding_message, repository_message
from tinyarms_daemon.faces.export.html_report import html_report

_VOID = ("meta", "wbr")


class Page(HTMLParser):
    """The elements, whether they are closed in order, and what they would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loaded += [f"{name}={value}" for name, value in attrs if name in ("src", "href")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_sound_and_loads_nothing() -> None:
    page = Page(html_report(report_of(finding_message(), finding_message(severity="error"))))

    assert page.open == []
    assert page.loaded == []
    assert page.tags.count("section") == 6
    assert "polygon" in page.tags
    assert "script" not in page.tags


def test_what_came_within_the_hour_is_one_bar_and_no_course_over_time() -> None:
    page = html_report(report_of(finding_message(first_seen="2026-11-23T11:30:00Z")))

    assert "polygon" not in Page(page).tags
    assert "hardcoded-colors 1</li>" in page


def test_the_name_of_the_only_repository_stands_before_no_path() -> None:
    two = [finding_message(path="src/a.tsx"), finding_message(path="b.tsx", repository="docs")]

    assert "shop/<wbr>src/<wbr>a.tsx" in html_report(report_of(*two))
    assert "shop/<wbr>" not in html_report(report_of(two[0]))


def test_nothing_in_a_finding_is_markup() -> None:
    hostile = '"><script>alert(1)</script><img src=x>'

    text = html_report(
        report_of(finding_message(path=hostile, message=hostile, evidence=hostile, rule=hostile))
    )

    page = Page(text)
    assert page.loaded == []
    assert not {"script", "img"} & set(page.tags)


def test_a_report_without_findings_is_a_page_too() -> None:
    page = Page(html_report(report_of()))

    assert page.open == []
    assert "polygon" not in page.tags


def test_of_a_repository_in_which_no_rule_reads_anything_no_share_is_told() -> None:
    empty = repository_message(files=0, skipped=0)

    text = html_report(replace(report_of(), repositories=[empty]))

    assert "no file that a rule reads" in text
    assert "0 of 0" not in text


def test_more_rules_than_colors_are_told_as_others() -> None:
    findings = [finding_message(rule=f"rule-{number}") for number in range(12)]

    text = html_report(report_of(*findings))

    assert "others" in text
    assert "color8" not in text
