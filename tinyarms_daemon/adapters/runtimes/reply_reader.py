"""A model's reply, checked by pydantic: neither its form nor its words are trusted."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from tinyarms_daemon.domain.questions.question import Answer, SaidAnswer
from tinyarms_daemon.ports.reply_reader import MalformedReply

# Longer than the schema allows, since not every server enforces it; never without end.
_MOST_CHARACTERS = 2000

Said = Annotated[str, StringConstraints(max_length=_MOST_CHARACTERS)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    answer: Answer
    quote: Said
    why: Said


_REPLY: TypeAdapter[Mapping[str, _Answer]] = TypeAdapter(dict[str, _Answer])


class PydanticReplyReader:
    """The ReplyReader port."""

    def answers(self, text: str, count: int) -> Sequence[SaidAnswer]:
        try:
            reply = _REPLY.validate_json(text)
        except ValidationError as error:
            raise MalformedReply(_told(error)) from None
        wanted = [str(number) for number in range(1, count + 1)]
        if sorted(reply) != sorted(wanted):
            raise MalformedReply(f"there must be answers to {', '.join(wanted)} and no others")
        return [
            SaidAnswer(
                answer=reply[number].answer,
                quotation=reply[number].quote,
                reason=reply[number].why,
            )
            for number in wanted
        ]


def _told(error: ValidationError) -> str:
    """What is wrong, without what was said, which may be anything."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else str(first["msg"])
