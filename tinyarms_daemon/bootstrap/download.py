"""Which models to download, how large they are, and where they go."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.runtimes.ollama_installation import free_model_bytes
from tinyarms_daemon.bootstrap.models import download_bytes, model_runtime, prove_model
from tinyarms_daemon.bootstrap.where import model_specs, wanted_tags
from tinyarms_daemon.domain.errors import Unavailable, UsageError
from tinyarms_daemon.domain.models.model import PullProgress
from tinyarms_daemon.faces.cli.toolbox import ModelDownload
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeTrouble

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings


def downloads(settings: "Settings", name: str | None) -> list[ModelDownload]:
    """The named model, or those of enabled skills that are missing."""
    from tinyarms_daemon.settings.constants import load_constants

    named = None if name is None else _tag_of(settings, name)
    runtime = model_runtime(settings)
    state = runtime.state()
    if state.problem is not None:
        raise Unavailable(state.problem)
    if named is None:
        installed = state.installed or {}
        tags = [tag for tag in wanted_tags(settings) if tag not in installed]
    else:
        tags = [named]
    room_factor = load_constants()["disk.room_factor"].number
    return [
        ModelDownload(
            tag,
            size := download_bytes(tag),
            None if size is None else round(size * room_factor),
            free_model_bytes(),
            partial(_steps, runtime, tag),
            partial(prove_model, settings, tag, asks=True),
        )
        for tag in tags
    ]


def _tag_of(settings: "Settings", name: str) -> str:
    """A model by its key in the configuration, or by its tag in Ollama."""
    from tinyarms_daemon.settings.addresses import read_model_tag

    for model in model_specs(settings).values():
        if name in (model.name, model.role):
            return model.tag
    try:
        return read_model_tag(name)
    except ValueError as error:
        raise UsageError(f"{name!r} {error}") from None


def _steps(runtime: ModelRuntime, tag: str) -> Iterator[PullProgress]:
    try:
        yield from runtime.pull(tag)
    except RuntimeTrouble as trouble:
        raise Unavailable(str(trouble)) from trouble
