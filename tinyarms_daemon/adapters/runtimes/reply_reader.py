"""A model's reply, checked by pydantic: neither its form nor its words are trusted.

pydantic is loaded with the first reply: a daemon that asks no model has a tenth less in memory.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Protocol

from tinyarms_daemon.domain.questions.question import Answer, SaidAnswer
from tinyarms_daemon.ports.reply_reader import MalformedReply

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

# Longer than the schema allows, since not every server enforces it; never without end.
_MOST_CHARACTERS = 2000


class _Said(Protocol):
    answer: Answer
    quote: str
    why: str


def read_answers(text: str, count: int) -> Sequence[SaidAnswer]:
    """The answers to questions 1 to `count`. MalformedReply."""
    from pydantic import ValidationError

    try:
        reply = _form_of_reply().validate_json(text)
    except ValidationError as error:
        raise MalformedReply(_told(error)) from None
    wanted = [str(number) for number in range(1, count + 1)]
    if sorted(reply) != sorted(wanted):
        raise MalformedReply(f"there must be answers to {', '.join(wanted)} and no others")
    return [
        SaidAnswer(
            answer=reply[number].answer, quotation=reply[number].quote, reason=reply[number].why
        )
        for number in wanted
    ]


@cache
def _form_of_reply() -> "TypeAdapter[Mapping[str, _Said]]":
    from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

    said = Annotated[str, StringConstraints(max_length=_MOST_CHARACTERS)]

    class OneAnswer(BaseModel):
        model_config = ConfigDict(extra="forbid")
        answer: Answer
        quote: said
        why: said

    return TypeAdapter(dict[str, OneAnswer])


def _told(error: "ValidationError") -> str:
    """What is wrong, without what was said, which may be anything."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else str(first["msg"])
