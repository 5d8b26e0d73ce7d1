"""Which copies are worth telling."""

from dataclasses import dataclass, field

from tinyarms_daemon.analysis.clones.match import Match, Search

# Parameters and what merely separates are no tokens here: of the tokens that others count in a
# block about so many are left.
_COUNTED = 0.8
# From this share on that is the same to the letter nothing speaks of chance.
_TO_THE_LETTER = 0.9


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
            "help": "share of the longer copy, in per cent, that the other one has as well, names"
            " and values included",
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
    uses_percent: int = field(
        metadata={
            "help": "size, in per cent of the smallest, from which uses of one interface are told:"
            " calls in a row that decide little",
            "at_least": 100,
        }
    )
    uses_decisions_percent: int = field(
        metadata={
            "help": "how much of such calls decides something, at most",
            "at_least": 0,
            "at_most": 100,
        }
    )
    uses_kept_percent: int = field(
        metadata={
            "help": "how much of such calls is the same in the copy, at most",
            "at_least": 0,
            "at_most": 100,
        }
    )
    uses_same_percent: int = field(
        metadata={
            "help": "size, in per cent of the smallest, from which such calls are told where"
            " more than that is the same",
            "at_least": 100,
        }
    )
    exact_percent: int = field(
        metadata={
            "help": "size, in per cent of the smallest, from which copies to the letter are told"
            " that decide something",
            "at_least": 50,
            "at_most": 100,
        }
    )

    def search(self, *, is_test: bool) -> Search:
        """What to look for in files that hold nothing but tests, or others."""
        min_tokens = self.test_min_tokens if is_test else self.min_tokens
        return Search(
            tokens=min_tokens * _COUNTED * self.exact_percent / 100,
            likeness=self.similarity_percent / 100,
            gap=self.gap_statements,
        )

    def admit(self, match: Match, lines: int, *, is_test: bool) -> bool:
        """Whether two copies that were found, the shorter of so many lines, are told."""
        min_tokens: float = self.test_min_tokens if is_test else self.min_tokens
        min_lines = self.test_min_lines if is_test else self.min_lines
        min_tokens *= self._size_percent(match) / 100
        return match.common_tokens >= min_tokens * _COUNTED and lines >= min_lines

    def _size_percent(self, match: Match) -> int:
        """How large copies of this kind must be, beside the smallest that are told."""
        if match.decisions < self.uses_decisions_percent / 100:
            is_kept = match.kept >= self.uses_kept_percent / 100
            return self.uses_same_percent if is_kept else self.uses_percent
        if match.exactness >= _TO_THE_LETTER:
            return self.exact_percent
        return 100
