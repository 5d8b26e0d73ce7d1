"""The rig that these tests drive."""

import pytest

from tests.application.rig import Rig
from tests.store.opened import Store


@pytest.fixture
def rig(store: Store) -> Rig:
    """A rig on an empty store."""
    return Rig(store)
