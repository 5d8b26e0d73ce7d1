"""What is remembered of models: their calls, their verdicts, and how far they were right."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from tinyarms_daemon.domain.model_call import CallFigures, CanaryScore, ModelCall
from tinyarms_daemon.domain.question import Verdict
from tinyarms_daemon.domain.trust import Trust


class CallBook(Protocol):
    """Every method may raise StoreUnavailable."""

    def record_call(self, call: ModelCall) -> None:
        """Keep a call."""
        ...


class ModelBook(CallBook, Protocol):
    """Every method may raise StoreUnavailable."""

    def remembered(self, key: str, model_digest: str) -> Sequence[Verdict] | None:
        """The verdicts of a question that this very model was asked before; None where it was
        not. Empty means that its answer had no anchor in the source."""
        ...

    def remember(
        self, key: str, model: str, model_digest: str, verdicts: Sequence[Verdict], at: datetime
    ) -> None:
        """Keep the verdicts of a question."""
        ...

    def last_digest(self, tag: str) -> str | None:
        """The digest under which a tag was last asked; None where it never was."""
        ...

    def record_canary(
        self, model: str, model_digest: str, *, is_planted: bool, was_called: bool, at: datetime
    ) -> None:
        """Keep the answer to a question whose answer is known."""
        ...

    def canary_score(self, model: str, model_digest: str | None, latest: int) -> CanaryScore:
        """How the model did on its latest canaries; with a digest None, whatever its digest was."""
        ...

    def last_canary_at(self, model_digest: str) -> datetime | None:
        """When this very model last answered a canary."""
        ...

    def first_asked_at(self, model_digest: str) -> datetime | None:
        """When this very model was first asked anything, as far as that is kept."""
        ...

    def withdraw(self, model: str, model_digest: str, since: datetime | None, at: datetime) -> int:
        """Forget the verdicts of a model since a moment (None: all), and take back the findings
        that rest on its word alone and were opened since; how many findings."""
        ...

    def trust(self, model: str) -> Mapping[str, Trust]:
        """By rule, what people did with the findings of a model."""
        ...

    def figures(self, model: str, latest: int) -> CallFigures:
        """Medians and percentiles over the latest calls."""
        ...

    def prune(self, at: datetime, keep: timedelta) -> None:
        """Forget calls and canaries older than `keep`."""
        ...
