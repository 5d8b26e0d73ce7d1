"""What `doctor` looks at, and what is worth telling before a run."""

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.home import HomeLock
from tinyarms_daemon.bootstrap.where import Where, load, model_specs, wanted_tags
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.system.check import Check

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.doctor.access import WatchedRoot
    from tinyarms_daemon.settings.schema import Settings


_UNTIL_THEN = {
    Skill.FAST: "Until then what needs a model waits; the rest works.",
    Skill.DEEP: "Until then deep rules tell what is certain without a model; the rest waits.",
}


def model_notices(settings: "Settings", skill: Skill) -> list[str]:
    """What to tell before a run whose model is missing; nothing where it is there."""
    missing = _missing(settings, model_specs(settings)[skill].tag)
    return [] if missing is None else [f"{missing} {_UNTIL_THEN[skill]}"]


def _missing(settings: "Settings", tag: str) -> str | None:
    """What is missing before a model can be asked, with every step to mend it."""
    from tinyarms_daemon.application.judging.defer_judgements import why_deferred
    from tinyarms_daemon.bootstrap.models import model_runtime

    state = model_runtime(settings).state()
    reason = why_deferred(state, tag)
    if state.problem is None or settings.inference.runtime != "ollama":
        return reason
    return f"{reason} Then `ollama pull {tag}`."


def examine(where: Where, watched: Sequence["WatchedRoot"], *, asks: bool) -> Iterator[Check]:
    """Every precondition; what the configuration tells only where it is sound. If it `asks`, each
    installed model is loaded and has to answer."""
    from tinyarms_daemon.adapters.doctor.access import examine_access
    from tinyarms_daemon.adapters.doctor.preconditions import (
        examine_embedded,
        examine_machine,
        examine_models,
        examine_prompt_cache,
        server_environments,
    )
    from tinyarms_daemon.adapters.runtimes.ollama_installation import (
        free_model_bytes,
        ollama_version,
    )
    from tinyarms_daemon.bootstrap.agent import examine_agent
    from tinyarms_daemon.bootstrap.models import download_bytes, model_runtime, prove_model
    from tinyarms_daemon.settings.problem import ConfigurationError

    settings = None
    try:
        settings = load(where)
    except ConfigurationError as error:
        remedy = "change that line; `tinyarmsctl config check` lists every problem"
        yield Check("configuration", False, True, str(error), remedy)
    else:
        file = where.user_file
        said = f"sound ({file})" if file.exists() else "the packaged one; no file of yours"
        yield Check("configuration", True, True, said)
    yield from examine_machine(where.home, [each.root for each in watched])
    yield examine_agent(where)
    if settings is None:
        return
    yield from examine_access(
        watched,
        is_daemon_running=HomeLock(where.home).holder() is not None,
        program=os.path.realpath(sys.executable),
    )
    host = settings.ollama.host
    wanted = wanted_tags(settings)
    tags = [(tag, download_bytes(tag)) for tag in wanted]
    state = model_runtime(settings).state()
    if settings.inference.runtime == "embedded":
        tag = next(iter(wanted), None) if asks and state.problem is None else None
        proof = None if tag is None else prove_model(settings, tag, asks=True)
        yield examine_embedded(state, settings.inference.gguf_file, proof)
        return
    version = ollama_version(host) if state.problem is None else None
    proofs = {
        tag: proof
        for tag, _ in (tags if state.problem is None else ())
        if (proof := prove_model(settings, tag, asks=asks)) is not None
    }
    yield from examine_models(state, host, version, tags, free_model_bytes(), proofs)
    yield examine_prompt_cache(server_environments())
