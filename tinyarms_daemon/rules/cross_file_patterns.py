"""cross-file-patterns: one pattern in three files and more."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from tinyarms_daemon.analysis.deep_rule import ALL, DeepRule, Texts, text_fact
from tinyarms_daemon.analysis.file_roles import is_example, is_product
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.logic.code_patterns import (
    PatternPlace,
    PatternSizes,
    patterns_of,
    place_of,
)
from tinyarms_daemon.analysis.rule import CheckedFile, python, typescript
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.fingerprint import fingerprints
from tinyarms_daemon.domain.findings.project import Conclusion, FactData
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Severity, option
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.records import fields_of, made_of
from tinyarms_daemon.ports.project import Project

_PLACES = "places"
_OF_LITERALS = ("regular expression", "table of literals")
_ORIGINAL = '    if not user.email or "@" not in user.email or len(user.email) > 254:\n' + (
    '        raise ValidationError("email", "is not an address")'
)


@dataclass(frozen=True, slots=True)
class CrossFilePatternOptions:
    """What is large and wide enough to be a pattern."""

    least_files: int = option("how many files it stands in", at_least=2)
    least_tokens: int = option("how many tokens it has", at_least=5)
    most_tokens: int = option(
        "how many it has at most; larger blocks are simple-dry's", at_least=22
    )
    least_names: int = option("how many functions and fields it names, else an idiom")
    least_values: int = option("how many values a table of literals has", at_least=2)
    least_regex_characters: int = option("how many characters a regular expression has", at_least=3)
    least_letters: int = option("how many letters a text has that counts as a name", at_least=1)
    longest_value_characters: int = option(
        "how many characters a value of a table has at most", at_least=1
    )
    value_tokens: int = option(
        "tokens that a value of a table counts as beside other patterns", at_least=1
    )

    told_percent: int = option(
        "how much of its lines simple-dry tells that is not told again", at_least=1, at_most=100
    )

    @property
    def sizes(self) -> PatternSizes:
        """What decides which places are looked for in a file."""
        return made_of(PatternSizes, fields_of(self))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern with its places, by path and line, and how many others its lines hold."""

    shape: str
    places: tuple[tuple[str, PatternPlace], ...]
    beside: int = 0

    @property
    def saving(self) -> int:
        """The tokens that one home for it would save."""
        return self.places[0][1].tokens * (len(self.places) - 1)

    def is_followed_by(self, other: "_Pattern") -> bool:
        """Whether it goes on as the other in the next line, wherever it stands."""
        return all(
            place.end_line + 1 == following.start_line
            for (_, place), (_, following) in zip(self.places, other.places, strict=True)
        )

    def joined(self, following: "_Pattern") -> "_Pattern":
        """Both as one, which is called as the one that saves more."""
        named = max(self, following, key=lambda each: each.saving)
        places = tuple(
            (
                path,
                replace(
                    mine,
                    start_line=first.start_line,
                    end_line=last.end_line,
                    tokens=first.tokens + last.tokens,
                ),
            )
            for (path, mine), (_, first), (_, last) in zip(
                named.places, self.places, following.places, strict=True
            )
        )
        return _Pattern(named.shape, places, self.beside + following.beside + 1)


class CrossFilePatterns(DeepRule):
    """A check, a table or a wrapper that many files repeat has no home, so that each grows its own.

    Statements are compared with their own names left out, tables by their values in whatever order,
    regular expressions by their text. Patterns that follow each other in all of their places are
    told as one. What lies within a larger pattern of the same places is not told again, nor what
    simple-dry tells already; what the language or its compiler forces on its users is no pattern,
    and examples repeat on purpose.
    """

    id = "cross-file-patterns"
    title = "One pattern in several files"
    fix_hint = "Give the pattern a name and a home, and use it from there."
    severity = Severity.NOTE
    languages = CODE_LANGUAGES
    version = 6
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
        if is_example(file.path) or not is_product(file.path):
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
        patterns = _joined(_largest(_found(project, options)))
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
    return sorted(found, key=_by_saving)


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


def _joined(patterns: Iterable[_Pattern]) -> list[_Pattern]:
    """With those as one that follow each other line by line in all of their places."""
    by_paths: defaultdict[tuple[str, ...], list[_Pattern]] = defaultdict(list)
    for pattern in patterns:
        by_paths[tuple(path for path, _ in pattern.places)].append(pattern)
    joined: list[_Pattern] = []
    for together in by_paths.values():
        ordered = sorted(together, key=lambda each: each.places[0][1].start_line)
        current = ordered[0]
        for following in ordered[1:]:
            if current.is_followed_by(following):
                current = current.joined(following)
            else:
                joined.append(current)
                current = following
        joined.append(current)
    return sorted(joined, key=_by_saving)


def _more(beside: int) -> str:
    return f", and {beside} more beside it" if beside else ""


def _by_saving(pattern: _Pattern) -> tuple[int, str, str]:
    return -pattern.saving, pattern.places[0][0], pattern.shape


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
            message=f"The same {first.kind} stands in {len(pattern.places)} places of {files} files"
            f"{_more(pattern.beside)}.",
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
