"""How pieces of code are weighed against each other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """What is looked for, and what counts how much; a share is a number from 0 to 1.

    `tokens` is what a copy has in common with the other at least, `likeness` how alike they must
    be, and `gap` how many units in a row may differ. A gap is behind where the codes agree again
    for `agreeing_tokens`; it costs `gap_share` of its tokens, and is an edited piece of code where
    both sides share `edited_share` of their words. `whole_share` of a statement stands for the
    whole; a copy may end within one where `cut_share` of its names and values are the same.

    A unit speaks for a copy from `neutral_share` of the same names and values on, against one
    below; another value counts as much. A name that another one stands for again counts
    `renamed_share` of the same one, and a unit whose call was seen before `same_call_share` of its
    tokens. Where calls of one function are `table_share` of a copy, and less than `letter_share` of
    it is the same to the letter, they are a table.
    """

    tokens: float
    likeness: float
    gap: int
    agreeing_tokens: int
    gap_share: float
    edited_share: float
    whole_share: float
    neutral_share: float
    renamed_share: float
    same_call_share: float
    table_share: float
    letter_share: float
    cut_share: float
