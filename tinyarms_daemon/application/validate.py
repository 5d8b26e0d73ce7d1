"""Validation: every examinee says of every labelled case whether there is something to find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tinyarms_daemon.domain.accuracy import CaseResult, LabelledCase
from tinyarms_daemon.domain.validation import Examined
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.examinee import Examinee


@dataclass(frozen=True, slots=True, kw_only=True)
class Validate:
    """`on_progress` is told the cases done, of how many, by everybody."""

    clock: Clock
    on_progress: Callable[[int, int], None]

    def __call__(
        self, examinees: Sequence[Examinee], cases: Sequence[LabelledCase]
    ) -> tuple[Examined, ...]:
        """One after the other, so that only one model is loaded at a time."""
        problems = {examinee.name: examinee.problem() for examinee in examinees}
        total = len(cases) * sum(problem is None for problem in problems.values())
        done = 0
        self.on_progress(done, total)
        examined = []
        for examinee in examinees:
            problem = problems[examinee.name]
            results = []
            for case in cases if problem is None else ():
                results.append(self._result(examinee, case))
                done += 1
                self.on_progress(done, total)
            examined.append(
                Examined(
                    name=examinee.name,
                    model=examinee.model,
                    results=tuple(results),
                    problem=problem,
                )
            )
        return tuple(examined)

    def _result(self, examinee: Examinee, case: LabelledCase) -> CaseResult:
        asked_at = self.clock.now()
        found = examinee.finds(case)
        seconds = (self.clock.now() - asked_at).total_seconds()
        return CaseResult(case=case, found=found, seconds=seconds)
