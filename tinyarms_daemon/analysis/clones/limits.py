"""How code is compared, and which copies are worth telling."""

from dataclasses import dataclass

from tinyarms_daemon.analysis.clones.classes import Togetherness
from tinyarms_daemon.analysis.clones.match import Match
from tinyarms_daemon.domain.findings.rule import option


@dataclass(frozen=True, slots=True)
class CloneLimits:
    """From which size on repeated code is told, and how alike its copies are."""

    min_tokens: int = option("tokens that a block has in common with its copies", at_least=20)
    min_lines: int = option("lines of code of each copy", at_least=1)
    test_min_tokens: int = option("the same for tests, which are compared with tests", at_least=20)
    test_min_lines: int = option("lines of code of a copy in tests", at_least=1)
    similarity_percent: int = option(
        "share of the longer copy, in per cent, that the other one has as well, names and "
        "values included",
        at_least=50,
        at_most=100,
    )
    gap_statements: int = option("statements in a row that copies may differ in", at_most=20)
    uses_percent: int = option(
        "size, in per cent of the smallest, from which uses of one interface are told: calls in "
        "a row that decide little",
        at_least=100,
    )
    uses_decisions_percent: int = option(
        "how much of such calls decides something, at most", at_most=100
    )
    kept_percent: int = option(
        "how much of a copy differs in nothing but the names of variables, at least, where it "
        "says the same",
        at_most=100,
    )
    uses_same_percent: int = option(
        "size, in per cent of the smallest, from which such calls are told that say the same",
        at_least=100,
    )
    uses_letter_percent: int = option(
        "size, in per cent of the smallest, from which such calls are told that are the same to "
        "the letter",
        at_least=100,
    )
    letter_percent: int = option(
        "how much of such calls is the same to the letter there, at least", at_least=50, at_most=100
    )
    sure_percent: int = option(
        "size, in per cent of the smallest, from which copies are told that say the same and "
        "decide much",
        at_least=50,
        at_most=100,
    )
    sure_decisions_percent: int = option(
        "how much of such copies decides something, at least", at_most=100
    )
    counted_percent: int = option(
        "how many of the tokens that others count are left without parameters and what merely "
        "separates",
        at_least=50,
        at_most=100,
    )
    neutral_percent: int = option(
        "how much of a statement's names and values is the same where it speaks neither for a "
        "copy nor against one; what another value counts",
        at_most=90,
    )
    renamed_percent: int = option(
        "what a name counts, beside one that is the same, for which another one stands again "
        "and again",
        at_most=100,
    )
    same_call_percent: int = option(
        "what a statement counts, beside others, whose call stands in the block before", at_most=100
    )
    table_percent: int = option(
        "how much of the tokens of copies is calls of one function where those are a table",
        at_least=50,
        at_most=100,
    )
    gap_percent: int = option(
        "how much of the tokens of statements that copies differ in speaks against them",
        at_most=100,
    )
    edited_percent: int = option(
        "how many of their words two such statements share, at least, that were one and were "
        "edited",
        at_most=100,
    )
    whole_percent: int = option(
        "how much of the last statement copies have in common, at least, where it belongs to them",
        at_least=50,
        at_most=100,
    )
    cut_percent: int = option(
        "how much of their names and values copies share, at least, that are cut off within a "
        "statement which goes on otherwise, or that are definitions of such calls alone",
        at_least=50,
        at_most=100,
    )
    agreeing_tokens: int = option(
        "tokens that copies have in common after statements in which they differ", at_least=1
    )
    same_place_percent: int = option(
        "how much of the longer one of two pieces of code is in both, at least, where they are "
        "one place of a finding",
        at_least=50,
        at_most=100,
    )
    part_percent: int = option(
        "how much of the code of a finding stands in a larger one, at least, where it is told "
        "as a part of that",
        at_least=10,
        at_most=100,
    )

    @property
    def together(self) -> Togetherness:
        """Which copies are told as one."""
        return Togetherness(self.same_place_percent / 100, self.part_percent / 100)

    def admit(self, match: Match, lines: int, *, is_test: bool, is_definition: bool) -> bool:
        """Whether two copies that were found, the shorter of so many lines, are told;
        `is_definition` says that each is one, whole."""
        if lines < (self.test_min_lines if is_test else self.min_lines):
            return False
        # Definitions in tests are alike because what they try is.
        size_percent = self._size_percent(match, is_definition=is_definition and not is_test)
        return match.common_tokens >= self.least_tokens(size_percent, is_test=is_test)

    def least_tokens(self, size_percent: int, *, is_test: bool) -> float:
        """The tokens of copies of this size, in per cent of the smallest, parameters left out."""
        min_tokens = self.test_min_tokens if is_test else self.min_tokens
        return min_tokens * self.counted_percent / 100 * size_percent / 100

    def _size_percent(self, match: Match, *, is_definition: bool) -> int:
        """How large copies of this kind must be, beside the smallest that are told."""
        is_same_definition = is_definition and not match.has_gaps
        says_same = not match.is_cut and match.kept >= self.kept_percent / 100
        if match.decisions < self.uses_decisions_percent / 100:
            if not says_same:
                is_near = is_same_definition and match.agreement >= self.cut_percent / 100
                return self.uses_same_percent if is_near else self.uses_percent
            is_exact = match.exactness >= self.letter_percent / 100
            return self.uses_letter_percent if is_exact else self.uses_same_percent
        is_sure = says_same or is_same_definition
        decides = match.decisions >= self.sure_decisions_percent / 100
        return self.sure_percent if is_sure and decides else 100
