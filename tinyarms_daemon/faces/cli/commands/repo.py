"""`tinyarmsctl repo`: which repositories are watched."""

from pathlib import Path

import click

from tinyarms_daemon.control.messages import JobMessage, SummaryMessage
from tinyarms_daemon.faces.cli.completing import complete_repositories
from tinyarms_daemon.faces.cli.counting import count, findings_in_words
from tinyarms_daemon.faces.cli.follow import follow
from tinyarms_daemon.faces.cli.moments import elapsed, seconds_between
from tinyarms_daemon.faces.cli.names import require_known
from tinyarms_daemon.faces.cli.options import json_option
from tinyarms_daemon.faces.cli.repository_folder import (
    configuration_problems,
    folder_notes,
    repository_folder,
)
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Need


@click.group(epilog="Example: tinyarmsctl repo add ~/code/shop --name shop")
def repo() -> None:
    """Say which repositories are watched."""


@repo.command(epilog="Example: tinyarmsctl repo add ~/code/shop --name shop")
@click.argument("path", type=click.Path())
@click.option("--name", metavar="N", help="What to call it; its folder's name if not given.")
@json_option
@click.pass_obj
def add(session: Session, path: str, name: str | None, as_json: bool) -> None:
    """Watch the repository at PATH, and scan it now.

    With the name of one whose folder is gone it is that one, which has moved: its findings and
    dismissals come along.
    """
    root = repository_folder(path)
    with session.toolbox.service(Need.WRITE) as service:
        watched_around = session.toolbox.watched_root_of(root)
        roots = {each["name"]: each["root"] for each in service.repositories()} if name else {}
        job = service.add_repository(str(root), name)
        if name in roots:
            session.screen.note(f"{name} was at {roots[name]}; what is known of it came along.")
        notes = [
            *folder_notes(root, watched_around),
            *configuration_problems(service, job["repository"]),
        ]
        for note in notes:
            session.screen.note(note)
        job = follow(service, job, session.toolbox, session.screen, tells_lines=True)
        found = service.findings({"repository": job["repository"]})["summary"]
        if not found["files"]:
            session.screen.note(
                "Nothing was looked at: no rule reads what is there, or it is ignored."
            )
    if as_json:
        session.screen.document(job)
    else:
        session.screen.line(_added(job, root, found))


def _added(job: JobMessage, root: Path, found: SummaryMessage) -> str:
    seconds = seconds_between(job["started_at"], job["finished_at"])
    skipped = job["units_skipped"] + job["units_failed"]
    # A job's units are commits' messages too, which are no files.
    checked = min(job["units_done"], found["files"] - skipped)
    parts = [
        f"{count(max(0, checked), 'file')} checked"
        + (f" in {elapsed(seconds)}" if seconds is not None else ""),
        findings_in_words(found["findings"], found["by_severity"], "open"),
        f"{skipped:,} skipped" if skipped else "",
    ]
    return f"Added {job['repository']} ({root}): {', '.join(part for part in parts if part)}."


@repo.command("list", epilog="Example: tinyarmsctl repo list --json")
@json_option
@click.pass_obj
def list_repositories(session: Session, as_json: bool) -> None:
    """List the watched repositories."""
    screen = session.screen
    with session.toolbox.service(Need.READ) as service:
        repositories = service.repositories()
    if as_json:
        screen.document({"repositories": repositories})
        return
    from tinyarms_daemon.faces.cli.pages.status import show_repositories

    show_repositories(session, repositories, with_roots=True)


@repo.command(epilog="Example: tinyarmsctl repo remove shop")
@click.argument("name", shell_complete=complete_repositories)
@click.option("--purge", is_flag=True, help="Forget its findings too.")
@click.pass_obj
def remove(session: Session, name: str, purge: bool) -> None:
    """Stop watching the repository NAME; its files are never touched."""
    with session.toolbox.service(Need.WRITE) as service:
        require_known("repository", [name], [each["name"] for each in service.repositories()])
        service.remove_repository(name, purge=purge)
    kept = "its findings are gone too" if purge else "its findings are kept"
    session.screen.line(f"Removed {name}; {kept}.")
