"""Scanning paths that no watched repository holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fakes.analyzer import FixedAnalyzer
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.profiles import FixedProfiles
from tests.fakes.question_costs import QUESTION_COSTS
from tests.fakes.source_tree import FixedTree
from tests.making import checked, observation, region, skipped
from tinyarms_daemon.application.service.scan_loose import (
    FolderRules,
    ScanLoose,
    Scanned,
    loose_message,
)
from tinyarms_daemon.control.messages import FindingsMessage
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.findings.project import Conclusion, RuleConclusions
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, FileReport, Outcome
from tinyarms_daemon.domain.work.commit_message import commit_path
from tinyarms_daemon.domain.work.repository import Repository


@dataclass
class Loose:
    """A folder on the disk, listed and analyzed as a test says."""

    root: Path
    tree: FixedTree = field(default_factory=FixedTree)
    analyzer: FixedAnalyzer = field(default_factory=FixedAnalyzer)
    clock: FakeClock = field(default_factory=FakeClock)
    concluded: list[RuleConclusions] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    progress: list[tuple[int, int]] = field(default_factory=list)

    def write(self, path: str, report: FileReport | None = None) -> None:
        """Put a file on the disk, and into the listing."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text("")
        self.tree.write(str(self.root), path)
        self.analyzer.reports[path] = report or checked(path)

    def scan(self, *paths: str) -> FindingsMessage:
        """Scan paths of the root."""
        scanner = ScanLoose(
            tree=self.tree,
            analyzer=self.analyzer,
            clock=self.clock,
            rules_of=self._rules_of,
            conclude=self._conclude,
            question_costs=lambda: QUESTION_COSTS,
        )
        return scanner(
            [str(self.root / path) for path in paths],
            lambda done, total: self.progress.append((done, total)),
        )

    def _rules_of(self, root: str) -> FolderRules:
        anywhere = Repository(id=0, root=root, name="", is_git=True, added_at=NOON)
        return FolderRules(FixedProfiles().profile(anywhere), self.ignored)

    def _conclude(
        self, _root: str, _profile: AnalysisProfile, reports: Iterable[FileReport]
    ) -> list[RuleConclusions]:
        for _ in reports:
            pass
        return self.concluded


@pytest.fixture
def loose(tmp_path: Path) -> Loose:
    root = (tmp_path / "shop").resolve()
    root.mkdir()
    subject = Loose(root)
    subject.tree.roots[str(root)] = {}
    return subject


def test_a_folder_is_scanned_and_nothing_of_it_is_stored(loose: Loose) -> None:
    loose.write("a.py", checked("a.py", observation()))

    message = loose.scan("")

    (found,) = message["findings"]
    assert (found["path"], found["id"], found["first_seen"]) == ("a.py", None, None)
    assert (found["repository"], found["status"], found["baseline"]) == (None, "open", "new")
    assert message["roots"] == [str(loose.root)]
    assert (message["summary"]["files"], message["summary"]["checked"]) == (1, 1)


def test_messages_of_commits_are_read_and_are_no_files() -> None:
    message_path = commit_path("0" * 40)
    scanned = Scanned("/shop", [checked("a.py"), checked(message_path, observation())])

    told = loose_message([scanned], seconds=1.0, now=NOON)

    assert [each["path"] for each in told["findings"]] == [message_path]
    assert (told["summary"]["files"], told["summary"]["checked"]) == (1, 1)


def test_findings_come_the_most_serious_first_then_by_path_and_place(loose: Loose) -> None:
    loose.write(
        "b.py",
        checked("b.py", observation("ta1:3", region=region(9)), observation("ta1:2")),
    )
    loose.write("a.py", checked("a.py", observation("ta1:1")))
    loose.write("c.py", checked("c.py", observation("ta1:0", severity=Severity.ERROR)))

    fingerprints = [each["fingerprint"] for each in loose.scan("")["findings"]]

    assert fingerprints == ["ta1:0", "ta1:1", "ta1:2", "ta1:3"]


def test_a_folder_of_a_repository_is_scanned_alone_and_told_from_its_top(loose: Loose) -> None:
    for path in ("a.py", "src/b.py", "src-too/c.py"):
        loose.write(path, checked(path, observation()))

    message = loose.scan("src")

    assert [each["path"] for each in message["findings"]] == ["src/b.py"]
    assert message["roots"] == [str(loose.root)]


def test_a_file_that_is_named_is_scanned_though_it_is_ignored(loose: Loose) -> None:
    loose.write("vendor.py", checked("vendor.py", observation()))
    loose.ignored = ("vendor.py",)

    in_its_folder = loose.scan("")
    by_name = loose.scan("vendor.py")

    assert (len(in_its_folder["findings"]), len(by_name["findings"])) == (0, 1)


def test_a_file_that_is_named_twice_is_scanned_once(loose: Loose) -> None:
    loose.write("a.py", checked("a.py", observation()))

    message = loose.scan("a.py", "", "a.py")

    assert len(message["findings"]) == 1


def test_paths_in_two_roots_are_both_scanned(loose: Loose, tmp_path: Path) -> None:
    loose.write("a.py", checked("a.py", observation()))
    other = (tmp_path / "other").resolve()
    other.mkdir()
    loose.tree.write(str(other), "b.py")
    loose.analyzer.reports["b.py"] = checked("b.py", observation())

    message = loose.scan("", "../other")

    assert message["roots"] == [str(loose.root), str(other)]
    assert [(each["path"], each["root"]) for each in message["findings"]] == [
        ("a.py", str(loose.root)),
        ("b.py", str(other)),
    ]


@pytest.mark.parametrize("path", ["none.py", "none/", "a.py/none"])
def test_a_path_that_is_not_there_is_refused(loose: Loose, path: str) -> None:
    loose.write("a.py")

    with pytest.raises(UsageError, match="does not exist; name a file or folder that does"):
        loose.scan(path)


def test_a_link_that_leads_nowhere_is_looked_at_and_told(loose: Loose) -> None:
    (loose.root / "link.py").symlink_to("none.py")
    loose.analyzer.reports["link.py"] = skipped("link.py", "a symbolic link")

    message = loose.scan("link.py")

    assert message["skipped"] == [{"path": "link.py", "reason": "a symbolic link"}]


def test_what_could_not_be_checked_is_told_with_its_reason(loose: Loose) -> None:
    loose.write("big.py", skipped("big.py", "too large"))
    loose.write("tool", FileReport(path="tool", outcome=Outcome.FOREIGN))

    message = loose.scan("")

    assert message["skipped"] == [{"path": "big.py", "reason": "too large"}]
    assert (message["summary"]["files"], message["summary"]["checked"]) == (1, 0)


def test_a_candidate_is_counted_as_deferred_and_no_finding(loose: Loose) -> None:
    loose.write("a.py", checked("a.py", observation(question="Is this a color?")))

    message = loose.scan("")

    assert message["findings"] == []
    assert message["summary"]["deferred"] == 1


def test_what_the_whole_project_brings_about_is_told_with_the_rest(loose: Loose) -> None:
    loose.write("a.py")
    loose.concluded = [
        RuleConclusions(
            rule="simple-dry",
            topics=None,
            conclusions=(Conclusion("a.py", observation(rule="simple-dry"), frozenset({"block"})),),
        )
    ]

    (found,) = loose.scan("")["findings"]

    assert (found["rule"], found["path"]) == ("simple-dry", "a.py")


def test_progress_is_told_from_nothing_to_all(loose: Loose) -> None:
    for number in range(3):
        loose.write(f"{number}.py")

    loose.scan("")

    assert loose.progress == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_an_empty_folder_has_nothing_to_tell(loose: Loose) -> None:
    message = loose.scan("")

    assert (message["findings"], message["skipped"]) == ([], [])
    assert loose.progress == [(0, 0)]
