"""The model lane's step: the most urgent candidates, asked about and recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tinyarms_daemon.application.event_bell import EventBell
from tinyarms_daemon.application.judging.candidate_question import ExcerptLimits, candidate_question
from tinyarms_daemon.application.judging.defer_judgements import DeferJudgements
from tinyarms_daemon.application.judging.judge_questions import ModelJudge
from tinyarms_daemon.application.pause import paused_until
from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.findings.rule_names import MODEL_REMARK
from tinyarms_daemon.domain.questions.evidence import remarked
from tinyarms_daemon.domain.questions.question import Judgement, JudgementOutcome, Question
from tinyarms_daemon.domain.questions.trust import TrustPolicy, who_asks_of_muted
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.finding_store import FindingStore
from tinyarms_daemon.ports.judge import Occasion
from tinyarms_daemon.ports.ledger import Deferral, Ledger
from tinyarms_daemon.ports.model_book import ModelBook
from tinyarms_daemon.ports.profiles import Profiles
from tinyarms_daemon.ports.question_queue import (
    Decided,
    QuestionQueue,
    QuestionTask,
    WaitingCandidate,
)
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.source_tree import SourceTree

_ROLE = Skill.FAST


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingLimits:
    """What one call may hold, how often it is tried, and when a rule is muted."""

    candidates_per_question: int
    excerpt: ExcerptLimits
    max_attempts: int
    trust: TrustPolicy


@dataclass(slots=True, kw_only=True)
class JudgeWaiting:
    """Each call looks anew for what is most urgent. `stopping` ends the question that runs."""

    book: RepositoryBook
    ledger: Ledger
    queue: QuestionQueue
    store: FindingStore
    tree: SourceTree
    profiles: Profiles
    judge: ModelJudge
    models: ModelBook
    judgements: DeferJudgements
    clock: Clock
    bell: EventBell
    limits: JudgingLimits
    rule_versions: Mapping[str, int]
    has_weekly_scan: Callable[[], bool]
    stopping: Callable[[], bool]
    current: QuestionTask | None = field(default=None, init=False)
    _passed_over: set[int] = field(default_factory=set, init=False)
    _rung: int = field(default=-1, init=False)

    def __call__(self) -> bool:
        """False where nothing is due or nothing can be asked now."""
        if self.stopping():
            return False
        if not self.queue.has_waiting():
            self._passed_over.clear()
            self._control()
            return False
        if not self._may_ask():
            return False
        muted = self.muted_rules()
        task = self.queue.next_task(
            self.limits.candidates_per_question, passed_over=self._passed_over, muted=muted
        )
        if task is None:
            if muted and not self._passed_over:
                self.judgements.defer(self._why_muted(muted), None)
            self._passed_over.clear()  # what was passed over is looked at again, the next time
            return False
        self.current = task
        try:
            return self._run(task)
        except TinyarmsError:
            raise
        except Exception:  # counted, lest one question stand before all others for ever
            self.queue.give_up(task, self.limits.max_attempts, self.clock.now())
            raise
        finally:
            self.current = None
            self.bell.ring()

    def muted_rules(self) -> frozenset[str]:
        """Rules whose findings by this model were dismissed too often to speak at a save."""
        return self.limits.trust.muted(self.models.trust(self.judge.specs[_ROLE].tag))

    def _why_muted(self, muted: frozenset[str]) -> str:
        tag = self.judge.specs[_ROLE].tag
        return (
            f"What {tag} says of {', '.join(sorted(muted))} was dismissed too often to be asked "
            f"for at a save: {who_asks_of_muted(has_weekly_scan=self.has_weekly_scan())}."
        )

    def is_paused(self) -> bool:
        """Whether somebody has paused the work of models."""
        return paused_until(self.store, self.clock.now()) is not None

    def _may_ask(self) -> bool:
        """Where not, everything that waits is told why."""
        until = paused_until(self.store, self.clock.now())
        if until is not None:
            self.ledger.postpone_judgements(Deferral("Model work is paused.", until))
            return False
        self.judgements.retry()
        if self.judgements.deferral() is not None:
            return False
        self.queue.make_ready()
        return True

    def _run(self, task: QuestionTask) -> bool:
        repository = self.book.repository(task.repository_id)
        if repository is None:
            self.ledger.cancel(task.job_id, self.clock.now())
            return True
        questions = self._questions(repository, task)
        if questions is None:  # it changed since: the check of the change brings new candidates
            self._passed_over.update(candidate.id for candidate in task.candidates)
            return True
        if task.rule == MODEL_REMARK and not self._is_new_work(repository, task):
            self.queue.give_up(task, 0, self.clock.now())
            return True
        number = self.judge.fitting(questions, _ROLE)
        task = replace(task, candidates=task.candidates[:number])
        occasion = Occasion(
            job_id=task.job_id, is_urgent=task.is_urgent, should_stop=lambda: self._is_to_stop(task)
        )
        judged = self.judge.judge_together(questions[:number], role=_ROLE, occasion=occasion)
        return self._recorded(task, judged)

    def _recorded(self, task: QuestionTask, judged: Sequence[Judgement]) -> bool:
        decided = [
            _decided(candidate, judgement)
            for candidate, judgement in zip(task.candidates, judged, strict=True)
            if judgement.outcome is JudgementOutcome.ANSWERED
        ]
        if decided:
            model = next(each.model for each in judged if each.verdicts or each.model) or ""
            self.queue.record(task, decided, model, self.clock.now())
        others = [each for each in judged if each.outcome is not JudgementOutcome.ANSWERED]
        outcomes = {each.outcome for each in others}
        if JudgementOutcome.UNANSWERED in outcomes:
            self.queue.put_last(task)
        if not outcomes.isdisjoint((JudgementOutcome.DEFERRED, JudgementOutcome.UNANSWERED)):
            told = next(each for each in others if each.reason)
            self.judgements.defer(told.reason or "", told.retry_at)
            return False
        if not outcomes.isdisjoint((JudgementOutcome.FAILED, JudgementOutcome.TOO_LONG)):
            self.queue.give_up(task, self.limits.max_attempts, self.clock.now())
        return True

    def _questions(self, repository: Repository, task: QuestionTask) -> list[Question] | None:
        """None where the file is no longer what was checked."""
        profile = self.profiles.profile(repository)
        text = self.tree.read_text(repository.root, task.path, profile.max_file_bytes)
        if text is None:
            return None
        questions = [
            candidate_question(
                candidate.observation,
                path=task.path,
                text=text,
                rule_version=self.rule_versions.get(task.rule, 0),
                options=profile.rules.get(task.rule, {}),
                limits=self.limits.excerpt,
            )
            for candidate in task.candidates
        ]
        lines = text.split("\n")
        return questions if all(_stands(each, lines) for each in questions) else None

    def _is_new_work(self, repository: Repository, task: QuestionTask) -> bool:
        """Whether the first of the definitions, which is asked about alone, is being edited."""
        changed = self.tree.changed_lines(repository.root, task.path)
        region = task.candidates[0].observation.region
        lines = range(region.start.line, region.end.line + 1)
        return changed is None or any(line in changed for line in lines)

    def _is_to_stop(self, task: QuestionTask) -> bool:
        """A newer save of the file, a save that waits behind a scan, or the end."""
        if self.stopping():
            return True
        if self.bell.rung == self._rung:
            return False
        self._rung = self.bell.rung
        if not self.queue.is_wanted(task):
            return True
        return not task.is_urgent and self.queue.has_urgent(self.muted_rules())

    def _control(self) -> None:
        if self.is_paused():
            return
        for role in self.judge.specs:
            self.judge.control_when_idle(role, lambda: self.stopping() or self.queue.has_waiting())


def _decided(candidate: WaitingCandidate, judgement: Judgement) -> Decided:
    verdict = judgement.verdicts[0] if judgement.verdicts else None
    if candidate.observation.rule != MODEL_REMARK or verdict is None:
        return Decided(candidate_id=candidate.id, verdict=verdict)
    told = remarked(candidate.observation, verdict.quotation, verdict.reason)
    return Decided(candidate_id=candidate.id, verdict=None if told is None else verdict, told=told)


def _stands(question: Question, lines: list[str]) -> bool:
    """Whether the subject is still at its line."""
    line = question.line
    first = question.subject.split("\n")[0]
    return line is not None and line <= len(lines) and first in lines[line - 1]
