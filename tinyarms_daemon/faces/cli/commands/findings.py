"""`tinyarmsctl findings`: what was found, and the person's word on it."""

import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click

from tinyarms_daemon.control.messages import FindingMessage, FindingQueryMessage, RepositoryMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.folders import innermost
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.finding_text import (
    FOLD_INDENT,
    finding_line,
    show_findings,
    show_skipped,
)
from tinyarms_daemon.faces.cli.findings_message import OPEN_STATUSES
from tinyarms_daemon.faces.cli.moments import DURATION, as_iso, parse_since, upcoming
from tinyarms_daemon.faces.cli.names import require_known, require_rules
from tinyarms_daemon.faces.cli.options import (
    RECORD_ID,
    WholeNumber,
    json_option,
    only_new_option,
    repository_option,
    rules_option,
    severity_choice,
)
from tinyarms_daemon.faces.cli.pages.finding import show_finding
from tinyarms_daemon.faces.cli.screen import is_terminal
from tinyarms_daemon.faces.cli.session import Session, unless_subcommand
from tinyarms_daemon.faces.cli.toolbox import Need


@click.group(
    invoke_without_command=True,
    epilog="Examples: tinyarmsctl findings --severity error --since 7d"
    " · tinyarmsctl findings show 17",
)
@repository_option
@rules_option
@click.option("--severity", type=severity_choice, help="Only this severity or worse.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in FindingStatus]),
    help="Only with this status; may be repeated. Open ones if not given.",
)
@click.option("--path", metavar="PATH", help="Only with a place in this file or folder.")
@click.option("--since", metavar="TIME", help="Only seen since a time, or an age such as 7d.")
@only_new_option
@click.option("--limit", type=WholeNumber(min=0), metavar="N", help="At most so many.")
@json_option
@unless_subcommand
def findings(
    session: Session,
    repository: str | None,
    rules: tuple[str, ...],
    severity: str | None,
    statuses: tuple[str, ...],
    path: str | None,
    since: str | None,
    only_new: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """List what was found and is open.

    The most serious come first.
    """
    toolbox = session.toolbox
    require_rules(rules, toolbox)
    given = {
        "rules": list(rules),
        "severity": severity,
        "statuses": list(statuses),
        "since": None if since is None else parse_since(since, toolbox.now()),
        "new": only_new,
        "limit": limit,
    }
    said = {
        key: value for key, value in given.items() if value not in (None, []) and value is not False
    }
    query = FindingQueryMessage(**said)  # type: ignore[typeddict-item]
    _list(session, query, _Place(repository, path), as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where findings lie, as typed: in a repository, at a path, or anywhere (None)."""

    repository: str | None
    path: str | None

    def narrow(self, query: FindingQueryMessage, service: Service) -> None:
        """Restrict a query to this place. UsageError where there is no such repository.

        A path that is there is one of the file system, in the repository named or else in the
        innermost that holds it; any other is one within a repository: within that of the current
        folder, if it is in one and none is named.
        """
        watched = service.repositories()
        if self.repository is not None:
            require_known("repository", [self.repository], [each["name"] for each in watched])
            watched = [each for each in watched if each["name"] == self.repository]
            query["repository"] = self.repository
        if self.path is None:
            return
        if not self.path:
            raise click.BadParameter("it is empty.", param_hint="'--path'")
        relative = os.path.normpath(self.path)
        if os.path.isabs(self.path) or os.path.exists(self.path):
            holding = _holding(self.path, watched)
            if holding is not None:
                relative = os.path.relpath(os.path.realpath(self.path), holding["root"])
        else:
            holding = _holding(os.curdir, watched)
        if holding is not None:
            query["repository"] = holding["name"]
        if os.path.isabs(relative) or Path(relative).parts[:1] == (os.pardir,):
            whose = (
                f"outside of {self.repository}" if self.repository else "in no watched repository"
            )
            raise UsageError(f"{self.path!r} lies {whose}.")
        if relative != os.curdir:
            query["path"] = relative


def _holding(path: str, watched: list[RepositoryMessage]) -> RepositoryMessage | None:
    """The innermost repository that holds what is at a path of the file system."""
    root = innermost((each["root"] for each in watched), os.path.realpath(path))
    return next((each for each in watched if each["root"] == root), None)


def _list(session: Session, query: FindingQueryMessage, place: _Place, *, as_json: bool) -> None:
    with session.toolbox.service(Need.READ) as service:
        place.narrow(query, service)
        message = service.findings(query)
    if as_json:
        session.screen.document(message)
        return
    with session.screen.paged():
        show_findings(session.screen, message, "" if query.get("statuses") else "open")
    if session.verbose:
        show_skipped(session.screen, message["skipped"], verbose=True)


@findings.command(epilog="Example: tinyarmsctl findings show 17")
@click.argument("finding_id", metavar="ID", type=RECORD_ID)
@json_option
@click.pass_obj
def show(session: Session, finding_id: int, as_json: bool) -> None:
    """Show the finding ID with its source lines and related places."""
    toolbox = session.toolbox
    with toolbox.service(Need.READ) as service:
        finding = service.finding(finding_id)
    if as_json:
        session.screen.document(finding)
        return
    rule = toolbox.rules().get(finding["rule"])  # None where a later version has found it
    with session.screen.paged():
        show_finding(session.screen, finding, rule.rationale if rule else "", toolbox.now())


@findings.command(
    epilog="Examples: tinyarmsctl findings dismiss 17 --reason 'a brand color' · "
    "tinyarmsctl findings dismiss --rule magic-numbers --path src/old --reason 'to be removed'"
)
@click.argument("finding_ids", metavar="[ID]...", type=RECORD_ID, nargs=-1)
@click.option("--reason", required=True, metavar="TEXT", help="Why it is not to be shown.")
@click.option("--expires", type=DURATION, help="Show it again after this time, such as 90d.")
@repository_option
@rules_option
@click.option("--path", metavar="PATH", help="All whose first place is in this file or folder.")
@click.option("--yes", is_flag=True, help="Dismiss all that match without asking.")
@json_option
@click.pass_obj
def dismiss(
    session: Session,
    finding_ids: tuple[int, ...],
    reason: str,
    expires: timedelta | None,
    repository: str | None,
    rules: tuple[str, ...],
    path: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Set findings aside, for a time or for good.

    Name them by ID, or all open ones of a rule, a path or a repository at once.
    """
    if not reason.strip():
        raise click.BadParameter("a reason has at least one word.", param_hint="'--reason'")
    has_filter = bool(repository or rules or path)
    if bool(finding_ids) == has_filter:
        raise UsageError("Say either the IDs of findings, or --rule, --path or --repo.")
    require_rules(rules, session.toolbox)
    with session.toolbox.service(Need.WRITE) as service:
        for each in finding_ids:
            service.finding(each)  # where one is missing, none is dismissed
        place = _Place(repository, path)
        ids = finding_ids or _matching(session, service, rules, place, yes=yes)
        seconds = expires.total_seconds() if expires else None
        dismissed = [
            service.dismiss_finding(each, reason=reason, expires_seconds=seconds) for each in ids
        ]
    _show_dismissed(session, dismissed, _until(session, expires), has_filter, as_json=as_json)


def _matching(
    session: Session, service: Service, rules: tuple[str, ...], place: _Place, *, yes: bool
) -> list[int]:
    """Open findings that match, after the person agreed. UsageError where nobody can be asked."""
    # What lies elsewhere too is a matter of its own: it is named by its ID.
    query = FindingQueryMessage(statuses=["open", "unconfirmed"], by_first_place=True)
    if rules:
        query["rules"] = list(rules)
    place.narrow(query, service)
    found = service.findings(query)["findings"]
    if found and not yes:
        if not is_terminal(sys.stdin):
            raise UsageError(f"{count(len(found), 'finding')} would be dismissed; say --yes.")
        session.screen.lines([finding_line(each) for each in found], hanging=FOLD_INDENT)
        click.confirm(f"Dismiss {count(len(found), 'finding')}?", abort=True, err=True)
    return [each["id"] for each in found if each["id"] is not None]


def _show_dismissed(
    session: Session,
    dismissed: list[FindingMessage],
    until: str,
    has_filter: bool,
    *,
    as_json: bool,
) -> None:
    if as_json:
        session.screen.document({"findings": dismissed})
    elif has_filter:
        session.screen.line(f"Dismissed {count(len(dismissed), 'finding')}{until}.")
    else:
        session.screen.line(f"Dismissed{until}:")
        session.screen.lines([finding_line(each) for each in dismissed], hanging=FOLD_INDENT)


def _until(session: Session, expires: timedelta | None) -> str:
    if expires is None:
        return ""
    now = session.toolbox.now()
    return f" until {upcoming(as_iso(now + expires), now)}"


@findings.command(epilog="Example: tinyarmsctl findings reopen 17")
@click.argument("finding_id", metavar="ID", type=RECORD_ID)
@json_option
@click.pass_obj
def reopen(session: Session, finding_id: int, as_json: bool) -> None:
    """Take the dismissal of the finding ID back."""
    with session.toolbox.service(Need.WRITE) as service:
        was_dismissed = "dismissal" in service.finding(finding_id)
        finding = service.reopen_finding(finding_id)
    if as_json:
        session.screen.document(finding)
    else:
        is_open = finding["status"] in OPEN_STATUSES
        done = "Reopened:" if is_open else "No longer dismissed:"
        session.screen.line(done if was_dismissed else "It was not dismissed:")
        session.screen.line(finding_line(finding), hanging=FOLD_INDENT)
