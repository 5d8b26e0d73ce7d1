"""What a definition does, as a fact and back."""

from collections import Counter

import pytest

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.views import NO_VIEWS, Views
from tinyarms_daemon.domain.project import FactData

BAGS = [Counter({"loop": 2, "add": 1, "gone": 0}), *({} for _ in VIEWS[2:]), Counter({"size 4": 1})]


def test_words_stand_in_order_and_those_that_do_not_occur_are_left_out() -> None:
    views = Views.of(BAGS)

    assert [*views.by_view()] == [["add", "loop"], *([] for _ in VIEWS[2:]), ["size 4"]]
    assert views.times == [1, 2, 1]


def test_they_are_the_same_after_they_were_kept() -> None:
    assert Views.read(Views.of(BAGS).encoded()) == Views.of(BAGS)
    assert [*map(len, NO_VIEWS.by_view())] == [0] * len(VIEWS)


@pytest.mark.parametrize("data", [None, "words", [[], []], [[], [], [0, 0]]])
def test_anything_else_is_refused(data: FactData) -> None:
    with pytest.raises(ValueError, match="no views"):
        Views.read(data)
