"""Headroom for a person: readings and limits, decisions with their inputs, forecast and receipt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tinyarms_daemon.application.headroom.guard_model_load import GuardModelLoad
from tinyarms_daemon.application.service.messages_of import (
    decision_word,
    job_message,
    moment,
    reading_message,
    reasons_of,
)
from tinyarms_daemon.control.messages import (
    DecisionMessage,
    HeadroomMessage,
    ModelHeadroomMessage,
    ReceiptMessage,
    WhyMessage,
)
from tinyarms_daemon.domain.headroom.admission import AdmissionDecision, AdmissionRequest, Deferred
from tinyarms_daemon.domain.headroom.forecast import Outlook, forecast
from tinyarms_daemon.domain.headroom.in_words import amount, bytes_in_words, seconds_in_words
from tinyarms_daemon.domain.headroom.policy import RolePolicy
from tinyarms_daemon.domain.models.model import ModelSpec
from tinyarms_daemon.domain.work.job import Job
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.headroom_book import DecisionRecord, HeadroomBook
from tinyarms_daemon.ports.headroom_log import HeadroomLog
from tinyarms_daemon.ports.model_book import ModelBook

_MOST_DECISIONS = 500
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellHeadroom:
    """Reads only."""

    gate: GuardModelLoad
    models: Sequence[ModelSpec]
    book: HeadroomBook
    log: HeadroomLog
    model_book: ModelBook
    clock: Clock
    localized: Callable[[datetime], datetime] = lambda at: at.astimezone()

    def headroom(self) -> HeadroomMessage:
        """Everything at this moment."""
        readings, now = self.gate.observe(), self.clock.now()
        return {
            "readings": {
                name: reading_message(reading, now) for name, reading in sorted(readings.items())
            },
            "models": [self._model(model) for model in self.models],
            "receipt": self._receipt(now - _WEEK),
        }

    def why(self, job: Job) -> WhyMessage:
        """Every decision about a job with its inputs, how its calls ended, and the forecast."""
        records = self.book.decisions(job.id, _MOST_DECISIONS)
        return {
            "job": job_message(job),
            "decisions": [_decision_message(record) for record in records],
            "calls": [
                {
                    "model": each.model,
                    "kind": each.kind,
                    "outcome": each.outcome,
                    "calls": each.calls,
                    "without_anchor": each.dropped,
                    "last_at": moment(each.last_at),
                }
                for each in self.model_book.tallies(job.id)
            ],
            "forecast": forecast(job, self._outlook(job, records), self.gate.policy),
        }

    def preview(self, model: ModelSpec) -> AdmissionDecision:
        """What would be decided about a model now."""
        tag, role, context_tokens = model.tag, model.role, model.context_tokens
        request = AdmissionRequest(tag=tag, role=role, context_tokens=context_tokens)
        return self.gate.preview(request)

    def _model(self, model: ModelSpec) -> ModelHeadroomMessage:
        decision = self.preview(model)
        return {
            "name": model.name,
            "role": model.role,
            "tag": model.tag,
            "decision": decision_word(decision),
            "reasons": reasons_of(decision),
            "retry_at": moment(decision.retry_at) if isinstance(decision, Deferred) else None,
            "limits": limits_in_words(self.gate.policy.roles[model.role]),
        }

    def _receipt(self, since: datetime) -> ReceiptMessage:
        receipt = self.model_book.receipt(since)
        return {
            "since": moment(since),
            "calls": receipt.calls,
            "model_minutes": round(receipt.model_seconds / 60, 1),
            "prompt_tokens": receipt.prompt_tokens,
            "reply_tokens": receipt.reply_tokens,
            "findings": receipt.findings,
            "accepted": receipt.accepted,
            "dismissed": receipt.dismissed,
        }

    def _outlook(self, job: Job, records: Sequence[DecisionRecord]) -> Outlook:
        last = records[-1].decision if records else None
        return Outlook(
            now=self.localized(self.clock.now()),
            readings=self.gate.observe(),
            decision=last if isinstance(last, Deferred) else None,
            slept=self.log.last_gap(job.requested_at, self.gate.policy.observation_gap),
        )


def limits_in_words(role: RolePolicy) -> dict[str, str]:
    """What a role asks of each reading: to begin, and in parentheses to go on."""
    limits = {
        limit.resource: f"{limit.bound.value} {amount(limit.resource, limit.begin)}"
        f" ({amount(limit.resource, limit.go_on)})"
        for limit in role.limits
    }
    reserve, floor = (
        bytes_in_words(role.memory_reserve_bytes),
        bytes_in_words(role.memory_floor_bytes),
    )
    limits["memory_available"] = f"at least {reserve} beside the model ({floor})"
    limits |= dict(role.required)
    if role.thermal_hold:
        limits["thermal_level"] += f", for {seconds_in_words(role.thermal_hold)}"
    if role.owner_away:
        limits["owner_idle"] = "away, or night"
    return {str(name): words for name, words in limits.items()}


def _decision_message(record: DecisionRecord) -> DecisionMessage:
    decision = record.decision
    return {
        "at": moment(record.at),
        "tag": record.tag,
        "role": record.role,
        "decision": decision_word(decision),
        "reasons": reasons_of(decision),
        "retry_at": moment(decision.retry_at) if isinstance(decision, Deferred) else None,
        "predicted_bytes": record.predicted_bytes,
        "readings": {
            name: reading_message(reading, record.at) for name, reading in record.readings.items()
        },
    }
