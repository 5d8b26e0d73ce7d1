"""Which copies are worth telling."""

from dataclasses import dataclass, field

from tinyarms_daemon.analysis.clone_match import Match, Search

# How much must be the same, as the share of the tokens times the share of the names that are the
# same or kin: code of the same shape about other things is no copy. The more there is of it, the
# less of it may be chance.
_LIKENESS_WHEN_SMALL = 0.78
_LIKENESS_WHEN_LARGE = 0.65
_SMALL_TOKENS = 50
_LARGE_TOKENS = 120
_MOST_CONFUSION = 0.15
# What is equal to the letter is told when it is a little smaller: parameters, which are not
# counted, are equal as well.
_LESS_WHEN_EXACT = 0.2
_MORE_WHEN_EXACT = 0.1


@dataclass(frozen=True, slots=True)
class CloneLimits:
    """From which size on repeated code is told, and how alike its copies are."""

    min_tokens: int = field(
        metadata={"help": "tokens that a block has in common with its copies", "at_least": 20}
    )
    min_lines: int = field(metadata={"help": "lines of code of each copy", "at_least": 1})
    test_min_tokens: int = field(
        metadata={"help": "the same for tests, which are compared with tests", "at_least": 20}
    )
    test_min_lines: int = field(
        metadata={"help": "lines of code of a copy in tests", "at_least": 1}
    )
    similarity_percent: int = field(
        metadata={
            "help": "share of the longer copy, in per cent, that the other one has as well",
            "at_least": 50,
            "at_most": 100,
        }
    )
    gap_statements: int = field(
        metadata={
            "help": "statements in a row that copies may differ in",
            "at_least": 0,
            "at_most": 20,
        }
    )

    def search(self, *, is_test: bool) -> Search:
        """What to look for in files that hold nothing but tests, or others."""
        min_tokens = self.test_min_tokens if is_test else self.min_tokens
        return Search(
            tokens=min_tokens * (1 - _LESS_WHEN_EXACT),
            similarity=self.similarity_percent / 100,
            gap=self.gap_statements,
        )

    def admit(self, match: Match, lines: int, *, is_test: bool) -> bool:
        """Whether two copies, the shorter of so many lines, are told."""
        min_tokens = self.test_min_tokens if is_test else self.min_tokens
        return (
            match.distinct >= min_tokens * (1 - _LESS_WHEN_EXACT * match.exactness**2)
            and lines >= (self.test_min_lines if is_test else self.min_lines)
            and match.similarity * 100 >= self.similarity_percent
            and _likeness(match) >= _least_likeness(match.distinct)
            and match.confusion <= _MOST_CONFUSION
        )


def _likeness(match: Match) -> float:
    return match.similarity * match.kinship + _MORE_WHEN_EXACT * match.exactness


def _least_likeness(tokens: int) -> float:
    share = (tokens - _SMALL_TOKENS) / (_LARGE_TOKENS - _SMALL_TOKENS)
    drop = min(1.0, max(0.0, share)) * (_LIKENESS_WHEN_SMALL - _LIKENESS_WHEN_LARGE)
    return _LIKENESS_WHEN_SMALL - drop
