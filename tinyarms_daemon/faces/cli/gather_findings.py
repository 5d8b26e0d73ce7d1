"""Scanning some paths now, wherever they lie, and putting what was found into one message."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.control.messages import (
    FindingMessage,
    FindingQueryMessage,
    FindingsMessage,
    JobMessage,
    ScanRequestMessage,
)
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.findings.finding import Baseline, FindingStatus
from tinyarms_daemon.domain.findings.rule_names import sharing_paths
from tinyarms_daemon.domain.folders import lies_in_any
from tinyarms_daemon.domain.printable import portable_path
from tinyarms_daemon.faces.cli.findings_message import OPEN_STATUSES, merged, restricted
from tinyarms_daemon.faces.cli.follow import follow
from tinyarms_daemon.faces.cli.moments import seconds_between
from tinyarms_daemon.faces.cli.progress import progress
from tinyarms_daemon.faces.cli.repository_folder import configuration_problems
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.toolbox import LooseScan, Need, Toolbox


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanWish:
    """What to scan and what to tell of it; `paths` are absolute, with links resolved.

    `changed` restricts it to what differs from HEAD, `since` to what differs from a revision;
    `staged` looks at the index in place of the files; `statuses` are those to tell.
    """

    paths: tuple[Path, ...]
    rules: tuple[str, ...] = ()
    changed: bool = False
    staged: bool = False
    since: str | None = None
    only_new: bool = False
    store: bool = False
    deep: bool = False
    no_model: bool = False
    plan: bool = False
    budget_seconds: int | None = None
    statuses: tuple[FindingStatus, ...]


def gather_findings(wish: ScanWish, toolbox: Toolbox, screen: Screen) -> FindingsMessage:
    """Scan, with progress shown, and return what was found in the paths of the wish."""
    if wish.staged:
        return merged([_scan_staged(wish, path, toolbox, screen) for path in wish.paths])
    watched: dict[str, list[Path]] = {}
    unwatched: list[Path] = []
    ignored: list[Path] = []  # a file that is named is checked all the same, as where none watches
    for path in wish.paths:
        root = toolbox.watched_root_of(path)
        if root is None:
            unwatched.append(path)
        elif path.is_file() and toolbox.leaves_out(root, path):
            ignored.append(path)
        else:
            watched.setdefault(root, []).append(path)
    added = unwatched if wish.store else []
    messages = []
    if watched or added:
        with toolbox.service(Need.WORKERS if wish.deep else Need.WRITE) as service:
            stored = _StoredScan(wish, toolbox, service, screen)
            messages += stored.of_watched(watched)
            messages += [stored.of_added(path) for path in added]
    if loose := [path for path in (*unwatched, *ignored) if path not in added]:
        messages.append(_scan_loose(wish, loose, toolbox, screen))
    return merged(messages)


def _scan_loose(
    wish: ScanWish, paths: Sequence[Path], toolbox: Toolbox, screen: Screen
) -> FindingsMessage:
    scan = LooseScan(
        paths=tuple(paths),
        rules=wish.rules,
        changed=wish.changed,
        since=wish.since,
        deep=wish.deep,
        plan=wish.plan,
    )
    with progress(screen, "Scanning") as show:
        message = toolbox.scan_loose(scan, show)
    return restricted(message, lambda finding: _is_wanted(finding, wish))


def _scan_staged(wish: ScanWish, path: Path, toolbox: Toolbox, screen: Screen) -> FindingsMessage:
    """Nothing of it is stored: the work tree may hold something else."""
    with progress(screen, "Scanning what is staged") as show:
        message = toolbox.scan_staged(str(path), wish.rules, show, None)
    stored = {
        finding["fingerprint"]: finding
        for finding in toolbox.stored_findings(message["roots"][0], [])
    }
    for finding in message["findings"]:
        known = stored.get(finding["fingerprint"])
        if known is None:
            continue
        finding["baseline"] = known["baseline"]
        if finding["status"] in OPEN_STATUSES and known["status"] == FindingStatus.DISMISSED:
            finding["status"] = FindingStatus.DISMISSED
    return restricted(message, lambda finding: _is_wanted(finding, wish))


def _is_wanted(finding: FindingMessage, wish: ScanWish) -> bool:
    return finding["status"] in wish.statuses and not (
        wish.only_new and finding["baseline"] == Baseline.UNCHANGED
    )


@dataclass(frozen=True, slots=True)
class _StoredScan:
    """A scan by the service, which keeps what it finds."""

    wish: ScanWish
    toolbox: Toolbox
    service: Service
    screen: Screen

    def of_watched(self, watched: dict[str, list[Path]]) -> list[FindingsMessage]:
        """One message for each repository, of the paths asked for alone. What is watched by
        itself below one of them is no part of the outer one's scan, but was asked for too."""
        repositories = self.service.repositories()
        asked_for = {str(path) for paths in watched.values() for path in paths}
        nested = {
            each["root"]: [Path(each["root"])]
            for each in repositories
            if lies_in_any(each["root"], asked_for) and Path(each["root"]).is_dir()
        }
        paths_by_root = {
            root: self._restricted_to_changes(paths) for root, paths in (watched | nested).items()
        }
        jobs = self._request([path for paths in paths_by_root.values() for path in paths])
        names = {}
        for each in repositories:
            names[each["root"]] = each["name"]
            if each["root"] in paths_by_root and each["configuration_problem"] is not None:
                self.screen.note(each["configuration_problem"])
        return [
            self._found_in(root, names[root], paths, jobs.get(names[root]))
            for root, paths in paths_by_root.items()
        ]

    def of_added(self, path: Path) -> FindingsMessage:
        """A folder that from now on is watched; what changed in it is not asked, all is new."""
        if not path.is_dir():
            raise UsageError(f"--store watches a folder, and '{path}' is none.")
        job = self.service.add_repository(str(path), None)
        for problem in configuration_problems(self.service, job["repository"]):
            self.screen.note(problem)
        job = follow(self.service, job, self.toolbox, self.screen)
        if self.wish.deep:  # the first scan is that of a save
            job = self._request([path]).get(job["repository"], job)
        return self._found_in(str(path), job["repository"], [path], job)

    def _restricted_to_changes(self, paths: list[Path]) -> list[Path]:
        if not self.wish.changed and self.wish.since is None:
            return paths
        return [
            changed
            for path in paths
            for changed in self.toolbox.changed_paths(path, self.wish.since)
        ]

    def _request(self, paths: list[Path]) -> dict[str, JobMessage]:
        """The last job of each repository, when all have ended. No path is no request: it would
        mean every repository."""
        if not paths:
            return {}
        request = ScanRequestMessage(paths=[str(path) for path in paths])
        if self.wish.deep:
            request["deep"] = True
            request["no_model"] = self.wish.no_model or self.wish.plan
            if self.wish.budget_seconds is not None:
                request["budget_seconds"] = self.wish.budget_seconds
        jobs = self.service.request_scan(request)
        return {
            job["repository"]: follow(self.service, job, self.toolbox, self.screen) for job in jobs
        }

    def _found_in(
        self, root: str, name: str, paths: list[Path], job: JobMessage | None
    ) -> FindingsMessage:
        if job is None:
            return merged((), roots=[root])
        relative = _relative(paths, root)
        query = self._query(name)
        if "." not in relative:
            query["counted"] = sorted(relative)
        message = self.service.findings(query)
        message = restricted(message, lambda finding: _concerns(finding, relative), roots=[root])
        message["skipped"] = [
            skip for skip in message["skipped"] if lies_in_any(skip["path"], relative)
        ]
        summary = message["summary"]
        # A job's units are commits' messages too, which are no files.
        summary["checked"] = min(job["units_done"], summary["files"])
        summary["seconds"] = seconds_between(job["started_at"], job["finished_at"])
        if self.wish.plan:
            message["questions"] = self.service.deep_plan(root)
        return message

    def _query(self, name: str) -> FindingQueryMessage:
        query = FindingQueryMessage(repository=name, statuses=list(self.wish.statuses))
        if self.wish.rules:
            query["rules"] = list(self.wish.rules)
        if self.wish.only_new:
            query["new"] = True
        return query


def _concerns(finding: FindingMessage, paths: Collection[str]) -> bool:
    """Whether it belongs to a file below one of the paths, be it told at another."""
    related = (place["path"] for place in finding["related"])
    sharing = sharing_paths(finding["rule"], finding["path"], related)
    return any(lies_in_any(path, paths) for path in sharing)


def _relative(paths: Iterable[Path], root: str) -> set[str]:
    """The paths as findings write them; `.` is the root itself."""
    return {portable_path(path.relative_to(root).as_posix()) for path in paths}
