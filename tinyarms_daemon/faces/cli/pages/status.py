"""`status` for a person: one line says how it stands, the rest explains it."""

from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from tinyarms_daemon.control.messages import (
    NO_END,
    CurrentMessage,
    DaemonMessage,
    DeepScanMessage,
    DescribedMessage,
    ModelMessage,
    OpenFindingsMessage,
    QueueMessage,
    RepositoryMessage,
    StatusMessage,
)
from tinyarms_daemon.faces.cli.counting import count, findings_in_words
from tinyarms_daemon.faces.cli.moments import ago, due, elapsed, span, upcoming
from tinyarms_daemon.faces.cli.pages.headroom import headroom_line
from tinyarms_daemon.faces.cli.pages.jobs import kind_in_words
from tinyarms_daemon.faces.cli.pages.models import control_in_words, speed_in_words
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.session import Session

Row = list[str | Text]


def show_status(session: Session, status: StatusMessage) -> None:
    """The page of `status`."""
    screen, now = session.screen, session.toolbox.now()
    screen.line(daemon_line(status["daemon"], now))
    for alarm in status["alarms"]:
        screen.line(styled(("! ", "bold red"), alarm), hanging=2)
    screen.line()
    screen.table(list(_overview(status, now)))
    screen.line()
    show_repositories(session, status["repositories"])
    _show_findings_by_rule(screen, status["findings"])
    _show_models(screen, status["models"])


def daemon_line(daemon: DaemonMessage, now: datetime) -> Text:
    """Whether it runs, since when, and whether model work is paused."""
    if not daemon["running"]:
        return styled(
            ("tinyarms is not running", "bold yellow"), "; this is what its database knows."
        )
    version = f" {daemon['version']}" if daemon["version"] else ""
    uptime = daemon["uptime_seconds"]
    since = f", up {span(uptime)}" if uptime is not None else ""
    line = styled((f"tinyarms{version} is running", "bold green"), f" (pid {daemon['pid']}{since})")
    if daemon["paused_until"]:
        line.append_text(styled("; ", (_paused(daemon["paused_until"], now), "yellow")))
    return line.append(".")


def _paused(until: str, now: datetime) -> str:
    end = "resumed" if until == NO_END else upcoming(until, now)
    return f"model work is paused until {end}"


def _overview(status: StatusMessage, now: datetime) -> Iterator[Row]:
    findings = status["findings"]
    words = findings_in_words(findings["open"], findings["by_severity"], "open")
    yield [styled(("Found", "bold")), words]
    if status["daemon"]["running"]:
        yield [styled(("Now", "bold")), _current(status["current"])]
    for scan in status["deep_scans"]:
        yield [styled(("Deep scan", "bold")), _left(scan, now)]
    described = status.get("described")  # a daemon of before an upgrade says nothing of it
    if described is not None and described["definitions"]:
        yield [styled(("Described", "bold")), _described(described)]
    yield [styled(("Waiting", "bold")), queue_in_words(status["queue"])]
    if status["headroom"]:
        yield [styled(("Headroom", "bold")), headroom_line(status["headroom"], status["models"])]
    yield [styled(("Home", "bold")), _home(status["daemon"])]


def _home(daemon: DaemonMessage) -> Text:
    """The socket is told where it is not in the home, whose path may be too long for one."""
    home, socket = daemon["home"], daemon["socket"]
    elsewhere = "" if socket.startswith(home) else f", socket {socket}"
    return styled((f"{home}{elsewhere}", "dim"))


def _current(current: CurrentMessage | None) -> str:
    if current is None:
        return "nothing to do"
    if current["kind"] == "judgement":
        asked = count(current["total"], "question")
        return f"{current['repository']}: a model is asked {asked} (job {current['job']})"
    progress = f"{current['done']:,} of {current['total']:,} done"
    kind = kind_in_words(current["kind"])
    return f"{current['repository']}: {progress} (job {current['job']}, {kind})"


def _left(scan: DeepScanMessage, now: datetime) -> str:
    """How much is left to ask, whether or not it rests at this moment."""
    end = scan["estimated_end"]
    with_rests = f", with rests until {upcoming(end, now)}" if end else ""
    return (
        f"{scan['repository']}: {count(scan['questions_left'], 'question')} left, about "
        f"{elapsed(scan['seconds_left'])} of the model's time{with_rests} (job {scan['job']})"
    )


def _described(described: DescribedMessage) -> str:
    """How far the models have come with what they say in idle time for the next deep scan."""
    total = count(described["definitions"], "definition")
    return (
        f"{described['cards']:,} of {total} by a card, {described['vectors']:,} by a vector, "
        "in idle time"
    )


def queue_in_words(queue: QueueMessage) -> str:
    """How much waits, by why it does."""
    waiting = [
        f"{queue['on_save']:,} on save" if queue["on_save"] else "",
        f"{queue['asked']:,} asked for" if queue["asked"] else "",
        f"{queue['weekly']:,} of the weekly scan" if queue["weekly"] else "",
        f"{queue['deferred']:,} deferred" if queue["deferred"] else "",
        f"{queue['failed']:,} failed" if queue["failed"] else "",
    ]
    return ", ".join(part for part in waiting if part) or "nothing"


def show_repositories(
    session: Session, repositories: list[RepositoryMessage], *, with_roots: bool = False
) -> None:
    """The table of repositories, with its heading."""
    screen, now = session.screen, session.toolbox.now()
    if not repositories:
        add = session.command("repo add PATH")
        screen.line(f"No repository is watched yet; '{add}' adds one.")
        return
    screen.line(styled(("Repositories", "bold")))
    rows: list[Row] = []
    for repository in repositories:
        rows.append(_repository_row(repository, now))
        # In a line of its own a long one stays whole; why it is unavailable names it already.
        if with_roots and not repository["unavailable"]:
            rows.append([styled("    ", (repository["root"], "dim"))])
    screen.table(rows, right=(1, 2))


def _repository_row(repository: RepositoryMessage, now: datetime) -> Row:
    opened = styled((f"{repository['open']:,} open", "bold" if repository["open"] else "dim"))
    return [
        styled("  ", (repository["name"], "bold")),
        opened,
        count(repository["files"], "file"),
        _scans(repository, now),
    ]


def _scans(repository: RepositoryMessage, now: datetime) -> Text:
    if repository["unavailable"]:
        return styled((f"unavailable: {repository['unavailable']}", "bold red"))
    last, next_deep = repository["last_scan_at"], repository["next_deep_scan_at"]
    parts = [f"scanned {ago(last, now)}" if last else "not scanned yet"]
    if repository["skipped"]:
        parts.append(f"{repository['skipped']:,} skipped")
    if next_deep:
        parts.append(f"deep scan {due(next_deep, now)}")
    return styled((", ".join(parts), "dim"))


def _show_findings_by_rule(screen: Screen, findings: OpenFindingsMessage) -> None:
    if not findings["by_rule"]:
        return
    screen.line()
    screen.line(styled(("Open findings", "bold")))
    most_first = sorted(findings["by_rule"].items(), key=lambda item: (-item[1], item[0]))
    screen.table([[f"  {rule}", f"{number:,}"] for rule, number in most_first], right=(1,))


def _show_models(screen: Screen, models: list[ModelMessage]) -> None:
    if not models:
        return
    screen.line()
    screen.line(styled(("Models", "bold")))
    shared = _shared_reason(models)
    screen.table(
        [
            [
                f"  {model['role']}",
                model["tag"],
                _model_state(model, [] if shared else model["reasons"]),
            ]
            for model in models
        ]
    )
    if shared:
        screen.line(f"  {shared}", hanging=2)


def _shared_reason(models: list[ModelMessage]) -> str | None:
    """What holds for all of them and is the same, such as that no Ollama answers."""
    reasons = {tuple(model["reasons"]) for model in models}
    return "; ".join(reasons.pop()) or None if len(models) > 1 and len(reasons) == 1 else None


def _model_state(model: ModelMessage, reasons: list[str]) -> str:
    known = [
        _answer(model["installed"], "installed", "not installed"),
        _answer(model["resident"], "loaded", "not loaded") if model["installed"] else "",
        _answer(model["admitted"], "admitted", "not admitted"),
        *speed_in_words(model["calls"]),
    ]
    if model["control"]["planted"]:
        known.append(control_in_words(model["control"]))
    words = ", ".join(word for word in known if word) or "not known"
    return f"{words}: {'; '.join(reasons)}" if reasons else words


def _answer(value: bool | None, yes: str, no: str) -> str:
    if value is None:
        return ""
    return yes if value else no
