"""Edits that leave the lines with findings as they are."""

from collections.abc import Sequence

from hypothesis import strategies as st


@st.composite
def edits(
    draw: st.DrawFn, findings: Sequence[str], unrelated: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The lines before and after one: other lines come, go, and those with findings move."""
    others = st.lists(st.sampled_from(unrelated), max_size=4)
    before = [line for finding in findings for line in (*draw(others), finding)]
    moved = draw(st.permutations(findings))
    return before, [line for finding in moved for line in (*draw(others), finding)]
