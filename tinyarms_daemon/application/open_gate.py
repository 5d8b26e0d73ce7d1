"""A gate for as long as nothing measures the machine: whatever is installed may be loaded."""

from tinyarms_daemon.domain.admission import AdmissionDecision, AdmissionRequest, Admitted


class OpenGate:
    """The Gate port; admits always."""

    def decide(self, request: AdmissionRequest) -> AdmissionDecision:  # noqa: ARG002
        """Admitted."""
        return Admitted()

    def used(self, tag: str, decode_tokens_per_second: float, context_tokens: int) -> None:
        """Nothing is learned from it."""
