"""From a deep rule's candidate to the question, and from the answer to what is remembered."""

from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b

from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate, place_key
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.questions.question import Answer, Excerpt, Judgement, Question
from tinyarms_daemon.ports.deep_questions import PairAnswer

_NOTHING_STANDS = "Nothing was said of it that stands in the source."


def deep_question(
    candidate: Candidate, read: Callable[[str], str | None], rule_versions: Mapping[str, int]
) -> Question | None:
    """The question with the source as it stands; None where that is not what was meant."""
    excerpts = []
    for place in candidate.places:
        lines = standing_text(read(place.path), place)
        if lines is None:
            return None
        where = Place(place.path, place.start_line, place.end_line, "")
        excerpts.append(Excerpt(place=where, text=lines))
    return Question(
        rule=candidate.rule,
        rule_version=rule_versions.get(candidate.rule, 1),
        family=candidate.family,
        asked=candidate.asked,
        subject=excerpts[0].text,
        excerpts=tuple(excerpts),
        key=_key(candidate),
    )


def pair_answers(candidate: Candidate, judgement: Judgement) -> Iterator[PairAnswer]:
    """The word on each partner. One of which nothing was said that stands, or that the model could
    not be shown, is not called the same: asked again, the model would say no more."""
    said = {verdict.partner: verdict for verdict in judgement.verdicts}
    for number, pair in enumerate(candidate.pair_keys(), 1):
        verdict = said.get(number)
        if verdict is None:
            yield PairAnswer(pair, False, judgement.reason or _NOTHING_STANDS, None)
        else:
            is_same = verdict.answer is Answer.YES
            yield PairAnswer(pair, is_same, verdict.reason, verdict.confidence)


def standing_text(text: str | None, place: AskedPlace) -> str | None:
    """The lines of a place in its file's text; None where they are not what was meant."""
    lines = (text or "").replace("\r\n", "\n").split("\n")
    standing = "\n".join(lines[place.start_line - 1 : place.end_line])
    return standing if place_key(standing) == place.key else None


def _key(candidate: Candidate) -> str:
    said = "\0".join((candidate.rule, *(place.key for place in candidate.places)))
    return blake2b(said.encode(), digest_size=16).hexdigest()
