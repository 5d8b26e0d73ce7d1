"""What a large model is asked about the cut of a cycle, and how its word is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate, KnownAnswer
from tinyarms_daemon.domain.questions.shown_text import harmless

ASKED = (
    "The first place imports the others, and closes a circle of modules. For each other "
    "definition: does it use nothing but its own parameters, the language and libraries, so that "
    "it could move to a module that imports neither?"
)


@dataclass(frozen=True, slots=True)
class CutImport:
    """The import where a cycle is best cut, and the definitions that it takes, by their names;
    `worth` is what to ask about one of them is worth."""

    place: AskedPlace
    taken: Mapping[str, AskedPlace]
    worth: float

    def words(self, answers: Mapping[str, KnownAnswer]) -> str | None:
        """What the model said of each that was asked about; None where it said nothing that stands.

        A second opinion that differs takes the word back. It is a model's: shown as a quotation.
        """
        said: dict[str, list[str]] = {}
        for name, answer in self._answered(answers):
            if answer.agreed is not False:
                could = f"{name} could move" if answer.is_same else f"not so sure of {name}"
                reason = " ".join(harmless(answer.reason).split())
                said.setdefault(answer.model, []).append(
                    f"{could} («{reason}»)" if reason else could
                )
        if not said:
            return None
        return " ".join(f"{model} says: {'; '.join(told)}." for model, told in said.items())

    def candidates(self, rule: str, answers: Mapping[str, KnownAnswer]) -> Iterator[Candidate]:
        """What is still to be asked: of each definition once, and again where it could move."""
        known = dict(self._answered(answers))
        new = [place for name, place in self.taken.items() if name not in known]
        single = [
            self.taken[name]
            for name, answer in known.items()
            if answer.is_same and answer.agreed is None
        ]
        if new:
            yield self._candidate(rule, new)
        if single:
            yield self._candidate(rule, single).asked_again(is_mutual=False)

    def _answered(self, answers: Mapping[str, KnownAnswer]) -> Iterator[tuple[str, KnownAnswer]]:
        for name, place in self.taken.items():
            (pair,) = self._candidate("", [place]).pair_keys()
            if pair in answers:
                yield name, answers[pair]

    def _candidate(self, rule: str, places: Sequence[AskedPlace]) -> Candidate:
        return Candidate(
            rule=rule,
            family=rule,
            asked=ASKED,
            worth=round(self.worth * len(places), 4),
            places=(self.place, *places),
        )
