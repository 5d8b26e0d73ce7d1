"""What a prose says of other files: references with a line, and mentions that lack one."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import basename, dirname, splitext

from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.prose.file_mentions import (
    FileMention,
    mention_at,
    mentions_in,
    says_line,
)
from tinyarms_daemon.analysis.prose.mention_sense import Sense, is_of_a_command, sense_of
from tinyarms_daemon.analysis.prose.open_sense import only_points
from tinyarms_daemon.analysis.prose.prose import Prose, ProseKind
from tinyarms_daemon.analysis.prose.sentences import Sentence, is_running_text, sentence_around
from tinyarms_daemon.analysis.prose.words_around import governing
from tinyarms_daemon.analysis.syntax_tree import Span

_CHRONICLE = re.compile(
    r"(?:^|[/_.-])(?:change[-_]?log|changes|history|transcripts?|news|releases?|rel(?:ease)?[-_]?notes|whats[-_]?new"
    r"|upgrad\w*|migrat\w*|licen[sc]es?|copying|notice|authors|contributors|credits"
    r"|third[-_]?party\w*|code[-_]of[-_]conduct)(?:[/_.-]|$)"
    r"|^v?\d+(?:\.\d+)+\.(?:md|markdown|mdx|rst|txt)$",
    re.IGNORECASE,
)
_RELEASE_FOLDER = re.compile(r"(?:change[-_]?logs?|rel(?:ease)?[-_]?notes)$", re.IGNORECASE)
_CHRONICLE_HEADING = re.compile(
    r"^\W*(?:version\s+)?v?\d+\.\d+|\bchange\s?log\b|\brelease notes\b|\bunreleased\b|\bhistory\b"
    r"|\blicen[sc](?:e|es|ing)\b",
    re.IGNORECASE,
)
# `1.2.3    25 Nov 2002`: what follows tells what was changed for a version
_VERSION_LINE = re.compile(
    r"^\W*(?:version\s+)?v?\d+\.\d[\w.]*(?:\W+(?:\d{1,2}\W+\w{3,9}\W+\d{4}|\d{4}-\d\d-\d\d))?\W*$",
    re.IGNORECASE,
)
_STACK = re.compile(r"[\w$>]\($|\bat\s+[\w.$<>]*\s*\($")
_REPORTED = re.compile(
    r"[\s`'\"]*:\s*(?:\w+\s)?(?:error|warning|note|info|fatal|E\d|W\d|F\d|\w+Error)", re.IGNORECASE
)
_EXAMPLE = re.compile(
    r"\b(?:e\.g|example|such as|format|output|prints?|shows?|reports?|looks? like|traceback"
    r"|stack|log(?:ged|s)?|error message|placeholder)\b|\b(?:like|syntax|form)\W*$",
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
_OF_EVERY_FOLDER = re.compile(r"__(?:init|main)__\.pyi?|index\.\w+")  # a kind of file, if bare
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
_SCRIPT = re.compile(r"(?P<stem>[\w-]+(?:\.[\w-]+)*?)(?:\.d)?\.[cm]?[jt]sx?")
_TYPED = re.compile(r"(?<!\.d)\.[cm]?tsx?$")
_MOST_MENTIONS = 200  # in one text; one that names more is a list
_LONGEST_PARAGRAPH = 4_000  # characters
_CODE = re.compile(r"(?<!`)(?P<marks>`{1,3})(?!`)(?P<code>[^`\n]+)(?P=marks)(?!`)")
_ADDRESS = re.compile(r"https?://[^\s<>()#?`'\"]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """A file that is named at `span` of the file's text.

    With a `line` it is a reference that can be checked; `is_pointer` is set where nothing but a
    file of this repository can be meant. Without one it is a mention that lacks a line. `names`
    are identifiers of the same sentence, the nearest first; `defined` is the one that is said to
    stand at the line, `stands` the one that is said to stand in the file. `is_ours` tells of a
    mention that means a file of this repository if any is like it, `is_said_to_be_there` of one
    that is wrong if the file is not, `is_wrong_if_it_went` of one that is wrong if the file was and
    is no more, `sense` what a mention speaks of: of the file as a whole, it lacks no line.
    """

    mention: FileMention
    span: Span
    names: tuple[str, ...]
    is_pointer: bool
    defined: str | None = None
    stands: str | None = None
    is_ours: bool = False
    is_said_to_be_there: bool = False
    is_wrong_if_it_went: bool = False
    sense: Sense = Sense.PART

    @property
    def line(self) -> int | None:
        """The last line it names; None for a mention without one."""
        return self.mention.last_line or self.mention.line


def is_chronicle(path: str) -> bool:
    """Whether a file tells what was, or what the law is: changelogs, licences, lists of people."""
    return bool(_CHRONICLE.search(basename(path)) or _RELEASE_FOLDER.search(dirname(path)))


def is_conventional(name: str) -> bool:
    """Whether a kind of project has a file of this name."""
    return _CONVENTIONAL.match(name) is not None


def references_in(
    proses: Iterable[Prose], path: str, *, least_words: int, most_files: int
) -> Iterator[Reference]:
    """What the prose of a file says of other files, each once in a sentence; one that names
    more than `most_files` lists them."""
    for prose in proses:
        if not any(_CHRONICLE_HEADING.search(heading) for heading in prose.headings):
            yield from _of_links(prose)
            yield from _of_text(prose, path, least_words, most_files)


def _of_links(prose: Prose) -> Iterator[Reference]:
    """The files and lines that links lead to."""
    for link in prose.links:
        mention = mention_at(link.target)
        if mention is not None and mention.symbol is None and link.target_places is not None:
            whole = Sense.PART if mention.line is not None else Sense.WHOLE
            yield Reference(
                mention,
                link.target_places,
                (),
                is_pointer=True,
                is_ours=True,
                is_wrong_if_it_went=True,
                sense=whole,
            )


def _of_text(prose: Prose, path: str, least_words: int, most_files: int) -> Iterator[Reference]:
    mentions = [each for each in mentions_in(prose) if not _is_linked(prose, each.span)]
    if len(mentions) > _MOST_MENTIONS:
        return
    with_line = {each.path for each in mentions if each.line is not None}
    told: set[tuple[str, int]] = set()  # each once in a sentence
    code = _spans_of_code(prose)
    for mention in mentions:
        if (
            mention.path == basename(path)
            or _is_source_of(mention, path)
            or _is_of_an_address(prose, mention)
            or not is_running_text(prose, mention.span)
            or _in_longer_code(prose, code, mention.span)
        ):
            continue
        sentence = sentence_around(prose, mention.span)
        sense = Sense.PART
        if mention.line is not None:
            is_wanted = not _is_output(mention, sentence)
        elif mention.symbol is not None:
            is_wanted = not is_of_a_command(sentence)
            is_code = re.search("::|#", prose.text[slice(*mention.span)])
            sense = Sense.PART if is_code else Sense.NAMED  # `client.ts:http` may be of a port
        else:
            said = mention.path, mention.span[0] - len(sentence.before)
            sense = _sense(prose, mention, sentence, mentions, least_words, most_files)
            if sense is Sense.PART and _OF_EVERY_FOLDER.fullmatch(mention.path):
                sense = Sense.NAMED
            is_wanted = (
                mention.path not in with_line
                and said not in told
                and _is_no_convention(prose, mention, sentence)
                and (
                    sense is not Sense.WHOLE
                    or _standing(prose, sentence) is not None
                    or _is_ours(prose, mention, sentence)
                )
            )
            told |= {said} if is_wanted else set()
        if is_wanted:
            yield Reference(
                mention,
                prose.span_in_file(mention.span),
                _names(prose, mention, sentence),
                is_pointer=bool(_POINTER.search(sentence.before)) and not _is_foreign(sentence),
                defined=_defined(sentence),
                stands=_standing(prose, sentence),
                is_ours=_is_ours(prose, mention, sentence),
                is_said_to_be_there=_is_said_to_be_there(prose, mention, sentence, path),
                is_wrong_if_it_went=_is_wrong_if_it_went(prose, mention, sentence),
                sense=sense,
            )


def _is_ours(prose: Prose, mention: FileMention, sentence: Sentence) -> bool:
    """Whether a file is spoken of as one of this repository: a path that climbs can mean no
    other, and a bare name in a document may be one of its reader's."""
    return _may_be_ours(prose, mention, sentence) and (
        mention.path.startswith("../") or not _is_foreign(sentence)
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


def _is_wrong_if_it_went(prose: Prose, mention: FileMention, sentence: Sentence) -> bool:
    """Whether a file is spoken of in a way that is wrong if it was there when that was written and
    is gone now: not as of one that was there once, nor by a name that files come and go by."""
    return (
        _may_be_ours(prose, mention, sentence)
        and not _OF_THE_PAST.search(f"{sentence.before} {sentence.after}")
        and (mention.has_folder or not _CONVENTIONAL.match(mention.name))
    )


def _is_said_to_be_there(prose: Prose, mention: FileMention, sentence: Sentence, path: str) -> bool:
    """Whether a comment speaks of a file as of one that is there: with its folder, or where it
    leads to a file of its own language. What documents name may be of their reader's."""
    leads = _POINTER.search(sentence.before) is not None
    return (
        prose.kind is ProseKind.COMMENT
        and (leads or not _NOT_SAID_TO_BE_THERE.search(f"{sentence.before} {sentence.after}"))
        and (dirname(mention.path).strip("./") != "" or (leads and _is_of_its_kind(mention, path)))
        and _is_ours(prose, mention, sentence)
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


def _is_source_of(mention: FileMention, path: str) -> bool:
    """Whether a file is what this one was compiled from: `useHook.ts` in `useHook.d.ts`."""
    said, own = _SCRIPT.fullmatch(mention.path), _SCRIPT.fullmatch(basename(path))
    is_alike = said is not None and own is not None and said["stem"] == own["stem"]
    return is_alike and not (_TYPED.search(mention.path) and _TYPED.search(path))


def _is_of_an_address(prose: Prose, mention: FileMention) -> bool:
    """Whether the same prose gives a file of this path an address elsewhere, or it goes on with
    one."""
    goes_on = prose.text[: mention.span[0]].rstrip(" \t#*\n").endswith("/")
    return "://" in prose.text and (
        goes_on or any(each.endswith(f"/{mention.path}") for each in _ADDRESS.findall(prose.text))
    )


def _is_no_convention(prose: Prose, mention: FileMention, sentence: Sentence) -> bool:
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


def _sense(
    prose: Prose,
    mention: FileMention,
    sentence: Sentence,
    mentions: Iterable[FileMention],
    least_words: int,
    most_files: int,
) -> Sense:
    start, end = _remark_around(mention, sentence)
    beside = {each.path for each in mentions if start <= each.span[0] < end}
    if len(beside) > most_files:
        return Sense.WHOLE
    return sense_of(
        sentence,
        mention.path,
        least_words=least_words,
        in_document=prose.kind is not ProseKind.COMMENT,
        heads_file=prose.heads_file,
    )


def _remark_around(mention: FileMention, sentence: Sentence) -> Span:
    """The brackets that a mention stands in with other words, or else its sentence."""
    opened = sentence.before.rfind("(")
    closed = sentence.after.find(")")
    within = sentence.before[opened:] + sentence.after[: max(closed, 0)]
    if opened > sentence.before.rfind(")") and closed >= 0 and re.search(r"[A-Za-z]", within):
        return mention.span[0] - len(sentence.before) + opened, mention.span[1] + closed
    return mention.span[0] - len(sentence.before), mention.span[1] + len(sentence.after)


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
    return suffix == "py" and stem in sys.stdlib_module_names and _is_foreign(sentence)


def _is_linked(prose: Prose, span: Span) -> bool:
    return any(link.label[0] <= span[0] < link.label[1] for link in prose.links)


def _spans_of_code(prose: Prose) -> list[Span]:
    """What is set as code: in a comment, what stands between backticks in one line."""
    if prose.kind is not ProseKind.COMMENT:
        return list(prose.code)
    return [found.span("code") for found in _CODE.finditer(prose.text)]


def _in_longer_code(prose: Prose, code: Iterable[Span], span: Span) -> bool:
    """Whether a mention is part of a command or of other code that is set in the line."""
    for start, end in code:
        if start <= span[0] and span[1] <= end:
            around = prose.text[start : span[0]] + prose.text[span[1] : end]
            return bool(around.strip())
    return False


def _is_output(mention: FileMention, sentence: Sentence) -> bool:
    """Whether a reference is what a program printed, or shows what it would print."""
    return (
        mention.has_column
        or bool(_STACK.search(sentence.before))
        or bool(_REPORTED.match(sentence.after))
        or bool(_EXAMPLE.search(sentence.before))
        or sentence.line.strip().startswith((">>>", "File "))
    )


def _is_foreign(sentence: Sentence) -> bool:
    return bool(_FOREIGN.search(f"{sentence.before} {sentence.after}"))


def _defined(sentence: Sentence) -> str | None:
    """What is said to stand at the line, and not to be called or used there."""
    found = _STANDING_AT.search(sentence.before)
    if found is None or _USED.search(f"{sentence.before} {sentence.after}"):
        return None
    return str(found[1]).rpartition(".")[2]


def _standing(prose: Prose, sentence: Sentence) -> str | None:
    """What is said to stand in the file, whatever is said of it; behind its name, documents tell
    what a file is there for."""
    found = _STANDING_IN.search(sentence.before)
    if found is None and prose.kind is ProseKind.COMMENT:
        found = _STANDING_BEHIND.match(sentence.after)
    return None if found is None else _last_part(found)


def _names(prose: Prose, mention: FileMention, sentence: Sentence) -> tuple[str, ...]:
    """The identifiers around a mention, the nearest before it first."""
    start, end = mention.span
    first, last = start - len(sentence.before), end + len(sentence.after)
    if first and not sentence.opens and only_points(sentence, governing(sentence.before)):
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
