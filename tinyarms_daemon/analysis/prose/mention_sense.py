"""Whether a sentence that names a file speaks of what stands in it, or of the file as a whole.

What a sentence says of a file stands on some line of it, unless it only says that the file is
there: that one runs, loads, creates or tests it, what it was made by, or what it is. The word that
governs the name tells these apart.
"""

import re

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.prose.sentences import Sentence

# What may stand between the governing word and the name.
_BETWEEN = re.compile(
    r"""(?:\s|[`'"*_<\[]|\b(?:the|an?|this|our)\s+(?:[\w-]+\s+){1,2}(?:file|script|executable)\s+|,\s*e\.g\.,|\b[\w.-]+['’]s\b|(?<=\bin):(?=\s*\n)|(?<=\bby):|:\w+:|\{@\w+\s|\b[A-Z]\{|\b(?:the|a|an|this|our|your|its|their|e\.g\.|also|both|file|files
    |module|script|source|header|component|class|existing|same|original|main|new|old|local|shared
    |generated|legacy|corresponding|respective|sibling|parent|base|python|native|line)\b)*$""",
    re.IGNORECASE | re.VERBOSE,
)
_COORDINATED = re.compile(
    r"(?:[`'\"*]*[\w./@-]+\.\w{1,4}[`'\"*]*|\b[\w.]+(?:\(\))?[`'\"*]*\s+(?:function|method|class|type)s?)"
    r"\s*(?:\([^()]{1,40}\)\s*)?(?:,|,?\s*(?:\b(?:and|or|as well as)\b|[/&]))\s*[`'\"*]*$",
    re.IGNORECASE,
)
_COORDINATES = re.compile(
    r"[`'\"*]*\s*(?:,|,?\s*(?:\b(?:and|or)\b|[/&]))\s*[`'\"*]*[\w./@-]+\.\w{1,4}\b", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_ADVERB = re.compile(r"^[\s`'\"*_)\]>,}]*(?:[a-z]+ly|\([a-z]+ly\))(?=\s)")
_NEXT_WORD = re.compile(r"[\s`'\"*_)\]>,}]*([A-Za-z][\w'-]*)")
_GOING_ON = re.compile(r"[\s`'\"*_)\]>}]*[A-Za-z]")
_LAST_WORD = re.compile(r"([A-Za-z][\w'-]*)\W*$")
_LISTED = re.compile(r"[\s`'\"*_)\]]*(?:[:–—=|(]|->?\s|→|-{2,})")
_NAMES_A_CALL = re.compile(r"[`'\"*]*:\s+[`'\"*]*[\w.]+\(\)")  # cart.py: total() rounds it
_APPOSED = re.compile(r"[`'\"*_]*,\s")  # the build (`browser.js`, which is smaller)
_POSSESSIVE = re.compile(r"[`'\"*_]*(?:\s+(?:module|file|script))?['’]s\b")
_LEGAL = re.compile(
    r"\bcopyright\b|\blicen[sc]ed?\b|\bSPDX\b|\ball rights reserved\b|\(c\)", re.IGNORECASE
)
# Tells people to leave this file alone, since it is written from another.
_GENERATED = re.compile(
    r"\bgenerated\b.*\b(?:edit|update|change|modify)\b|\bdo not (?:edit|modify)\b",
    re.IGNORECASE | re.DOTALL,
)
# What an example is a pattern for, or a manual, as a whole.
_AS_A_MODEL = re.compile(
    r"[\s`'\"*_})]*(?:[\w-]+\s+){0,6}(?:for|as)\s+(?:[\w-]+\s+){0,3}"
    r"(?:examples?|usage|documentation|docs|instructions|reference|list|licen[sc]e|demos?)\b"
    r"(?!\s+[a-z]+s\b)",
    re.IGNORECASE,
)
_EXAMPLES_IN = re.compile(r"\bfor\s+(?:[\w-]+\s+){0,6}examples?,?\s+see\W*$", re.IGNORECASE)
_FOR_EXAMPLE = re.compile(
    r"[,(]\s*(?:for (?:example|instance)|e\.g\.),?[\s`'\"*_]*$", re.IGNORECASE
)
_SPECIMEN = re.compile(r"examples?|samples?|demos?|tutorials?|recipes?", re.IGNORECASE)

_POINTING = word_set("see cf check consult read compare inspect study")
_WHOLLY = word_set("nothing anything everything all none anywhere everywhere elsewhere only")
_IN = word_set("in inside within throughout into at")
_FROM = word_set("by from on with using after around")
_PREPOSITIONS = _IN | _FROM | word_set("of to for per")
_PARTICLES = word_set("out off over")  # split out from
# A clause begins, of which the name is the subject.
_SUBJECT = re.compile(r"\W*(?:the|this|our)\s+[\w-]+\s*", re.IGNORECASE)
_COMPARING = word_set("as like unlike than")
_SUCH_FILES = re.compile(r"\b(?:files?|modules?|scripts?)\s+like\W*$", re.IGNORECASE)
_THE_SAME = re.compile(r"\bsame\s+(?:[\w-]+\s+){1,4}as\W*$", re.IGNORECASE)
_JOINING = word_set("because since while that when but so if then and which that")
# What it is, or holds.
_BEING = word_set("""
    is are was were be being been contains contain holds consists exists exist
    """)
# What becomes of a file as a whole.
_BECOMING = re.compile(
    r"""[\s`'"*_),}]*(?:will|would|shall|should|must|may|might|can|could)(?:\s+(?:not|also|then|still|always|never))*
    \s+(?:be|become|exist|live|go|move|stay|change|grow|hold|contain|run|work|import)\b
    |[\s`'"*_),}]*(?:has|have|had)\s+been\b
    |[\s`'"*_),}]*(?:runs?|works?)(?=\W*$|\s+(?:and|or|before|after|first|when|without)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# The rest of the subject: `wrapper.py script`, `wrapper.py and its.py`.
_KIND = re.compile(
    r"^(?:[`'\"*_]*\s+(?:script|module|file|program|header|component|class)\b"
    r"|[`'\"*]*\s*,?\s*\b(?:and|or)\s+[`'\"*]*[\w./@-]+\.\w{1,4}\b)",
    re.IGNORECASE,
)
_WHERE = re.compile(r"[\s`'\"*_)\]>,}]*is\s+where\b", re.IGNORECASE)
# What is done with a file as a whole, by hand or in a command.
_WITH_THE_WHOLE = word_set("""
    run runs ran running rerun execute executes executed executing launch launches launching start
    starts starting invoke invokes invoking call calls calling import imports importing require
    requires requiring include includes including load loads loading need needs needing install
    installs source sources build builds building compile compiles compiling create creates creating
    generate generates generating produce produces write writes writing save copy copies copying
    move moves moving delete deletes deleting remove removes removing rename renames renaming
    download downloads named called test tests testing cover covers covering wrap wraps wrapping
    open opens opening use uses export exports re-export re-exports python python3 node bash sh
    npx tsx deno bun think find finds make makes making made
    serve serves serving print prints printing transform transforms transforming ignore ignores
    """)
# `python -m`, `> table.py`, `run all of them using`
_COMMAND = re.compile(
    r"(?:^|\s)-{1,2}\w[\w-]*\s*$|\b(?:python3?|node|pytest)\s+$|[>|]\s*$|\brun\b[^.;]*\susing[\s`'\"]*$"
)
# What it was made by, from or after.
_MADE_OF = word_set("""
    generated autogenerated regenerated created produced built compiled written emitted bundled
    imported import importing imports exported export exports re-exported reexported reexport loaded
    included required requires run ran executed launched started invoked wrapped replaced superseded
    covered tested extracted split renamed load loads loading include includes inherited extended
    sourced installed forked adapted derived based modeled modelled patterned inspired
    depends depend depending wrapper wrappers wrapped
    """)
_MADE_IN = word_set("""
    be being create created creating save saved saving write written include included imported
    """)
# What shall go into it one day, and what it is written with.
_TO_DO = re.compile(
    r"""(?:\b(?:todo|fixme|xxx)(?:\([^()]*\))?\W+|^\W*)(?:make|move|create|define|implement)\s
    (?:[^\s.]+\s+){0,8}(?:in|into|to)\W*$
    |\b(?:move|moving|merge)\s(?:[^\s.;]+\s+){0,4}(?:in)?to\W*$
    |\b(?:writ(?:e|es|ing|ten)|sav(?:e|es|ed|ing)|outputs?|dump(?:s|ed)?)\s[^.;]*\b(?:in)?to\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_VERSION_OF = re.compile(
    r"\b(?:version|variant|copy|port|fork|clone|inclusion|on top|instead)\s+of\W*$", re.IGNORECASE
)
# `Tests for the parser in parser.py`: the title of what tests the whole.
_TESTS_OF = re.compile(
    r"""^(?:[\W_]*[\w.]+\.\w{1,4}\s*(?:-+|–|—|:))?[\W_]*(?:[\w-]+\s+){0,2}?
    (?:tests?\s+(?:[\w-]+\s+){0,2}?(?:for|of)\b|test\s+(?:the|module)\b|checks?\W*$|end\s+of\W*$)
    |\btests?(?:\s+(?:cases?|suites?|modules?|helpers?))?\s+(?:for|of)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
# `- Layout: src/Layout.tsx`: an entry of a list of files.
_LABEL = re.compile(
    r"\W*(?!see\b)(?:[\w-]+\s+){0,3}(?!in\b|also\b)[\w-]+:[\s`'\"*_]*", re.IGNORECASE
)
_ITS_TESTS = re.compile(r"\W*(?:[a-z]+\s+)?tests?\W*", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|can|must|should|will)\b", re.IGNORECASE)
_THERE = re.compile(r"\b(?:is|are|live|lives)\s+in\W*$", re.IGNORECASE)
_LONGEST_TITLE = 3  # words before the name
_TITLING = word_set("for of between")
_SERVING = word_set("used needed required called")  # no title: used as a token for
# Files by what they are: `the shared tests (test_all.py)`.
_CALLED = re.compile(
    r"\b(?:tests?|suites?|scripts?|modules?|files?|programs?|executables?|pages?)\s*\([\W_]*$",
    re.IGNORECASE,
)
_REFER = re.compile(
    r"\b(?:refer|refers|referring|according|back|over|look|looking|jump|analogous|identical|"
    r"counterpart)\s+(?:\w+\s+)?(?:to|at)\W*$",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"(?<!on )\b(?:top|bottom|end|beginning|start|part|section|rest|that|those|ones?|comments?"
    r"|docstrings?|body|lines?|implementation|code|logic|behaviou?r|half|head|middle|semantics"
    r"|exports|members|functions|types|calls|properties|variables|constants|methods|classes)"
    r"[`'\")]*\s+of\W*$",
    re.IGNORECASE,
)
# `handler.mouseDown of xterm.js`, `_RANGES of completer.py`
_NAME_OF = re.compile(
    r"(?:\w\.[A-Za-z_]\w+|\w_\w+|\b_\w+|[a-z][A-Z]\w*|\w\(\))[`'\"]*\s+of[\s`'\"*]*$"
)


def needs_a_line(sentence: Sentence, named: str, *, least_words: int, in_document: bool) -> bool:
    """Whether the sentence, of at least so many words beside the name, says more of the file
    than that it is there, is run or loaded, or came to be."""
    said = f"{sentence.before} {sentence.after}"
    words = len(_WORD.findall(said)) + (0 if sentence.opens else least_words)
    if (
        words < least_words
        or not _WORD.search(said)
        or _is_title(sentence, in_document=in_document)
    ):
        return False
    if _LEGAL.search(said) or _GENERATED.search(said) or is_of_a_command(sentence):
        return False
    if _FOR_EXAMPLE.search(sentence.before):
        return not in_document
    before = _governing(sentence.before)
    if before.rstrip(" `'\"*_").endswith("("):
        if _CALLED.search(before) or (in_document and _APPOSED.match(sentence.after)):
            return False
        return not (_LISTED.match(sentence.after) or _is_one_of_several(sentence))
    if _POSSESSIVE.match(sentence.after):
        return True
    governor = _last_word(before)
    if not governor or before.endswith(",") or _SUBJECT.fullmatch(before) or governor in _JOINING:
        is_listed = _LISTED.match(_ADVERB.sub("", sentence.after))
        is_entry = is_listed and not _NAMES_A_CALL.match(sentence.after)
        return not (_says_what_it_is(sentence) or is_entry)
    if governor in _COMPARING and not _THE_SAME.search(before):
        is_alike = _GOING_ON.match(sentence.after) and not _SUCH_FILES.search(before)
        return bool(is_alike)
    if governor in _POINTING or _REFER.search(before):
        is_model = _AS_A_MODEL.match(sentence.after) or _EXAMPLES_IN.search(before)
        return not (is_model and _SPECIMEN.search(named))
    if governor not in _PREPOSITIONS and _says_what_it_is(sentence):
        return False
    return not _is_of_the_whole(governor, before)


def is_of_a_command(sentence: Sentence) -> bool:
    """Whether the words before a name are those of a command line."""
    return bool(_COMMAND.search(sentence.before))


def _is_title(sentence: Sentence, *, in_document: bool) -> bool:
    """`Tests for parser.py`, `parser.py: the grammar`: the title of a file, or of an entry."""
    before, after = sentence.before, sentence.after
    if in_document and sentence.opens and _LABEL.fullmatch(before) and not _WORD.search(after):
        return True
    if not _WORD.search(before):
        return sentence.opens and bool(_LISTED.match(after) or _ITS_TESTS.fullmatch(after))
    if sentence.opens and _TESTS_OF.search(before):
        return not _THERE.search(before)
    if _VERB.search(before) or _PART_OF.search(before) or _NAME_OF.search(before):
        return False
    words = _WORD.findall(_governing(before)) or [""]
    is_alone = not _WORD.search(_COORDINATES.sub("", after, count=1))
    is_titled = is_alone and words[-1].lower() in _TITLING
    return is_titled and len(words) <= _LONGEST_TITLE and words[0].lower() not in _SERVING


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


def _is_of_the_whole(governor: str, before: str) -> bool:
    """Whether the words before a name tell what is done with the whole file."""
    if governor in _WITH_THE_WHOLE | _BEING:
        return True
    earlier = _earlier_word(governor, before)
    if governor in _FROM:
        return earlier in _MADE_OF
    if governor in _IN:
        return earlier in _MADE_IN | _WHOLLY or bool(_TO_DO.search(before))
    if governor == "of":
        return bool(_VERSION_OF.search(before))
    return governor == "to" and bool(_TO_DO.search(before))


def _earlier_word(governor: str, before: str) -> str:
    """The word before the governing one: `split` in `split out from`."""
    earlier = _last_word(before[: before.lower().rfind(governor)])
    if earlier in _PARTICLES:
        earlier = _last_word(before[: before.lower().rfind(earlier)])
    if earlier.endswith("ly") and earlier not in _WHOLLY:  # generated automatically by
        earlier = _last_word(before[: before.lower().rfind(earlier)])
    return earlier.rpartition("-")[2]  # auto-generated


def _says_what_it_is(sentence: Sentence) -> bool:
    """Whether the name is the subject of what the file as a whole is, or becomes."""
    after = _ADVERB.sub("", _KIND.sub("", sentence.after))
    found = _NEXT_WORD.match(after)
    if found is not None and found[1].lower() in _BEING:
        return not _WHERE.match(sentence.after)
    return _BECOMING.match(sentence.after) is not None


def _last_word(text: str) -> str:
    """The word at the end, '' where a mark stands in between."""
    found = _LAST_WORD.search(text)
    if found is None or re.search(r"[.;:!?–—)\]]", text[found.end(1) :]):
        return ""
    return found[1].lower()
