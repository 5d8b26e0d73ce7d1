"""What files say that only the project as a whole can conclude from."""

from collections.abc import Mapping
from dataclasses import dataclass

from tinyarms_daemon.domain.rule import Observation

# Of JSON, since facts are stored and cross a pipe.
FactData = str | int | float | bool | list["FactData"] | dict[str, "FactData"] | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something one file says for a rule: `topic` is what it is about, `kind` what it says of it.

    When facts of a topic change, the rule concludes that topic anew, and no other.
    """

    rule: str
    kind: str
    topic: str
    data: FactData = None


@dataclass(frozen=True, slots=True)
class Use:
    """An observation that is not decided yet: what becomes of it depends on other files."""

    topic: str
    observation: Observation


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A finding that several files bring about, at one place, and the topics it rests on.

    `aliases` are fingerprints that it may have had when there was less of it, or more.
    """

    path: str
    observation: Observation
    topics: frozenset[str]
    aliases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RuleConclusions:
    """What a rule concludes; `topics` are those that were looked at, None for all there are.

    Within them it is the whole truth: a known finding that rests on one of them and is not among
    `conclusions` is fixed.
    """

    rule: str
    topics: frozenset[str] | None
    conclusions: tuple[Conclusion, ...]


# By rule the topics whose facts changed; None stands for every topic of every rule.
ChangedTopics = Mapping[str, frozenset[str]] | None
