"""The processes in which Ollama runs models, by psutil."""

import psutil

_NAMES = ("llama-server", "ollama_llama_server", "ollama runner")


def runner_bytes() -> int | None:
    """The real footprint of all of them, their prompt caches included; None where there is none."""
    total = 0
    for process in psutil.process_iter():
        try:
            if process.name().startswith(_NAMES):
                total += process.memory_info().rss
        except (psutil.Error, OSError):
            continue
    return total or None
