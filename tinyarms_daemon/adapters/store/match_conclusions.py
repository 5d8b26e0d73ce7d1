"""Which known finding a conclusion continues."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from tinyarms_daemon.domain.findings.project import Conclusion


class KnownFindings:
    """Rows of findings, each of which one conclusion may continue.

    `within` holds the ids of those that rest on the topics looked at.
    """

    def __init__(self, rows: Iterable[Any], within: Collection[int]) -> None:
        self._rows = {row["id"]: row for row in rows}
        self._within = within
        self._ids: dict[str, list[int]] = {}
        for row in self._rows.values():
            self._ids.setdefault(row["fingerprint"], []).append(row["id"])

    def matched(self, conclusions: Sequence[Conclusion]) -> Iterator[tuple[Conclusion, Any | None]]:
        """Each conclusion with the finding it continues, which no other continues then.

        The finding of the same path comes first for all of them; only then may one continue a
        finding of another path, which its file has left: one of `within` that nothing continues
        there; and last one that has another name by now.
        """
        left = list(conclusions)
        for find in (self._at_its_path, self._elsewhere, self._of_another_name):
            unmatched = []
            for conclusion in left:
                row = find(conclusion)
                if row is None:
                    unmatched.append(conclusion)
                else:
                    yield conclusion, row
            left = unmatched
        yield from ((conclusion, None) for conclusion in left)

    def gone(self) -> list[Any]:
        """What was there, and nothing continues."""
        return [row for row in self._rows.values() if row["present"] and row["id"] in self._within]

    def _at_its_path(self, conclusion: Conclusion) -> Any | None:
        named = self._named(conclusion.observation.fingerprint)
        fitting = [row for row in named if row["path"] == conclusion.path]
        return self._claimed(max(fitting, key=_is_present, default=None))

    def _elsewhere(self, conclusion: Conclusion) -> Any | None:
        named = self._named(conclusion.observation.fingerprint)
        fitting = [row for row in named if row["id"] in self._within]
        return self._claimed(max(fitting, key=_is_present, default=None))

    def _of_another_name(self, conclusion: Conclusion) -> Any | None:
        fitting = [
            row
            for name in sorted(conclusion.aliases)
            for row in self._named(name)
            if row["present"] and row["id"] in self._within
        ]
        return self._claimed(
            max(fitting, key=lambda row: bool(row["path"] == conclusion.path), default=None)
        )

    def _named(self, fingerprint: str) -> Iterator[Any]:
        ids = self._ids.get(fingerprint, ())
        return (self._rows[each] for each in ids if each in self._rows)

    def _claimed(self, row: Any | None) -> Any | None:
        if row is not None:
            del self._rows[row["id"]]
        return row


def _is_present(row: Any) -> bool:
    return bool(row["present"])
