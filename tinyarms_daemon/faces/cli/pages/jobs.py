"""Jobs as a table and as a page."""

from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from tinyarms_daemon.control.messages import JobMessage
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.follow import units_ended
from tinyarms_daemon.faces.cli.moments import ago, due, local
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.screen import Screen

_STATE_STYLES = {"running": "green", "deferred": "yellow", "failed": "bold red"}
_KINDS = {"on_save": "on save", "asked": "asked for", "weekly": "weekly", "judgement": "judgement"}


def kind_in_words(kind: str) -> str:
    """Why a job exists."""
    return _KINDS.get(kind, kind)


def job_row(job: JobMessage, now: datetime) -> list[str | Text]:
    """A job in a table: id, state, kind, repository, progress, and when or why."""
    return [
        styled((str(job["id"]), "bold")),
        _state(job),
        kind_in_words(job["kind"]),
        job["repository"],
        _progress(job),
        _detail(job, now),
    ]


def show_job(screen: Screen, job: JobMessage, now: datetime) -> None:
    """The page of `jobs show`."""
    screen.line(
        styled(
            (f"Job {job['id']}", "bold"), " ", _state(job),
            f": {kind_in_words(job['kind'])}, {job['repository']}",
        )
    )  # fmt: skip
    screen.line()
    screen.table([[f"  {name}", value] for name, value in _facts(job, now)])
    if job["paths"]:
        screen.line()
        screen.line(styled(("Paths", "bold")))
        screen.lines(f"  {path}" for path in job["paths"])
        more = job["units_total"] - len(job["paths"])  # a job keeps the first of its paths alone
        if more > 0:
            screen.line(f"  and {more:,} more")


def _progress(job: JobMessage) -> str:
    """What is answered leaves the one job of a repository's questions: what it has is left."""
    if job["kind"] == "judgement":
        return count(job["units_total"], "question")
    return f"{units_ended(job):,}/{job['units_total']:,}"


def _state(job: JobMessage) -> Text:
    return styled((job["state"], _STATE_STYLES.get(job["state"], "")))


def _detail(job: JobMessage, now: datetime) -> str:
    if job["state"] == "failed" and job["error"]:
        return job["error"]
    if job["state"] == "deferred":
        retry = f"next try {due(job['not_before'], now)}" if job["not_before"] else ""
        return ": ".join(part for part in (retry, "; ".join(job["reasons"])) if part)
    return "; ".join(job["reasons"]) or f"requested {ago(job['requested_at'], now)}"


def _facts(job: JobMessage, now: datetime) -> Iterator[tuple[str, str]]:
    yield "requested", f"{local(job['requested_at'])}, {ago(job['requested_at'], now)}"
    for name, moment in (("started", job["started_at"]), ("finished", job["finished_at"])):
        if moment:
            yield name, f"{local(moment)}, {ago(moment, now)}"
    if job["not_before"] and not job["finished_at"]:
        yield "next try", due(job["not_before"], now)
    if job["kind"] == "judgement":
        yield "questions", f"{job['units_done']:,} answered, {job['units_total']:,} left"
    else:
        yield "progress", _parts(job)
    yield "findings", f"{job['findings_opened']:,} new, {job['findings_fixed']:,} fixed"
    if job["attempts"] > 1:
        yield "attempts", str(job["attempts"])
    if job["reasons"]:
        yield "reasons", "; ".join(job["reasons"])
    if job["error"]:
        yield "error", job["error"]


def _parts(job: JobMessage) -> str:
    parts = [f"{job['units_done']:,} of {job['units_total']:,} done"]
    if job["units_skipped"]:
        parts.append(f"{job['units_skipped']:,} skipped")
    if job["units_failed"]:
        parts.append(f"{job['units_failed']:,} failed")
    return ", ".join(parts)
