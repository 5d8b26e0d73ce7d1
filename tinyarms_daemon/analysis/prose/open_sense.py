"""Where the words around a name leave open whether a part of the file is meant, or all of it."""

import re
from posixpath import basename

from tinyarms_daemon.analysis.file_roles import is_example, is_test
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
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
# `see client.ts`, `(see client.ts for more details)`, `more info in client.ts`: no thing is named.
_ONLY_POINTS = re.compile(
    r"\W*(?:(?:for|more|further|info\w*|details?|please|also)\W+)*(?:see(?:\s+also)?|consult|check)\W*(?::\w+:\W*)?(?:#\d+\W+and\W*)?",
    re.IGNORECASE,
)
_FOR_MORE = re.compile(
    r"[\s`'\"*_]*for\s+(?:(?:more|further|the|all)\s+)?(?:info\w*|details?|notes"
    r"|how\s+to\s+(?:use|run)\b[^.;]*)(?=\W*(?:[).;]|$))",
    re.IGNORECASE,
)
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
# All that a file is there for: `all other tests are in`, `further code is in`.
_ALL_THAT = re.compile(
    r"^\W*(?:all|every|further|additional|other|the (?:other|rest))\b"
    r"(?!.*\b(?:defined|declared|specified|set)\s+in\W*$)[^();]{0,60}$"
    r"|^\W*(?:these|they) are (?:defined|declared|implemented)\b"
    r"|^\W*(?:the|this) (?:module|package|plugin|library) is implemented\b"
    r"|\bmain (?:code|logic|implementation)\s+in\W*$"
    r"|\b(?:implementation|entry[- ]points?)\b[^.;]*\b(?:is|are|lives?|resides?)\s+in\W*$"
    r"|\b(?:rather than|instead of|and not)\s+in\W*$"
    r"|\b(?:all|any|every)\s+(?!\w+ed\b)(?:[\w-]+\s+){1,3}in\W*$",
    re.IGNORECASE,
)
_TESTS = re.compile(
    r"\b(?:tests|test[- ]?(?:cases?|suites?)|suites?|coverage)\b[^.;()]{0,50}$",
    re.IGNORECASE,
)
# Of a test: `is tested in test_retry.py`, `the same test as in test_retry.py`
_TESTED = re.compile(
    r"\b(?:(?:the|this|that|same|an?)\s+(?:\w+\s+)?test|tested|covered|exercised|used)\b[^.;()]{0,50}$",
    re.IGNORECASE,
)
_FOR_TESTS = re.compile(
    r"[`'\"*_]*\s+(?:for\s+(?!a\s+test\b)(?:[\w-]+\s+){0,4}test(?:s|ing)?\b|tests\b)", re.IGNORECASE
)
# Where a document says that something is: `the client lives in client.ts`.
_LIVING = re.compile(
    r"\b(?:is|are|lives?|resides?)\s+(?:(?:\w+ly|all|also)\s+)?(?:(?:located|found|defined|implemented|described"
    r"|documented|explained|kept|contained|placed|written|listed|specified)\s+)?in\W*$",
    re.IGNORECASE,
)
# What a file is an example of, or a manual, as a whole.
_AS_A_MODEL = re.compile(
    r"[\s`'\"*_})]*(?:[\w-]+\s+){0,2}for\s+(?:[\w-]+\s+){0,3}"
    r"(?:examples?|inspiration|guidance|documentation|docs|instructions|reference)\b",
    re.IGNORECASE,
)
_AN_EXAMPLE = re.compile(
    r"\b(?:(?:is|are)\s(?:\w+\s){0,2}examples?\b[^.;()]{0,40}\s(?:in|at)|for\s[^.;()]*\bexamples?,?\s+see\b\s*(?::\w+:)?)\W*$",
    re.IGNORECASE,
)
_OF_EXAMPLES = re.compile(r"[^.;]*\b(?:examples?|usage)\b", re.IGNORECASE)
# What an example is of stands somewhere: `for examples of messages`
_ONE_OF = re.compile(
    r"[\s`'\"*_})]*for\s+(?:[\w-]+\s+){0,2}examples?\s+of\b(?!\s+(?:how|\w+ing)\b)", re.IGNORECASE
)
# A word of code, which stands on some line.
_OF_CODE = re.compile(
    r"`[^`]*[A-Za-z][^`]*`|\b\w+\(\)|\b[a-z]+[A-Z]\w*|\b[A-Za-z_]\w*_\w+"
    r"|\b(?!(?:Git[HL](?:ub|ab)|(?:Java|Type|Coffee)Script)\b)(?:[A-Z][a-z0-9]+){2,}\b"
    r"|\"[^\"]+\"|(?<!\w)'[^']+'|@\w+"
)
_SEEN_IN_BRACKETS = re.compile(r"\w\s*\(see(?:\s+also)?\W*$", re.IGNORECASE)
_POINTED_AT = re.compile(r"\w\s*\([^()]*$|\b[Ss]ee\b|\b[Tt]he\s(?:\S+\s){0,2}\S*[^\Ws]\sin\W*$")
_DEFINED = word_set("defined declared registered found done set")
_REMARK = re.compile(
    r"\b(?:comments?|docstrings?)\b[^.;]*$|\bthe\s(?:top|bottom|end)\sof\W*$", re.IGNORECASE
)
_TARGET = re.compile(r"`?\s*<[^<>]*>`?")  # of a role of Sphinx
_NOT_OUT_OF = word_set("separate output outputs used diverged")  # from
_OF_ITSELF = re.compile(
    r"[\s`'\"*_]*(?:provides|needs|requires|offers|supports|builds\s+on)\b", re.IGNORECASE
)
_DESCRIBING = word_set("implements provides defines documents builds holds handles covers tests")


def is_at_a_place(sentence: Sentence, named: str, before: str) -> bool:
    """Whether the comment that speaks for a file says of another what it does, or of what is in it
    where that stands."""
    governor, said = last_word(before), FILE_NAME.sub("", f"{sentence.before} {sentence.after}")
    is_one = _OF_CODE.search(said) or _POINTED_AT.search(before)  # not all the types
    is_there = is_one or earlier_word(governor, before) in _DEFINED
    if governor in JOINING | CHANGING - {"mirrors"} | (IN - {"into", "at"} if is_there else set()):
        return not is_test(named)
    acts = NEXT_WORD.match(ADVERB.sub("", sentence.after))
    is_described = acts is None or acts[1].lower() in _DESCRIBING
    does = not (governor or is_described) and _OF_CODE.search(said)
    if _SEEN_IN_BRACKETS.search(before):
        return not (sentence.opens or is_test(named))
    is_remark = _REMARK.search(before) or _REMARK.search(sentence.after)
    return bool(does or POSSESSIVE.match(sentence.after) or is_remark)


def is_left_open(sentence: Sentence, named: str, before: str, *, in_document: bool) -> bool:
    """Whether the words around a name may be about the whole file."""
    governor = last_word(before)
    if (
        _is_about_tests(sentence, named, before, in_document=in_document)
        or only_points(sentence, before)
        or _is_one_of_its_kind(sentence, named, before)
    ):
        return True
    if before.rstrip(" `'\"*_").endswith("("):  # - Tools of the shell (`shell.py`)
        return in_document and sentence.opens and not re.search(r"[A-Za-z]", sentence.after)
    if POSSESSIVE.match(sentence.after) or FOR_EXAMPLE.search(sentence.before):
        return False
    is_edited = governor in CHANGING and not earlier_word(governor, before)
    if in_document and (not governor or governor in JOINING or is_edited):
        return True
    if not governor:
        return _OF_ITSELF.match(ADVERB.sub("", sentence.after)) is not None
    if _AS_SUCH.search(before):
        return True
    if before.endswith(",") or governor in JOINING | COMPARING | POINTING:
        return False
    if REFER.search(before):
        return not (NEXT_WORD.match(sentence.after) or _OF_CODE.search(sentence.before))
    return _may_govern_the_whole(governor, sentence, before, in_document=in_document)


def only_points(sentence: Sentence, before: str) -> bool:
    """Whether a sentence leads to a file, and says nothing else of it."""
    after = KIND.sub("", sentence.after)
    goes_on = re.search(r"[A-Za-z]", _TARGET.sub("", after))
    is_alone = _ONLY_POINTS.fullmatch(before) and not goes_on
    return bool(is_alone or (last_word(before) in POINTING and _FOR_MORE.match(after)))


def _is_about_tests(sentence: Sentence, named: str, before: str, *, in_document: bool) -> bool:
    """Whether a file is named as a test, or as what one is for."""
    governor, acts = last_word(before), NEXT_WORD.match(sentence.after)
    is_led_to = in_document and governor in POINTING | {"by"}
    tells = not governor and acts is not None and acts[1] in _DESCRIBING | {"has"}
    if is_test(named) and (is_led_to or tells):
        return True
    is_due = governor == "to" and earlier_word(governor, before) == "due"  # tests fail due to
    return bool((_TESTS.search(before) and not is_due) or _FOR_TESTS.match(sentence.after))


def _is_one_of_its_kind(sentence: Sentence, named: str, before: str) -> bool:
    """Whether a file is meant as an example, or by what it is called, and nothing is said of what
    is in it."""
    said = _TARGET.sub("", FILE_NAME.sub("", f"{sentence.before} {sentence.after}"))
    if _ONE_OF.match(sentence.after) or _OF_CODE.search(said):
        return False
    is_shown = last_word(before) in POINTING and (is_test(named) or is_example(named))
    return bool(
        (is_test(named) and _TESTED.search(before))
        or _AS_A_MODEL.match(KIND.sub("", sentence.after))
        or _AN_EXAMPLE.search(sentence.before)
        or (is_shown and _OF_EXAMPLES.match(sentence.after))
        or _is_called_so(sentence, named)
    )


def _is_called_so(sentence: Sentence, named: str) -> bool:
    """Whether a sentence that only points at a file speaks of what it is called by:
    `for hashing see hashing.py`."""
    is_pointed_at = last_word(sentence.before) == "see" and not NEXT_WORD.match(sentence.after)
    words = set(words_of(basename(named).rpartition(".")[0]))
    said = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", sentence.before)}
    return is_pointed_at and not words.isdisjoint(said)


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
        case "from":
            return earlier in _NOT_OUT_OF
        case "at":
            return earlier == "located" or not earlier.endswith("ed")
    if governor in IN:
        return bool(_ALL_THAT.search(before) or (in_document and _LIVING.search(before)))
    acts = _ACTING.match(KIND.sub("", sentence.after)) is not None
    return not (governor in PREPOSITIONS - {"on", "after"} | CHANGING or acts)
