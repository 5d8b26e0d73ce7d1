"""The model lane's step, on a workplace."""

from collections.abc import Callable

from tinyarms_daemon.adapters.store.question_queue import SqlQuestionQueue
from tinyarms_daemon.application.judging.judge_waiting import JudgeWaiting, JudgingLimits
from tinyarms_daemon.bootstrap.models import excerpt_limits, trust_policy
from tinyarms_daemon.bootstrap.workplace import Workplace
from tinyarms_daemon.rules.registry import rule_versions


def judge_waiting(workplace: Workplace, stopping: Callable[[], bool]) -> JudgeWaiting:
    """The model lane's step."""
    judging = workplace.settings.judging
    return JudgeWaiting(
        book=workplace.book,
        ledger=workplace.ledger,
        queue=SqlQuestionQueue(workplace.database, judging.untold_confidence),
        store=workplace.store,
        tree=workplace.tree,
        profiles=workplace.profiles,
        judge=workplace.judge,
        models=workplace.model_book,
        judgements=workplace.judgements,
        clock=workplace.clock,
        bell=workplace.bell,
        limits=JudgingLimits(
            candidates_per_question=judging.candidates_per_question,
            excerpt=excerpt_limits(judging),
            max_attempts=judging.max_attempts,
            trust=trust_policy(judging),
        ),
        rule_versions=rule_versions(),
        stopping=stopping,
    )
