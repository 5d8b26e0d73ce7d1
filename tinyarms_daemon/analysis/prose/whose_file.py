"""Whose the file is that a sentence names, and whether it is said to be there."""

import re
import sys
from posixpath import basename, dirname, splitext

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.prose.file_mentions import FileMention, says_line
from tinyarms_daemon.analysis.prose.prose import Prose, ProseKind
from tinyarms_daemon.analysis.prose.sentences import Sentence

# `1.2.3    25 Nov 2002`: what follows tells what was changed for a version
_VERSION_LINE = re.compile(
    r"^\W*(?:version\s+)?v?\d+\.\d[\w.]*(?:\W+(?:\d{1,2}\W+\w{3,9}\W+\d{4}|\d{4}-\d\d-\d\d))?\W*$",
    re.IGNORECASE,
)
_AS_AN_EXAMPLE = re.compile(
    r"(?:\be\.g\.|\b(?:examples?|instance|such as|like|new file))[,:]?[\s`'\"*_(]*$", re.IGNORECASE
)
_FOREIGN = re.compile(
    r"\b(?:upstream|ported|port of|original(?:ly)?|taken from|adapted|copied|vendored|backport\w*"
    r"|borrowed|repo(?:sitory)?|project'?s|source of|sources? code|kernel|stdlib|standard library"
    r"|https?|github|cpython|linux|chromium|v8|node\.js|qmail)\b",
    re.IGNORECASE,
)
# `dataclasses.py in Python 3.13`: a module of the language's own, or of what has a name.
_OF_OTHERS = re.compile(
    r"[\s`'\"*_]*(?:(?:in|of|from)\s+(?:the\s+)?(?:c?python|node|stdlib|standard library)\b"
    r"|(?:of|from)\s+(?-i:(?:[A-Z][a-z]+){2,})\b)",
    re.IGNORECASE,
)
# `PTT's parser.py`
_OF_SOMEBODY = re.compile(
    r"\b(?:(?!(?:It|That|There|Here|What|Let)\b)[A-Z]\w+|python|node)['’]s[\s`'\"*_]*$"
)
# Headers of C, of its systems and of autoconf: a bare name means those, whatever else is called so.
_SYSTEM_HEADERS = word_set("""
    assert.h complex.h config.h ctype.h dirent.h dlfcn.h errno.h fcntl.h fenv.h float.h inttypes.h
    iso646.h limits.h locale.h math.h netdb.h poll.h pthread.h pwd.h sched.h setjmp.h signal.h
    socket.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h
    stdnoreturn.h string.h strings.h syslog.h termios.h tgmath.h threads.h time.h types.h uchar.h
    unistd.h wchar.h wctype.h windows.h winsock.h winsock2.h
    """)
_OF_SYSTEMS = word_set(".h .hpp .hh .c .cc .cpp")  # what those name is anywhere
_SYSTEM_FOLDER = re.compile(r"(?:linux|sys|net|netinet|arpa|asm|bits|uapi)/[\w/-]+\.h")
# What follows leads to a file that is there.
_POINTER = re.compile(
    r"\b(?:see(?:\s+also)?|cf\.?(?:\s+also)?|refer to|mirrors"
    r"|(?:defined|implemented|declared|described|explained)\s(?:in|at|by)"
    r"|(?:function|method|class|constant|comment|notes?)s?[`'\"]*\s(?:in|from))[\s`'\"(:]*$",
    re.IGNORECASE,
)
# What was there once, and is spoken of as such.
_PAST = r"was|were|old|former\w*|previous\w*|removed|deleted|no\ longer|used\ to"
_OF_THE_PAST = re.compile(rf"\b(?:{_PAST}|todo|fixme)\b", re.IGNORECASE | re.VERBOSE)
# What need not be there: that as well, what a program writes, or may be there one day.
_NOT_SAID_TO_BE_THERE = re.compile(
    rf"""\b(?:new|creat\w+|generat\w+|buil[dt]s?|compiled?|outputs?|writes?|written|saved?|downloads?
    |install\w*|temporary|optional|e\.g|examples?|such\ as|like|if|when|whether|would|could|may
    |might|your|users?|one\ day|todo|fixme|{_PAST})\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME_OF_ANYTHING = re.compile(
    r"(?:my|your|some|new|example|sample|specific|custom|_*version)[\w.-]*\.\w+", re.IGNORECASE
)
# Files that a kind of project has under this very name: a document means those of its readers.
_CONVENTIONAL = re.compile(
    r"""^(?: __(?:init|main)__\.py | _version\.py | conf(?:test)?\.py | setup\.py | manage\.py
    | noxfile\.py | fabfile\.py | tasks\.py | settings\.py | models\.py | views\.py | urls\.py
    | admin\.py | apps\.py | forms\.py | tests?\.py | wsgi\.py | asgi\.py | index\.\w+ | mod\.rs
    | lib\.rs | main\.rs | main\.go | build\.rs | doc\.go
    | [\w.-]*rc\.[cm]?js | [Gg](?:ulp|runt)file\.js
    | (?:next|vite)-env\.d\.ts | [45]0\d\.html )$""",
    re.VERBOSE,
)
_READER = re.compile(r"\byou(?:r|['’]re)?\b", re.IGNORECASE)
_CONFIGURATION = re.compile(r"[.-]config\.\w+$")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|inside|from|by|see|at|of|with|per)(?:\s+the)?[\s`'\"*_(]*$", re.IGNORECASE
)
_OF_ANYBODY = re.compile(
    r"\b(?:your(?:\s+own)?|users?['’]s?|an?(?:\s+[a-z]+)?|any|each|every|some|no|than one|django)"
    r"(?:[\s`'\"*_]|:\w+:)*$",
    re.IGNORECASE,
)
_OTHERS_BY_NAME = re.compile(r"[\s`'\"*_]*(?:files|modules|library|framework)\b", re.IGNORECASE)
_MADE_UP = re.compile(r"(?:foo|bar|baz|spam|eggs|ham|qux)\d?\.\w+")
_SCRIPT = re.compile(r"(?P<stem>[\w-]+(?:\.[\w-]+)*?)(?:\.d)?\.[cm]?[jt]sx?")
_TYPED = re.compile(r"(?<!\.d)\.[cm]?tsx?$")
_LONGEST_PARAGRAPH = 4_000  # characters


def leads_to_a_file(sentence: Sentence) -> bool:
    """Whether what stands before a name says that the file is there: `see`, `defined in`."""
    return _POINTER.search(sentence.before) is not None


def is_conventional(name: str) -> bool:
    """Whether a kind of project has a file of this name."""
    return _CONVENTIONAL.match(name) is not None


def is_ours(prose: Prose, mention: FileMention, sentence: Sentence) -> bool:
    """Whether a file is spoken of as one of this repository: a path that climbs can mean no
    other, and a bare name in a document may be one of its reader's."""
    return _may_be_ours(prose, mention, sentence) and (
        mention.path.startswith("../") or not is_foreign(sentence)
    )


def _may_be_ours(prose: Prose, mention: FileMention, sentence: Sentence) -> bool:
    """Whether a file is spoken of that may be one of this repository, or was copied from one."""
    return (
        (prose.kind is ProseKind.COMMENT or mention.has_folder)
        and re.search(r"[A-Za-z]", f"{sentence.before} {sentence.after}") is not None
        and not _MADE_UP.fullmatch(mention.name)
        and not _NAME_OF_ANYTHING.fullmatch(mention.name)
        and not _AS_AN_EXAMPLE.search(sentence.before)
        and not mention.path.startswith("/")
        and not _SYSTEM_FOLDER.fullmatch(mention.path)
    )


def is_wrong_if_it_went(prose: Prose, mention: FileMention, sentence: Sentence) -> bool:
    """Whether a file is spoken of in a way that is wrong if it was there when that was written and
    is gone now: not as of one that was there once, nor by a name that files come and go by."""
    return (
        _may_be_ours(prose, mention, sentence)
        and not _OF_THE_PAST.search(f"{sentence.before} {sentence.after}")
        and (mention.has_folder or not _CONVENTIONAL.match(mention.name))
    )


def is_said_to_be_there(prose: Prose, mention: FileMention, sentence: Sentence, path: str) -> bool:
    """Whether a comment speaks of a file as of one that is there: with its folder, or where it
    leads to a file of its own language. What documents name may be of their reader's."""
    leads = leads_to_a_file(sentence)
    return (
        prose.kind is ProseKind.COMMENT
        and (leads or not _NOT_SAID_TO_BE_THERE.search(f"{sentence.before} {sentence.after}"))
        and (dirname(mention.path).strip("./") != "" or (leads and _is_of_its_kind(mention, path)))
        and is_ours(prose, mention, sentence)
    )


def _is_of_its_kind(mention: FileMention, path: str) -> bool:
    """Whether a name is that of a file in the language of another that no convention, system or
    compiler puts there."""
    said, own = (splitext(each)[1].removesuffix("x") for each in (mention.name, path))
    is_alike = said == own or {said[-2:], own[-2:]} <= {"js", "ts"}
    return is_alike and not (
        said in _OF_SYSTEMS
        or "." in splitext(mention.name)[0]
        or splitext(mention.name)[0] in sys.stdlib_module_names
        or _CONVENTIONAL.match(mention.name)
        or _CONFIGURATION.search(mention.name)
    )


def is_source_of(mention: FileMention, path: str) -> bool:
    """Whether a file is what this one was compiled from: `useHook.ts` in `useHook.d.ts`."""
    said, own = _SCRIPT.fullmatch(mention.path), _SCRIPT.fullmatch(basename(path))
    is_alike = said is not None and own is not None and said["stem"] == own["stem"]
    return is_alike and not (_TYPED.search(mention.path) and _TYPED.search(path))


def is_no_convention(prose: Prose, mention: FileMention, sentence: Sentence) -> bool:
    """Whether a file without a line is spoken of, and none that anybody has under this name."""
    if (
        prose.kind in (ProseKind.HEADING, ProseKind.CELL)
        or says_line(prose, mention)
        or _tells_a_version(prose, mention)
        or _OF_ANYBODY.search(sentence.before)
        or _OTHERS_BY_NAME.match(sentence.after)
    ):
        return False
    in_document = prose.kind is not ProseKind.COMMENT
    is_conventional = _CONVENTIONAL.match(mention.name) is not None
    if in_document:
        is_theirs = not mention.has_folder or _READER.search(sentence.before)
        if is_theirs and (is_conventional or _CONFIGURATION.search(mention.name)):
            return False
    elif is_conventional and not (
        (dirname(mention.path).strip("./") and not mention.name.endswith(".html"))
        or _PLACE_BEFORE.search(sentence.before)
    ):
        return False
    return mention.has_folder or not (
        _MADE_UP.fullmatch(mention.name)
        or mention.name in _SYSTEM_HEADERS
        or _is_copied_module(mention, sentence)
        or _OF_SOMEBODY.search(sentence.before)
        or _OF_OTHERS.match(sentence.after)
    )


def _tells_a_version(prose: Prose, mention: FileMention) -> bool:
    """Whether the paragraph begins with a version, as those of a history in a comment do."""
    start = mention.span[0]
    above = prose.text[max(0, start - _LONGEST_PARAGRAPH) : start].split("\n")[:-1]
    for line in reversed(above):
        if not line.strip(" \t*#/"):
            return False
        if _VERSION_LINE.match(line):
            return True
    return False


def _is_copied_module(mention: FileMention, sentence: Sentence) -> bool:
    """`copied from code.py`, which is a module of Python's own as well"""
    stem, _, suffix = mention.name.rpartition(".")
    return suffix == "py" and stem in sys.stdlib_module_names and is_foreign(sentence)


def is_foreign(sentence: Sentence) -> bool:
    """Whether a sentence speaks of another project."""
    return bool(_FOREIGN.search(f"{sentence.before} {sentence.after}"))
