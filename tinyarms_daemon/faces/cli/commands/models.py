"""`tinyarmsctl models`: which models there are, how they do, and how one is downloaded."""

import sys

import click

from tinyarms_daemon.domain.errors import Unavailable, UsageError
from tinyarms_daemon.domain.headroom.in_words import bytes_in_words
from tinyarms_daemon.faces.cli.options import json_option
from tinyarms_daemon.faces.cli.pages.models import show_models
from tinyarms_daemon.faces.cli.progress import download_progress
from tinyarms_daemon.faces.cli.screen import Screen, is_terminal
from tinyarms_daemon.faces.cli.session import Session, unless_subcommand
from tinyarms_daemon.faces.cli.toolbox import ModelDownload, Need

_SUCCESS = "success"


@click.group(invoke_without_command=True, epilog="Example: tinyarmsctl models pull level2-code")
@json_option
@unless_subcommand
def models(session: Session, as_json: bool) -> None:
    """Show the configured models: their state, memory and speed."""
    with session.toolbox.service(Need.READ) as service:
        messages = service.models()
    if as_json:
        session.screen.document({"models": messages})
    else:
        show_models(session.screen, messages)


@models.command(epilog="Example: tinyarmsctl models pull qwen2.5-coder:3b --yes")
@click.argument("name", required=False)
@click.option("--yes", "is_agreed", is_flag=True, help="Do not ask for the disk space.")
@click.pass_obj
def pull(session: Session, name: str | None, is_agreed: bool) -> None:
    """Download a model through Ollama: NAME, or those that enabled skills use.

    A download that was broken off goes on where it ended.
    """
    wanted = session.toolbox.downloads(name)
    if not wanted:
        session.screen.line("Every model that enabled skills use is installed.")
        return
    for model in wanted:
        _check_room(model)
    if not is_agreed:
        _ask(wanted)
    for model in wanted:
        _download(session.screen, model)
        _tell(session, model)


def _download(screen: Screen, model: ModelDownload) -> None:
    """Fetch a model. Unavailable where it does not end well."""
    last = ""
    layers: dict[str, tuple[int, int]] = {}
    with download_progress(screen, model.tag) as show:
        for step in model.steps():
            last = step.status
            if step.layer is not None and step.total_bytes is not None:
                layers[step.layer] = (step.completed_bytes or 0, step.total_bytes)
            show(sum(each[0] for each in layers.values()), sum(each[1] for each in layers.values()))
    if last != _SUCCESS:
        raise Unavailable(f"The download of {model.tag} broke off; say it again to go on with it.")


def _tell(session: Session, model: ModelDownload) -> None:
    """What was installed, and that it answers. Unavailable where it does not."""
    proof = model.prove()
    if proof is None:
        raise Unavailable(
            f"The server said that {model.tag} was downloaded, and does not list it; restart the "
            f"server and say `tinyarmsctl models pull {model.tag}` again."
        )
    if proof.problem is not None:
        raise Unavailable(f"{model.tag} is installed and does not answer: {proof.problem}")
    session.screen.line(f"{model.tag} is installed: {proof.in_words}.")


def _check_room(model: ModelDownload) -> None:
    needed, free = model.needed_bytes, model.free_bytes
    if needed is not None and free is not None and free < needed:
        raise Unavailable(
            f"{model.tag} wants {bytes_in_words(needed)} and {bytes_in_words(free)} of disk are "
            "free; free some and try again."
        )


def _ask(wanted: list[ModelDownload]) -> None:
    names = ", ".join(f"{model.tag} ({_size(model)})" for model in wanted)
    if not is_terminal(sys.stdin):
        raise UsageError(f"To download {names} without being asked, say --yes.")
    click.confirm(f"Download {names}?", abort=True, err=True)


def _size(model: ModelDownload) -> str:
    return "size unknown" if model.size_bytes is None else bytes_in_words(model.size_bytes)
