"""A configuration without files."""

from tinyarms_daemon.domain.work.analysis import AnalysisProfile
from tinyarms_daemon.domain.work.repository import Repository


class FixedProfiles:
    """The Profiles port: the same for every repository; a test may change it."""

    def __init__(self) -> None:
        self.digest = "profile-1"
        self.rules: dict[str, dict[str, object]] = {"magic-numbers": {}}
        self.ignored_patterns: tuple[str, ...] = ()
        self.problems: dict[str, str] = {}

    def profile(self, repository: Repository, *, deep: bool = False) -> AnalysisProfile:
        """The prepared rules: one, without options, unless a test says otherwise; one deep rule."""
        rules = {"complex-dry": {}} if deep else self.rules
        digest = f"deep-{self.digest}" if deep else self.digest
        return AnalysisProfile(rules=rules, max_file_bytes=1_000_000, digest=digest)

    def ignored(self, repository: Repository) -> tuple[str, ...]:
        """The prepared patterns."""
        return self.ignored_patterns

    def problem(self, repository: Repository) -> str | None:
        """The prepared problem, by the repository's name."""
        return self.problems.get(repository.name)
