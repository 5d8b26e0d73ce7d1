"""Which files need a check: the difference between what a folder holds and what was checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from tinyarms_daemon.domain.work.repository import FileStat, KnownFile

# A file written in the clock tick in which it was read looks unchanged by size and mtime: git
# calls such an entry racily clean and reads it again. Two seconds is FAT's mtime step.
RACY_WINDOW = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """Paths to check, and paths known before that are no longer there; both sorted. `rules_differ`
    where some were last checked with other rules, or with others' options."""

    to_check: tuple[str, ...]
    gone: tuple[str, ...]
    rules_differ: bool = False

    @property
    def is_empty(self) -> bool:
        """True where nothing differs."""
        return not self.to_check and not self.gone


def plan_sweep(
    listed: Mapping[str, FileStat], known: Iterable[KnownFile], profile_digest: str
) -> SweepPlan:
    """Compare a complete listing with what is known; only differences are in the plan."""
    known_by_path = {file.path: file for file in known}
    to_check = [
        path
        for path, stat in listed.items()
        if needs_check(stat, known_by_path.get(path), profile_digest)
    ]
    gone = [path for path, file in known_by_path.items() if not file.gone and path not in listed]
    rules_differ = any(
        path in known_by_path and known_by_path[path].profile_digest not in (None, profile_digest)
        for path in to_check
    )
    return SweepPlan(tuple(sorted(to_check)), tuple(sorted(gone)), rules_differ)


def needs_check(stat: FileStat, known: KnownFile | None, profile_digest: str) -> bool:
    """True unless the file was checked, with these rules, as it stands now."""
    return (
        known is None
        or known.gone
        or known.stat != stat
        or known.profile_digest != profile_digest
        or _is_racy(stat, known)
    )


def _is_racy(stat: FileStat, known: KnownFile) -> bool:
    if known.checked_at is None:
        return True
    written_seconds = stat.mtime_ns / 1e9
    return written_seconds > (known.checked_at - RACY_WINDOW).timestamp()
