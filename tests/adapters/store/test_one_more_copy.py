"""The rule of three: one more copy of a block that is known, and even accepted, is told again."""

import pytest

from tests.adapters.store.opened import AGING, Store
from tests.fakes.clock import NOON
from tests.rules.concluding import bound
from tinyarms_daemon.adapters.facts.sql_project import SqlProject
from tinyarms_daemon.adapters.sqlite_files import opened_facts
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.finding import Baseline, Dismissal, FindingStatus
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.rules.simple_dry import SimpleDry

RULE = bound(SimpleDry())
BLOCK = """
def {name}(store, out):
    buffer = []
    cursor = None
    while True:
        page = store.page("{name}", cursor, size=200)
        for record in page.records:
            buffer.append(record.to_dict())
        if page.next is None:
            break
        cursor = page.next
    out.write_all(sorted(buffer, key=lambda entry: entry["id"]))
"""
GAPPED = BLOCK.replace("        if page.next", "        out.note(page)\n        if page.next")


def holding(path: str, *names: str) -> FileReport:
    text = "".join(BLOCK.format(name=name) for name in names)
    return analyze_bytes(path=path, content=text.encode(), rules=[RULE])


def conclude(store: Store) -> None:
    while (task := store.ledger.to_conclude(NOON, AGING)) is not None:
        with opened_facts(store.database.path) as facts:
            said = list(
                conclude_project(
                    [RULE],
                    task.changed,
                    lambda rule, facts=facts, of=task.repository_id: SqlProject(facts, of, rule),
                )
            )
        store.ledger.record_conclusions(task, said, NOON)


@pytest.fixture
def repository(store: Store) -> Repository:
    """With a block that stands in two files since its first scan."""
    watched = store.watch()
    store.scan(watched, holding("b.py", "users"), holding("c.py", "teams"))
    conclude(store)
    return watched


def test_a_known_block_is_no_news(store: Store, repository: Repository) -> None:
    store.check(repository, holding("c.py", "projects"))
    conclude(store)

    found = store.only()

    assert found.baseline is Baseline.UNCHANGED


@pytest.mark.parametrize("path", ["a.py", "d.py"])
def test_one_more_copy_of_a_known_block_is_news(
    store: Store, repository: Repository, path: str
) -> None:
    known = store.only()

    store.check(repository, holding(path, "projects"))
    conclude(store)

    found = store.only()
    assert found.id == known.id
    assert found.baseline is Baseline.NEW
    assert found.observation.measures["places"] == 3
    assert "3 places" in found.observation.message


def test_one_more_copy_of_a_dismissed_block_opens_it(store: Store, repository: Repository) -> None:
    known = store.only()
    assert known.id is not None
    store.findings.dismiss(known.id, Dismissal(reason="it must be so", at=NOON), NOON)

    store.check(repository, holding("d.py", "projects"))
    conclude(store)

    found = store.only()
    assert found.id == known.id
    assert found.status(NOON).value == "open"
    assert found.dismissal == Dismissal(reason="it must be so", at=NOON, is_outgrown=True)
    assert EventKind.FINDING_REOPENED.value in store.told()


def test_a_dismissed_block_that_moves_stays_dismissed(store: Store, repository: Repository) -> None:
    known = store.only()
    assert known.id is not None
    store.findings.dismiss(known.id, Dismissal(reason="it must be so", at=NOON), NOON)
    text = "\n\nLIMIT = 3\n" + BLOCK.format(name="teams")

    store.check(repository, analyze_bytes(path="c.py", content=text.encode(), rules=[RULE]))
    conclude(store)

    found = store.only()
    assert found.status(NOON).value == "dismissed"
    assert found.observation.related[0].start_line == 5


def save(store: Store, repository: Repository, *reports: FileReport) -> None:
    store.check(repository, *reports)
    conclude(store)


def dismiss(store: Store) -> None:
    known = store.only()
    assert known.id is not None
    store.findings.dismiss(known.id, Dismissal(reason="it must be so", at=NOON), NOON)


def test_a_copy_that_was_accepted_may_go_and_come_back(
    store: Store, repository: Repository
) -> None:
    save(store, repository, holding("d.py", "projects"))
    dismiss(store)
    save(store, repository, holding("d.py"))
    told = len(store.told())

    save(store, repository, holding("d.py", "projects"))

    assert store.only().status(NOON).value == "dismissed"
    assert EventKind.FINDING_REOPENED.value not in store.told()[told:]


def test_without_the_copy_too_many_the_block_is_as_accepted_as_before(
    store: Store, repository: Repository
) -> None:
    dismiss(store)
    save(store, repository, holding("d.py", "projects"))

    save(store, repository, holding("d.py"))

    found = store.only()
    assert found.status(NOON).value == "dismissed"
    assert found.baseline is Baseline.UNCHANGED


def test_what_was_dismissed_and_fixed_comes_back_without_a_word(
    store: Store, repository: Repository
) -> None:
    dismiss(store)
    save(store, repository, holding("c.py"))
    fixed = store.only().status(NOON).value
    told = len(store.told())

    save(store, repository, holding("c.py", "teams"))

    assert fixed == "fixed"
    assert store.only().status(NOON).value == "dismissed"
    assert EventKind.FINDING_REOPENED.value not in store.told()[told:]


def test_a_copy_with_a_gap_joins_the_finding_that_is_there(
    store: Store, repository: Repository
) -> None:
    known = store.only()
    text = GAPPED.format(name="projects")

    save(store, repository, analyze_bytes(path="a.py", content=text.encode(), rules=[RULE]))

    found = store.only()
    assert found.id == known.id
    assert found.observation.measures["places"] == 3
    assert found.baseline is Baseline.NEW


def test_one_more_place_that_shares_a_part_of_an_accepted_block_opens_it(
    store: Store, repository: Repository
) -> None:
    long = (
        BLOCK.rstrip("\n")
        + """
    checked = store.check(buffer, strict=len(buffer) > 100 or cursor is None)
    for number, problem in enumerate(checked.problems):
        if problem.is_fatal and not problem.was_told:
            raise ValueError(f"record {{number}} of {name}: {{problem.text}}")
    return [record for record in buffer if record["id"] not in checked.doubles]
"""
    )
    for path, name in (("b.py", "users"), ("c.py", "teams")):
        text = long.format(name=name)
        save(store, repository, analyze_bytes(path=path, content=text.encode(), rules=[RULE]))
    dismiss(store)

    save(store, repository, holding("d.py", "projects"))

    found = store.only()
    assert found.status(NOON).value == "open"
    assert found.observation.measures["places"] == 3


@pytest.mark.parametrize("dismissed", [True, False])
def test_the_list_and_the_finding_agree_on_what_has_grown(
    store: Store, repository: Repository, *, dismissed: bool
) -> None:
    if dismissed:
        dismiss(store)
    save(store, repository, holding("d.py", "projects"))

    listed = store.all(statuses=(FindingStatus.OPEN,))

    assert [each.status(NOON) for each in listed] == [FindingStatus.OPEN]
    assert [each.id for each in store.all(only_new=True)] == [each.id for each in listed]
