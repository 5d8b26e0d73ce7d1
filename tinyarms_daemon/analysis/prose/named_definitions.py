"""The definitions that a sentence names beside a file."""

import re

from tinyarms_daemon.analysis.prose.file_mentions import FileMention
from tinyarms_daemon.analysis.prose.prose import Prose, ProseKind
from tinyarms_daemon.analysis.prose.sentences import Sentence, sentence_around
from tinyarms_daemon.analysis.prose.words_around import POINTING, governing, last_word

_IDENTIFIER = re.compile(
    r"`+([A-Za-z_$][\w$.]*)(?:\(\))?`+|\b([A-Za-z_$][\w$.]*)\(\)"
    r"|\b([A-Za-z]+_\w+|_[A-Za-z]\w+|[a-z]+[A-Z]\w*|(?:[A-Z][a-z0-9]+|[A-Z]+(?=[A-Z])){2,})\b"
)
_NAME_ALONE = re.compile(r"@?(?:[\w$]+\.)*([A-Za-z_$][\w$]*)(?:\(\))?")
_STANDING_AT = re.compile(
    r"([A-Za-z_$][\w$.]*)(?:\(\))?[`'\"]*\s*"
    r"(?:\((?:(?P<pointer>see|cf\.?)\s|(?:at|in)\s)?|(?:is\s+)?(?:(?:defined|declared|implemented)\s+)?(?:in|at|@))[\s`'\"]*$"
)
# `the retry function in client.ts`, `client.ts (retry)`, `client.ts's retry`
_KIND = r"(?:functions?|methods?|class(?:es)?|constants?|types?|structs?|interfaces?)"
_STANDING_IN = re.compile(
    rf"(?:`+([\w.$]+)(?:\(\))?`+|([\w.]+)\(\)|([A-Za-z_][\w.]*)\s+{_KIND}|(\w*_\w+|[a-z]*[A-Z]\w+))"
    rf"[`'\"]*(?:\s+{_KIND})?\s+(?:in|of|from|inside)\s+(?:the\s+)?(?:file\s+)?[`'\"]*$"
)
_STANDING_BEHIND = re.compile(
    r"[`'\"]*(?:['’]s\s+[`'\"]*([A-Za-z_][\w.]*\w)|\s*\([`'\"]*([A-Za-z_][\w.]*\w)(?:\(\))?[`'\"]*\)"
    r"|:\s+([\w.]+)\(\))"
)
_USED = re.compile(
    r"\b(?:calls?|called|calling|callers?|invok\w+|us(?:e|es|ed|age|ing)|reads?|sets?|pass\w*|tests?)\b",
    re.IGNORECASE,
)


def defined_at(sentence: Sentence) -> str | None:
    """What is said to stand at the line, and not to be called or used there."""
    found = _STANDING_AT.search(sentence.before)
    if found is None or _USED.search(f"{sentence.before} {sentence.after}"):
        return None
    return str(found[1]).rpartition(".")[2]


def stands_in(prose: Prose, sentence: Sentence) -> str | None:
    """What is said to stand in the file, whatever is said of it; behind its name, documents tell
    what a file is there for."""
    found = _STANDING_IN.search(sentence.before)
    if found is None and prose.kind is ProseKind.COMMENT:
        found = _STANDING_BEHIND.match(sentence.after)
    return None if found is None else _last_part(found)


def names_around(prose: Prose, mention: FileMention, sentence: Sentence) -> tuple[str, ...]:
    """The identifiers around a mention, the nearest before it first."""
    start, end = mention.span
    first, last = start - len(sentence.before), end + len(sentence.after)
    points = last_word(governing(sentence.before)) in POINTING
    if first and points and not sentence.opens:
        first -= len(sentence_around(prose, (first - 1, first - 1)).before)  # of what it completes
    found = {
        each.start() + offset: _last_part(each)
        for text, offset in ((prose.text[first:start], first), (sentence.after, end))
        for each in _IDENTIFIER.finditer(text)
    }
    standing = _STANDING_AT.search(sentence.before)
    if standing is not None and not standing["pointer"]:  # `wsclean in mdiff.py`: any word
        found[first + standing.start()] = _last_part(standing)
    for begin, stop in prose.code:  # a document's text is without its backticks
        said = _NAME_ALONE.fullmatch(prose.text[begin:stop])
        if said is not None and first <= begin and stop <= last:
            found[begin] = str(said[1])
    before = [name for place, name in sorted(found.items(), reverse=True) if place < start]
    after = [name for place, name in sorted(found.items()) if place >= end]
    return tuple(dict.fromkeys([*before, *after]))


def _last_part(found: re.Match[str]) -> str:
    name: str = next(filter(None, found.groups()))
    return name.rpartition(".")[2]
