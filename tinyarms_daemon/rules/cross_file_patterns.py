"""cross-file-patterns: one pattern in three files and more."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tinyarms_daemon.analysis.deep_rule import ALL, DeepRule, Texts, text_fact
from tinyarms_daemon.analysis.file_roles import is_example, is_test
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.logic.code_patterns import (
    PatternPlace,
    PatternSizes,
    patterns_of,
    place_of,
)
from tinyarms_daemon.analysis.rule import CheckedFile, python, typescript
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.fingerprint import fingerprints
from tinyarms_daemon.domain.project import Conclusion, FactData
from tinyarms_daemon.domain.rule import Observation, Origin, Severity
from tinyarms_daemon.domain.source import Place
from tinyarms_daemon.ports.project import Project

_PLACES = "places"
_OF_LITERALS = ("regular expression", "table of literals")
_ORIGINAL = '    if not user.email or "@" not in user.email or len(user.email) > 254:\n' + (
    '        raise ValidationError("email", "is not an address")'
)


@dataclass(frozen=True, slots=True)
class CrossFilePatternOptions:
    """What is large and wide enough to be a pattern."""

    least_files: int = field(metadata={"help": "how many files it stands in", "at_least": 2})
    least_tokens: int = field(metadata={"help": "how many tokens it has", "at_least": 5})
    most_tokens: int = field(
        metadata={"help": "how many it has at most; larger blocks are simple-dry's", "at_least": 22}
    )
    least_names: int = field(
        metadata={"help": "how many functions and fields it names, else an idiom", "at_least": 0}
    )
    least_values: int = field(
        metadata={"help": "how many values a table of literals has", "at_least": 2}
    )
    least_regex_characters: int = field(
        metadata={"help": "how many characters a regular expression has", "at_least": 3}
    )
    least_letters: int = field(
        metadata={"help": "how many letters a text has that counts as a name", "at_least": 1}
    )
    longest_value_characters: int = field(
        metadata={"help": "how many characters a value of a table has at most", "at_least": 1}
    )
    value_tokens: int = field(
        metadata={
            "help": "tokens that a value of a table counts as beside other patterns",
            "at_least": 1,
        }
    )

    @property
    def sizes(self) -> PatternSizes:
        """What decides which places are looked for in a file."""
        return PatternSizes(
            least_tokens=self.least_tokens,
            most_tokens=self.most_tokens,
            least_values=self.least_values,
            least_regex_characters=self.least_regex_characters,
            least_letters=self.least_letters,
            longest_value_characters=self.longest_value_characters,
            value_tokens=self.value_tokens,
        )


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern with its places, by path and line."""

    shape: str
    places: tuple[tuple[str, PatternPlace], ...]

    @property
    def saving(self) -> int:
        """The tokens that one home for it would save."""
        return self.places[0][1].tokens * (len(self.places) - 1)


class CrossFilePatterns(DeepRule):
    """A check, a table or a wrapper that many files repeat has no home, so that each grows its own.

    Statements are compared with their own names left out, tables by their values in whatever
    order, regular expressions by their text. What lies within a larger pattern of the same places
    is not told again, nor what the language itself forces on its users; examples repeat on purpose.
    """

    id = "cross-file-patterns"
    title = "One pattern in several files"
    fix_hint = "Give the pattern a name and a home, and use it from there."
    severity = Severity.NOTE
    languages = CODE_LANGUAGES
    version = 3
    Options = CrossFilePatternOptions

    bad = {}
    good = {"an empty file": python("")}
    projects_bad = {
        "a validation": {
            "accept.py": python(
                f"def signup(user, store):\n    «{_ORIGINAL.strip()}»\n    store.add(user)\n"
            ),
            "invite.py": python(
                f"def invite(user, mail):\n{_ORIGINAL}\n    return mail.invite(user.email)\n"
            ),
            "profile.py": python(
                f"def change(user, email):\n{_ORIGINAL}\n    user.rename(email)\n"
            ),
        },
        "a table": {
            "a.ts": typescript('«export const kinds = ["draft", "open", "paid", "void"];»\n'),
            "b.ts": typescript(
                'const all = new Set(["open", "draft", "void", "paid"]);\nuse(all);\n'
            ),
            "c.py": python('STATES = ("paid", "void", "draft", "open")\n'),
        },
    }
    projects_good = {
        "two files": {
            "signup.py": python(f"def signup(user):\n{_ORIGINAL}\n    return user\n"),
            "invite.py": python(f"def invite(user):\n{_ORIGINAL}\n    return user.email\n"),
        },
    }

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: CrossFilePatternOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """Every place that may be one of a pattern's."""
        if is_test(file.path) or is_example(file.path):
            return
        places = patterns_of(tree, self.id, options.sizes)
        if places:
            yield _PLACES, ALL, [place.encoded() for place in places]
            yield text_fact(tree, file.path)

    def conclude(
        self,
        project: Project,
        topics: Collection[str] | None,
        options: CrossFilePatternOptions,
    ) -> Iterator[Conclusion]:
        """A finding for each pattern, the one that saves most first."""
        del topics
        patterns = list(_largest(_found(project, options)))
        texts = Texts(project, {path for each in patterns for path, _ in each.places[:1]})
        seen: Counter[tuple[str, str]] = Counter()
        for pattern in patterns:
            yield _conclusion(self, pattern, texts, seen)


def _found(project: Project, options: CrossFilePatternOptions) -> list[_Pattern]:
    by_shape: defaultdict[str, list[tuple[str, PatternPlace]]] = defaultdict(list)
    for path, fact in project.facts(_PLACES):
        for said in fact.data if isinstance(fact.data, list) else ():
            place = place_of(said)
            if place.kind in _OF_LITERALS or (
                place.names >= options.least_names and place.tokens >= options.least_tokens
            ):
                by_shape[place.shape].append((path, place))
    found = []
    for shape, places in by_shape.items():
        spoken = [each for each in places if not each[1].is_silenced]
        if len({path for path, _ in spoken}) >= options.least_files:
            ordered = sorted(spoken, key=lambda each: (each[0], each[1].start_line))
            found.append(_Pattern(shape, tuple(ordered)))
    return sorted(found, key=lambda each: (-each.saving, each.places[0][0], each.shape))


def _largest(patterns: list[_Pattern]) -> Iterator[_Pattern]:
    """Without those all of whose places lie in places that are told already."""
    told: defaultdict[str, set[int]] = defaultdict(set)
    for pattern in patterns:
        free = [
            (path, place)
            for path, place in pattern.places
            if not told[path].issuperset(range(place.start_line, place.end_line + 1))
        ]
        if len({path for path, _ in free}) < 2:
            continue
        for path, place in pattern.places:
            told[path].update(range(place.start_line, place.end_line + 1))
        yield pattern


def _conclusion(
    rule: DeepRule, pattern: _Pattern, texts: Texts, seen: Counter[tuple[str, str]]
) -> Conclusion:
    (path, first), *others = pattern.places
    files = len({each for each, _ in pattern.places})
    seen[path, pattern.shape] += 1
    *_, fingerprint = fingerprints(rule.id, [pattern.shape] * seen[path, pattern.shape])
    region, evidence = texts.lines(path, first.start_line, first.end_line)
    return Conclusion(
        path,
        Observation(
            rule=rule.id,
            severity=rule.severity,
            fingerprint=fingerprint,
            region=region,
            evidence=evidence,
            message=f"The same {first.kind} stands in {len(pattern.places)} places of {files} files.",
            symbol=first.symbol,
            suggestion=rule.fix_hint,
            related=tuple(
                Place(other, place.start_line, place.end_line, f"the same {place.kind}")
                for other, place in others
            ),
            measures={"places": len(pattern.places), "files": files, "tokens": first.tokens},
            origin=Origin.GRAPH,
        ),
        frozenset({ALL}),
        waits_at=tuple((other, "") for other in dict.fromkeys(each for each, _ in pattern.places)),
    )
