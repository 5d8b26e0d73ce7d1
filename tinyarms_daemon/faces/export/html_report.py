"""Findings as one file of HTML that loads nothing, runs nothing, and reads in dark and light."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import groupby

from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.domain.findings.rule import SEVERITIES
from tinyarms_daemon.faces.export.history import history_of
from tinyarms_daemon.faces.export.html_charts import folder_treemap, history_chart
from tinyarms_daemon.faces.export.html_text import element, page, text
from tinyarms_daemon.faces.export.report import (
    Report,
    by_rule,
    file_of,
    order_in_files,
    worst_files,
)

_HISTORY_SAMPLES = 90
_BAR_WIDTH = 200
_WORST_FILES_SHOWN = 12
_FINDINGS_SHOWN = 2_000  # a page of more is slow to open; the other formats hold them all
_REASONS_SHOWN = 6


def html_report(report: Report) -> str:
    """The page. Where all is of one repository, its name stands in the title alone."""
    if len({finding["repository"] for finding in report.findings}) == 1:
        nameless = [_nameless(each) for each in report.findings]
        report = replace(report, message={**report.message, "findings": nameless})
    style = files(__package__).joinpath("report.css").read_text(encoding="utf-8")
    return page(report.title, style, element("main", "".join(_sections(report))))


def _nameless(finding: FindingMessage) -> FindingMessage:
    return {**finding, "repository": None}


def _path(name: str) -> str:
    """A path that breaks between its names, if it must."""
    return text(name).replace("/", "/<wbr>")


def _sections(report: Report) -> Iterator[str]:
    open_findings = [each for each in report.findings if each["status"] == "open"]
    yield _header(report, open_findings)
    history = history_of(report.history, report.made_at, _HISTORY_SAMPLES)
    yield _section("Findings by rule over time", history_chart(history))
    yield _section("Open findings by folder", folder_treemap(open_findings))
    yield _section("Worst files", _worst_files(open_findings))
    yield _section("By rule", _rules(report, open_findings))
    yield _section("Coverage", _coverage(report))
    yield _section("All findings", _all_findings(report.findings))


def _header(report: Report, findings: Sequence[FindingMessage]) -> str:
    counts = Counter(finding["severity"] for finding in findings)
    tiles = [_tile("open", len(findings), "")]
    tiles += [_tile(f"{name}s", counts[name], name) for name in SEVERITIES]
    made = f"{report.made_at:%Y-%m-%d %H:%M} UTC, tinyarms {text(report.tool_version)}"
    return element(
        "header",
        element("h1", text(report.title))
        + element("p", made, class_="dim")
        + element("div", "".join(tiles), class_="tiles"),
    )


def _tile(name: str, number: int, kind: str) -> str:
    return element(
        "div", element("b", f"{number:,}") + element("span", name), class_=f"tile {kind}".strip()
    )


def _section(title: str, content: str) -> str:
    return element("section", element("h2", text(title)) + content)


def _worst_files(findings: Sequence[FindingMessage]) -> str:
    ranked = worst_files(findings, _WORST_FILES_SHOWN)
    if not ranked:
        return element("p", "Nothing is open.", class_="nothing")
    most = max(counts.total() for _, counts in ranked)
    rows = [
        element("tr", element("td", _path(name), class_="path") + element("td", _bar(counts, most)))
        for name, counts in ranked
    ]
    return element("table", "".join(rows))


def _bar(counts: Counter[str], most: int) -> str:
    """A bar with one part for each severity, and the number behind it."""
    parts, x = [], 0.0
    for severity in SEVERITIES:
        width = _BAR_WIDTH * counts[severity] / most
        parts.append(f'<rect class="{severity}" x="{x:.1f}" width="{width:.1f}" height="12"/>')
        x += width
    told = ", ".join(
        f"{counts[name]:,} {name}{'s' * (counts[name] > 1)}" for name in SEVERITIES if counts[name]
    )
    bar = element("svg", "".join(parts), viewBox="0 0 200 12", class_="bar", aria_hidden="true")
    total = element("b", f"{counts.total():,}", class_="total")
    return f"{bar}{total}{element('span', told, class_='dim')}"


def _rules(report: Report, findings: Sequence[FindingMessage]) -> str:
    titles = {rule.id: rule.title for rule in report.rules}
    rows = [
        element(
            "tr",
            element("td", text(rule))
            + element("td", f"{number:,}", class_="number")
            + element("td", text(titles.get(rule, "")), class_="dim"),
        )
        for rule, number in by_rule(findings)
    ]
    return element("table", "".join(rows)) if rows else element("p", "None.", class_="nothing")


def _coverage(report: Report) -> str:
    rows = []
    for repository in report.repositories:
        files, skipped = repository["files"], repository["skipped"]
        share = (files - skipped) / files if files else 0.0
        bar = (
            '<svg class="bar" viewBox="0 0 200 12" aria-hidden="true">'
            '<rect class="rest" width="200" height="12"/>'
            f'<rect class="covered" width="{_BAR_WIDTH * share:.1f}" height="12"/></svg>'
        )
        counted = f"{files - skipped:,} of {files:,} files checked ({share * 100:.0f} %)"
        told = f"{bar} {counted if files else 'no file that a rule reads'}"
        rows.append(element("tr", element("td", text(repository["name"])) + element("td", told)))
    return element("table", "".join(rows)) + _reasons(report)


def _reasons(report: Report) -> str:
    reasons = Counter(skip["reason"] for skip in report.message["skipped"])
    items = [
        element("li", f"{number:,} × {text(reason)}")
        for reason, number in reasons.most_common(_REASONS_SHOWN)
    ]
    return element("ul", "".join(items), class_="dim") if items else ""


def _all_findings(findings: Sequence[FindingMessage]) -> str:
    shown = sorted(findings[:_FINDINGS_SHOWN], key=order_in_files)
    parts = []
    if len(findings) > len(shown):
        parts.append(
            element("p", f"The {len(shown):,} most serious of {len(findings):,}.", class_="dim")
        )
    for name, in_file in groupby(shown, key=file_of):
        listed = list(in_file)
        summary = element(
            "summary", f"{_path(name)} {element('span', f'{len(listed):,}', class_='count')}"
        )
        parts.append(element("details", summary + "".join(map(_finding, listed))))
    return "".join(parts) or element("p", "None.", class_="nothing")


def _finding(finding: FindingMessage) -> str:
    status = "" if finding["status"] == "open" else f" ({finding['status']})"
    number = f" [{finding['id']}]" if finding["id"] is not None else ""
    line = (
        element("span", text(finding["severity"]), class_=f"tag {finding['severity']}")
        + f" {finding['start_line']}:{finding['start_column']} "
        + element("b", text(finding["rule"]))
        + f" {text(finding['message'])}{status}"
        + element("span", number, class_="dim")
    )
    evidence = element("pre", text(finding["evidence"])) if finding["evidence"] else ""
    return element("div", line + evidence, class_="finding")
