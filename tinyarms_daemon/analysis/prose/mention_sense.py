"""Whether a sentence that names a file speaks of something in it, or of the file as a whole.

What is in a file stands on a line; the file as a whole does not. The word that governs the name
tells them apart: what is *in* a file, what *see* points to, what it *matches* or is done *by* it
is in it, while one *runs*, *creates*, *imports* or *tests* the whole.
"""

import re

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.prose.sentences import Sentence

# What may stand between the governing word and the name.
_BETWEEN = re.compile(
    r"""(?:\s|[`'"*_<\[]|,\s*e\.g\.,|\b[\w.-]+['’]s\b|(?<=\bin):(?=\s*\n)|:\w+:|\{@\w+\s|\b[A-Z]\{|\b(?:the|a|an|this|our|your|its|their|e\.g\.|also|both|file|files
    |module|script|source|header|component|class|existing|same|original|main|new|old|local|shared
    |generated|legacy|corresponding|respective|sibling|parent|base|python|native|line)\b)*$""",
    re.IGNORECASE | re.VERBOSE,
)
_COORDINATED = re.compile(
    r"(?:[`'\"*]*[\w./@-]+\.\w{1,4}[`'\"*]*|\b[\w.]+(?:\(\))?[`'\"*]*\s+(?:function|method|class|type)s?)"
    r"\s*(?:\([^()]{1,40}\)\s*)?(?:,|,?\s*\b(?:and|or|as well as|/|&)\b)\s*[`'\"*]*$",
    re.IGNORECASE,
)
_COORDINATES = re.compile(
    r"[`'\"*]*\s*(?:,|,?\s*\b(?:and|or)\b)\s*[`'\"*]*[\w./@-]+\.\w{1,4}\b", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_ADVERB = re.compile(r"^[\s`'\"*_)\]>,}]*[a-z]+ly(?=\s)")
_NEXT_WORD = re.compile(r"[\s`'\"*_)\]>,}]*([A-Za-z][\w'-]*)")
_LAST_WORD = re.compile(r"([A-Za-z][\w'-]*)\W*$")
_LISTED = re.compile(r"[\s`'\"*_)\]]*(?:[:–—=|(]|->?\s|→|-{2,})")
_APPOSED = re.compile(r"[`'\"*_]*,\s")  # the build (`browser.js`, which is smaller)
_POSSESSIVE = re.compile(r"[`'\"*_]*(?:\s+(?:module|file|script))?['’]s\b")
_LEGAL = re.compile(
    r"\bcopyright\b|\blicen[sc]ed?\b|\bSPDX\b|\ball rights reserved\b|\(c\)", re.IGNORECASE
)
# What a file is a pattern or a manual for, as a whole.
_AS_A_MODEL = re.compile(
    r"""[\s`'"*_})]*(?:[\w-]+\s+){0,6}(?:for|as)\s+(?:(?:more|further|additional|full|all|the|an?|some|complete|concrete
    |real|working|usage|other|detailed)\s+)*(?:examples?|usage|documentation|docs|instructions
    |reference|list|licen[sc]e)\b(?:\W*$|\s+(?:of|on|how)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_EXAMPLES_IN = re.compile(r"\bfor\s+(?:[\w-]+\s+){0,6}examples?,?\s+see\W*$", re.IGNORECASE)
_FOR_EXAMPLE = re.compile(
    r"[,(]\s*(?:for (?:example|instance)|e\.g\.),?[\s`'\"*_]*$", re.IGNORECASE
)
_FOR_MORE = re.compile(
    r"""[\s`'"*_})]*(?:for\s+(?:(?:more|further|additional|full|all|the|some|other)\s+)*
    (?:details?|info|information|explanation|description|background|context|more)
    |instead|below|above|too|etc|as\s+well)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)

_POINTING = word_set("see cf check consult read compare inspect study")
_WHOLLY = word_set("nothing anything everything all none anywhere everywhere elsewhere only")
_IN = word_set("in inside within throughout at per")
_BY_OR_FROM = word_set("by from")
# A clause begins, of which the name is the subject.
_PARTICLES = word_set("out off over")  # split out from
_COMPARING = word_set("as like than")
_ASKING = word_set("where how what why")
_JOINING = word_set("because since while that when but so if then and")
_DOUBLING = word_set("""
    match matches matching matched mirror mirrors mirroring mirrored mimic mimics mimicking
    duplicate duplicates duplicating replicate replicates replicating parallel parallels
    paralleling follow follows following override overrides overriding contradict contradicts
    """)
# What is done to a file as a whole, before `by`, `from`, `in` and `to`.
_TO_THE_WHOLE = word_set("""
    generated regenerated created produced built compiled written emitted bundled imported import
    importing imports exported export exports re-exported reexported reexport loaded included
    required requires run ran executed launched started invoked wrapped replaced superseded covered
    tested extracted split renamed load loads loading include includes inherited extended sourced
    installed adapted derived output
    """)
_PUT = word_set("""
    put puts go goes belong belongs place add adding create creating save be being write append
    """)
_PUT_THERE = re.compile(
    r"\b(?:put|place|save|paste|store|abstract|todo\W+(?:make|add|create|move|define|implement))\s+"
    r"(?:[^\s.]+\s+){1,8}in(?:to)?\W*$",
    re.IGNORECASE,
)
# `Tests for the parser in parser.py`: the title of what tests the whole.
_TESTS_OF = re.compile(r"^\W*(?:unit |integration )?tests?\s+(?:for|of)\b", re.IGNORECASE)
# `the shared tests (test_all.py)`, `the script that reads it lives in page.js`: files by what they are.
_A_WHOLE = r"\b(?:tests?|suites?|scripts?|modules?|files?|programs?|pages?)"
_OF_A_WHOLE = re.compile(_A_WHOLE, re.IGNORECASE)
_CALLED = re.compile(rf"{_A_WHOLE}\s*\([\W_]*$", re.IGNORECASE)
_LIVING = re.compile(
    rf"{_A_WHOLE}\b(?:[^.;:]*\b(?:lives?|resides?|kept|located)|\s+(?:is|are)\s+implemented)\s+in\W*$",
    re.IGNORECASE,
)
_SYNC = re.compile(
    r"\b(?:sync|synch?ed|synchroni[sz]ed|step|line|agreement|consistent|aligned|"
    r"parity|identical|conflicts?|duplicated?|duplication|shared|overlaps?|coupled)\s+with\W*$",
    re.IGNORECASE,
)
_REFER = re.compile(
    r"\b(?:refer|refers|referring|according|back|over|look|looking|jump|analogous|identical|"
    r"counterpart)\s+(?:\w+\s+)?(?:to|at)\W*$",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"(?<!on )\b(?:top|bottom|end|beginning|start|part|section|rest|that|those|ones?|comments?|docstrings?|body|lines?|"
    r"implementation|code|logic|behaviou?r|half|head|middle|semantics|exports|members|functions|types|calls|properties"
    r"|variables|constants|methods|classes)[`'\")]*\s+of\W*$",
    re.IGNORECASE,
)
# `handler.mouseDown of xterm.js`, `_RANGES of completer.py`
_NAME_OF = re.compile(
    r"(?:\w\.[A-Za-z_]\w+|\w_\w+|\b_\w+|[a-z][A-Z]\w*|\w\(\))[`'\"]*\s+of[\s`'\"*]*$"
)
_MOVED = re.compile(r"\bmoved\s+(?:[^\s.;:]+\s+){0,4}to\W*$", re.IGNORECASE)
_CHANGED_TOO = re.compile(r"\balso\s+(?:change|update|adjust|edit|fix|modify)\W*$", re.IGNORECASE)
_WHERE = re.compile(r"[\s`'\"*_)\]>,}]*is\s+where\b", re.IGNORECASE)
_AS_DOES = re.compile(r"[\s`'\"*_),}]*(?:does|do|did|already\s+does)\b", re.IGNORECASE)
_WHOLE_PREDICATES = word_set("""
    is are was were be has have had contains contain holds provides exports re-exports exists exist
    lives consists serves becomes became should must can could may might will would needs need
    file files script scripts module modules and or which that to as for if when so but because
    """)
# What something in the file will do; what the file as a whole will be, or hold, is none of it.
_WILL_DO = re.compile(
    r"""[\s`'"*_),}]*(?:will|would|may|might|can|could)(?:\s+(?:not|also|already|then|still|have))*
    \s+(?!not\b|also\b|already\b|then\b|still\b|have\b|be\b|been\b|become\b|contain\b|hold\b|exist\b
    |live\b|need\b|provide\b|serve\b|go\b|grow\b|move\b|stay\b|change\b)[a-z]""",
    re.VERBOSE,
)
_DOING = word_set("already also only never always doesn't didn't don't")
_HOLDING = word_set("has have contains contain holds provides exports")
_PARTS = word_set("""
    code logic rule rules implementation behavior behaviour function functions constant constants
    section definition definitions method methods class classes helper helpers type types path paths
    table tables check checks default defaults handling workaround
    """)
_IMPERATIVES = word_set("""
    add append apply build change check choose clone comment configure copy create declare define
    delete do download edit enable ensure export extend fill fix follow generate go implement import
    include inherit insert inspect install invoke keep launch load look make modify move open pass
    paste place put read register remove rename require replace restart review run save set specify start
    take test try uncomment update use verify write you
    """)
_A_FEW_WORDS = 60  # characters
_FIRST_WORD = re.compile(r"[^A-Za-z]*([A-Za-z]+)")


def is_about_a_part(sentence: Sentence, *, least_words: int, in_document: bool) -> bool:
    """Whether the sentence, of at least so many words beside the name, speaks of something in
    the file. Documents describe whole files and tell people what to do with them; what a comment
    says of another file is nearly always about a place in it."""
    said = f"{sentence.before} {sentence.after}"
    words = len(_WORD.findall(said)) + (0 if sentence.opens else least_words)
    if words < least_words or _LEGAL.search(said):
        return False
    if sentence.opens and _TESTS_OF.match(sentence.before):
        return False
    if in_document and _first_word(sentence.before) in _IMPERATIVES:
        return False
    if not in_document and _FOR_EXAMPLE.search(sentence.before):
        return True
    before = _governing(sentence.before)
    if before.rstrip(" `'\"*_").endswith("("):
        if _CALLED.search(before) or (in_document and _APPOSED.match(sentence.after)):
            return False
        return not (_LISTED.match(sentence.after) or _is_one_of_several(sentence))
    governor = _last_word(before)
    if before.endswith(",") and _is_acting(sentence, in_document=in_document):
        return True
    if governor:
        return _governs_a_part(governor, before, sentence, in_document=in_document)
    return _is_acting(sentence, in_document=in_document)


def _is_one_of_several(sentence: Sentence) -> bool:
    return bool(
        _COORDINATED.search(_BETWEEN.sub("", sentence.before)) or _COORDINATES.match(sentence.after)
    )


def _governing(before: str) -> str:
    """What stands before a name, without articles, marks, and other names it is listed with."""
    while True:
        cut = _BETWEEN.sub("", before)
        listed = _COORDINATED.search(cut)
        if listed is None:
            return cut
        before = cut[: listed.start()]


def _governs_a_part(governor: str, before: str, sentence: Sentence, *, in_document: bool) -> bool:
    earlier = _last_word(before[: before.lower().rfind(governor)])
    if earlier in _PARTICLES:
        earlier = _last_word(before[: before.lower().rfind(earlier)])
    if earlier.endswith("ly") and earlier not in _WHOLLY:  # generated automatically by
        earlier = _last_word(before[: before.lower().rfind(earlier)])
    earlier = earlier.rpartition("-")[2]  # auto-generated
    if governor in _POINTING or _REFER.search(before):
        return _points_somewhere(before, sentence, in_document=in_document)
    if governor in _IN:
        is_put = earlier in _PUT | _WHOLLY or _PUT_THERE.search(before)
        return not (is_put or _LIVING.search(before))
    if governor in _BY_OR_FROM:
        return earlier not in _TO_THE_WHOLE
    if governor in _DOUBLING:
        return True
    if governor in _COMPARING:
        return bool(_AS_DOES.match(sentence.after)) or (
            governor == "as" and _is_acting(sentence, in_document=in_document)
        )
    if governor in _ASKING:
        return bool(_NEXT_WORD.match(sentence.after))
    if governor in _JOINING:
        return _is_acting(sentence, in_document=in_document)
    if governor == "of" and not _DOUBLING.isdisjoint(before.lower().split()):
        return True
    return bool(
        _SYNC.search(before)
        or (_MOVED.search(before) and not _OF_A_WHOLE.search(before))
        or (not in_document and _CHANGED_TOO.search(before))
        or _PART_OF.search(before)
        or _NAME_OF.search(before)
        or _POSSESSIVE.match(sentence.after)
    )


def _points_somewhere(before: str, sentence: Sentence, *, in_document: bool) -> bool:
    """Whether «see X» says what to look for there: by itself, or, in a comment, by what it says
    before that."""
    if _AS_A_MODEL.match(sentence.after) or _EXAMPLES_IN.search(before):
        return False
    if len(_WORD.findall(_LAST_WORD.sub("", before))) > 2 or not _FOR_MORE.match(sentence.after):
        return True
    return not in_document and not sentence.opens


def _is_acting(sentence: Sentence, *, in_document: bool) -> bool:
    """Whether the name is the subject of what something in the file does."""
    if _POSSESSIVE.match(sentence.after):
        return True
    if _LISTED.match(sentence.after):
        return False
    after = _ADVERB.sub("", sentence.after)
    found = _NEXT_WORD.match(after)
    following = found[1].lower() if found else ""
    if following in _PARTS or _WHERE.match(sentence.after):
        return True
    if not in_document and not _PARTS.isdisjoint(_few_words(after)):
        return following in _HOLDING or following not in _WHOLE_PREDICATES
    if not in_document and _WILL_DO.match(sentence.after):
        return True
    if in_document or following in _WHOLE_PREDICATES:
        return False
    return following.endswith("s") or following in _DOING


def _few_words(text: str) -> list[str]:
    return [each.lower() for each in _WORD.findall(text[:_A_FEW_WORDS])[:5]]


def _first_word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found[1].lower() if found else ""


def _last_word(text: str) -> str:
    """The word at the end, '' where a mark stands in between."""
    found = _LAST_WORD.search(text)
    if found is None or re.search(r"[.;:!?–—)\]]", text[found.end(1) :]):
        return ""
    return found[1].lower()
