"""Why candidates that only a model can judge wait, and until when."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tinyarms_daemon.domain.models.model import is_cloud_name
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.ledger import Deferral, Ledger
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeState


@dataclass(slots=True, kw_only=True)
class DeferJudgements:
    """Asks the runtime about the model of this tag at most once in a while; between, the last
    answer counts."""

    runtime: ModelRuntime
    clock: Clock
    ledger: Ledger
    tag: str
    retry_after: timedelta
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _answer: tuple[datetime, Deferral | None] | None = field(default=None, init=False)

    def deferral(self) -> Deferral | None:
        """The reason of this moment; None where a model can be asked."""
        with self._lock:
            now = self.clock.now()
            if self._answer is None or self._answer[0] + self.retry_after <= now:
                reason = why_deferred(self.runtime.state(), self.tag)
                deferral = None if reason is None else Deferral(reason, now + self.retry_after)
                self._answer = (now, deferral)
            return self._answer[1]

    def retry(self) -> None:
        """Look again, and tell what waits the reason, where there is one."""
        with self._lock:
            self._answer = None
        deferral = self.deferral()
        if deferral is not None:
            self.ledger.postpone_judgements(deferral)

    def defer(self, reason: str, retry_at: datetime | None) -> None:
        """What waits is told a reason that only asking has shown."""
        deferral = Deferral(reason, retry_at or self.clock.now() + self.retry_after)
        self.ledger.postpone_judgements(deferral)


def why_deferred(state: RuntimeState, tag: str) -> str | None:
    """One sentence for why a question to a model waits, with what to do about it; None where it
    can be asked."""
    if state.problem is not None:
        return state.problem
    if is_cloud_name(tag) or tag in state.remote:
        return (
            f"{tag} would run in a cloud, which would be sent your code; choose a model that runs "
            "here."
        )
    if state.installed is not None and tag not in state.installed:
        return f"The model {tag} is not installed; run `ollama pull {tag}`."
    return None
