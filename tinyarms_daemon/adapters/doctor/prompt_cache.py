"""What doctor says of the memory that Ollama's runners keep old prompts in."""

from collections.abc import Iterator, Mapping

import psutil

from tinyarms_daemon.domain.system.check import Check

_VARIABLE = "LLAMA_ARG_CACHE_RAM"
_DEFAULT_MEBIBYTES = 8192  # of llama.cpp's server, per loaded model
_MOST_MEBIBYTES = 512
_SERVER = "ollama"


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
