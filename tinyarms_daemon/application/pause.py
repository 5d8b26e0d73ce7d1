"""Somebody's word that models are not to work for a while, remembered in the store."""

from datetime import UTC, datetime

from tinyarms_daemon.ports.finding_store import FindingStore

_FLAG = "paused_until"


def pause_until(store: FindingStore, until: datetime | None) -> None:
    """No model works until then; None takes that back."""
    store.set_flag(_FLAG, None if until is None else until.isoformat())


def paused_until(store: FindingStore, now: datetime) -> datetime | None:
    """Until when no model works; None where models may."""
    said = store.flag(_FLAG)
    until = None if said is None else datetime.fromisoformat(said).astimezone(UTC)
    return until if until is not None and until > now else None
