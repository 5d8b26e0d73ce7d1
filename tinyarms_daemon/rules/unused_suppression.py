"""unused-suppression: a comment that hides nothing."""

from collections.abc import Iterable
from typing import Any

from tinyarms_daemon.analysis.languages import ALL_LANGUAGES, DOCUMENT_LANGUAGES
from tinyarms_daemon.analysis.rule import CheckedFile, FileRule, markdown, python, tsx
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.rule import Severity, Sighting
from tinyarms_daemon.domain.findings.rule_names import UNUSED_SUPPRESSION


class UnusedSuppression(FileRule):
    """A suppression that suppresses nothing hides what somebody writes there tomorrow.

    It also tells readers of a problem that is no longer there, or names a rule that never was.
    """

    id = UNUSED_SUPPRESSION
    title = "Suppression without an effect"
    fix_hint = "Delete the comment, or correct the name of the rule."
    severity = Severity.NOTE
    version = 4
    languages = ALL_LANGUAGES | DOCUMENT_LANGUAGES

    bad = {
        "nothing stands where it looks": python("total = 1  # tinyarms: ignore[«magic-numbers»]\n"),
        "the rule does not exist": python("total = 1  # tinyarms: ignore[«magic-number»]\n"),
        "it names no rule": python("total = 1  # «tinyarms: ignore» since it is one\n"),
        "for a file that has nothing of the kind": tsx(
            "// tinyarms: ignore-file[«hardcoded-colors»]\nexport const one = 1;\n"
        ),
        "in the comment of a document": markdown(
            "# Colors\n\n<!-- tinyarms: ignore[«hardcoded-color»] -->\nWe use blue.\n"
        ),
    }
    good = {
        "a suppression that is needed": tsx(
            '// tinyarms: ignore[hardcoded-colors]\nconst a = <p style={{ color: "#3B82F6" }} />;\n'
        ),
        "its form is spoken of": python(
            "total = 1  # a comment such as tinyarms: ignore comes here\n"
        ),
        "its form in a string": python('form = "# tinyarms: ignore[magic-numbers]"\n'),
        "a rule that does not run on a save": python(
            "total = 1  # tinyarms: ignore[complex-dry]\n"
        ),
    }

    def detect(self, tree: SyntaxTree, file: CheckedFile, options: Any) -> Iterable[Sighting]:  # noqa: ARG002
        """Nothing by itself: what is unused is known once every other rule has run."""
        return ()
