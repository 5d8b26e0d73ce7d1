"""model-remark: what a model would point out in a definition that was just edited."""

from collections.abc import Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.definitions import Definition, definitions_of
from tinyarms_daemon.analysis.file_roles import is_test
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.rule import CheckedFile, FileRule, go, python, tsx
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.rule import Severity, Sighting, option
from tinyarms_daemon.domain.findings.rule_names import MODEL_REMARK

_QUESTION = "Does this definition hold a mistake that shows when it runs?"
_KINDS = frozenset({"function", "method", "constructor"})


@dataclass(frozen=True, slots=True)
class ModelRemarkOptions:
    """Which definitions are shown to a model."""

    least_lines: int = option("lines of a definition at least", at_least=1)
    most_lines: int = option("lines of a definition at most", at_least=1)


class ModelRemark(FileRule):
    """A second pair of eyes on what was just written, where somebody wants one: a small model asked
    freely finds a part of what is there, and is wrong at times.

    Off by default. Only definitions that a save touched and that are not committed yet are asked
    about, one in each call; a remark stands at the piece of code that the model quoted.
    """

    id = MODEL_REMARK
    title = "Remark of a model"
    fix_hint = "Look at the piece that is quoted; dismiss the remark where it is wrong."
    severity = Severity.NOTE
    languages = CODE_LANGUAGES
    Options = ModelRemarkOptions

    bad = {}
    good = {
        "a definition of two lines": python("def name(self):\n    return self._name\n"),
        "a test": python(
            "def test_sum():\n    total = add(1, 2)\n    assert total == 3\n",
            path="tests/test_a.py",
        ),
        "what is no function": go("package p\n\ntype Point struct {\n\tX int\n\tY int\n}\n"),
        "a definition that is too long to be judged at once": python(
            "def f(a):\n    a = 1\n    b = 2\n    return a\n", most_lines=3
        ),
    }
    lookalikes = {
        "a function": python(
            "«def total(rows):\n    added = 0\n    for index in range(1, len(rows)):\n"
            "        added += rows[index]\n    return added»\n"
        ),
        "a method, with what is defined inside it": tsx(
            "class Cart {\n  «total(items: Item[]) {\n    const price = (item: Item) => {\n"
            "      return item.price;\n    };\n    return sum(items.map(price));\n  }»\n}\n"
        ),
    }

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: ModelRemarkOptions
    ) -> Iterator[Sighting]:
        """One sighting for each outermost function."""
        if is_test(file.path):
            return
        for definition in definitions_of(tree):
            region = definition.region
            lines = region.end.line - region.start.line + 1
            is_of_size = options.least_lines <= lines <= options.most_lines
            if definition.kind in _KINDS and is_of_size and not _is_inside_another(definition):
                yield Sighting(
                    region=region,
                    text=tree.text[slice(*definition.span)],
                    message="A model has a remark.",
                    question=_QUESTION,
                )


def _is_inside_another(definition: Definition) -> bool:
    outer = definition.outer
    while outer is not None:
        if outer.kind in _KINDS:
            return True
        outer = outer.outer
    return False
