"""What definitions have in common."""

import numpy as np

from tests.corpus.labelled import labelled_tree
from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.units import logic_units
from tinyarms_daemon.analysis.logic.word_table import WordTable
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def test_one_view_alone_is_as_alike_as_beside_the_others() -> None:
    text = "\n".join(
        text for path, text in sorted(labelled_tree().texts.items()) if path.endswith(".py")
    )
    units = logic_units(SyntaxTree("python", text), "a.py", "semantic-duplication")
    words = WordTable(units)
    ones, others = np.divmod(np.arange(len(units) ** 2), len(units))

    whole = words.shared(ones, others).cosine

    assert whole.any()
    for number, view in enumerate(VIEWS):
        assert (words.cosine(view, ones, others) == whole[:, number]).all()
