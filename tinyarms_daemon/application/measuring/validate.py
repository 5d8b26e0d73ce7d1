"""Validation: every examinee says of every labelled case whether there is something to find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from tinyarms_daemon.domain.measuring.accuracy import CaseResult, LabelledCase
from tinyarms_daemon.domain.measuring.validation import Examined
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.examinee import Examinee
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Validate:
    """`on_progress` is told the cases done, of how many, by everybody."""

    clock: Clock
    on_progress: Callable[[int, int], None]

    def __call__(
        self, examinees: Sequence[Examinee], cases: Sequence[LabelledCase]
    ) -> tuple[Examined, ...]:
        """One after the other, so that only one model is loaded at a time. Who is gone in between
        has no results: figures of half the cases are none."""
        problems = [examinee.problem() for examinee in examinees]
        total = len(cases) * problems.count(None)
        numbers = count()

        def on_case() -> None:
            self.on_progress(next(numbers), total)

        on_case()
        examined = []
        for examinee, problem in zip(examinees, problems, strict=True):
            results: list[CaseResult] = []
            if problem is None:
                try:
                    self._examine(examinee, cases, results, on_case)
                    problem = _silence(examinee, results)
                except RuntimeTrouble as gone:
                    problem = f"Broken off after {len(results)} of {len(cases)} cases: {gone}"
            counted = () if problem else tuple(results)
            examined.append(replace(examinee.who, results=counted, problem=problem))
        return tuple(examined)

    def _examine(
        self,
        examinee: Examinee,
        cases: Sequence[LabelledCase],
        results: list[CaseResult],
        on_case: Callable[[], None],
    ) -> None:
        try:
            examinee.begin()
            for case in cases:
                results.append(self._result(examinee, case))
                on_case()
        finally:
            examinee.end()

    def _result(self, examinee: Examinee, case: LabelledCase) -> CaseResult:
        asked_at = self.clock.now()
        said = examinee.examine(case)
        seconds = (self.clock.now() - asked_at).total_seconds()
        return CaseResult(case=case, found=said.found, seconds=seconds, questions=said.questions)


def _silence(examinee: Examinee, results: Sequence[CaseResult]) -> str | None:
    """What is wrong with a model that was asked and never gave an answer of the right form."""
    asked = [result for result in results if result.questions]
    if not asked or any(result.found is not None for result in asked):
        return None
    return (
        f"{examinee.who.model} gave no answer that can be used, in {len(asked)} cases; "
        "`tinyarmsctl bench models` shows whether it answers at all."
    )
