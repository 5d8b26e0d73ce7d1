"""An analyzer that reads nothing."""

from collections.abc import Iterator, Sequence

from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)


class FixedAnalyzer:
    """The Analyzer port: answers from `reports` by path; any other file is gone.

    With `failure` it raises that after the first report. `requests` is what was asked.
    """

    def __init__(self, *reports: FileReport) -> None:
        self.reports = {report.path: report for report in reports}
        self.failure: BaseException | None = None
        self.requests: list[AnalysisRequest] = []
        self.closed = 0

    def analyze(
        self, profile: AnalysisProfile, requests: Sequence[AnalysisRequest]
    ) -> Iterator[FileReport]:
        """The prepared reports, in the order that was asked."""
        for request in requests:
            self.requests.append(request)
            yield self.reports.get(
                request.path, FileReport(path=request.path, outcome=Outcome.GONE)
            )
            if self.failure is not None:
                raise self.failure

    def close(self) -> None:
        """Count it."""
        self.closed += 1
