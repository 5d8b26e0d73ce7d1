"""What rules concluded before, so that the same is not concluded again."""

from typing import Protocol

from tinyarms_daemon.domain.project import Candidate


class KeptConclusions(Protocol):
    """The conclusions of one repository that still stand."""

    def basis(self, rule: str) -> str:
        """The name of all that a deep rule would conclude from now."""
        ...

    def candidates(self, rule: str, basis: str) -> tuple[Candidate, ...] | None:
        """What the rule would have judged since it concluded from the same; None where it has not,
        or its conclusion no longer stands."""
        ...
