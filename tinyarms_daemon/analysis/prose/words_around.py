"""The words around a name in a sentence: what governs it, and what goes on behind it."""

import re

from tinyarms_daemon.analysis.identifier_words import word_set

# What may stand between the governing word and the name.
_BETWEEN = re.compile(
    r"""(?:\s|[`'"*_<\[]|\b(?:the|an?|this|our)\s+(?:[\w-]+\s+){1,2}(?:file|script|executable)\s+|,\s*e\.g\.,|\b[\w.-]+['’]s\b|(?<=\bin):(?=\s*\n)|(?<=\bby):|:\w+:|\{@\w+\s|\b[A-Z]\{|\b(?:the|a|an|this|our|your|its|their|e\.g\.|also|both|file|files
    |module|script|source|header|component|class|existing|same|original|main|new|old|local|shared
    |generated|included|provided|supplied|legacy|corresponding|respective|sibling|parent|base|python|native|line)\b)*$""",
    re.IGNORECASE | re.VERBOSE,
)
_COORDINATED = re.compile(
    r"(?:[`'\"*]*[\w./@-]+\.\w{1,4}[`'\"*]*|\b[\w.]+(?:\(\))?[`'\"*]*\s+(?:function|method|class|type)s?)"
    r"\s*(?:\([^()]{1,40}\)\s*)?(?:,|,?\s*(?:\b(?:and|or|as well as)\b|[/&]))\s*[`'\"*]*$",
    re.IGNORECASE,
)
ADVERB = re.compile(r"^[\s`'\"*_)\]>,}]*(?:[a-z]+ly|\([a-z]+ly\))(?=\s)")
NEXT_WORD = re.compile(r"[\s`'\"*_)\]>,}]*([A-Za-z][\w'-]*)")
_LAST_WORD = re.compile(r"([A-Za-z][\w'-]*)\W*$")
POSSESSIVE = re.compile(r"[`'\"*_]*(?:\s+(?:module|file|script))?['’]s\b")
FOR_EXAMPLE = re.compile(
    r"(?:^|[,(])\s*(?:for (?:example|instance)|e\.g\.),?[\s`'\"*_]*$", re.IGNORECASE
)
POINTING = word_set("see cf check consult compare inspect study visit")
WHOLLY = word_set("nothing anything everything all none anywhere everywhere elsewhere only")
FILE_NAME = re.compile(r"(?:\b(?:and|or)\s+)?[\w./@-]*\w\.[a-z]{1,4}\b")
IN = word_set("in inside within throughout into at")
FROM = word_set("by via through from on with using after around")
PREPOSITIONS = IN | FROM | word_set("of to for per")
_PARTICLES = word_set("out off over here")  # split out from, moved here from
COMPARING = word_set("as like unlike than")
JOINING = word_set("because since while that when but so if then and which that")
# The rest of the subject: `wrapper.py script`, `wrapper.py and its.py`.
KIND = re.compile(
    r"^(?:[`'\"*_]*\s+(?:script|module|file|program|header|component|class|extension|plugin)\b"
    r"|[`'\"*]*\s*,?\s*\b(?:and|or)\s+[`'\"*]*[\w./@-]+\.\w{1,4}\b)",
    re.IGNORECASE,
)
REFER = re.compile(
    r"\b(?:refer|according|back|over|look|looking|jump|analogous|identical|similar|equivalent"
    r"|counterparts?)\s+(?:\w+\s+)?(?:to|at)\W*$",
    re.IGNORECASE,
)


def governing(before: str) -> str:
    """What stands before a name, without articles, marks, and other names it is listed with."""
    while True:
        cut = _BETWEEN.sub("", before)
        listed = _COORDINATED.search(cut)
        if listed is None:
            return cut
        before = cut[: listed.start()]


def earlier_word(governor: str, before: str) -> str:
    """The word before the governing one: `split` in `split out from`."""
    earlier = last_word(before[: before.lower().rfind(governor)])
    if earlier in _PARTICLES:
        earlier = last_word(before[: before.lower().rfind(earlier)])
    if earlier.endswith("ly") and earlier not in WHOLLY:  # generated automatically by
        earlier = last_word(before[: before.lower().rfind(earlier)])
    return earlier.rpartition("-")[2]  # auto-generated


def last_word(text: str) -> str:
    """The word at the end, '' where a mark stands in between."""
    found = _LAST_WORD.search(text)
    if found is None or re.search(r"[.;:!?–—)\]]", text[found.end(1) :]):
        return ""
    return found[1].lower()
