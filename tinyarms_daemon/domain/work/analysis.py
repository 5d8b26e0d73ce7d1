"""What is asked of the analysis of one file, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tinyarms_daemon.domain.findings.project import Fact, FactData, Use
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.work.repository import FileStat


class Outcome(StrEnum):
    """How the analysis of one file ended."""

    CHECKED = "checked"
    UNCHANGED = "unchanged"  # its hash is the known one: nothing was parsed
    SKIPPED = "skipped"  # it was not checked; the report says why
    FOREIGN = "foreign"  # no language that any rule knows
    GONE = "gone"  # no file of that name any more


@dataclass(frozen=True, slots=True, kw_only=True)
class MinifiedLines:
    """How a line looks that no person would write or read: longer than so many characters, with a
    mark of punctuation among at most so many of them."""

    longest_characters: int
    characters_per_mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisProfile:
    """Which rules run, each with its options, how large a file may be, and how one that is minified
    looks; without that look no shape gives a file away.

    `digest` names this choice together with the versions of the rules: a file checked with
    another digest has to be checked again.
    """

    rules: Mapping[str, Mapping[str, object]]
    max_file_bytes: int
    digest: str
    minified: MinifiedLines | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRequest:
    """One file to check: `path` is relative to `root`, with `/`, odd bytes as surrogates.

    `definitions` are the facts that describe those of its text before, of whatever version.
    """

    root: str
    path: str
    known_hash: str | None = None
    definitions: tuple[FactData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """The result for one file. `content_hash` is `b2:…` and None only where nothing was read.

    `definition_keys` name the contents of its definitions, each with its first line. A file that is
    skipped because it is not for the rules names them all the same: they have nothing to say of it
    any more. Of one that could not be read nobody knows.
    """

    path: str
    outcome: Outcome
    reason: str | None = None
    language: str | None = None
    content_hash: str | None = None
    stat: FileStat | None = None
    code_lines: int | None = None
    observations: tuple[Observation, ...] = ()
    checked_rules: frozenset[str] = field(default_factory=frozenset)
    learned_rules: frozenset[str] = field(default_factory=frozenset)
    facts: tuple[Fact, ...] = ()
    uses: tuple[Use, ...] = ()
    definition_keys: tuple[tuple[str, int], ...] = ()
