"""Each repository's rules and ignored paths, from the settings and its own .tinyarms.yaml."""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.findings.rule_names import OTHER_RULES
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, MinifiedLines
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.settings.load import REPOSITORY_FILE, load_repository_settings
from tinyarms_daemon.settings.problem import LAST_GOOD_STAYS, ConfigurationError
from tinyarms_daemon.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class _Read:
    """What a repository's file said when it had this state."""

    file_state: tuple[int, int] | None
    settings: Settings
    problem: str | None


class ConfiguredProfiles:
    """The Profiles port. `rule_versions` are the rules that this version has, with their versions:
    a new version of a rule makes every file due for a check."""

    def __init__(self, settings: Settings, rule_versions: Mapping[str, int]) -> None:
        self._settings = settings
        self._rule_versions = rule_versions
        self._read: dict[str, _Read] = {}
        self._profiles: dict[str, tuple[Settings, AnalysisProfile]] = {}
        self._lock = threading.Lock()

    @property
    def settings(self) -> Settings:
        """The settings of now, which a reload replaces."""
        return self._settings

    def replace(self, settings: Settings) -> None:
        """Take new settings, for every repository."""
        with self._lock:
            self._settings = settings
            self._read.clear()

    def profile(self, repository: Repository, *, deep: bool = False) -> AnalysisProfile:
        """On save none run where their skill is off."""
        settings = self._of(repository.root).settings
        if deep:
            return self._profile(settings, settings.enabled_rules(Skill.DEEP))
        made = self._profiles.get(repository.root)
        if made is None or made[0] is not settings:  # only when asked for: it loads the rules
            made = self._profiles[repository.root] = (
                settings,
                self._profile(settings, _by_itself(settings)),
            )
        return made[1]

    def ignored(self, repository: Repository) -> tuple[str, ...]:
        return self._of(repository.root).settings.paths.ignore

    def problem(self, repository: Repository) -> str | None:
        return self._of(repository.root).problem

    def profile_at(
        self, root: str, rules: tuple[str, ...] = (), *, deep: bool = False
    ) -> AnalysisProfile:
        """The profile of a folder that is not watched; with `rules`, of these alone, else with
        those of the deep scan as well where it is `deep`.

        ConfigurationError where its own file is wrong.
        """
        settings = load_repository_settings(self._settings, Path(root) / REPOSITORY_FILE)
        both = (*_on_save(settings), *(settings.enabled_rules(Skill.DEEP) if deep else ()))
        return self._profile(settings, rules or both)

    def ignored_at(self, root: str) -> tuple[str, ...]:
        """The ignored patterns of a folder that is not watched."""
        settings = load_repository_settings(self._settings, Path(root) / REPOSITORY_FILE)
        return settings.paths.ignore

    def _of(self, root: str) -> _Read:
        with self._lock:
            state = _state_of(os.path.join(root, REPOSITORY_FILE))
            read = self._read.get(root)
            if read is None or read.file_state != state:
                read = self._load(root, state, read)
                self._read[root] = read
            return read

    def _load(self, root: str, state: tuple[int, int] | None, before: _Read | None) -> _Read:
        problem = None
        try:
            settings = load_repository_settings(self._settings, Path(root) / REPOSITORY_FILE)
        except ConfigurationError as error:
            problem = f"{error.sentence()} {LAST_GOOD_STAYS}"
            settings = self._settings if before is None else before.settings
        return _Read(state, settings, problem)

    def _profile(self, settings: Settings, chosen: tuple[str, ...]) -> AnalysisProfile:
        rules = {
            rule: settings.rule_options(rule) for rule in chosen if rule in self._rule_versions
        }
        analysis = settings.analysis
        minified = MinifiedLines(
            longest_characters=analysis.longest_line,
            characters_per_mark=analysis.characters_per_mark,
        )
        said = [
            analysis.max_file_bytes,
            asdict(minified),
            sorted((rule, self._rule_versions[rule], dict(rules[rule])) for rule in rules),
        ]
        written = json.dumps(said, sort_keys=True, default=str).encode()
        return AnalysisProfile(
            rules=rules,
            max_file_bytes=analysis.max_file_bytes,
            digest=blake2b(written, digest_size=12).hexdigest(),
            minified=minified,
        )


def _by_itself(settings: Settings) -> tuple[str, ...]:
    return _on_save(settings) if settings.skill(Skill.FAST).enabled else ()


def _on_save(settings: Settings) -> tuple[str, ...]:
    return (*settings.enabled_rules(Skill.FAST), *_always(settings))


def _always(settings: Settings) -> tuple[str, ...]:
    """Rules of no skill, which run with whatever runs."""
    return tuple(filter(settings.is_enabled, OTHER_RULES))


def _state_of(path: str) -> tuple[int, int] | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
