"""Writing the measuring programme's report."""

from collections.abc import Mapping
from pathlib import Path

from tinyarms_daemon.domain.measuring.validation import Validation
from tinyarms_daemon.faces.cli.measuring import Measuring, ResultKind
from tinyarms_daemon.faces.cli.written_file import write_whole

FORMATS = (".html", ".md")


def write_report(
    path: Path, measuring: Measuring, validation: Validation, document: Mapping[str, object]
) -> None:
    """This validation with the newest results of the other phases."""
    from tinyarms_daemon.faces.measuring_report.assembled import Results, assembled
    from tinyarms_daemon.faces.measuring_report.written import charts, html, markdown

    standing = measuring.standing(validation)
    report = assembled(
        Results(
            made_at=f"{validation.at:%Y-%m-%d %H:%M} UTC",
            machine=standing.machine,
            versions=standing.versions,
            figures=standing.figures,
            recommendation=standing.recommendation,
            validation=document,
            benchmark=measuring.newest(ResultKind.BENCHMARK),
            simulation=measuring.newest(ResultKind.SIMULATION),
        )
    )
    if path.suffix == ".html":
        write_whole(path, html(report))
        return
    for name, svg in charts(report, path.stem):
        write_whole(path.with_name(name), svg)
    write_whole(path, markdown(report, path.stem))
