"""From hints to a check of what has settled."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from tests.fakes.clock import NOON, FakeClock
from tests.fakes.source_tree import FixedTree
from tests.fakes.timer import ManualTimer
from tinyarms_daemon.application.checking.notice_save import NoticeSave
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.domain.work.settling import SettlePolicy, TreeOperation

ROOT = "/home/me/shop"
SHOP = Repository(id=1, root=ROOT, name="shop", is_git=True, added_at=NOON)
TOOLS = Repository(id=12, root="/home/me/tools", name="tools", is_git=True, added_at=NOON)


@dataclass
class Noticing:
    """A NoticeSave whose time stands still; `checks` are when and what it asked to have checked."""

    own_folder: str = "/home/me/.local/state/tinyarms"
    clock: FakeClock = field(default_factory=FakeClock)
    tree: FixedTree = field(default_factory=FixedTree)
    checks: list[tuple[float, str, list[str] | None]] = field(default_factory=list)
    prepared: int = 0

    def __post_init__(self) -> None:
        self.timer = ManualTimer(self.clock)
        self.notice = NoticeSave(
            policy=SettlePolicy(
                settle=timedelta(seconds=0.4),
                ceiling=timedelta(seconds=5),
                operation_ceiling=timedelta(seconds=60),
                storm_paths=20,
            ),
            rename_grace=timedelta(seconds=0.1),
            timer=self.timer,
            clock=self.clock,
            tree=self.tree,
            own_folder=self.own_folder,
            check=self._check,
            prepare=self._prepare,
        )
        self.notice.add(SHOP)
        self.notice.add(TOOLS)

    def _check(self, repository: Repository, paths: list[str] | None) -> None:
        seconds = (self.clock.now() - NOON).total_seconds()
        self.checks.append((round(seconds, 3), repository.name, paths))

    def _prepare(self) -> None:
        self.prepared += 1

    def save(self, *paths: str, root: str = ROOT) -> None:
        """Hint at files, all at this moment."""
        for path in paths:
            self.notice.file_touched(root, path)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.timer.advance(seconds)


@pytest.fixture
def noticing() -> Noticing:
    return Noticing()


def test_a_save_is_checked_once_it_has_settled(noticing: Noticing) -> None:
    noticing.save("a.py")
    noticing.wait(10)

    assert noticing.checks == [(0.4, "shop", ["a.py"])]
    assert noticing.timer.keys == []


def test_a_worker_is_prepared_while_a_save_settles(noticing: Noticing) -> None:
    noticing.save("a.py")

    assert noticing.prepared == 1


def test_many_hints_at_one_file_are_one_check(noticing: Noticing) -> None:
    for _ in range(4):
        noticing.save("a.py")
        noticing.wait(0.3)
    noticing.wait(10)

    assert noticing.checks == [(1.3, "shop", ["a.py"])]


def test_a_file_that_is_never_quiet_is_checked_at_the_ceiling(noticing: Noticing) -> None:
    for _ in range(24):
        noticing.save("a.py")
        noticing.wait(0.3)

    assert noticing.checks[0] == (5, "shop", ["a.py"])


def test_each_file_settles_by_itself(noticing: Noticing) -> None:
    noticing.save("a.py")
    noticing.wait(0.2)
    noticing.save("b.py")
    noticing.wait(10)

    assert noticing.checks == [(0.4, "shop", ["a.py"]), (0.6, "shop", ["b.py"])]


def test_a_busy_file_does_not_hold_another_back(noticing: Noticing) -> None:
    noticing.save("quiet.py")
    for _ in range(10):
        noticing.save("busy.py")
        noticing.wait(0.3)

    assert noticing.checks[0] == (0.4, "shop", ["quiet.py"])


def test_both_halves_of_a_rename_are_in_one_check(noticing: Noticing) -> None:
    noticing.save("old.py")
    noticing.wait(0.05)
    noticing.save("new.py")
    noticing.wait(10)

    assert noticing.checks == [(0.4, "shop", ["old.py", "new.py"])]


def test_a_save_after_the_check_is_checked_again(noticing: Noticing) -> None:
    noticing.save("a.py")
    noticing.wait(1)
    noticing.save("a.py")
    noticing.wait(1)

    assert [check[0] for check in noticing.checks] == [0.4, 1.4]


def test_repositories_settle_apart(noticing: Noticing) -> None:
    noticing.save("a.py")
    noticing.save("a.py", root=TOOLS.root)
    noticing.wait(1)

    assert noticing.checks == [(0.4, "shop", ["a.py"]), (0.4, "tools", ["a.py"])]


@pytest.mark.parametrize("path", ["photo.png", "data.csv", "a.py~", ".a.py.swp"])
def test_what_cannot_be_source_is_passed_by(noticing: Noticing, path: str) -> None:
    noticing.save(path)
    noticing.wait(10)

    assert noticing.checks == []
    assert noticing.prepared == 0


@pytest.mark.parametrize(
    "path", [".gitignore", "src/.gitignore", ".tinyarms.yaml", ".gitattributes"]
)
def test_a_file_that_changes_what_is_listed_has_everything_looked_at(
    noticing: Noticing, path: str
) -> None:
    noticing.save(path)
    noticing.wait(10)

    assert noticing.checks == [(0.4, "shop", None)]


def test_many_files_at_once_are_one_check_of_everything(noticing: Noticing) -> None:
    noticing.save(*(f"{number}.py" for number in range(2000)))
    noticing.wait(10)

    assert noticing.checks == [(0.4, "shop", None)]


def test_as_many_files_as_are_no_storm_yet_are_checked_by_name(noticing: Noticing) -> None:
    noticing.save(*(f"{number}.py" for number in range(20)))
    noticing.wait(10)

    ((_, _, paths),) = noticing.checks
    assert paths is not None
    assert len(paths) == 20


def test_a_storm_is_checked_once_it_is_over(noticing: Noticing) -> None:
    for number in range(200):
        noticing.save(f"{number}.py")
        noticing.wait(0.01)
    noticing.wait(10)

    ((seconds, _, paths),) = noticing.checks
    assert paths is None
    assert 2.3 <= seconds <= 2.6


def test_a_storm_that_does_not_end_is_checked_at_its_ceiling(noticing: Noticing) -> None:
    for number in range(100):
        noticing.save(*(f"{number}-{each}.py" for each in range(30)))
        noticing.wait(0.1)

    seconds, _, paths = noticing.checks[0]
    assert paths is None
    assert 5 <= seconds <= 5.2


def test_what_waited_alone_is_part_of_the_storm(noticing: Noticing) -> None:
    noticing.save("a.py")
    noticing.wait(0.3)
    noticing.save(*(f"{number}.py" for number in range(30)))
    noticing.wait(10)

    assert noticing.checks == [(0.7, "shop", None)]


def test_after_a_storm_files_are_checked_by_name_again(noticing: Noticing) -> None:
    noticing.save(*(f"{number}.py" for number in range(30)))
    noticing.wait(1)
    noticing.save("a.py")
    noticing.wait(1)

    assert noticing.checks == [(0.4, "shop", None), (1.4, "shop", ["a.py"])]


def test_a_hint_at_the_whole_tree_has_everything_looked_at(noticing: Noticing) -> None:
    noticing.notice.tree_touched(ROOT)
    noticing.wait(10)

    assert noticing.checks == [(0.4, "shop", None)]


def test_a_storm_in_one_repository_is_none_in_another(noticing: Noticing) -> None:
    noticing.notice.tree_touched(ROOT)
    noticing.save("a.py", root=TOOLS.root)
    noticing.wait(1)

    assert noticing.checks == [(0.4, "shop", None), (0.4, "tools", ["a.py"])]


def test_while_git_writes_nothing_is_checked_and_then_everything_at_once(
    noticing: Noticing,
) -> None:
    noticing.tree.operation = TreeOperation.WRITING
    noticing.save("a.py")
    noticing.wait(3)
    noticing.save("b.py")
    before = list(noticing.checks)

    noticing.tree.operation = None
    noticing.wait(3)

    assert before == []
    ((seconds, name, paths),) = noticing.checks
    assert (name, paths) == ("shop", None)
    assert 3 <= seconds <= 4


def test_a_lock_that_a_crash_left_holds_a_check_back_only_up_to_its_ceiling(
    noticing: Noticing,
) -> None:
    noticing.tree.operation = TreeOperation.WRITING
    noticing.save("a.py")
    noticing.wait(120)

    ((seconds, _, paths),) = noticing.checks
    assert paths is None
    assert 60 <= seconds <= 61


def test_during_a_rebase_that_waits_for_its_user_a_save_is_checked(noticing: Noticing) -> None:
    noticing.tree.operation = TreeOperation.UNDER_WAY
    noticing.save("a.py")
    noticing.wait(10)

    ((seconds, _, paths),) = noticing.checks
    assert paths is None
    assert seconds <= 1


def test_a_rebase_that_goes_on_is_checked_once_it_pauses(noticing: Noticing) -> None:
    noticing.tree.operation = TreeOperation.UNDER_WAY
    for number in range(80):
        noticing.save(f"{number}.py")
        noticing.wait(0.1)
    noticing.tree.operation = None
    noticing.wait(10)

    ((seconds, _, paths),) = noticing.checks
    assert paths is None
    assert 8 <= seconds <= 9


def test_our_own_folder_never_triggers_us() -> None:
    noticing = Noticing(own_folder=f"{ROOT}/.tinyarms/")
    noticing.save(".tinyarms/logs/a.py", ".tinyarms/.gitignore", ".tinyarms/tinyarms")
    noticing.wait(10)
    before = list(noticing.checks)

    noticing.save(".tinyarms-too/a.py", "src/.tinyarms/a.py")
    noticing.wait(10)

    assert before == []
    ((_, _, paths),) = noticing.checks
    assert paths == [".tinyarms-too/a.py", "src/.tinyarms/a.py"]


def test_a_repository_that_was_removed_is_checked_no_more(noticing: Noticing) -> None:
    noticing.save("a.py")
    noticing.save("a.py", root=TOOLS.root)
    noticing.notice.remove(SHOP)
    noticing.save("b.py")
    noticing.notice.tree_touched(ROOT)
    noticing.wait(10)

    assert noticing.checks == [(0.4, "tools", ["a.py"])]


def test_a_storm_in_a_repository_that_is_removed_is_over(noticing: Noticing) -> None:
    noticing.notice.tree_touched(ROOT)
    noticing.notice.remove(SHOP)
    noticing.wait(10)

    assert noticing.checks == []
    assert noticing.timer.keys == []


def test_a_hint_at_an_unknown_root_is_nothing(noticing: Noticing) -> None:
    noticing.save("a.py", root="/elsewhere")
    noticing.notice.tree_touched("/elsewhere")
    noticing.wait(10)

    assert noticing.checks == []
