"""Keeping the store sound: copies of it, looks through it, and forgetting what is old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what is over is remembered, by what it is."""

    job_retention: timedelta
    event_retention: timedelta
    sample_retention: timedelta
    finding_retention: timedelta


class StoreCare(Protocol):
    """Every method may raise StoreUnavailable."""

    def is_damaged(self) -> bool:
        """Whether the database was found damaged since it was opened or restored."""

    def restore(self, at: datetime) -> None:
        """Put the newest sound copy in the place of a damaged database, which is kept aside; all
        begins anew where there is none. An event tells which copy it was."""

    def last_backup_at(self) -> datetime | None:
        """When the newest copy was made, None where there is none."""

    def back_up(self, at: datetime) -> None:
        """Copy the database, look the copy through, and let the oldest copies go.

        StoreDamaged where the copy is not sound, and so the database is not.
        """

    def tidy(self) -> int:
        """Bring the write-ahead log into the database; the bytes of it that are left, because
        somebody still reads what is in it."""

    def prune(self, at: datetime, retention: Retention) -> Mapping[str, int]:
        """Forget what is over for longer than its retention; how many rows, by their kind."""

    def compact(self) -> None:
        """Give space that nothing uses any more back to the disk."""
