"""The words of identifiers."""

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(maxsize=4096)
def words_of(identifier: str) -> tuple[str, ...]:
    """The words of an identifier in lower case: `maxRetries`, `MAX_RETRIES` and `max-retries` all
    give `max` and `retries`; `userIDs` gives `user` and `ids`."""
    return tuple(word.lower() for word in _WORD.findall(identifier))


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(words.split())
