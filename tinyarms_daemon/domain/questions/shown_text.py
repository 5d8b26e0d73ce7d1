"""Source as a model is shown it: data with line numbers, nothing in it a command to the runtime."""

import math
import re
from functools import lru_cache

_LONGEST_LINE = 200  # characters; of a longer line a window around what is asked about is shown
_WINDOW = 80
# What tokenizers of code take as one, or as a few.
_PIECE = re.compile(
    r"(?P<word>[A-Za-z]+)|(?P<digit>\d)|(?P<space>\s+)|(?P<foreign>[^\x00-\x7f]+)|(?P<signs>[^\w\s\x80-\U0010ffff]+|_+)"
)
_TOKENS_A_CHARACTER = {"word": 0.2, "digit": 1.0, "signs": 0.5}
_TOKENS_A_FOREIGN_BYTE = 2 / 3
_TOKENS_RESERVE = 1.1
# Template tokens of the usual chat formats: a runtime that finds one in the text of a message takes
# it for the end of that message, whoever wrote it.
_TEMPLATE_TOKEN = re.compile(
    r"<(?=/?(?:\||｜|s>|bos>|eos>|pad>|unk>|start_of_turn|end_of_turn|fim_|im_|think|tool_))"
    r"|\[(?=/?(?:INST|SYS)\])|<(?=<SYS>>|</SYS>>)",
    re.IGNORECASE,
)
_HARMLESS = {"<": "‹", "[": "⁅"}
# Controls, and marks that turn the direction of what follows.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text with nothing in it that a runtime or a reader takes for something else.

    As long as before, so that places in it stay what they were.
    """
    calm = _CONTROL.sub(" ", text)
    return _TEMPLATE_TOKEN.sub(lambda found: _HARMLESS[found.group()], calm)


def numbered(text: str, first_line: int, subject: str) -> str:
    """Lines with their numbers in front, so that no line can pose as the end of the source."""
    lines = harmless(text).split("\n")
    width = len(str(first_line + len(lines) - 1))
    return "\n".join(
        f"{number:{width}}| {_shortened(line, harmless(subject))}"
        for number, line in enumerate(lines, first_line)
    )


def estimated_tokens(*texts: str) -> int:
    """About how many tokens texts are, rather too many than too few.

    Measured on 207 excerpts in ten languages with a tokenizer of 49,000 tokens: 0.9 to 1.5 times
    the true number, where a mere share of the characters went down to 0.4 (tables of digits).
    """
    return math.ceil(sum(map(_tokens_of, texts)) * _TOKENS_RESERVE)


@lru_cache(maxsize=16)  # a prompt is counted before it is sent, and again when its answer is there
def _tokens_of(text: str) -> int:
    return sum(map(_tokens, _PIECE.finditer(text)))


def _tokens(piece: re.Match[str]) -> int:
    kind, text = piece.lastgroup or "", piece.group()
    if kind == "space":
        is_indented = len(text) > 1 and not text.endswith("\n")
        return text.count("\n") + is_indented
    if kind == "foreign":
        return math.ceil(len(text.encode("utf-8", "replace")) * _TOKENS_A_FOREIGN_BYTE)
    return math.ceil(len(text) * _TOKENS_A_CHARACTER[kind])


def _shortened(line: str, subject: str) -> str:
    if len(line) <= _LONGEST_LINE:
        return line
    at = max(line.find(subject), 0) if subject else 0
    start, end = max(0, at - _WINDOW), at + len(subject) + _WINDOW
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
