"""What models cost, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Sums since a moment. A finding of a model counts as accepted once it was fixed."""

    calls: int
    model_seconds: float
    prompt_tokens: int
    reply_tokens: int
    findings: int
    accepted: int
    dismissed: int


class ModelReceipt(Protocol):
    """May raise StoreUnavailable."""

    def since(self, at: datetime) -> Receipt:
        """The receipt from a moment on."""
