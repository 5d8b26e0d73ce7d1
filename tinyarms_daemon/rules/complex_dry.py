"""complex-dry: definitions that are nearly the same, and differ in more than names."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.deep_rule import ALL, DeepRule, text_fact
from tinyarms_daemon.analysis.file_roles import is_product
from tinyarms_daemon.analysis.literal_data import data_share
from tinyarms_daemon.analysis.logic.groups import (
    AskingLimits,
    Link,
    Wording,
    learned_units,
    told_and_asked,
)
from tinyarms_daemon.analysis.logic.units import (
    LOGIC_LANGUAGES,
    LogicUnit,
    fact_of,
    logic_units,
)
from tinyarms_daemon.analysis.rule import CheckedFile, python
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import Candidate, Conclusion, FactData, pair_key
from tinyarms_daemon.domain.findings.rule import option
from tinyarms_daemon.ports.project import Project

_UNITS = "units"
_ASKED = (
    "For each other definition: could it and the first be one definition with a few parameters "
    "that is easier to read than the two?"
)


def _report(kind: str, extra: str) -> str:
    return (
        f"def {kind}_report(store, year):\n"
        "    rows = []\n"
        "    skipped = 0\n"
        f"    for order in store.{kind}(year):\n"
        "        if order.cancelled or order.total <= 0:\n"
        "            skipped += 1\n"
        "            continue\n"
        f"{extra}"
        "        customer = store.customer(order.customer_id)\n"
        "        if customer is None:\n"
        "            skipped += 1\n"
        "            continue\n"
        "        rows.append((order.day, customer.name, order.total, order.currency))\n"
        "    rows.sort()\n"
        "    lines = []\n"
        "    for day, name, total, currency in rows:\n"
        '        lines.append(f"{day:%Y-%m-%d} {name} {total:.2f} {currency}")\n'
        '    lines.append(f"{len(rows)} rows, {skipped} skipped")\n'
        '    return "\\n".join(lines)'
    )


_RATES = (
    '        rate = store.rate(order.currency, "EUR", order.day)\n'
    "        if rate is None:\n"
    "            raise LookupError(order.currency)\n"
    "        fee = max(order.total * rate * 0.015, 0.35)\n"
    "        order = order.converted(rate, fee)\n"
    "        if order.total < fee:\n"
    "            store.flag(order.id, fee)\n"
    "            continue\n"
)


def _record(thing: str, *rows: str) -> str:
    return f"def {thing}_document({thing}):\n    return {{{', '.join(rows)}}}\n"


_ORDER = _record(
    "order",
    *(
        f'"{field}": order.{field}'
        for field in ["id", "customer", "currency", "total", "tax", "weight"]
    ),
    *(f'"{field}": order.{field}.isoformat()' for field in ["paid_at", "sent_at", "returned_at"]),
    '"lines": [asdict(line) for line in order.lines]',
    '"notes": list(order.notes)',
    '"open": not order.paid',
)
_VISIT = _record(
    "visit",
    *(f'"{field}": visit.{field}' for field in ["id", "path", "referrer", "browser", "language"]),
    *(f'"{field}": visit.{field}.value' for field in ["device", "network", "origin", "consent"]),
    '"pages": [asdict(page) for page in visit.pages]',
    '"marks": dict(visit.marks)',
    '"seconds": visit.ended_at - visit.began_at',
)


def _grammar(language: str, *rows: str) -> str:
    lines = ("        " + row + ",\n" for row in rows)
    return f"def {language}_rules():\n    return [\n{''.join(lines)}    ]\n"


_TEMPLATES = _grammar(
    "template",
    *(f'("{word}", Keyword, push("{word}"))' for word in ["if", "for", "block", "macro"]),
    *(f'("{sign}", Operator, None)' for sign in ["+", "-", "*", "/", "%"]),
    '("[a-z]+", by_groups(Name, Text, Name), None)',
    '("#.*", Comment, pop(1))',
    'include("text")',
    'words("and", "or", "not", suffix=BOUNDARY)',
)
_QUERIES = _grammar(
    "query",
    '("--.*", Comment, pop(1))',
    *(f'("{word}", Keyword, push("{word}"))' for word in ["select", "from", "where"]),
    'words("asc", "desc", suffix=BOUNDARY)',
    *(f'("{sign}", Operator, None)' for sign in ["=", "<", ">", "<>"]),
    'include("numbers")',
    '("[a-z]+", by_groups(Name, Text, Name), None)',
)


@dataclass(frozen=True, slots=True)
class ComplexDryOptions(AskingLimits):
    """How large and how near copies must be."""

    least_tokens: int = option("how many tokens each definition has at least", at_least=20)
    least_forms: int = option(
        "how many different pieces of form each has at least, four tokens in a row", at_least=1
    )
    data_percent: int = option(
        "share of literal data in its lines, in per cent, from which one is data and not compared",
        at_least=1,
        at_most=100,
    )
    least_percent: int = option(
        "how much of their form two definitions share to be asked about", at_least=10, at_most=100
    )
    certain_percent: int = option(
        "how much of it to be told without a model", at_least=10, at_most=100
    )
    same_odds: float = option("log odds of two that share all of their form")
    stranger_odds: float = option("log odds against two that share nothing of it")
    copy_percent: int = option(
        "how much of it two share that are left to simple-dry", at_least=10, at_most=100
    )
    told_percent: int = option(
        "how much of their lines simple-dry tells that are not told again", at_least=1, at_most=100
    )
    idiom_definitions: int = option("what more definitions than this share is an idiom", at_least=2)
    rare_percent: int = option(
        "how much of a form two share beside idioms, before they are compared",
        at_least=1,
        at_most=100,
    )


class ComplexDry(DeepRule):
    """Two definitions that grew apart from one are mended one at a time, and half of the mends.

    Their form is compared with names and values left out. What is nearer than this is a copy, and
    simple-dry tells it; what is farther may do the same all the same, which semantic-duplication
    looks for. Between them lie definitions with real differences, worth one abstraction. Where one
    step is repeated, as in records and in what only hands arguments on, likeness says nothing. What
    simple-dry tells of the same lines is not told again.
    """

    id = "complex-dry"
    title = "Definitions that are nearly the same"
    fix_hint = "Write what they share once, and hand in what differs as a parameter or a function."
    languages = LOGIC_LANGUAGES
    version = 8
    Options = ComplexDryOptions

    bad = {}
    good = {"an empty file": python("")}
    projects_bad = {
        "a step more in the middle": {
            "domestic.py": python(f"«{_report('domestic', '')}»\n"),
            "export.py": python(f"{_report('foreign', _RATES)}\n"),
        },
    }
    projects_good = {
        "a copy with other names, which simple-dry tells": {
            "a.py": python(f"{_report('domestic', '')}\n"),
            "b.py": python(f"{_report('foreign', '')}\n"),
        },
        "records of different things": {
            "a.py": python(_ORDER),
            "b.py": python(_VISIT),
        },
        "tables of the same form": {
            "a.py": python(_TEMPLATES, least_tokens=40, least_forms=10),
            "b.py": python(_QUERIES, least_tokens=40, least_forms=10),
        },
    }

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: ComplexDryOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """The form of each definition, and the text from which evidence is taken."""
        if not is_product(file.path):
            return
        units = [
            unit
            for unit in logic_units(tree, file.path, self.id)
            if unit.leaves >= options.least_tokens
            and not unit.is_type
            and data_share(tree, unit.start_line, unit.end_line) * 100 < options.data_percent
        ]
        if units:
            yield _UNITS, ALL, fact_of([unit.with_forms_alone() for unit in units])
            yield text_fact(tree, file.path)

    def make_ready(self) -> None:
        """The comparison, with the array library that it brings along."""
        import tinyarms_daemon.analysis.logic.mark_table  # noqa: F401

    def conclude(
        self, project: Project, topics: Collection[str] | None, options: ComplexDryOptions
    ) -> Iterable[Conclusion | Candidate]:
        """Groups of near copies, then the questions about those that are less near."""
        del topics
        answers = project.answers()
        pairs = (
            (
                Link(
                    first,
                    second,
                    _odds(alike, options),
                    answers.get(pair_key(first.key, second.key)),
                ),
                alike * 100 >= options.certain_percent,
            )
            for alike, first, second in near_copies(learned_units(project, _UNITS), options)
        )
        wording = Wording(
            self.id,
            self.severity,
            "{count} definitions are nearly the same and differ in a few steps: {names}.",
            "nearly the same",
            self.fix_hint,
        )
        return told_and_asked(pairs, wording, project, asked=_ASKED, limits=options)


def _odds(alike: float, options: ComplexDryOptions) -> float:
    """Log odds by which questions are ranked."""
    return (options.same_odds + options.stranger_odds) * alike - options.stranger_odds


def near_copies(
    units: list[LogicUnit], options: ComplexDryOptions
) -> list[tuple[float, LogicUnit, LogicUnit]]:
    """Pairs by how alike their forms are, the nearest first."""
    # It brings an array library along, which no other command or worker should have to load.
    from tinyarms_daemon.analysis.logic.mark_table import MarkTable

    families = sorted({unit.family for unit in units})
    forms = MarkTable(
        [unit.forms for unit in units], [families.index(unit.family) for unit in units]
    )
    ones, others = forms.sharing_pairs(
        most_sets=options.idiom_definitions, least_percent=options.rare_percent
    )
    found = [
        (round(alike, 4), units[one], units[other])
        for one, other, alike in zip(
            ones.tolist(), others.tolist(), forms.likeness(ones, others).tolist(), strict=True
        )
        if options.least_percent <= alike * 100 < options.copy_percent
        and min(len(units[one].forms), len(units[other].forms)) >= options.least_forms
    ]
    return sorted(
        found,
        key=lambda each: (
            -each[0],
            each[1].path,
            each[1].start_line,
            each[2].path,
            each[2].start_line,
        ),
    )
