"""Things that happened, as the store keeps them and `watch` shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """The past tense of what the daemon does."""

    FINDING_OPENED = "finding_opened"
    FINDING_REOPENED = "finding_reopened"
    FINDING_FIXED = "finding_fixed"
    FINDING_WITHDRAWN = "finding_withdrawn"  # no longer told, though nobody changed the code
    FINDING_MOVED = "finding_moved"
    FINDING_DISMISSED = "finding_dismissed"
    FINDING_TOUCHED = "finding_touched"  # a deep one, whose definition was just edited
    SCAN_STARTED = "scan_started"
    SCAN_FINISHED = "scan_finished"
    CHECK_FINISHED = "check_finished"
    REPOSITORY_ADDED = "repository_added"
    REPOSITORY_REMOVED = "repository_removed"
    REPOSITORY_UNAVAILABLE = "repository_unavailable"
    REPOSITORY_AVAILABLE = "repository_available"
    DATABASE_RESTORED = "database_restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `id` is None until it is stored; ids only grow."""

    kind: EventKind
    at: datetime
    repository: str | None = None
    job_id: int | None = None
    finding_id: int | None = None
    path: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    id: int | None = None
