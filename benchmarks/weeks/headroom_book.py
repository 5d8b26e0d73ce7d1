"""What decisions are remembered in, for a week."""

from collections import defaultdict
from collections.abc import Sequence

from tinyarms_daemon.domain.headroom.pace import Pace
from tinyarms_daemon.domain.headroom.trend import SpeedRun
from tinyarms_daemon.ports.headroom_book import DecisionRecord, FootprintRecord


class MemoryHeadroomBook:
    """The HeadroomBook port in memory; it keeps the newest only."""

    _MOST = 100

    def __init__(self) -> None:
        self.records: list[DecisionRecord] = []
        self._footprints: dict[tuple[str, int], list[FootprintRecord]] = defaultdict(list)
        self._speeds: dict[tuple[str, int], list[SpeedRun]] = defaultdict(list)
        self._pace: Pace | None = None

    def keep_decision(self, record: DecisionRecord) -> None:
        """Write a decision down."""
        self.records.append(record)

    def decisions(self, job_id: int, most: int) -> list[DecisionRecord]:
        """The newest decisions about a job, the oldest of them first."""
        return [record for record in self.records if record.job_id == job_id][-most:]

    def keep_footprint(self, record: FootprintRecord) -> None:
        """Write down what a load really took."""
        self._footprints[record.tag, record.context_tokens].append(record)

    def footprints(self, tag: str, context_tokens: int, most: int) -> Sequence[FootprintRecord]:
        """The newest measurements, the newest last."""
        return self._footprints[tag, context_tokens][-most:]

    def keep_speed(self, tag: str, context_tokens: int, run: SpeedRun) -> None:
        """Write down how fast an answer was."""
        runs = self._speeds[tag, context_tokens]
        runs.append(run)
        del runs[: -self._MOST]

    def speeds(self, tag: str, context_tokens: int, most: int) -> Sequence[SpeedRun]:
        """The newest answers, the newest last."""
        return self._speeds[tag, context_tokens][-most:]

    def pace(self) -> Pace | None:
        """What was learned."""
        return self._pace

    def keep_pace(self, pace: Pace) -> None:
        """Remember it."""
        self._pace = pace
