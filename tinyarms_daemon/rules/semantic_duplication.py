"""semantic-duplication: the same logic, written differently."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tinyarms_daemon import __version__
from tinyarms_daemon.analysis.deep_rule import ALL, DeepRule, Texts, text_fact
from tinyarms_daemon.analysis.file_roles import is_product
from tinyarms_daemon.analysis.logic.embodiments import each_logic_once
from tinyarms_daemon.analysis.logic.groups import (
    AskingLimits,
    Link,
    Wording,
    learned_units,
    told_and_asked,
)
from tinyarms_daemon.analysis.logic.intents import IntentOdds, with_promise
from tinyarms_daemon.analysis.logic.kept_outcomes import with_outcomes
from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.ranking_options import RankingOptions
from tinyarms_daemon.analysis.logic.units import (
    LOGIC_LANGUAGES,
    LogicUnit,
    fact_of,
    logic_units,
    type_units,
    units_of,
)
from tinyarms_daemon.analysis.rule import CheckedFile, python, typescript
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import (
    Candidate,
    Conclusion,
    FactData,
    KnownAnswer,
    pair_key,
)
from tinyarms_daemon.domain.findings.rule import option
from tinyarms_daemon.ports.project import Project

_UNITS = "units"
_ASKED = (
    "For each other definition: does it do the same as the first for every input, so that one "
    "could replace it?"
)


@dataclass(frozen=True, slots=True)
class SemanticDuplicationOptions(RankingOptions, AskingLimits, IntentOdds):
    """How sure it must be, and how much is asked."""

    certain_odds: float = option("log odds from which what gives the same is told without a model")
    same_file_percent: int = option(
        "how many of 100 partners may lie in the file of their definition", at_most=100
    )
    told_percent: int = option(
        "how much of their lines simple-dry tells that are not told again", at_least=1, at_most=100
    )


class SemanticDuplication(DeepRule):
    """Logic that is written twice in different ways is never found by searching for its text.

    Definitions are compared by what they do: operations, literals, the fields they use,
    their control flow and the words of their names, in a vocabulary that no language owns; and, in
    Python, JavaScript, TypeScript and Go, by what they give for some drawn inputs, for which
    their terms are evaluated: no code runs. What gives the same for inputs of the same names, which
    reach most of it, also for the texts and numbers that either of the two says, and is likely
    besides, is told at once; of the rest, and of all in other languages, the large model is asked,
    the likeliest pairs first. Textual near copies are left to
    complex-dry and simple-dry, and what the latter tells of the same lines is not told again; tests
    and migrations are left out.
    """

    id = "semantic-duplication"
    title = "The same logic in two forms"
    fix_hint = "Keep the clearer one, and call it from where the others are used."
    languages = LOGIC_LANGUAGES
    version = 32
    Options = SemanticDuplicationOptions

    bad = {}
    good = {"an empty file": python("")}
    projects_bad = {
        "a loop, and library calls": {
            "inbox.py": python(
                "«def unread_label(threads):\n"
                "    count = sum(thread.unread for thread in threads if not thread.muted)\n"
                "    if count > 99:\n"
                '        return "99+"\n'
                '    return str(count) if count else ""»\n'
            ),
            "web/badge.ts": typescript(
                "export function badge(threads: Thread[]): string {\n"
                "  let unread = 0;\n"
                "  threads.forEach((thread) => {\n"
                "    if (!thread.muted) unread += thread.unread;\n"
                "  });\n"
                '  if (unread === 0) return "";\n'
                '  return unread > 99 ? "99+" : String(unread);\n'
                "}\n"
            ),
            "mail.py": python(
                "def deliver(message, servers):\n"
                "    for server in servers:\n"
                "        connection = server.connect(timeout=30)\n"
                "        if connection.accepts(message.recipient):\n"
                "            return connection.send(message)\n"
                '    raise LookupError("no server")\n'
            ),
            "area.ts": typescript(
                "export function area(shape: Shape): number {\n"
                '  if (shape.kind === "circle") return Math.PI * shape.radius ** 2;\n'
                "  return shape.width * shape.height;\n"
                "}\n"
            ),
        },
    }
    projects_good = {
        "two that differ in what they count": {
            "vowels.py": python(
                "def vowels(text):\n"
                "    number = 0\n"
                "    for char in text.lower():\n"
                '        if char in "aeiou":\n'
                "            number += 1\n"
                "    return number\n"
            ),
            "files.py": python(
                "def large_files(folder, limit):\n"
                "    return [entry.path for entry in folder.walk() if entry.bytes > limit]\n"
            ),
        },
    }

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: SemanticDuplicationOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """The views and outcomes of each definition, and the text from which evidence is taken."""
        if not is_product(file.path):
            return
        least, most = options.least_tokens, options.most_tokens
        units = [
            unit
            for unit in (
                *logic_units(tree, file.path, self.id),
                *type_units(tree, file.path, self.id, most),
            )
            if least <= unit.leaves <= most
        ]
        if units:
            known = [each for fact in file.definitions for each in units_of(file.path, fact)]
            units = with_outcomes(tree, units, known, f"{__version__} {self.version}")
            yield _UNITS, ALL, fact_of([unit.without_forms() for unit in units])
            yield text_fact(tree, file.path)

    def make_ready(self) -> None:
        """The comparison, with the array library that it brings along."""
        import tinyarms_daemon.analysis.logic.confirmation
        import tinyarms_daemon.analysis.logic.ranking  # noqa: F401

    def conclude(
        self,
        project: Project,
        topics: Collection[str] | None,
        options: SemanticDuplicationOptions,
    ) -> Iterable[Conclusion | Candidate]:
        """Groups that give the same or that a model has accepted, then the questions."""
        del topics
        # It brings an array library along, which no other command or worker should have to load.
        from tinyarms_daemon.analysis.logic.ranking import likeliest_pairs

        units = learned_units(project, _UNITS)
        pairs = likeliest_pairs(units, options)
        pairs = with_promise(pairs, units, project.intents(), options)
        wording = Wording(
            self.id,
            self.severity,
            "{count} definitions do the same in different ways: {names}.",
            "does the same",
            self.fix_hint,
        )
        return told_and_asked(
            _links(pairs, units, project.answers(), options, _confirming(project)),
            wording,
            project,
            asked=_ASKED,
            limits=options,
        )


def _confirming(project: Project) -> Callable[[LogicUnit, LogicUnit], bool]:
    """What tells whether two give the same for what either of them says, too."""

    def is_confirmed(first: LogicUnit, second: LogicUnit) -> bool:
        # It evaluates, which few pairs need.
        from tinyarms_daemon.analysis.logic.confirmation import differ_by_what_is_said

        texts = Texts(project, {first.path, second.path})
        return not differ_by_what_is_said(
            first, texts.text(first.path), second, texts.text(second.path)
        )

    return is_confirmed


def _links(
    pairs: Iterable[Pair],
    units: Sequence[LogicUnit],
    answers: Mapping[str, KnownAnswer],
    options: SemanticDuplicationOptions,
    is_confirmed: Callable[[LogicUnit, LogicUnit], bool],
) -> Iterator[tuple[Link, bool]]:
    """Each pair with what a model said of it, and whether it is certain without: not where both
    stand in one file, whose author saw both.

    Those within one file beyond their share wait, so that others have places of their own.
    """
    left_in_one_file = (
        options.most_questions * options.most_partners * options.same_file_percent // 100
    )
    for pair in each_logic_once(pairs, units, answers.keys()):
        first, second = units[pair.first], units[pair.second]
        answer = answers.get(pair_key(first.key, second.key))
        is_in_one_file = first.path == second.path
        left_in_one_file -= is_in_one_file
        if is_in_one_file and left_in_one_file < 0 and answer is None:
            continue
        is_likely = pair.score >= options.certain_odds and not is_in_one_file
        is_certain = pair.gives_same and is_likely and answer is None
        is_certain = is_certain and is_confirmed(first, second)
        yield Link(first, second, pair.promise, answer), is_certain
