"""What a Watcher does, asked of the real watchdog, and of the fake where that can answer."""

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.watcher import RecordingHints, RecordingWatcher
from tinyarms_daemon.adapters.watchdog_watcher import WatchdogWatcher
from tinyarms_daemon.domain.errors import RepositoryUnavailable
from tinyarms_daemon.ports.watcher import Watcher

_PATIENCE_SECONDS = 30


class Watched:
    """A watched folder, and what was hinted at."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.hints = RecordingHints()
        self.watcher = WatchdogWatcher(self.hints)
        self.watcher.watch(str(folder))

    def settle(self) -> None:
        """Wait until everything written before has been hinted at: hints come in order."""
        self._written = getattr(self, "_written", 0) + 1
        name = f"settled-{self._written}.py"
        (self.root / name).write_text("")
        assert self.hints.wait_for_file(name)

    def paths(self) -> set[str]:
        """What was hinted at, without what `settle` wrote."""
        return {path for path in self.hints.paths() if not path.startswith("settled-")}


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """A folder with a file and a folder in it."""
    root = (tmp_path / "shop").resolve()
    (root / "src").mkdir(parents=True)
    (root / "a.py").write_text("1\n")
    (root / "src" / "b.py").write_text("1\n")
    subject = Watched(root)
    yield subject
    subject.watcher.close()


def test_a_save_is_hinted_at(watched: Watched) -> None:
    (watched.root / "a.py").write_text("2\n")
    (watched.root / "src" / "b.py").write_text("2\n")

    assert watched.hints.wait_for_file("a.py")
    assert watched.hints.wait_for_file("src/b.py")
    assert {root for root, _ in watched.hints.files} == {str(watched.root)}


def test_a_new_file_and_a_deleted_one_are_hinted_at(watched: Watched) -> None:
    (watched.root / "new.py").write_text("")
    (watched.root / "a.py").unlink()

    assert watched.hints.wait_for_file("new.py")
    assert watched.hints.wait_for_file("a.py")


def test_a_save_by_a_second_file_and_a_rename_is_hinted_at(watched: Watched) -> None:
    (watched.root / "4913").write_text("")
    (watched.root / "4913").unlink()
    (watched.root / "a.py").rename(watched.root / "a.py~")
    (watched.root / "a.py").write_text("2\n")
    (watched.root / "a.py~").unlink()

    assert watched.hints.wait_for_file("a.py")


def test_a_save_by_replacing_is_hinted_at_under_the_files_own_name(watched: Watched) -> None:
    (watched.root / ".a.py.tmp").write_text("2\n")
    os.replace(watched.root / ".a.py.tmp", watched.root / "a.py")

    assert watched.hints.wait_for_file("a.py")


def test_both_names_of_a_renamed_file_are_hinted_at(watched: Watched) -> None:
    (watched.root / "a.py").rename(watched.root / "src" / "c.py")

    assert watched.hints.wait_for_file("a.py")
    assert watched.hints.wait_for_file("src/c.py")


def test_a_file_that_comes_from_elsewhere_is_hinted_at(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.py").write_text("")

    (tmp_path / "elsewhere.py").rename(watched.root / "c.py")

    assert watched.hints.wait_for_file("c.py")


def test_a_file_in_a_new_folder_is_hinted_at(watched: Watched) -> None:
    (watched.root / "new" / "deep").mkdir(parents=True)
    assert watched.hints.wait_for_tree(str(watched.root))
    watched.settle()

    (watched.root / "new" / "deep" / "c.py").write_text("")

    assert watched.hints.wait_for_file("new/deep/c.py")


@pytest.mark.parametrize("change", ["new", "renamed", "deleted", "moved away", "moved here"])
def test_a_folder_that_changes_is_a_hint_at_the_whole_root(
    watched: Watched, tmp_path: Path, change: str
) -> None:
    source = watched.root / "src"
    (tmp_path / "other").mkdir()
    match change:
        case "new":
            (watched.root / "new").mkdir()
        case "renamed":
            source.rename(watched.root / "lib")
        case "deleted":
            shutil.rmtree(source)
        case "moved away":
            source.rename(tmp_path / "src")
        case "moved here":
            (tmp_path / "other").rename(watched.root / "other")

    assert watched.hints.wait_for_tree(str(watched.root))


def test_a_file_in_a_renamed_folder_is_hinted_at_under_its_new_name(watched: Watched) -> None:
    (watched.root / "src").rename(watched.root / "lib")
    assert watched.hints.wait_for_tree(str(watched.root))
    watched.settle()

    (watched.root / "lib" / "b.py").write_text("2\n")

    assert watched.hints.wait_for_file("lib/b.py")


@pytest.mark.parametrize(
    "name", ["a\nb.py", "-rf.py", "\udcff.py", "\U0001f600.py", "..x.py", "...", ".github", ".gitx"]
)
def test_a_file_of_any_name_is_hinted_at(watched: Watched, name: str) -> None:
    (watched.root / name).write_text("")

    assert watched.hints.wait_for_file(name)


def test_what_git_writes_for_itself_is_no_hint(watched: Watched) -> None:
    for folder in (".git", "src/.git"):
        (watched.root / folder).mkdir()
    watched.settle()
    watched.hints.trees.clear()

    for folder in (".git", "src/.git"):
        (watched.root / folder / "objects" / "ab").mkdir(parents=True)
        (watched.root / folder / "index").write_text("")
        (watched.root / folder / "index").rename(watched.root / folder / "index.lock")
    watched.settle()

    assert watched.paths() == set()
    assert watched.hints.trees == []


def test_what_git_is_told_to_ignore_is_a_hint_at_the_whole_root(watched: Watched) -> None:
    information = watched.root / ".git" / "info"
    information.mkdir(parents=True)
    watched.settle()
    watched.hints.trees.clear()

    (information / "exclude").write_text("gen/\n")
    watched.settle()

    assert set(watched.hints.trees) == {str(watched.root)}
    assert watched.paths() == set()


def test_reading_is_no_hint(watched: Watched) -> None:
    (watched.root / "a.py").read_text()
    os.listdir(watched.root / "src")
    (watched.root / "a.py").stat()
    watched.settle()

    assert watched.paths() == set()
    assert watched.hints.trees == []


def test_what_lies_behind_a_link_is_no_hint(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (watched.root / "link").symlink_to(tmp_path / "outside")
    watched.settle()

    (tmp_path / "outside" / "a.py").write_text("")
    watched.settle()

    assert "link/a.py" not in watched.paths()
    assert "../outside/a.py" not in watched.paths()


def test_two_roots_are_told_apart(watched: Watched, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    watched.watcher.watch(str(other))

    (other / "c.py").write_text("")

    assert watched.hints.wait_for_file("c.py")
    assert (str(other), "c.py") in watched.hints.files


def test_a_root_inside_another_is_hinted_at_for_both(watched: Watched) -> None:
    inner = watched.root / "src"
    watched.watcher.watch(str(inner))

    (inner / "b.py").write_text("2\n")

    assert watched.hints.wait_for_file("b.py")
    assert watched.hints.wait_for_file("src/b.py")


def test_watching_twice_is_watching_once(watched: Watched) -> None:
    watched.watcher.watch(str(watched.root))
    watched.watcher.unwatch(str(watched.root))

    (watched.root / "a.py").write_text("2\n")
    watched.watcher.watch(str(watched.root))
    watched.settle()

    assert "a.py" not in watched.paths()


def test_a_root_that_is_unwatched_can_be_watched_again(watched: Watched) -> None:
    watched.watcher.unwatch(str(watched.root))
    watched.watcher.unwatch(str(watched.root))
    watched.watcher.watch(str(watched.root))

    (watched.root / "a.py").write_text("2\n")

    assert watched.hints.wait_for_file("a.py")
    assert watched.watcher.dead_roots() == []


def test_a_root_that_is_not_there_is_refused_and_can_be_tried_again(
    watched: Watched, tmp_path: Path
) -> None:
    root = tmp_path / "later"
    for _ in range(2):
        with pytest.raises(RepositoryUnavailable, match="cannot be watched"):
            watched.watcher.watch(str(root))

    assert watched.watcher.dead_roots() == []
    root.mkdir()
    watched.watcher.watch(str(root))
    (root / "c.py").write_text("")
    assert watched.hints.wait_for_file("c.py")


@pytest.mark.parametrize("way", ["deleted", "moved away"])
def test_a_root_that_is_gone_is_told_to_be_dead_and_can_be_watched_anew(
    watched: Watched, tmp_path: Path, way: str
) -> None:
    if way == "deleted":
        shutil.rmtree(watched.root)
    else:
        watched.root.rename(tmp_path / "elsewhere")

    until(lambda: watched.watcher.dead_roots() == [str(watched.root)])

    watched.watcher.unwatch(str(watched.root))
    watched.root.mkdir()
    watched.watcher.watch(str(watched.root))
    (watched.root / "again.py").write_text("")
    assert watched.hints.wait_for_file("again.py")
    assert watched.watcher.dead_roots() == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    "what", ["a thread of each watch", "the thread that hands on", "the thread that reads inotify"]
)
def test_what_dies_is_told_and_its_roots_can_be_watched_anew(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    watched.watcher.watch(str(other))
    break_down(watched.watcher, what, monkeypatch)
    for root in (watched.root, other):
        (root / "last.py").write_text("")
        (root / "more.py").write_text("")
    roots = {str(watched.root), str(other)}
    until(lambda: set(watched.watcher.dead_roots()) == roots)
    monkeypatch.undo()

    for root in sorted(roots):
        watched.watcher.unwatch(root)
        watched.watcher.watch(root)

    (watched.root / "again.py").write_text("")
    (other / "too.py").write_text("")
    assert watched.hints.wait_for_file("again.py")
    assert watched.hints.wait_for_file("too.py")
    assert watched.watcher.dead_roots() == []


def break_down(watcher: WatchdogWatcher, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a part of watchdog end at the next event."""

    def die(*_: object, **__: object) -> None:
        raise RuntimeError

    observer = watcher._observer
    if what == "the thread that hands on":
        monkeypatch.setattr(observer, "dispatch_events", die)
    elif what == "a thread of each watch":
        for emitter in observer.emitters:
            monkeypatch.setattr(emitter, "queue_events", die)
    elif sys.platform.startswith("linux"):
        monkeypatch.setattr(observer._inotify_fd, "handle_event", die)
    else:
        pytest.skip("only Linux has inotify")


def until(holds: Callable[[], bool]) -> None:
    """Wait for what nothing tells of."""
    turn = threading.Event()
    for _ in range(_PATIENCE_SECONDS * 20):
        if holds():
            return
        turn.wait(0.05)
    raise AssertionError("it did not come to pass")


def test_closing_ends_every_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    watcher = WatchdogWatcher(RecordingHints())
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        watcher.watch(str(tmp_path / name))

    watcher.close()

    until(lambda: set(threading.enumerate()) <= before)


@pytest.mark.parametrize("real", [True, False], ids=["watchdog", "fake"])
def test_watching_and_unwatching_is_the_same_with_the_fake(tmp_path: Path, real: bool) -> None:
    watcher: Watcher = WatchdogWatcher(RecordingHints()) if real else RecordingWatcher()
    root = str(tmp_path)

    watcher.watch(root)
    watcher.watch(root)
    alive = watcher.dead_roots()
    watcher.unwatch(root)
    watcher.unwatch(root)

    assert (alive, watcher.dead_roots()) == ([], [])
    watcher.close()


def test_the_fake_refuses_and_dies_as_it_is_told() -> None:
    watcher = RecordingWatcher(refused=frozenset({"/denied"}))
    watcher.watch("/home/me/shop")
    watcher.dead.append("/home/me/shop")

    with pytest.raises(RepositoryUnavailable):
        watcher.watch("/denied")

    assert watcher.dead_roots() == ["/home/me/shop"]
