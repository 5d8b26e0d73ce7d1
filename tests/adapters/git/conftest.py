"""A repository that these tests look into."""

import pytest

from tests.git_repository import GitRepository, MakeRepository


@pytest.fixture
def shop(make_repository: MakeRepository) -> GitRepository:
    """An empty repository."""
    return make_repository()
