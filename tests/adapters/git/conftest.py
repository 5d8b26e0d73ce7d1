"""A repository that these tests look into."""

import pytest

from tests.adapters.git.listed import MakeRepository
from tests.git_repository import GitRepository


@pytest.fixture
def shop(make_repository: MakeRepository) -> GitRepository:
    """An empty repository."""
    return make_repository()
