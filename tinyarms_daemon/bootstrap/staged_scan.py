"""A scan of what is staged: content from the index, until a moment if one is given."""

import os
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from tinyarms_daemon.adapters.git.attribute_files import possible_sheets
from tinyarms_daemon.adapters.git.ignore_file import IgnoredPaths
from tinyarms_daemon.adapters.git.staged_files import StagedIndex, committed_files, staged_index
from tinyarms_daemon.adapters.machine.system_clock import SystemClock
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer
from tinyarms_daemon.analysis.languages import may_be_source
from tinyarms_daemon.application.service.scan_loose import Scanned, loose_message
from tinyarms_daemon.bootstrap.loose_scan import conclude_reports
from tinyarms_daemon.bootstrap.workers import analyzer
from tinyarms_daemon.control.messages import FindingsMessage
from tinyarms_daemon.domain.errors import TimeIsUp, UsageError
from tinyarms_daemon.domain.findings.lifecycle import KnownBefore
from tinyarms_daemon.domain.findings.project import Conclusion, RuleConclusions
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.rule_names import sharing_paths
from tinyarms_daemon.domain.folders import lies_in
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)
from tinyarms_daemon.ports.analyzer import AnalysisStopped
from tinyarms_daemon.rules.registry import rule_versions
from tinyarms_daemon.settings.load import REPOSITORY_FILE
from tinyarms_daemon.settings.problem import ConfigurationError
from tinyarms_daemon.settings.schema import Settings

# Files that tell other files' rules what they need: aliases, tokens, the palette.
_TELLING = (
    ".css",
    ".scss",
    ".less",
    ".json",
    ".config.js",
    ".config.ts",
    ".config.mjs",
    ".config.cjs",
)
# Chosen: with a limit, somebody waits; what lies nearest is read within this time.
_LONGEST_AROUND = timedelta(seconds=1)
_BATCH_FILES = 16
# Says what is not true as long as not every file is known.
_NEEDS_EVERY_FILE = "line-references"


def scan_staged(
    settings: Settings,
    path: str,
    rules: tuple[str, ...],
    on_progress: Callable[[int, int], None],
    until: datetime | None,
    *,
    only_brought_in: bool = False,
) -> FindingsMessage:
    """Check the staged files below `path`; UsageError outside a work tree.

    The other files of the index are read for what only several files show, as far as the time
    allows: at the moment `until` no more are. A staged file for which there was no time is told
    as skipped. With `only_brought_in` what the last commit has already is left out, and where there
    is no time to look, whatever it may have.
    """
    started_at = SystemClock().now()
    index = staged_index(path)
    with (
        tempfile.TemporaryDirectory(prefix="tinyarms-") as folder,
        _workers(settings, index, in_haste=until is not None) as workers,
    ):
        scan = _StagedScan.prepared(settings, index, Path(os.path.realpath(folder)), rules, workers)
        wanted = scan.wanted(path)
        scanned = Scanned(index.top)
        if wanted:
            with _ended_at(workers, until):
                for report in scan.reports(wanted, in_haste=until is not None):
                    scanned.reports.append(report)
                    on_progress(len(scanned.reports), len(index.blobs))
            read = tuple(scanned.reports)
            scan.conclude(scanned, set(wanted))
            if only_brought_in:
                is_compared = False
                with _ended_at(workers, until), suppress(TimeIsUp):
                    is_compared = scan.leave_out_what_stood(scanned, read)
                if not is_compared:
                    scan.leave_out_what_may_have_stood(scanned)
    now = SystemClock().now()
    return loose_message([scanned], seconds=round((now - started_at).total_seconds(), 3), now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _StagedScan:
    """One index, and the folder into which its content is written."""

    index: StagedIndex
    folder: Path
    profile: AnalysisProfile
    ignored: IgnoredPaths
    workers: ProcessAnalyzer

    @classmethod
    def prepared(
        cls,
        settings: Settings,
        index: StagedIndex,
        folder: Path,
        rules: tuple[str, ...],
        workers: ProcessAnalyzer,
    ) -> "_StagedScan":
        """With the rules that the staged configuration chooses."""
        from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles

        index.write([REPOSITORY_FILE, *_marking(index)], folder, settings.analysis.max_file_bytes)
        profiles = ConfiguredProfiles(settings, rule_versions())
        try:
            profile = profiles.profile_at(str(folder), rules)
        except ConfigurationError as error:
            raise UsageError(str(error).replace(f"{folder}/", "the staged ")) from error
        return cls(
            index=index,
            folder=folder,
            profile=profile,
            ignored=IgnoredPaths(profiles.ignored_at(str(folder))),
            workers=workers,
        )

    def wanted(self, path: str) -> list[str]:
        """The staged source files below a path."""
        below = os.path.relpath(os.path.realpath(path), self.index.top)
        return [
            name
            for name in sorted(self.index.staged)
            if self._is_source(name) and (below == os.curdir or lies_in(name, below))
        ]

    def reports(self, wanted: Sequence[str], *, in_haste: bool) -> Iterator[FileReport]:
        """On the staged files, then on all others, the nearest and most telling first."""
        beside = {sheet for name in wanted for sheet in possible_sheets(name)}
        self.index.write(beside, self.folder, self.profile.max_file_bytes)
        yield from self._analyzed(wanted)
        begun_at = SystemClock().now()
        near, own = _folders_of(wanted), set(wanted)
        others = sorted(
            (name for name in self.index.blobs if self._is_source(name) and name not in own),
            key=lambda name: _distance(name, near),
        )
        for start in range(0, len(others), _BATCH_FILES):
            if in_haste and SystemClock().now() - begun_at > _LONGEST_AROUND:
                return
            yield from self._analyzed(others[start : start + _BATCH_FILES])

    def conclude(self, scanned: Scanned, wanted: set[str]) -> bool:
        """Add what several files show; keep of everything what concerns the staged files.

        Where the time is up meanwhile, what each file shows alone is kept, and False returned.
        """
        is_whole = False
        with suppress(TimeIsUp):
            scanned.concluded = list(self._concluded(scanned.reports, wanted))
            is_whole = True
        reported = {report.path for report in scanned.reports}
        scanned.reports = [report for report in scanned.reports if report.path in wanted]
        scanned.reports += [
            FileReport(path=name, outcome=Outcome.SKIPPED, reason="there was no time to check it")
            for name in sorted(wanted - reported)
        ]
        return is_whole

    def leave_out_what_stood(self, scanned: Scanned, read: Sequence[FileReport]) -> bool:
        """Leave out of what was found what the last commit's files show as well; `read` is what
        was read for it, of which the files that the commit leaves alone are not read again.

        Nothing is left out, and False returned, where the time is up before all was compared.
        """
        committed = committed_files(self.index)
        with tempfile.TemporaryDirectory(prefix="tinyarms-") as folder:
            before = replace(self, index=committed, folder=Path(os.path.realpath(folder)))
            committed.write(_marking(committed), before.folder, self.profile.max_file_bytes)
            changed = {name for name in committed.staged if self._is_source(name)}
            stood = Scanned(self.index.top, list(before._analyzed(sorted(changed))))
            stood.reports += [report for report in read if report.path not in self.index.staged]
            if not before.conclude(stood, changed):
                return False
        gone = committed.blobs.keys() - self.index.blobs.keys()
        known = KnownBefore(_found_in(stood), gone=gone)
        scanned.reports = [
            replace(
                report,
                observations=tuple(
                    seen for seen in report.observations if not known.has(_seen_in(report, seen))
                ),
            )
            for report in scanned.reports
        ]
        scanned.concluded = [
            replace(
                each, conclusions=tuple(found for found in each.conclusions if not known.has(found))
            )
            for each in scanned.concluded
        ]
        return True

    def leave_out_what_may_have_stood(self, scanned: Scanned) -> None:
        """Keep what was found in files that the commit adds, unless it takes others away, whose
        content they may have; of the others nobody knows what is new."""
        committed = committed_files(self.index).blobs.keys()
        takes_away = not committed <= self.index.blobs.keys()
        added = set() if takes_away else set(self.index.staged - committed)
        scanned.reports = [
            report
            if report.path in added or report.outcome is not Outcome.CHECKED
            else FileReport(
                path=report.path,
                outcome=Outcome.SKIPPED,
                reason="there was no time to compare it with the last commit",
            )
            for report in scanned.reports
        ]
        scanned.concluded = [
            replace(
                each,
                conclusions=tuple(found for found in each.conclusions if _concerns(found, added)),
            )
            for each in scanned.concluded
        ]

    def _concluded(
        self, reports: Sequence[FileReport], wanted: set[str]
    ) -> Iterator[RuleConclusions]:
        reported = {report.path for report in reports}
        is_complete = all(
            not self._is_source(name) or name in reported for name in self.index.blobs
        )
        for each in conclude_reports(self.index.top, self.profile, reports):
            if is_complete or each.rule != _NEEDS_EVERY_FILE:
                own = tuple(found for found in each.conclusions if _concerns(found, wanted))
                yield replace(each, conclusions=own, candidates=())

    def _is_source(self, name: str) -> bool:
        return may_be_source(name) and name not in self.ignored

    def _analyzed(self, names: Sequence[str]) -> Iterator[FileReport]:
        limit = self.profile.max_file_bytes
        too_large = set(self.index.write(names, self.folder, limit))
        for name in names:
            if name in too_large:
                reason = f"larger than analysis.max_file_size ({limit:,} bytes)"
                yield FileReport(path=name, outcome=Outcome.SKIPPED, reason=reason)
        requests = [
            AnalysisRequest(root=str(self.folder), path=name)
            for name in names
            if name not in too_large
        ]
        yield from self.workers.analyze(self.profile, requests)


@contextmanager
def _workers(
    settings: Settings, index: StagedIndex, *, in_haste: bool
) -> Iterator[ProcessAnalyzer]:
    """Where somebody waits for them, they step back behind nothing else that runs."""
    workers = analyzer(settings, niceness=0) if in_haste else analyzer(settings)
    if any(map(may_be_source, index.staged)):
        workers.prepare()  # starts while the rules are loaded here
    try:
        yield workers
    finally:
        workers.kill()  # nobody waits until they have seen that there is no more to do
        workers.close()


@contextmanager
def _ended_at(workers: ProcessAnalyzer, moment: datetime | None) -> Iterator[None]:
    """Whatever runs at the moment is left undone."""
    left = timedelta() if moment is None else moment - SystemClock().now()
    timer = threading.Timer(max(0.0, left.total_seconds()), workers.kill)
    if moment is not None:
        timer.start()
    try:
        yield
    except AnalysisStopped:
        pass
    finally:
        timer.cancel()


def _marking(index: StagedIndex) -> list[str]:
    """What says of files that they are generated or vendored."""
    return [name for name in index.blobs if PurePosixPath(name).name == ".gitattributes"]


def _concerns(found: Conclusion, wanted: set[str]) -> bool:
    """Whether it belongs to one of the wanted files, be it told at another."""
    related = (place.path for place in found.observation.related)
    return not wanted.isdisjoint(sharing_paths(found.observation.rule, found.path, related))


def _found_in(scanned: Scanned) -> Iterator[Conclusion]:
    """What single files show, and what several do."""
    for report in scanned.reports:
        yield from (_seen_in(report, seen) for seen in report.observations)
    for each in scanned.concluded:
        yield from each.conclusions


def _seen_in(report: FileReport, observation: Observation) -> Conclusion:
    return Conclusion(report.path, observation, frozenset())


def _folders_of(names: Sequence[str]) -> frozenset[str]:
    """Every folder that holds any of these files, at whatever depth."""
    return frozenset(str(folder) for name in names for folder in PurePosixPath(name).parents)


def _distance(name: str, near: Collection[str]) -> tuple[bool, int, str]:
    """What tells about others first, then what shares the deepest folder."""
    folders = PurePosixPath(name).parents
    depth = next(len(folder.parts) for folder in folders if str(folder) in near)
    return not name.endswith(_TELLING), -depth, name
