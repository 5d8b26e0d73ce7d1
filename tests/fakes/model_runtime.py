"""A runtime without a server."""

from tinyarms_daemon.ports.model_runtime import RuntimeState


class FixedRuntime:
    """The ModelRuntime port: answers `answer`, and counts how often it was asked."""

    def __init__(self, answer: RuntimeState | None = None) -> None:
        self.answer = answer or RuntimeState(problem="No Ollama answers.")
        self.asked = 0

    def state(self) -> RuntimeState:
        """The prepared state."""
        self.asked += 1
        return self.answer
