"""One rule in full, as `rules show` prints it."""

import re
from collections.abc import Mapping
from textwrap import dedent

from rich.text import Text

from tinyarms_daemon.domain.findings.rule import RuleDescription
from tinyarms_daemon.faces.cli.rendering import severity, styled
from tinyarms_daemon.faces.cli.screen import Screen

_MARKED = re.compile(r"«[^»]*»")
_INDENT = 2


def show_rule(screen: Screen, rule: RuleDescription) -> None:
    """The page of `rules show`."""
    screen.line(styled((rule.id, "bold"), ": ", rule.title))
    screen.line()
    for paragraph in dedent(rule.rationale).strip().split("\n\n"):
        screen.line(" ".join(paragraph.split()), hanging=0)
    screen.line()
    screen.table(
        [
            ["Severity", styled(severity(rule.severity))],
            ["Runs", "on every save" if rule.skill == "fast" else "in the weekly deep scan"],
            ["Languages", ", ".join(rule.languages) or "all"],
            ["Instead", rule.fix_hint],
        ]
    )
    _show_options(screen, rule)
    _show_examples(screen, "Reported, where «marked»", rule.examples_bad)
    _show_examples(screen, "Not reported", rule.examples_good)
    screen.line()
    screen.line(f"To allow one place, write in a comment there: tinyarms: ignore[{rule.id}]")


def _show_options(screen: Screen, rule: RuleDescription) -> None:
    if not rule.options:
        return
    screen.line()
    screen.line(styled((f"Options (under rules: {rule.id}:)", "bold")))
    screen.table([[f"  {name}", meaning] for name, meaning in rule.options.items()])


def _show_examples(screen: Screen, title: str, examples: Mapping[str, str]) -> None:
    if not examples:
        return
    screen.line()
    screen.line(styled((title, "bold")))
    for name, code in examples.items():
        screen.line(styled("  ", (name, "italic")), hanging=_INDENT)
        screen.lines(_code_line(line) for line in dedent(code).strip("\n").split("\n"))


def _code_line(line: str) -> Text:
    shown = styled("      ", line.expandtabs())
    for marked in _MARKED.finditer(shown.plain):
        shown.stylize("yellow", *marked.span())
    return shown
