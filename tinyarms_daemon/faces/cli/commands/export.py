"""`tinyarmsctl export`: what was found, as a file for people or programs."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from tinyarms_daemon import __version__
from tinyarms_daemon.control.messages import FindingQueryMessage, FindingsMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.findings_message import OPEN_STATUSES
from tinyarms_daemon.faces.cli.names import require_known, require_rules
from tinyarms_daemon.faces.cli.options import only_new_option, repository_option, rules_option
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Need, Toolbox
from tinyarms_daemon.faces.cli.written_file import write_whole
from tinyarms_daemon.faces.export.report import Report

# SARIF tells beside what is open what was set aside, as suppressions.
_STATUSES = {"sarif": (*OPEN_STATUSES, FindingStatus.DISMISSED, FindingStatus.SUPPRESSED)}


@click.command(epilog="Example: tinyarmsctl export --format html -o report.html")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["sarif", "json", "csv", "markdown", "html", "weekly"]),
    required=True,
    help="What to write.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Where; else stdout."
)
@repository_option
@rules_option
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in FindingStatus]),
    help="Only with this status; may be repeated. Open ones if not given.",
)
@only_new_option
@click.pass_obj
def export(
    session: Session,
    format_name: str,
    output: str | None,
    repository: str | None,
    rules: tuple[str, ...],
    statuses: tuple[str, ...],
    only_new: bool,
) -> None:
    """Write what is stored as a report.

    SARIF is for code hosts and editors, CSV for spreadsheets, Markdown for a wiki or an issue,
    HTML for people: one file with charts that needs no network. The weekly report, in Markdown, has
    the totals of the last seven days, what share of the deep scan's questions a model judged in
    them, and the ten most worthwhile findings of the deep scan.
    """
    require_rules(rules, session.toolbox)
    chosen = statuses or _STATUSES.get(format_name, OPEN_STATUSES)
    query = FindingQueryMessage(statuses=[str(status) for status in chosen])
    if rules:
        query["rules"] = list(rules)
    if only_new:
        query["new"] = True
    with session.toolbox.service(Need.READ) as service:
        report = _report(session.toolbox, service, query, repository)
    text = _FORMATS[format_name](report)
    if output is None or output == "-":
        click.echo(text, nl=False)
    else:
        write_whole(Path(output), text)
        found = count(len(report.findings), "finding")
        session.screen.note(f"Wrote {found} to {output}.")


def _report(
    toolbox: Toolbox, service: Service, query: FindingQueryMessage, name: str | None
) -> Report:
    repositories = service.repositories()
    if name is not None:
        require_known("repository", [name], [each["name"] for each in repositories])
        repositories = [each for each in repositories if each["name"] == name]
        query["repository"] = name
    everything = FindingQueryMessage(**query)
    everything["statuses"] = [status.value for status in FindingStatus]
    return Report(
        message=service.findings(query),
        history=service.findings(everything)["findings"],
        repositories=repositories,
        rules=list(toolbox.rules().values()),
        made_at=toolbox.now(),
        tool_version=__version__,
    )


def _sarif(report: Report) -> str:
    from tinyarms_daemon.faces.export.sarif import sarif_log

    root_of = {each["name"]: each["root"] for each in report.repositories}
    return _json(sarif_log(report.message, report.rules, report.tool_version, root_of))


def _document(report: Report) -> str:
    message: FindingsMessage = report.message
    return _json(message)


def _csv(report: Report) -> str:
    from tinyarms_daemon.faces.export.csv_table import csv_table

    return csv_table(report.findings)


def _markdown(report: Report) -> str:
    from tinyarms_daemon.faces.export.markdown_report import markdown_report

    return markdown_report(report)


def _html(report: Report) -> str:
    from tinyarms_daemon.faces.export.html_report import html_report

    return html_report(report)


def _weekly(report: Report) -> str:
    from tinyarms_daemon.faces.export.weekly_report import weekly_report

    return weekly_report(report)


def _json(document: object) -> str:
    return json.dumps(document, indent=1) + "\n"


_FORMATS: dict[str, Callable[[Report], str]] = {
    "sarif": _sarif,
    "json": _document,
    "csv": _csv,
    "markdown": _markdown,
    "html": _html,
    "weekly": _weekly,
}
