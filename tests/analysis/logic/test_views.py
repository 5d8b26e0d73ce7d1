"""What a definition does, as a fact and back."""

from base64 import b64encode
from collections import Counter

import pytest

from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.marks import packed, unpacked
from tinyarms_daemon.analysis.logic.views import NO_VIEWS, Views

BAGS = [Counter({"loop": 2, "add": 1, "gone": 0}), *({} for _ in VIEWS[2:]), Counter({"size 4": 1})]


def words(views: Views) -> list[str]:
    return [views.vocabulary[word] for word in unpacked(views.words)]


def test_words_stand_in_order_and_those_that_do_not_occur_are_left_out() -> None:
    views = Views.of(BAGS)

    assert words(views) == ["add", "loop", "size 4"]
    assert [*views.sizes] == [2, *(0 for _ in VIEWS[2:]), 1]
    assert [*unpacked(views.times)] == [1, 2, 1]


def test_they_are_the_same_after_they_were_kept_with_those_of_others() -> None:
    numbers = {"break": 0, "loop": 1}
    written = Views.of(BAGS).written(numbers)

    kept = Views.read(written, [*numbers])

    assert [*numbers] == ["break", "loop", "add", "size 4"]
    assert words(kept) == words(Views.of(BAGS))
    assert [*kept.sizes] == [*Views.of(BAGS).sizes]
    assert kept.times == Views.of(BAGS).times
    assert [*NO_VIEWS.sizes] == [0] * len(VIEWS)


@pytest.mark.parametrize("numbers", [[], [0] * (len(VIEWS) - 1), [1, *[0] * len(VIEWS)]])
def test_anything_else_is_refused(numbers: list[int]) -> None:
    written = b64encode(packed(numbers)).decode()

    with pytest.raises(ValueError, match="no views"):
        Views.read(written, ["loop"])
