"""Where the words around a name leave open whether a part of the file is meant, or all of it."""

import re

from tinyarms_daemon.analysis.file_roles import is_example, is_test
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.prose.sentences import Sentence
from tinyarms_daemon.analysis.prose.words_around import (
    ADVERB,
    COMPARING,
    FILE_NAME,
    FOR_EXAMPLE,
    IN,
    JOINING,
    KIND,
    NEXT_WORD,
    POINTING,
    POSSESSIVE,
    PREPOSITIONS,
    REFER,
    earlier_word,
    last_word,
)

# Somewhere in its object something is changed, or must agree.
CHANGING = word_set("""
    update updates updating change changes changing edit edits editing adjust extend
    modify modifies modifying match matches matching mirror mirrors mirroring follow follows
    following
    """)
# `the output of client.ts`, `in the style of client.ts`
_AS_SUCH = re.compile(
    r"\b(?:us(?:e|es|age)|contents?|outputs?|style|(?:is|are|as)(?:\s+an?)?\s+part|place|implementation|run|result|much)\s+of\W*$"
    r"|\b(?:pattern|style|way|approach)\s+as\W*$"
    r"|\bmore\s+(?:info\w*|details?)\s+(?:is\s+|are\s+)?(?:in|at)\W*$",
    re.IGNORECASE,
)
# `Tests for the parsing of amounts in money.py`
_TITLE_OF_TESTS = re.compile(r"\W*(?:@?\w+\s)?tests?\s(?:for|of|in)\b", re.IGNORECASE)
_ADDED_TO = re.compile(r"\b(?:add|append|due|moved|mapped|local)\w*\b[^.;]*\bto\W*$", re.IGNORECASE)
_IN_AGREEMENT = re.compile(
    r"\b(?:sync\w*|consistent\w*|consistency|align\w*|shar\w+|overlap\w*|conflict\w*|agree\w*"
    r"|match\w*|compatible|parity|parallel|symmetr\w*|line|step|duplicat\w+|compar\w+|identical)\s[^.;]*\bwith\W*$",
    re.IGNORECASE,
)
# The name is the subject of what follows: `as long as client.ts does`, `client.ts, which waits`.
_ACTING = re.compile(
    r"""[`'"*_]*(?:,?\s+(?:which|that)\b|\s+(?!(?:and|or|nor|but|to|for|in|of|on|at|by|from|with
    |into|as|if|so|when|where|while|since|because|until|before|after|instead|directly|again|too
    |first|here|there|itself|only)\b)[a-z])""",
    re.VERBOSE,
)
# Of all that there is of a kind no line tells: `all types in client.ts`.
_ALL_IN = re.compile(r"\b(?:all|any|every)\s+(?:[\w-]+\s+){1,3}in\W*$", re.IGNORECASE)
# Where a document says that something is: `the client lives in client.ts`.
_LIVING = re.compile(
    r"\b(?:is|are|lives?|resides?)\s+(?:(?:\w+ly|all|also)\s+)?(?:(?:located|found|defined|implemented|described"
    r"|documented|explained|kept|contained|placed|written|listed|specified)\s+)?in\W*$",
    re.IGNORECASE,
)
# A word of code, which stands on some line.
_OF_CODE = re.compile(
    r"`[^`]*[A-Za-z][^`]*`|\b\w+\(\)|\b[a-z]+[A-Z]\w*|\b[A-Za-z_]\w*_\w+"
    r"|\b(?!(?:Git[HL](?:ub|ab)|(?:Java|Type|Coffee)Script)\b)(?:[A-Z][a-z0-9]+){2,}\b"
    r"|\"[^\"]+\"|(?<!\w)'[^']+'|@\w+"
)
_POINTED_AT = re.compile(r"\w\s*\([^()]*$|\b[Ss]ee\b|\b[Tt]he\s(?:\S+\s){0,2}\S*[^\Ws]\sin\W*$")
_DEFINED = word_set("defined declared registered found done set")
_REMARK = re.compile(
    r"\b(?:comments?|docstrings?)\b[^.;]*$|\bthe\s(?:top|bottom|end)\sof\W*$", re.IGNORECASE
)


def is_at_a_place(sentence: Sentence, named: str, before: str) -> bool:
    """Whether the comment that speaks for a file says of another what it does, or of what is in it
    where that stands."""
    governor, said = last_word(before), FILE_NAME.sub("", f"{sentence.before} {sentence.after}")
    says_code = _OF_CODE.search(said) is not None  # not all the types
    is_defined = earlier_word(governor, before) in _DEFINED
    is_there = says_code or is_defined or _POINTED_AT.search(before)
    if governor in JOINING | CHANGING - {"mirrors"} | (IN - {"into", "at"} if is_there else set()):
        return not is_test(named)
    acts = not governor and NEXT_WORD.match(ADVERB.sub("", sentence.after))
    is_remark = _REMARK.search(before) or _REMARK.search(sentence.after)
    return bool((acts and says_code) or POSSESSIVE.match(sentence.after) or is_remark)


def is_left_open(sentence: Sentence, named: str, before: str, *, in_document: bool) -> bool:
    """Whether the words around a name may be about the whole file."""
    governor = last_word(before)
    only_leads = in_document and before.strip().lower() == governor
    if governor in POINTING and (only_leads or is_test(named) or is_example(named)):
        return True
    ends = not NEXT_WORD.match(sentence.after)
    if sentence.opens and ends and _TITLE_OF_TESTS.match(sentence.before):
        return True
    if before.rstrip(" `'\"*_").endswith("("):  # - Tools of the shell (`shell.py`)
        return in_document and sentence.opens and not re.search(r"[A-Za-z]", sentence.after)
    if POSSESSIVE.match(sentence.after) or FOR_EXAMPLE.search(sentence.before):
        return False
    is_edited = governor in CHANGING and not earlier_word(governor, before)
    if in_document and (not governor or governor in JOINING or is_edited):
        return True
    if governor and _AS_SUCH.search(before):
        return True
    if not governor or before.endswith(",") or governor in JOINING | COMPARING | POINTING:
        return False
    if REFER.search(before):
        return ends and not _OF_CODE.search(sentence.before)
    return _may_govern_the_whole(governor, sentence, before, in_document=in_document)


def _may_govern_the_whole(
    governor: str, sentence: Sentence, before: str, *, in_document: bool
) -> bool:
    """Whether the word before a name, such as a preposition, may concern the file as a whole."""
    earlier = earlier_word(governor, before)
    match governor:
        case "by":
            return earlier == "used" and not NEXT_WORD.match(sentence.after)
        case "to":
            return not _ADDED_TO.search(before)
        case "using" | "via":
            return True
        case "for":
            return not _REMARK.search(before)
        case "with":
            return not _IN_AGREEMENT.search(before)
        case "at":
            return earlier == "located" or not earlier.endswith("ed")
    if governor in IN:
        return bool(_ALL_IN.search(before) or (in_document and _LIVING.search(before)))
    acts = _ACTING.match(KIND.sub("", sentence.after)) is not None
    return not (governor in PREPOSITIONS - {"on", "after"} | CHANGING or acts)
