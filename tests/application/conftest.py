"""What these tests drive."""

import pytest

from tests.adapters.store.opened import Store
from tests.application.court import Court
from tests.application.judging_lane import Lane
from tests.application.rig import Rig
from tests.making import observation, region
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.work.repository import Repository


@pytest.fixture
def rig(store: Store) -> Rig:
    """A rig on an empty store."""
    return Rig(store)


@pytest.fixture
def court(store: Store) -> Court:
    """A court on an empty store."""
    return Court(store)


@pytest.fixture
def shop(rig: Rig) -> Repository:
    """A repository with two findings, scanned."""
    repository = rig.watch("shop", "clean.py")
    rig.save(
        repository,
        "src/a.py",
        observation("ta1:1", severity=Severity.WARNING, rule="hardcoded-colors"),
        observation("ta1:2", region=region(4, 3)),
    )
    rig.scan(repository)
    return repository


@pytest.fixture
def lane(store: Store) -> Lane:
    """A lane with nothing to do."""
    rig = Rig(store)
    return Lane(rig, Court(store, clock=rig.clock))
