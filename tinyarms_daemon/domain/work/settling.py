"""When has a file been saved for the last time? Decided from the times of its events alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class TreeOperation(StrEnum):
    """What git is doing to a work tree."""

    WRITING = "writing"  # its index is locked: files are changing right now
    UNDER_WAY = "under way"  # a rebase or merge: it may go on at once, or wait for its user


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePolicy:
    """How long to wait for quiet, how long at most, and how many paths make a storm.

    `operation_ceiling` is how long a git operation in progress (its lock, a rebase) may hold a
    check back: a lock left behind by a crash must not hold it for ever.
    """

    settle: timedelta
    ceiling: timedelta
    operation_ceiling: timedelta
    storm_paths: int


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A file, or a whole repository in a storm, that was touched and not yet checked."""

    first_at: datetime
    last_at: datetime

    def touched(self, at: datetime) -> "Unsettled":
        """The same, touched once more."""
        return replace(self, last_at=max(at, self.last_at))

    def due_at(self, policy: SettlePolicy, operation: TreeOperation | None = None) -> datetime:
        """Quiet for the settle time, but never later than the ceiling after the first touch.

        An operation under way must be quiet, however long it takes up to its own ceiling; while
        git is writing there is no quiet.
        """
        quiet_at = self.last_at + policy.settle
        match operation:
            case None:
                return min(quiet_at, self.first_at + policy.ceiling)
            case TreeOperation.UNDER_WAY:
                return min(quiet_at, self.first_at + policy.operation_ceiling)
            case TreeOperation.WRITING:
                return self.first_at + policy.operation_ceiling


def settled(
    waiting: Mapping[str, Unsettled], policy: SettlePolicy, at: datetime, grace: timedelta
) -> list[str]:
    """Paths that are due at `at`, with those that will be within `grace`: the two halves of a
    rename come a moment apart and belong into one check."""
    return [path for path, file in waiting.items() if file.due_at(policy) <= at + grace]
