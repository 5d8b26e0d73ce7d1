"""The model lane's step in a deep scan: one question, one answer, remembered by content."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from tinyarms_daemon.application.event_bell import EventBell
from tinyarms_daemon.domain.project import AskedPlace, Candidate, place_key
from tinyarms_daemon.domain.question import Answer, Excerpt, Judgement, JudgementOutcome, Question
from tinyarms_daemon.domain.source import Place
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.deep_questions import AskTask, DeepQuestions, PairAnswer
from tinyarms_daemon.ports.judge import Judge
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.source_tree import SourceTree

_MOST_SOURCE_BYTES = 16 * 1024 * 1024
_ROLE = "deep"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNextQuestion:
    """Each call looks anew for what is most urgent; a paused or busy machine is the judge's to tell.

    `judge` is None in a version or a configuration without one: then all questions wait.
    """

    questions: DeepQuestions
    book: RepositoryBook
    tree: SourceTree
    judge: Judge | None
    clock: Clock
    bell: EventBell
    rule_versions: Mapping[str, int]
    retry_after: timedelta

    def __call__(self, should_stop: Callable[[], bool] = lambda: False) -> bool:
        """Whether there may be more to ask at once."""
        task = self.questions.next_question(self.clock.now())
        if task is None:
            return False
        try:
            return self._ask(task, should_stop)
        except BaseException:
            self.questions.put_back(task)
            raise
        finally:
            self.bell.ring()

    def _ask(self, task: AskTask, should_stop: Callable[[], bool]) -> bool:
        question = self._question(task)
        if question is None:
            self.questions.drop(task, self.clock.now())
            return True
        if self.judge is None:
            self._defer(task, "No model is asked: this version has none to ask.")
            return False
        judgement = self.judge.judge(
            question,
            role=_ROLE,
            job_id=task.job_id,
            second_opinion=task.candidate.second_opinion,
            should_stop=should_stop,
        )
        if judgement.outcome is JudgementOutcome.ANSWERED:
            self.questions.record_answers(
                task,
                list(_answers(task.candidate, judgement)),
                model=judgement.model or "unknown",
                model_digest=judgement.model_digest,
                seconds=judgement.seconds,
                at=self.clock.now(),
            )
            return True
        if judgement.outcome is JudgementOutcome.FAILED:
            self.questions.drop(task, self.clock.now())
            return True
        if judgement.outcome is JudgementOutcome.DEFERRED:
            self._defer(task, judgement.reason or "The model cannot be asked now.")
        else:
            self.questions.put_back(task)
        return False

    def _defer(self, task: AskTask, reason: str) -> None:
        self.questions.defer(task, reason, self.clock.now() + self.retry_after)

    def _question(self, task: AskTask) -> Question | None:
        """The question with the source as it stands; None where that is no longer what was meant."""
        repository = self.book.repository(task.repository_id)
        if repository is None:
            return None
        excerpts = []
        for place in task.candidate.places:
            text = self.tree.read_text(repository.root, place.path, _MOST_SOURCE_BYTES)
            lines = _lines(text or "", place)
            if place_key(lines) != place.key:
                return None
            where = Place(place.path, place.start_line, place.end_line, "")
            excerpts.append(Excerpt(place=where, text=lines))
        candidate = task.candidate
        return Question(
            rule=candidate.rule,
            rule_version=self.rule_versions.get(candidate.rule, 1),
            family=candidate.family,
            asked=candidate.asked,
            subject=excerpts[0].text,
            excerpts=tuple(excerpts),
            key=_key(candidate),
        )


def _lines(text: str, place: AskedPlace) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(lines[place.start_line - 1 : place.end_line])


def _key(candidate: Candidate) -> str:
    said = "\0".join((candidate.rule, *(place.key for place in candidate.places)))
    return blake2b(said.encode(), digest_size=16).hexdigest()


def _answers(candidate: Candidate, judgement: Judgement) -> Iterator[PairAnswer]:
    """The word on each partner; a partner without one is asked again in another scan."""
    pairs = candidate.pair_keys()
    for verdict in judgement.verdicts:
        number = 1 if verdict.partner is None and len(pairs) == 1 else verdict.partner
        if number is not None and 1 <= number <= len(pairs):
            yield PairAnswer(pairs[number - 1], verdict.answer is Answer.YES, verdict.reason)
