"""The rule of three: one more copy of a block that is known, and even accepted, is told again."""

import pytest

from tests.fakes.clock import NOON
from tests.rules.concluding import bound
from tests.store.opened import AGING, Store
from tinyarms_daemon.adapters.sql_project import SqlProject, opened_facts
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.conclude_project import conclude_project
from tinyarms_daemon.domain.analysis import FileReport
from tinyarms_daemon.domain.event import EventKind
from tinyarms_daemon.domain.finding import Baseline, Dismissal
from tinyarms_daemon.domain.repository import Repository
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
    assert found.dismissal is None
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
