"""Ollama, through its official client."""

import socket
from urllib.parse import urlsplit

from tinyarms_daemon.ports.model_runtime import RuntimeState

_TIMEOUT_SECONDS = 1.0


class OllamaRuntime:
    """The ModelRuntime port on an Ollama server. The client is loaded at the first question."""

    def __init__(self, host: str) -> None:
        self._host = host

    def state(self) -> RuntimeState:
        """Whether it answers, and which models it has; bounded to a few seconds."""
        if not self._is_listening():
            return RuntimeState(problem=self._absent())
        import httpx
        import ollama

        # Proxies of the environment would carry code off the machine.
        client = ollama.Client(host=self._host, timeout=_TIMEOUT_SECONDS, trust_env=False)
        try:
            installed = {each.model or "": int(each.size or 0) for each in client.list().models}
            resident = {each.model or "": int(each.size or 0) for each in client.ps().models}
        except (
            *(ConnectionError, httpx.HTTPError, ollama.ResponseError),
            *(TypeError, ValueError),  # an answer of another form than the client expects
        ) as error:
            said = f"Ollama at {self._host} does not answer as it should ({error}): restart it."
            return RuntimeState(problem=said)
        return RuntimeState(problem=None, installed=installed, resident=resident)

    def _is_listening(self) -> bool:
        """Asked first, because the client takes longer to load than the answer no."""
        address = urlsplit(self._host)
        port = address.port or {"http": 80, "https": 443}[address.scheme]
        try:
            socket.create_connection((address.hostname, port), _TIMEOUT_SECONDS).close()
        except OSError:
            return False
        return True

    def _absent(self) -> str:
        return f"No Ollama answers at {self._host}: install it from ollama.com and start it."
