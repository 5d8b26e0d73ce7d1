"""How often files have changed, as their history tells."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class Churn(Protocol):
    """Never raises: a history that cannot be read tells of no change."""

    def commits(self, root: str, since: datetime) -> Mapping[str, int]:
        """By path, relative to the repository's root, in how many commits each file changed."""
