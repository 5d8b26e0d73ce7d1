"""What a question to the large model is worth and costs, and for which a window has time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate
from tinyarms_daemon.domain.questions.trust import Trust

_UNTRIED = Trust().mean


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCosts:
    """What estimates rest on: how many tokens a question has, and how fast the model takes them.

    `frame_tokens` stand around the places of each question, beyond the instructions, which the
    runtime has from the question before. No question counts less than `least_seconds`.
    """

    tokens_per_line: float
    frame_tokens: float
    answer_tokens: float
    prefill_tokens_per_second: float
    decode_tokens_per_second: float
    least_seconds: float


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """A candidate with the model's estimated seconds."""

    candidate: Candidate
    estimated_seconds: float


def estimated_seconds(candidate: Candidate, costs: QuestionCosts) -> float:
    """How long the model works on a question: reading it, then one answer for each partner."""
    lines = sum(place.end_line - place.start_line + 1 for place in candidate.places)
    read = costs.frame_tokens + lines * costs.tokens_per_line
    said = costs.answer_tokens * max(1, len(candidate.places) - 1)
    seconds = read / costs.prefill_tokens_per_second + said / costs.decode_tokens_per_second
    return round(seconds, 2)


def ranked(candidates: Iterable[Candidate], costs: QuestionCosts) -> list[RankedQuestion]:
    """The most worth for each second first; second opinions before new questions, since a finding
    waits for each."""
    questions = [RankedQuestion(each, estimated_seconds(each, costs)) for each in candidates]
    return sorted(
        questions,
        key=lambda each: (
            not each.candidate.second_opinion,
            -round(each.candidate.worth / each.estimated_seconds, 6),
            each.candidate.rule,
            [(place.path, place.start_line) for place in each.candidate.places],
        ),
    )


def within_budget(
    questions: Sequence[RankedQuestion], budget_seconds: float, costs: QuestionCosts
) -> int:
    """How many of the first questions end within so many seconds of the model; second opinions
    are counted apart from new ones."""
    spent = 0.0
    new = 0
    for number, question in enumerate(questions):
        spent += question.estimated_seconds
        new += not question.candidate.second_opinion
        if spent > budget_seconds or new * costs.least_seconds > budget_seconds:
            return number
    return len(questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthPolicy:
    """A file of `churn_commits` in `churn_days` makes its questions worth half as much again, one
    of very many twice as much. What changed since it was judged counts `changed_percent` more."""

    churn_days: int
    churn_commits: int
    changed_percent: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What a model was asked of a repository before: the contents of definitions by their keys, and
    the files that changed since anything was asked at all."""

    keys: frozenset[str] = frozenset()
    changed_paths: frozenset[str] = frozenset()

    def is_behind(self, place: AskedPlace) -> bool:
        """Whether what stands there was written since, and not asked about yet."""
        return place.path in self.changed_paths and place.key not in self.keys


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWeights:
    """What is known beside the code: commits by file, what was judged, and by rule how often people
    acted on what the model found."""

    policy: WorthPolicy
    commits: Mapping[str, int] = field(default_factory=dict)
    judged: Judged = Judged()
    trust: Mapping[str, Trust] = field(default_factory=dict)

    def weighed(self, candidate: Candidate) -> Candidate:
        """The same question with its worth for all that is known."""
        commits = max(self.commits.get(place.path, 0) for place in candidate.places)
        factor = 1 + commits / (commits + self.policy.churn_commits)
        if any(self.judged.is_behind(place) for place in candidate.places):
            factor *= 1 + self.policy.changed_percent / 100
        factor *= self.trust.get(candidate.rule, Trust()).mean / _UNTRIED
        return replace(candidate, worth=round(candidate.worth * factor, 4))
