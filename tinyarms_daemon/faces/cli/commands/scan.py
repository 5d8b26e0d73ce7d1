"""`tinyarmsctl scan`: check some paths now."""

import os
from datetime import timedelta
from pathlib import Path

import click

from tinyarms_daemon import __version__
from tinyarms_daemon.control.messages import FindingsMessage, QuestionPlaceMessage
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.finding_text import show_findings, show_skipped
from tinyarms_daemon.faces.cli.findings_message import OPEN_STATUSES, has_at_least
from tinyarms_daemon.faces.cli.gather_findings import ScanWish, gather_findings
from tinyarms_daemon.faces.cli.moments import DURATION, elapsed
from tinyarms_daemon.faces.cli.names import require_rules
from tinyarms_daemon.faces.cli.options import (
    fail_on_option,
    json_option,
    only_new_option,
    rules_option,
)
from tinyarms_daemon.faces.cli.repository_folder import existing_path
from tinyarms_daemon.faces.cli.session import Session

_FINDINGS_FOUND = 1
_SET_ASIDE = (FindingStatus.DISMISSED, FindingStatus.SUPPRESSED)


@click.command(epilog="Example: tinyarmsctl scan src --changed --fail-on error")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option("--deep", is_flag=True, help="Run the rules of the weekly deep scan too.")
@click.option("--no-model", is_flag=True, help="Ask no model.")
@click.option("--plan", is_flag=True, help="With --deep: list what a model would be asked.")
@click.option(
    "--budget", type=DURATION, help="With --deep: how long the model may work, such as 30m."
)
@rules_option
@click.option("--changed", is_flag=True, help="Only what differs from the last commit.")
@click.option("--staged", is_flag=True, help="What is staged for the next commit, as staged.")
@click.option("--since", metavar="REV", help="Only what differs from this revision.")
@only_new_option
@click.option("--store", is_flag=True, help="Watch PATH from now on, if it is not yet.")
@click.option(
    "--format", "format_name", type=click.Choice(["text", "json", "sarif"]), help="How to print it."
)
@json_option
@fail_on_option
@click.pass_obj
def scan(
    session: Session,
    paths: tuple[str, ...],
    deep: bool,
    no_model: bool,
    plan: bool,
    budget: timedelta | None,
    rules: tuple[str, ...],
    changed: bool,
    staged: bool,
    since: str | None,
    only_new: bool,
    store: bool,
    format_name: str | None,
    as_json: bool,
    fail_on: str,
) -> int:
    """Check PATH, or the current directory, now.

    What lies in a watched repository is stored; all else is only told, unless --store.
    """
    output = _output(format_name, as_json=as_json)
    require_rules(rules, session.toolbox)
    wish = ScanWish(
        paths=_distinct(paths or (os.curdir,)),
        rules=rules,
        changed=changed,
        staged=staged,
        since=since,
        only_new=only_new,
        store=store,
        deep=deep,
        no_model=no_model,
        plan=plan,
        budget_seconds=None if budget is None else max(1, round(budget.total_seconds())),
        statuses=OPEN_STATUSES + (_SET_ASIDE if output == "sarif" else ()),
    )
    _refuse_contradictions(wish)
    if plan and output == "sarif":
        raise UsageError("SARIF has no place for the questions of --plan; say --format json.")
    if deep:
        _tell_of_model(session, wish)
    message = gather_findings(wish, session.toolbox, session.screen)
    if plan:
        _show_plan(session, message, output)
        return 0
    if not (changed or staged or since or message["summary"]["files"] or message["skipped"]):
        session.screen.note("Nothing was looked at: no rule reads what is there, or it is ignored.")
    _show(session, message, output)
    if deep:
        _tell_of_doubts(session, message["roots"])
    fails = fail_on != "never" and has_at_least(message["findings"], Severity(fail_on))
    return _FINDINGS_FOUND if fails else 0


def _refuse_contradictions(wish: ScanWish) -> None:
    if (wish.changed, wish.staged, wish.since is not None).count(True) > 1:
        raise UsageError("--changed, --staged and --since exclude each other: say one of them.")
    if wish.staged and wish.deep:
        raise UsageError(
            "--deep looks at whole repositories, --staged at single files: say one of them."
        )
    if wish.staged and wish.store:
        raise UsageError("--staged checks what no file holds, so that --store cannot keep it.")
    if (wish.plan or wish.budget_seconds is not None) and not wish.deep:
        raise UsageError("--plan and --budget belong to a deep scan: say --deep as well.")


def _output(format_name: str | None, *, as_json: bool) -> str:
    if as_json and format_name not in (None, "json"):
        raise UsageError(f"--json and --format {format_name} exclude each other: say one of them.")
    return "json" if as_json else format_name or "text"


def _distinct(paths: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(existing_path(path) for path in paths))


def _tell_of_model(session: Session, wish: ScanWish) -> None:
    """What a deep scan leaves out where no model is asked, or none answers."""
    if wish.no_model or wish.plan:
        session.screen.note("No model is asked: deep rules tell what is certain without one.")
        return
    of_watched = [path for path in wish.paths if session.toolbox.watched_root_of(path)]
    if not wish.store and len(of_watched) < len(wish.paths):
        session.screen.note(
            "Of what is not watched no model is asked: deep rules tell what is certain without one;"
            " --store watches it, and has the rest asked."
        )
    if wish.store or of_watched:
        for notice in session.toolbox.deep_notices():
            session.screen.note(notice)


def _tell_of_doubts(session: Session, roots: list[str]) -> None:
    """How much a model alone says, which is no part of what is open."""
    unconfirmed = [FindingStatus.UNCONFIRMED]
    number = sum(len(session.toolbox.stored_findings(root, unconfirmed)) for root in roots)
    if number:
        command = session.command("findings --status unconfirmed")
        session.screen.note(
            f"{count(number, 'finding')} more {'wait' if number > 1 else 'waits'} for a model's "
            f"second opinion, in a later scan; '{command}' tells of them."
        )


def _show_plan(session: Session, message: FindingsMessage, output: str) -> None:
    """What would be asked, the most worthwhile first."""
    if output == "json":
        session.screen.document(message)
        return
    questions = message.get("questions", [])
    if not questions:
        session.screen.line("Nothing is left to ask a model.")
        return
    seconds = sum(each["estimated_seconds"] for each in questions)
    session.screen.line(
        f"{count(len(questions), 'question')}, about {elapsed(seconds)} of the model's time."
    )
    for question in questions:
        first, *others = question["places"]
        head = (
            f"{question['worth']:6.2f}  {question['estimated_seconds']:5.1f} s  {question['rule']}"
        )
        session.screen.line(f"{head}  {_where(first)}", hanging=2)
        for other in others:
            session.screen.line(f"    {_where(other)}", hanging=4)


def _where(place: QuestionPlaceMessage) -> str:
    return f"{place['path']}:{place['start_line']}-{place['end_line']}"


def _show(session: Session, message: FindingsMessage, output: str) -> None:
    if output == "json":
        session.screen.document(message)
    elif output == "sarif":
        from tinyarms_daemon.faces.export.sarif import sarif_log

        rules = list(session.toolbox.rules().values())
        session.screen.document(sarif_log(message, rules, __version__))
    else:
        show_findings(session.screen, message, "open")
        show_skipped(session.screen, message["skipped"], verbose=session.verbose)
