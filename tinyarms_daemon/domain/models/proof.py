"""Whether an installed model is the one that was meant, and answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProof:
    """What an installed model shows of itself; None is not known.

    `size_tolerance` is the share of the expected size that it may differ by.
    `answer_seconds` is the time of a short answer, loading included, None where none was asked for;
    `problem` says why there was none.
    """

    tag: str
    size_bytes: int | None
    expected_bytes: int | None
    size_tolerance: float
    quantization: str | None
    answer_seconds: float | None = None
    problem: str | None = None

    @property
    def is_as_expected(self) -> bool:
        """False for a size that is far from the published one."""
        if self.size_bytes is None or self.expected_bytes is None:
            return True
        return (
            abs(self.size_bytes - self.expected_bytes) <= self.size_tolerance * self.expected_bytes
        )

    @property
    def in_words(self) -> str:
        """Size, quantization and answer, as far as they are known."""
        said = []
        if self.size_bytes is not None:
            said.append(f"{self.size_bytes / 1e9:.1f} GB")
        if self.quantization:  # Ollama tells an empty one where the file names none
            said.append(self.quantization)
        if not self.is_as_expected and self.expected_bytes is not None:
            said.append(f"not the {self.expected_bytes / 1e9:.1f} GB that are expected")
        if self.answer_seconds is not None:
            said.append(f"answers in {self.answer_seconds:.1f} s")
        if self.problem is not None:
            said.append(self.problem)
        return ", ".join(said)
