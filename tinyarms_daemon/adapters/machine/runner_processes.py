"""The processes of Ollama, and what they really take, by psutil, on macOS by the system itself."""

import psutil

from tinyarms_daemon.adapters.machine.macos_library import mac_library

_RUNNERS = ("llama-server", "ollama_llama_server", "ollama runner")
_SERVER = "ollama"
# A process of our own with a model in it is one of Python's like any other, by its name.
_EMBEDDED = ("python", "tinyarms_daemon.adapters.runtimes.embedded_server")


def runner_bytes() -> int | None:
    """What the processes that run models take, their prompt caches included; None where there is
    none."""
    return _taken(_RUNNERS) or None


def runtime_bytes() -> int | None:
    """What the server and its runners take together; None where there is none."""
    return _taken((_SERVER, *_RUNNERS)) or None


def _taken(names: tuple[str, ...]) -> int:
    total = 0
    for process in psutil.process_iter():
        try:
            if _runs_models(process, names):
                total += _footprint(process)
        except (psutil.Error, OSError):
            continue
    return total


def _runs_models(process: psutil.Process, names: tuple[str, ...]) -> bool:
    name = process.name().lower()
    return name.startswith(names) or (
        name.startswith(_EMBEDDED[0]) and _EMBEDDED[1] in process.cmdline()
    )


def _footprint(process: psutil.Process) -> int:
    """What would be free without it: on macOS the physical footprint, which counts what lies in the
    graphics part of memory and what is compressed; elsewhere the unique set. Of somebody else's
    process only the resident set is told."""
    library = mac_library()
    footprint = None if library is None else library.footprint_bytes(process.pid)
    if footprint is not None:
        return footprint
    try:
        return int(process.memory_full_info().uss)
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
