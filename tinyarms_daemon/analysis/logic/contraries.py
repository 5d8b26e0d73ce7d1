"""Names that say that two definitions do not do the same, however alike these are."""

from functools import lru_cache

from tinyarms_daemon.analysis.identifier_words import words_of

# Words before and behind the stroke, each of which is contrary to any on the other side. Two names
# may call one thing by words of unlike kinds, `newest_first` and `by_latest`, `fastest` and
# `shortest_time`, so each kind has a line of its own.
_OPPOSED = """
    first | last
    earliest oldest | latest newest
    min minimum lowest smallest least fewest shortest cheapest
        | max maximum highest largest biggest greatest most longest
    slowest | fastest
    weakest | strongest
    nearest closest | farthest furthest
    best | worst
    before | after
    next | previous prev
    up | down
    above | below
    left | right
    leading | trailing
    start begin | end finish
    open | close
    add | remove
    push | pop
    lock | unlock
    enable | disable
    encode | decode
    pack | unpack
    parse | format
    load read | save write
    asc ascending | desc descending
    any | all
    sum total | mean average median
    mean average | median
    gross | net
    credit | debit
"""


def _read(lines: str) -> dict[str, frozenset[str]]:
    contraries: dict[str, frozenset[str]] = {}
    for line in lines.replace("\n        |", " |").strip().splitlines():
        one, other = (frozenset(side.split()) for side in line.split("|"))
        for words, opposed in ((one, other), (other, one)):
            for word in words:
                contraries[word] = contraries.get(word, frozenset()) | opposed - {word}
    return contraries


_CONTRARIES = _read(_OPPOSED)
_CONVERSION_WORDS = 3  # litres, to, kg


@lru_cache(maxsize=8192)
def are_contrary(name: str, other: str) -> bool:
    """Whether one name says the contrary of the other: `first_monday` and `lastMonday`, or
    `kgToLitres` and `litres_to_kg`. What both say, or say both of, tells nothing."""
    words, others = words_of(name), words_of(other)
    alone, others_alone = set(words) - set(others), set(others) - set(words)
    if any(not others_alone.isdisjoint(_CONTRARIES.get(word, ())) for word in alone):
        return True
    is_conversion = len(words) >= _CONVERSION_WORDS
    return is_conversion and _turned_round(words) == others[-_CONVERSION_WORDS:]


def _turned_round(words: tuple[str, ...]) -> tuple[str, ...]:
    """`litres`, `to` and `kg` for a name that ends with `kg`, `to` and `litres`."""
    return words[-_CONVERSION_WORDS:][::-1] if words[-2:-1] == ("to",) else ()
