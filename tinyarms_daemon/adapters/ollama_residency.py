"""What Ollama holds in memory, over its HTTP interface; and its runner processes, by psutil."""

from collections.abc import Iterator
from typing import Any

import psutil

from tinyarms_daemon.domain.footprint import ModelFacts, architecture_of

_TIMEOUT_SECONDS = 2.0
_RUNNERS = ("llama-server", "ollama_llama_server", "ollama runner")


class OllamaResidency:
    """The ModelResidency port. Proxies of the environment are not used."""

    def __init__(self, host: str) -> None:
        self._host = host

    def loaded(self) -> dict[str, int] | None:
        """Loaded models by tag with the bytes that Ollama reports; None is not known."""
        answer = self._asked("GET", "/api/ps", None)
        return None if answer is None else dict(_sizes(answer))

    def facts(self, tag: str) -> ModelFacts | None:
        """An installed model's size and architecture; None where it is not known."""
        installed = self._asked("GET", "/api/tags", None)
        size = None if installed is None else dict(_sizes(installed)).get(tag)
        if not size:
            return None
        shown = self._asked("POST", "/api/show", {"model": tag}) or {}
        info = shown.get("model_info")
        architecture = architecture_of(info) if isinstance(info, dict) else None
        return ModelFacts(file_bytes=size, architecture=architecture)

    def runner_bytes(self) -> int | None:
        """The real footprint of all runner processes, their prompt caches included."""
        total = 0
        for process in psutil.process_iter():
            try:
                if _is_runner(process.name()):
                    total += process.memory_info().rss
            except (psutil.Error, OSError):
                continue
        return total or None

    def unload(self, tag: str) -> bool:
        """Give a model's memory back; False where Ollama did not answer."""
        return self._asked("POST", "/api/generate", {"model": tag, "keep_alive": 0}) is not None

    def _asked(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any] | None:
        import httpx

        try:
            with httpx.Client(
                base_url=self._host, timeout=_TIMEOUT_SECONDS, trust_env=False
            ) as client:
                response = client.request(method, path, json=body)
                answer = response.raise_for_status().json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            return None
        return answer if isinstance(answer, dict) else None


def _sizes(answer: dict[str, Any]) -> Iterator[tuple[str, int]]:
    models = answer.get("models")
    for model in models if isinstance(models, list) else ():
        if isinstance(model, dict) and isinstance(model.get("size"), int):
            yield str(model.get("name") or model.get("model")), model["size"]


def _is_runner(name: str) -> bool:
    return any(name.startswith(each) for each in _RUNNERS)
