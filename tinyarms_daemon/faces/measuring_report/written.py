"""The report as Markdown with its charts beside it, or as one page of HTML that loads nothing."""

from collections.abc import Iterator

from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.faces.export.html_text import element, page, text
from tinyarms_daemon.faces.measuring_report.assembled import MeasuringReport, Section

_STYLE = """
:root { color-scheme: light dark; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left;
         vertical-align: top; }
td:first-child { overflow-wrap: anywhere; min-width: 9rem; }
section { overflow-x: auto; }
svg { width: 100%; height: auto; }
"""


def markdown(report: MeasuringReport, stem: str) -> str:
    """The text; a chart is the file `stem-NAME.svg` beside it."""
    return "\n".join(_lines(report, stem))


def charts(report: MeasuringReport, stem: str) -> Iterator[tuple[str, str]]:
    """The files that the Markdown shows, by name."""
    for section in report.sections:
        if section.chart is not None:
            yield f"{stem}-{section.chart.name}.svg", section.chart.svg + "\n"


def html(report: MeasuringReport) -> str:
    """The page."""
    body = element("h1", text(report.title)) + "".join(map(_section, report.sections))
    return page(report.title, _STYLE, body)


def _lines(report: MeasuringReport, stem: str) -> Iterator[str]:
    yield f"# {_plain(report.title)}"
    for section in report.sections:
        yield f"\n## {_plain(section.title)}\n"
        yield from (f"{_plain(said)}\n" for said in section.paragraphs)
        for number, row in enumerate(section.rows):
            yield f"| {' | '.join(_plain(cell).replace('|', chr(92) + '|') for cell in row)} |"
            if number == 0:
                yield f"|{' --- |' * len(row)}"
        if section.chart is not None:
            yield f"\n![{_plain(section.chart.label)}]({stem}-{section.chart.name}.svg)"
        yield from (f"\n{_plain(said)}" for said in section.notes)
    yield ""


def _plain(said: str) -> str:
    return printable(said).replace("<", "&lt;")


def _section(section: Section) -> str:
    parts = [element("h2", text(section.title))]
    parts += [element("p", text(said)) for said in section.paragraphs]
    if section.rows:
        head, *rows = section.rows
        cells = "".join(element("th", text(cell)) for cell in head)
        body = "".join(
            element("tr", "".join(element("td", text(cell)) for cell in row)) for row in rows
        )
        parts.append(element("table", element("thead", element("tr", cells)) + body))
    if section.chart is not None:
        parts.append(section.chart.svg)
    parts += [element("p", text(said)) for said in section.notes]
    return element("section", "".join(parts))
