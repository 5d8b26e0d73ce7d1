"""The watched repositories, and what is remembered of their files."""

from datetime import timedelta

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import checked, gone, skipped
from tinyarms_daemon.domain.findings.project import Fact
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome
from tinyarms_daemon.domain.work.repository import FileStat, KnownFile, Repository

LATER = NOON + timedelta(minutes=1)


def test_a_repository_comes_back_as_it_was_added(store: Store) -> None:
    shop = store.watch("shop", "/home/me/shop", is_git=False)

    assert shop == Repository(id=1, root="/home/me/shop", name="shop", is_git=False, added_at=NOON)
    assert store.book.repository(1) == shop
    assert store.book.repositories() == [shop]


def test_repositories_are_listed_by_name(store: Store) -> None:
    for name in ("tools", "api", "shop"):
        store.watch(name)

    assert [each.name for each in store.book.repositories()] == ["api", "shop", "tools"]


def test_a_removed_repository_is_not_watched_and_keeps_its_files(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py"))

    store.book.remove(shop.id, purge=False, at=LATER)

    assert store.book.repositories() == []
    assert store.book.repository(shop.id) is None
    assert len(store.book.files(shop.id)) == 1
    assert store.told()[-1] == "repository_removed"


def test_a_root_of_any_bytes_and_a_name_made_from_it_come_back(store: Store) -> None:
    root, name = "/home/me/\udcff\n'x", "\udcff\n'x"

    added = store.watch(name, root)

    assert store.book.repositories() == [added]
    assert (added.root, added.name) == (root, "\\xff\n'x")


def test_a_repository_that_cannot_be_read_is_told_once(store: Store) -> None:
    shop = store.watch()
    before = len(store.events())

    first = store.book.set_unavailable(shop.id, "unmounted", LATER)
    again = store.book.set_unavailable(shop.id, "unmounted", LATER)
    marked = store.book.repository(shop.id)
    back = store.book.set_unavailable(shop.id, None, LATER)
    still_back = store.book.set_unavailable(shop.id, None, LATER)

    assert (first, again, back, still_back) == (True, False, True, False)
    assert marked is not None
    assert marked.unavailable == "unmounted"
    assert store.told(before) == ["repository_unavailable", "repository_available"]
    assert store.events(before)[0].detail == {"reason": "unmounted"}


def test_a_reason_may_name_a_path_of_any_bytes(store: Store) -> None:
    shop = store.watch()

    store.book.set_unavailable(shop.id, "/mnt/\udcff cannot be read", LATER)

    (repository,) = store.book.repositories()
    assert repository.unavailable is not None
    assert "cannot be read" in repository.unavailable


def test_watching_again_forgets_that_a_root_could_not_be_read(store: Store) -> None:
    shop = store.watch()
    store.book.set_unavailable(shop.id, "unmounted", LATER)
    store.book.remove(shop.id, purge=False, at=LATER)

    assert store.watch("shop", shop.root).unavailable is None


def test_a_checked_file_is_remembered_with_all_that_a_sweep_compares(store: Store) -> None:
    shop = store.watch()
    stat = FileStat(123, 1_700_000_000_123_456_789, 1_700_000_001_123_456_789)

    store.check(shop, checked("a.py", stat=stat, content_hash="b2:1"))

    assert store.book.files(shop.id) == [
        KnownFile(
            path="a.py",
            language="python",
            stat=stat,
            content_hash="b2:1",
            profile_digest="rules-1",
            checked_at=NOON,
        )
    ]


def test_the_same_content_under_a_new_time_keeps_what_was_learned(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py"))
    stat = FileStat(10, 2, 2)

    store.check(shop, FileReport(path="a.py", outcome=Outcome.UNCHANGED, stat=stat), at=LATER)

    (file,) = store.book.files(shop.id)
    assert (file.stat, file.checked_at, file.language) == (stat, LATER, "python")


def test_a_file_that_goes_while_it_is_found_unchanged_is_gone(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py"))
    store.ask(shop, "a.py")
    in_flight = store.take()

    store.ask(shop, gone=("a.py",))
    store.record(
        in_flight, FileReport(path="a.py", outcome=Outcome.UNCHANGED, stat=FileStat(10, 2, 2))
    )

    (file,) = store.book.files(shop.id)
    assert file.gone


def test_files_that_are_gone_skipped_or_foreign_are_remembered_as_such(store: Store) -> None:
    shop = store.watch()
    foreign = FileReport(path="c", outcome=Outcome.FOREIGN, stat=FileStat(1, 1, 1))

    store.check(shop, gone("a.py"), skipped("b.py", "too large"), foreign)

    files = {file.path: file for file in store.book.files(shop.id)}
    assert files["a.py"].gone
    assert files["b.py"].skip_reason == "too large"
    assert files["c"].skip_reason is None
    assert {file.language for file in files.values()} == {None}


def test_only_source_files_that_are_there_are_counted(store: Store) -> None:
    shop, tools = store.watch("shop"), store.watch("tools")
    foreign = FileReport(path="c", outcome=Outcome.FOREIGN, stat=FileStat(1, 1, 1))
    store.check(shop, checked("a.py"), checked("b.py"), foreign)
    store.check(shop, gone("b.py"))
    store.check(tools, checked("a.py"))

    assert store.book.file_counts() == {shop.id: 1, tools.id: 1}


def test_files_are_found_by_their_paths_however_many(store: Store) -> None:
    shop = store.watch()
    store.check(shop, *(checked(f"{number}.py") for number in range(1100)))
    wanted = [f"{number}.py" for number in range(0, 1100, 1)] + ["none.py"]

    assert len(store.book.files(shop.id, wanted)) == 1100
    assert [file.path for file in store.book.files(shop.id, ["7.py"])] == ["7.py"]
    assert store.book.files(shop.id, []) == []


def test_files_of_any_name_are_found(store: Store) -> None:
    shop = store.watch()
    names = ["-rf.py", "a\nb.py", "\udcff\udc80.py", 'it\'s "1".py', "%s.py", "\U0001f600.py"]
    store.check(shop, *(checked(name) for name in names))

    assert sorted(file.path for file in store.book.files(shop.id, names)) == sorted(names)


def test_what_describes_the_definitions_of_a_file_is_found_by_its_path(store: Store) -> None:
    shop, tools = store.watch("shop"), store.watch("tools")
    described = Fact("semantic-duplication", "units", "all", {"words": ["a"], "units": []})
    others = (
        Fact("semantic-duplication", "text", "all", "a"),
        Fact("complex-dry", "units", "all", "b"),
    )
    rules = frozenset({"semantic-duplication", "complex-dry"})
    for repository, path in ((shop, "a.py"), (shop, "b.py"), (tools, "c.py")):
        facts = (described, *others) if path != "b.py" else others
        store.scan(repository, checked(path, facts=facts, learned_rules=rules))

    found = store.book.definitions(shop.id, ["a.py", "b.py", "c.py", "gone.py"])

    assert found == {"a.py": [described.data]}
