"""How sure a model was of a word that it could have chosen otherwise."""

import math
import re
from collections.abc import Sequence

from tinyarms_daemon.domain.models.model import TokenChance
from tinyarms_daemon.domain.questions.question import Answer


def confidence_of_answers(text: str, tokens: Sequence[TokenChance]) -> list[float | None]:
    """For each `"answer": "…"` of a reply in order, the share of the probability that went to the
    word given, among the words that could have been; None where the server gave no chances.

    Chances are taken before the schema has masked what it forbids, so they are normalized anew.
    """
    if not tokens or "".join(token.text for token in tokens) != text:
        return [None] * len(re.findall(r'"answer"', text))
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token.text)
    found = re.finditer(r'"answer"\s*:\s*"', text)
    return [_confidence(tokens, starts, match.end()) for match in found]


def _confidence(
    tokens: Sequence[TokenChance], starts: Sequence[int], begins_at: int
) -> float | None:
    """By the token in which the word begins."""
    for token, start in zip(tokens, starts, strict=True):
        if start + len(token.text) > begins_at:
            break
    else:
        return None
    given = _word(token.text[max(begins_at - start, 0) :])
    if given is None:
        return None
    if not token.others:
        return math.exp(token.log_probability)
    chances: dict[Answer, float] = {given: math.exp(token.log_probability)}
    for text, log_probability in token.others:
        word = _word(text)
        if word is not None and word is not given:
            chances[word] = chances.get(word, 0.0) + math.exp(log_probability)
    return chances[given] / sum(chances.values())


def _word(text: str) -> Answer | None:
    """The answer that a token begins."""
    letters = text.strip(' "\n').casefold()
    if not letters:
        return None
    return next((answer for answer in Answer if answer.value.startswith(letters)), None)
