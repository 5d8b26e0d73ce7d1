"""Each rule's page, from the rule itself; its examples are the rule's tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import dedent, indent

from tinyarms_daemon.domain.findings.rule import RuleDescription, Skill

_WHEN = {Skill.FAST: "on every save", Skill.DEEP: "in the weekly deep scan"}


def rules_index(rules: Sequence[RuleDescription]) -> str:
    """A table of all rules."""
    lines = [
        "# The rules",
        "",
        "Made from the rules by `make docs`.",
        "",
        "| rule | means | severity | runs |",
        "|---|---|---|---|",
        *(
            f"| [`{rule.id}`]({rule.id}.md) | {rule.title} | {rule.severity} "
            f"| {_WHEN[rule.skill]} |"
            for rule in rules
        ),
    ]
    return "\n".join(lines) + "\n"


def rule_page(rule: RuleDescription) -> str:
    """One rule in full."""
    return "\n".join(_lines(rule)).rstrip("\n") + "\n"


def _lines(rule: RuleDescription) -> Iterator[str]:
    yield f"# {rule.id}"
    yield from ("", f"**{rule.title}**", "")
    for paragraph in dedent(rule.rationale).strip().split("\n\n"):
        yield from (" ".join(paragraph.split()), "")
    yield f"- Severity: {rule.severity}; runs {_WHEN[rule.skill]}."
    yield f"- Languages: {', '.join(sorted(rule.languages)) or 'all'}."
    yield f"- Instead: {rule.fix_hint}"
    yield f"- To allow one place, write in a comment there: `tinyarms: ignore[{rule.id}]`."
    if rule.options:
        names = ", ".join(f"`{name}`" for name in rule.options)
        yield f"- Options: {names}; [what they mean](../configuration.md#rules{rule.id})."
    yield from _examples("Reported, where «marked»", rule.examples_bad)
    yield from _examples("Not reported", rule.examples_good)


def _examples(title: str, examples: Mapping[str, str]) -> Iterable[str]:
    if not examples:
        return
    yield from ("", f"## {title}", "")
    for name, example in examples.items():
        code = dedent(example).strip("\n")
        named = f"- {name[0].upper()}{name[1:]}:"
        if {"\n", "`"}.isdisjoint(code):
            yield f"{named} `{code}`"
        else:
            fence = "````" if "```" in code else "```"
            yield from (named, indent(f"{fence}\n{code}\n{fence}", "  "))
