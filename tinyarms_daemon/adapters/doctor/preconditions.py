"""Every precondition of a working daemon, looked at now."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import psutil

from tinyarms_daemon.adapters.git.command import GitFailed, GitMissing, run_git
from tinyarms_daemon.adapters.home import Home, HomeLock
from tinyarms_daemon.adapters.runtimes.ollama_installation import OLDEST_SOUND, is_sound
from tinyarms_daemon.adapters.store.integrity import problems_of
from tinyarms_daemon.adapters.store.upgrade import newest_revision, revision_of
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.headroom.in_words import bytes_in_words
from tinyarms_daemon.domain.models.model import ModelProof, canonical_tag
from tinyarms_daemon.domain.system.check import Check
from tinyarms_daemon.ports.model_runtime import RuntimeState

_MAX_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
_MAX_INSTANCES = Path("/proc/sys/fs/inotify/max_user_instances")
_MEGABYTE = 10**6
_VARIABLE = "LLAMA_ARG_CACHE_RAM"
_DEFAULT_MEBIBYTES = 8192  # of llama.cpp's server, per loaded model
_MOST_MEBIBYTES = 512
_SERVER = "ollama"


def examine_machine(home: Home, roots: list[str]) -> Iterator[Check]:
    """What holds without the configuration."""
    yield _python()
    yield _git()
    yield from _home(home)
    yield _database(home)
    if home.database.exists():
        yield _room(home)
    yield _daemon(home)
    if sys.platform == "linux":
        yield _watches(roots)
        yield _instances(roots)


def examine_models(
    state: RuntimeState,
    host: str,
    version: str | None,
    tags: list[tuple[str, int | None]],
    free_bytes: int,
    proofs: Mapping[str, ModelProof],
) -> Iterator[Check]:
    """What model work needs; all of it optional. `tags` are with their download size in bytes,
    `free_bytes` what the disk of the models has left, `proofs` what installed ones show."""
    yield Check(
        "ollama",
        state.problem is None,
        False,
        f"answers at {host}" if state.problem is None else state.problem,
        None if state.problem is None else "`ollama serve`; Ollama comes from ollama.com",
    )
    if version is not None:
        yield _ollama_version(version)
    missing_bytes = 0
    for tag, download_bytes in tags:
        installed = state.installed is not None and canonical_tag(tag) in state.installed
        size = "" if download_bytes is None else f" ({bytes_in_words(download_bytes)})"
        missing_bytes += 0 if installed else download_bytes or 0
        proof = proofs.get(tag)
        yield (
            _proven(proof)
            if proof is not None
            else Check(
                f"model {tag}",
                installed,
                False,
                "installed" if installed else "not installed, or not known to be",
                None if installed else f"`ollama pull {tag}`{size}",
            )
        )
    if missing_bytes:
        yield _disk(missing_bytes, free_bytes)


def examine_embedded(state: RuntimeState, file: str, proof: ModelProof | None) -> Check:
    """What model work needs where a GGUF file answers; optional. It has no published size."""
    if state.problem is not None:
        remedy = (
            "`pip install 'tinyarms-daemon[embedded]'`, and name a GGUF file in "
            "`inference.gguf_file`; or set `inference.runtime` to ollama"
        )
        return Check("embedded runtime", False, False, state.problem, remedy)
    if proof is None:
        return Check("embedded runtime", True, False, file)
    shown = replace(proof, expected_bytes=None).in_words
    other = None if proof.problem is None else "name another GGUF file in `inference.gguf_file`"
    return Check("embedded runtime", other is None, False, f"{file}, {shown}", other)


def _proven(proof: ModelProof) -> Check:
    ok = proof.is_as_expected and proof.problem is None
    remedy = None if ok else f"`ollama rm {proof.tag}`, then `ollama pull {proof.tag}`"
    return Check(f"model {proof.tag}", ok, False, f"installed, {proof.in_words}", remedy)


def _ollama_version(version: str) -> Check:
    is_new_enough = is_sound(version)
    oldest = ".".join(map(str, OLDEST_SOUND))
    remedy = None if is_new_enough else f"install {oldest} or newer from ollama.com"
    return Check("ollama version", is_new_enough, False, version, remedy)


def _disk(needed_bytes: int, free_bytes: int) -> Check:
    fits = free_bytes > needed_bytes
    detail = (
        f"{bytes_in_words(free_bytes)} free where models are kept, "
        f"{bytes_in_words(needed_bytes)} needed for those that are missing"
    )
    remedy = None if fits else "free some, or have OLLAMA_MODELS name a folder on another disk"
    return Check("disk for models", fits, False, detail, remedy)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", True, True, f"{version} at {sys.executable}")


def _git() -> Check:
    try:
        said = run_git("/", ["--version"]).decode("utf-8", "replace").strip()
    except (GitMissing, GitFailed) as error:
        return Check("git", False, True, str(error), "install git")
    return Check("git", True, True, said)


def _home(home: Home) -> Iterator[Check]:
    try:
        home.require_preparable()
    except UsageError as error:
        yield Check("home", False, True, str(error), "name another home with --home")
        return
    yield Check("home", True, True, f"{home.path}, {_privacy(home.path)}")
    if home.socket.parent != home.path:
        yield Check(
            "socket", True, True, f"{home.socket}, since the home's path is too long for a socket"
        )


def _privacy(folder: Path) -> str:
    if not folder.exists():
        return "not there yet; it is made at the first start"
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return "a folder that others may look into; what is written there is for its owner alone"
    return "for its owner alone"


def _database(home: Home) -> Check:
    remedy = f"put it aside and restore the newest copy from {home.backups}"
    try:
        revision = revision_of(home.database)
        if revision is None:
            return Check("database", True, True, "none yet; it is made at the first start")
        if revision > newest_revision():
            detail = f"schema {revision} is newer than this version's {newest_revision()}"
            return Check("database", False, True, detail, "install the newer version again")
        problems = problems_of(home.database)
    except (sqlite3.Error, OSError) as error:
        return Check("database", False, True, f"{home.database}: {error}", remedy)
    if problems:
        return Check("database", False, True, f"{home.database}: {problems[0]}", remedy)
    return Check("database", True, True, f"{home.database}, schema {revision}, sound")


def _room(home: Home) -> Check:
    """The database is copied once a day, and a disk that is full takes no finding either."""
    free_bytes = shutil.disk_usage(home.path).free
    copy_bytes = max(home.database.stat().st_size, _MEGABYTE)
    fits = free_bytes > copy_bytes
    detail = (
        f"{bytes_in_words(free_bytes)} free on the disk of the home, "
        f"{bytes_in_words(copy_bytes)} needed for a copy of the database"
    )
    return Check("room", fits, True, detail, None if fits else "free some space on that disk")


def _daemon(home: Home) -> Check:
    pid = HomeLock(home).holder()
    if pid is None:
        return Check("daemon", False, False, "not running", "`tinyarmsctl start`, or `tinyarmsd`")
    return Check("daemon", True, False, f"running, pid {pid}")


def _watches(roots: list[str]) -> Check:
    folders = sum(1 for root in roots for _ in os.walk(root))
    return _within("watches", f"{folders} folders to watch", folders, _MAX_WATCHES)


def _instances(roots: list[str]) -> Check:
    """Each repository has an observer of its own; editors and others need some as well."""
    return _within(
        "observers", f"{len(roots)} to watch as many repositories", len(roots), _MAX_INSTANCES
    )


def _within(name: str, what: str, needed: int, limit: Path) -> Check:
    try:
        allowed = int(limit.read_text())
    except (OSError, ValueError):
        return Check(name, True, False, f"{what}; the system's limit is unknown")
    fits = needed < allowed
    remedy = None if fits else f"sudo sysctl fs.inotify.{limit.name}={needed * 2}"
    return Check(name, fits, False, f"{what}, {allowed} allowed for you", remedy)


def examine_prompt_cache(environments: Iterator[Mapping[str, str]]) -> Check:
    """Whether Ollama's servers, by their environments, cap it; not known where none can be read."""
    caps = [_cap(environment) for environment in environments]
    if not caps:
        detail = f"up to {_DEFAULT_MEBIBYTES} MiB a model unless capped; Ollama's cap is not known"
        return Check("prompt cache", True, False, detail)
    largest = max(caps)
    detail = (
        f"runners keep up to {largest} MiB of old prompts each, which no report of theirs shows"
    )
    if largest <= _MOST_MEBIBYTES:
        return Check("prompt cache", True, False, detail)
    remedy = (
        f"`launchctl setenv {_VARIABLE} 256`, then restart Ollama "
        f"(elsewhere: set {_VARIABLE}=256 for `ollama serve`)"
    )
    return Check("prompt cache", False, False, detail, remedy)


def server_environments() -> Iterator[Mapping[str, str]]:
    """The environments of Ollama's servers that this user may read."""
    for process in psutil.process_iter():
        try:
            if process.name() == _SERVER and "serve" in process.cmdline():
                yield process.environ()
        except (psutil.Error, OSError):
            continue


def _cap(environment: Mapping[str, str]) -> int:
    said = environment.get(_VARIABLE, "")
    return int(said) if said.isdecimal() else _DEFAULT_MEBIBYTES
