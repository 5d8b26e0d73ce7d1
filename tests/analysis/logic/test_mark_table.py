"""Sets of marks are compared without looking at each of them, and no pair is told apart wrongly."""

import random

import numpy as np
import pytest

from tinyarms_daemon.analysis.logic.mark_table import MarkTable
from tinyarms_daemon.analysis.logic.marks import Marks


@pytest.mark.parametrize("largest", [60, 3_000])
def test_those_above_a_limit_are_those_that_share_so_much(largest: int) -> None:
    chance = random.Random(3)
    base = chance.sample(range(1 << 32), 4_000)
    sets = [Marks.of(chance.sample(base, chance.randrange(largest))) for _ in range(60)]
    sets += [Marks.of(()), *(Marks.of([*each][::2]) for each in sets[:20])]
    table = MarkTable(sets)
    ones, others = (each.ravel() for each in np.indices((len(sets), len(sets))))
    limits = np.where(ones % 2, 0.18, 0.45)

    above = table.are_alike(ones, others, limits)

    assert above.tolist() == (table.likeness(ones, others) > limits).tolist()
    assert 0 < above.sum() < len(above)
