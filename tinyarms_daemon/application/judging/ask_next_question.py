"""The model lane's step in a deep scan: one question, one answer, remembered by content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from tinyarms_daemon.application.event_bell import EventBell
from tinyarms_daemon.application.judging.candidate_question import deep_question, pair_answers
from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.questions.question import Judgement, JudgementOutcome, Question
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.deep_questions import AskTask, DeepQuestions
from tinyarms_daemon.ports.judge import Judge, Occasion
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.source_tree import MOST_SOURCE_BYTES, SourceTree

_ROLE = Skill.DEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNextQuestion:
    """Each call looks anew for what is most urgent; a paused or busy machine is the judge's to
    tell. What is deferred waits for as long as the judge says, else for `retry_after`."""

    questions: DeepQuestions
    book: RepositoryBook
    tree: SourceTree
    judge: Judge
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
        except BaseException as error:
            if isinstance(error, TinyarmsError) or not isinstance(error, Exception):
                self.questions.put_back(task)
            else:  # our own fault: asked again, it would stand before all others for ever
                self.questions.drop(task, self.clock.now())
            raise
        finally:
            self.bell.ring()

    def _ask(self, task: AskTask, should_stop: Callable[[], bool]) -> bool:
        repository = self.book.repository(task.repository_id)
        question = None
        if repository is not None:
            root = repository.root
            question = deep_question(
                task.candidate,
                lambda path: self.tree.read_text(root, path, MOST_SOURCE_BYTES),
                self.rule_versions,
            )
        if question is None:  # it is not what was meant any more
            self.questions.drop(task, self.clock.now())
            return True
        judgement = self._judged(question, task, should_stop)
        if judgement.outcome in (JudgementOutcome.ANSWERED, JudgementOutcome.TOO_LONG):
            answers = list(pair_answers(task.candidate, judgement))
            self.questions.record_answers(task, answers, judgement, self.clock.now())
            return True
        if judgement.seconds:
            self.questions.spend(task, judgement.seconds)
        if judgement.outcome in (JudgementOutcome.FAILED, JudgementOutcome.UNANSWERED):
            self.questions.drop(task, self.clock.now())
            return True
        if judgement.outcome is JudgementOutcome.DEFERRED:
            reason = judgement.reason or "The model cannot be asked now."
            retry_at = judgement.retry_at or self.clock.now() + self.retry_after
            self.questions.defer(task, reason, retry_at)
        else:
            self.questions.put_back(task)
        return False

    def _judged(
        self, question: Question, task: AskTask, should_stop: Callable[[], bool]
    ) -> Judgement:
        """The word on as many partners as the model can read at once."""
        occasion = Occasion(
            job_id=task.job_id,
            second_opinion=task.candidate.second_opinion,
            is_asked=task.is_asked,
            is_last=task.is_last,
            should_stop=should_stop,
        )
        judgement = self.judge.judge(question, role=_ROLE, occasion=occasion)
        if judgement.outcome is JudgementOutcome.TOO_LONG and question.partners > 1:
            shorter = replace(question, excerpts=question.excerpts[:-1])
            return self._judged(shorter, task, should_stop)
        return judgement
