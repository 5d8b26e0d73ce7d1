"""A history that a test makes up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class FixedChurn:
    """How often files changed, by a table; `asked` are the moments since when it was asked."""

    table: dict[str, int] = field(default_factory=dict)
    asked: list[datetime] = field(default_factory=list)

    def commits(self, root: str, since: datetime) -> Mapping[str, int]:
        """What the table says."""
        self.asked.append(since)
        return self.table
