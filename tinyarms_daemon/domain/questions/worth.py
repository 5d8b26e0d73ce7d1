"""How much an answer is worth, for what is known of its places beside their code."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate
from tinyarms_daemon.domain.questions.trust import Trust

_UNTRIED = Trust().mean


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
