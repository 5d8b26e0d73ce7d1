"""From questions to one request: the constant part first, source as data, the questions last."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tinyarms_daemon.domain.models.model import ModelRequest, ModelSpec
from tinyarms_daemon.domain.questions.question import Answer, Excerpt, Question
from tinyarms_daemon.domain.questions.shown_text import estimated_tokens, harmless, numbered
from tinyarms_daemon.ports.prompts import Prompt

_QUOTE_CHARACTERS = 60
_WHY_CHARACTERS = 50
# An answer with both texts full, and the form around them. Estimated: two characters of a quotation
# make a token at worst, three of a reason, and the form is some twenty; usual are 35 in all.
_TOKENS_AN_ANSWER = 70
_TEMPLATE_TOKENS = 30  # what a chat format adds around two messages
_SUBJECT_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """One numbered question: of which question it is, and about which of its partners."""

    question: Question
    partner: int | None


def all_asked(questions: Sequence[Question]) -> list[Asked]:
    """What is answered one by one, in order."""
    return [
        Asked(question, partner)
        for question in questions
        for partner in (range(1, question.partners + 1) if question.partners else [None])
    ]


def composed(
    questions: Sequence[Question],
    prompt: Prompt,
    spec: ModelSpec,
    *,
    correction: str | None = None,
    temperature: float = 0.0,
    seed: int = 1,
) -> ModelRequest:
    """The request. `correction` says what was wrong with the reply before."""
    asked = all_asked(questions)
    parts = [*_sources(questions), *_questions(asked)]
    if correction is not None:
        parts.append(f"Your last reply was not usable ({correction}). Reply with the JSON only.")
    return ModelRequest(
        tag=spec.tag,
        system=prompt.instructions,
        user="\n\n".join(parts),
        schema=_schema(len(asked)),
        context_tokens=spec.context_tokens,
        most_reply_tokens=len(asked) * _TOKENS_AN_ANSWER,
        keep_alive_seconds=spec.keep_alive_seconds,
        timeout_seconds=spec.timeout_seconds,
        temperature=temperature,
        seed=seed,
    )


def tokens_of(request: ModelRequest) -> int:
    """About how many tokens the prompt has."""
    return estimated_tokens(request.system, request.user) + _TEMPLATE_TOKENS


def fits(request: ModelRequest, spec: ModelSpec) -> bool:
    """Whether a request keeps to its budget, and the context has room for it and its answer."""
    tokens = tokens_of(request)
    has_room = tokens + request.most_reply_tokens <= spec.context_tokens
    return has_room and tokens <= spec.most_prompt_tokens


def memory_key(question: Question, prompt: Prompt) -> str:
    """What an answer is remembered by: the rule and its options, the prompt, and all that was
    shown. `Question.key` holds the options."""
    shown = {
        "rule": question.rule,
        "version": question.rule_version,
        "prompt": [prompt.family, prompt.version],
        "key": question.key,
        "asked": question.asked,
        "subject": question.subject,
        "text": [excerpt.text for excerpt in (*question.excerpts, *question.context)],
    }
    return hash_of(shown)


def hash_of(value: object) -> str:
    """A name for anything that JSON can say."""
    said = json.dumps(value, sort_keys=True).encode("utf-8", "surrogatepass")
    return "b2:" + hashlib.blake2b(said, digest_size=16).hexdigest()


def _sources(questions: Sequence[Question]) -> Iterator[str]:
    """Each excerpt once, however many questions show it."""
    shown: dict[tuple[object, str], None] = {}
    for question in questions:
        for excerpt in question.context:
            yield from _source(excerpt, shown, "beside it, in", "")
        for index, excerpt in enumerate(question.excerpts):
            label = f"number {index} of the others, in" if index else "in"
            yield from _source(excerpt, shown, label, "" if index else question.subject)


def _source(
    excerpt: Excerpt, shown: dict[tuple[object, str], None], label: str, subject: str
) -> Iterator[str]:
    key = (excerpt.place, excerpt.text)
    if key not in shown:
        shown[key] = None
        name = harmless(excerpt.place.path or "this file").replace("\n", " ")
        text = numbered(excerpt.text, excerpt.place.start_line, subject)
        yield f"<source {label} {name}>\n{text}\n</source>"


def _questions(asked: Sequence[Asked]) -> Iterator[str]:
    for number, each in enumerate(asked, 1):
        question = each.question
        subject = " ".join(harmless(question.subject).split())[:_SUBJECT_CHARACTERS]
        line = "" if question.line is None else f" in line {question.line}"
        about = "" if each.partner is None else f", compared with number {each.partner}"
        said = json.dumps(subject, ensure_ascii=False)
        yield f"Question {number}, about {said}{line}{about}: {question.asked}"


def _schema(count: int) -> dict[str, object]:
    """Every property is required and stands in alphabetical order, which all routes keep; closed,
    and without numbers, whose bounds are not enforced."""
    answer = {
        "type": "object",
        "properties": {
            "answer": {"type": "string", "enum": [each.value for each in Answer]},
            "quote": {"type": "string", "maxLength": _QUOTE_CHARACTERS},
            "why": {"type": "string", "maxLength": _WHY_CHARACTERS},
        },
        "required": ["answer", "quote", "why"],
        "additionalProperties": False,
    }
    numbers = [str(number) for number in range(1, count + 1)]
    return {
        "type": "object",
        "properties": dict.fromkeys(numbers, answer),
        "required": numbers,
        "additionalProperties": False,
    }
