"""What files say that only the project as a whole can conclude from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import NamedTuple

from tinyarms_daemon.domain.findings.rule import Observation

# Of JSON, since facts are stored and cross a pipe.
FactData = str | int | float | bool | list["FactData"] | dict[str, "FactData"] | None


class Fact(NamedTuple):
    """Something one file says for a rule: `topic` is what it is about, `kind` what it says of it.

    When facts of a topic change, the rule concludes that topic anew, and no other. A file has
    hundreds, which a tuple holds in a third of the time of a dataclass.
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
    It `waits_at` definitions, each by its path and the key of its content: whoever edits one next
    is told. An empty key stands for whatever is in the file.
    """

    path: str
    observation: Observation
    topics: frozenset[str]
    aliases: frozenset[str] = frozenset()
    waits_at: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """Whole lines that a question shows; `key` names what stands there, wherever it moves."""

    path: str
    start_line: int
    end_line: int
    key: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a rule would have a model judge: the first place beside each of the others.

    `worth` orders the questions of all rules: the share of a person's minute that the answer saves,
    as far as can be told before. `asked` is the last sentence of the prompt of that `family`.
    """

    rule: str
    family: str
    asked: str
    worth: float
    places: tuple[AskedPlace, ...]
    second_opinion: bool = False

    def pair_keys(self) -> tuple[str, ...]:
        """What each answer is remembered by: the contents of the two places, in either order."""
        first, *others = self.places
        return tuple(pair_key(first.key, other.key) for other in others)

    def asked_again(self, *, is_mutual: bool) -> "Candidate":
        """The same for a second opinion, with the places in another order, lest the first answer
        hung on that: the partners from the last to the first, and a pair the other way round where
        what is asked holds both ways."""
        first, *others = self.places
        places = (first, *reversed(others))
        if is_mutual and len(others) == 1:
            places = (*others, first)
        return replace(self, places=places, second_opinion=True)


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """What a model said of two places, whether a second opinion agrees (None: not asked), and how
    sure the first was (None: not known)."""

    is_same: bool
    agreed: bool | None
    model: str
    reason: str
    confidence: float | None = None


def place_key(lines: str) -> str:
    """The name of what some lines say, wherever they move and however they are indented."""
    folded = "\n".join(line.strip() for line in lines.split("\n") if line.strip())
    return blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def pair_key(one: str, other: str) -> str:
    """The name of a pair, the same in either order."""
    return ":".join(sorted((one, other)))


@dataclass(frozen=True, slots=True)
class RuleConclusions:
    """What a rule concludes; `topics` are those that were looked at, None for all there are.

    Within them it is the whole truth: a known finding that rests on one of them and is not among
    `conclusions` is fixed. `basis` names all that it rests on, where that is known.
    """

    rule: str
    topics: frozenset[str] | None
    conclusions: tuple[Conclusion, ...]
    candidates: tuple[Candidate, ...] = ()
    basis: str | None = None


# By rule the topics whose facts changed; None stands for every topic of every rule.
ChangedTopics = Mapping[str, frozenset[str]] | None
