"""A LineHistory of files that came and went, which a test makes up."""

from collections.abc import Mapping

from tinyarms_daemon.ports.line_history import NoHistory


class MadeUpHistory(NoHistory):
    """Knows of files that went, each with the path it has now, or None; of lines it knows
    nothing."""

    def __init__(self, went: Mapping[str, str | None]) -> None:
        self._went = went

    def renamed_to(self, path: str) -> str | None:
        """As it was made up."""
        return self._went.get(path)

    def was_there(self, path: str) -> bool:
        """As it was made up."""
        return path in self._went

    def gone_since(self, name: str, written_in: str, written_at: int) -> str | None:
        """Whatever went by that name, whenever the line was written."""
        return next((path for path in self._went if f"/{path}".endswith(f"/{name}")), None)
