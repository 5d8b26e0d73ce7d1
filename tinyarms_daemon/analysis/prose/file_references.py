"""What a prose says of other files: references with a line, and mentions that lack one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import basename, dirname

from tinyarms_daemon.analysis.prose.file_mentions import (
    FileMention,
    mention_at,
    mentions_in,
)
from tinyarms_daemon.analysis.prose.mention_sense import Sense, is_of_a_command, sense_of
from tinyarms_daemon.analysis.prose.named_definitions import defined_at, names_around, stands_in
from tinyarms_daemon.analysis.prose.prose import Prose, ProseKind
from tinyarms_daemon.analysis.prose.sentences import Sentence, is_running_text, sentence_around
from tinyarms_daemon.analysis.prose.whose_file import (
    is_foreign,
    is_no_convention,
    is_ours,
    is_said_to_be_there,
    is_source_of,
    is_wrong_if_it_went,
    leads_to_a_file,
)
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
_STACK = re.compile(r"[\w$>]\($|\bat\s+[\w.$<>]*\s*\($")
_REPORTED = re.compile(
    r"[\s`'\"]*:\s*(?:\w+\s)?(?:error|warning|note|info|fatal|E\d|W\d|F\d|\w+Error)", re.IGNORECASE
)
_EXAMPLE = re.compile(
    r"\b(?:e\.g|example|such as|format|output|prints?|shows?|reports?|looks? like|traceback"
    r"|stack|log(?:ged|s)?|error message|placeholder)\b|\b(?:like|syntax|form)\W*$",
    re.IGNORECASE,
)
# A kind of file, if bare: every folder, or every package, has one.
_OF_EVERYBODY = re.compile(r"__(?:init|main)__\.pyi?|index\.\w+|setup\.py")
_MOST_MENTIONS = 200  # in one text; one that names more is a list
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
    """Whether a document tells what was, or what the law is: a changelog, a licence, who helped."""
    return bool(_CHRONICLE.search(basename(path)) or _RELEASE_FOLDER.search(dirname(path)))


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
            or is_source_of(mention, path)
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
            if sense is Sense.PART and _OF_EVERYBODY.fullmatch(mention.path):
                sense = Sense.NAMED
            is_wanted = (
                mention.path not in with_line
                and said not in told
                and is_no_convention(prose, mention, sentence)
                and (
                    sense is not Sense.WHOLE
                    or stands_in(prose, sentence) is not None
                    or is_ours(prose, mention, sentence)
                )
            )
            told |= {said} if is_wanted else set()
        if is_wanted:
            yield Reference(
                mention,
                prose.span_in_file(mention.span),
                names_around(prose, mention, sentence),
                is_pointer=leads_to_a_file(sentence) and not is_foreign(sentence),
                defined=defined_at(sentence),
                stands=stands_in(prose, sentence),
                is_ours=is_ours(prose, mention, sentence),
                is_said_to_be_there=is_said_to_be_there(prose, mention, sentence, path),
                is_wrong_if_it_went=is_wrong_if_it_went(prose, mention, sentence),
                sense=sense,
            )


def _is_of_an_address(prose: Prose, mention: FileMention) -> bool:
    """Whether the same prose gives a file of this path an address elsewhere, or it goes on with
    one."""
    goes_on = prose.text[: mention.span[0]].rstrip(" \t#*\n").endswith("/")
    return "://" in prose.text and (
        goes_on or any(each.endswith(f"/{mention.path}") for each in _ADDRESS.findall(prose.text))
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
