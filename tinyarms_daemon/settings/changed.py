"""What a running daemon takes up of a changed configuration, and what only its next start does."""

from tinyarms_daemon.settings.schema import Settings
from tinyarms_daemon.settings.section import keys_of

# `measuring` is asked by the control program alone.
_TAKEN_UP_AT_ONCE = frozenset({"rules", "skills", "paths", "deep", "headroom", "measuring"})


def sections_for_next_start(begun_with: Settings, now: Settings) -> list[str]:
    """The sections that say something else now than at the start, and are read only then."""
    return [
        name
        for name in keys_of(Settings)
        if name not in _TAKEN_UP_AT_ONCE and getattr(now, name) != getattr(begun_with, name)
    ]
