"""Which definitions are compared at all: near copies are left to the rules about copies."""

import random
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.logic.bags import VIEWS
from tinyarms_daemon.analysis.logic.kept_outcomes import with_outcomes
from tinyarms_daemon.analysis.logic.mark_table import MarkTable
from tinyarms_daemon.analysis.logic.marks import Marks
from tinyarms_daemon.analysis.logic.outcome_table import OutcomeTable
from tinyarms_daemon.analysis.logic.ranking import likeliest_pairs
from tinyarms_daemon.analysis.logic.shortlists import listed_pairs
from tinyarms_daemon.analysis.logic.units import LogicUnit, logic_units, type_units
from tinyarms_daemon.analysis.logic.views import Views
from tinyarms_daemon.analysis.logic.word_table import WordTable
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.rules.semantic_duplication import SemanticDuplicationOptions

(RULE,) = rules_named("semantic-duplication")
LIMITS = cast(SemanticDuplicationOptions, RULE.options)
EARLY = """
function canEdit(user, page) {
  if (!user.active) return false;
  if (user.role === "admin") return true;
  if (page.locked) return false;
  if (page.owner === user.id) return true;
  return user.role === "editor" && user.teams.includes(page.team);
}
"""
NESTED = """
function mayChange(user, page) {
  let allowed = false;
  if (user.active) {
    if (user.role === "admin") {
      allowed = true;
    } else {
      if (!page.locked) {
        if (page.owner === user.id) {
          allowed = true;
        } else if (user.role === "editor") {
          allowed = user.teams.includes(page.team);
        }
      }
    }
  }
  return allowed;
}
"""
EDITED = EARLY.replace("canEdit", "canRead").replace("page.locked", "page.hidden")


def are_compared(one: str, other: str) -> bool:
    units = [
        unit
        for path, text in (("one.js", one), ("other.js", other))
        for unit in logic_units(SyntaxTree("javascript", text), path, "semantic-duplication")
    ]
    assert len(units) == 2
    return bool(likeliest_pairs(units, LIMITS))


def test_the_same_texts_in_another_control_flow_are_no_near_copy() -> None:
    assert are_compared(EARLY, NESTED)


def test_an_edited_copy_is_left_to_the_rules_about_copies() -> None:
    assert not are_compared(EARLY, EDITED)


def test_what_is_alike_in_two_languages_is_no_near_copy() -> None:
    """No rule about copies compares them."""
    table = '{1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}'
    script = f"function named(number) {{ const names = {table}; return names[number]; }}"
    python = f"def name_of(number):\n    names = {table}\n    return names[number]\n"
    units = [
        *logic_units(SyntaxTree("javascript", script), "one.js", "semantic-duplication"),
        *logic_units(SyntaxTree("python", python), "other.py", "semantic-duplication"),
    ]

    (pair,) = likeliest_pairs(units, LIMITS)

    assert (pair.first, pair.second) == (0, 1)


def random_units(number: int) -> list[LogicUnit]:
    """Definitions of three files and two languages, some the same, some copies, in words that few
    or many share."""
    chance = random.Random(7)
    (known,) = logic_units(SyntaxTree("javascript", EARLY), "one.js", "semantic-duplication")
    units: list[LogicUnit] = []
    for line in range(number):
        bags = [
            {
                f"{view} {chance.choice((5, 60)) * chance.random():.0f}": 1 + line % 3
                for _ in range(5)
            }
            for view in VIEWS
        ]
        texts = Marks.of(chance.sample(range(200), 40))
        if units and line % 4 == 0:
            other = chance.choice(units)
            units.append(replace(other, start_line=3 * line, end_line=3 * line + 2, texts=texts))
            continue
        units.append(
            replace(
                known,
                path=f"{line % 3}.js",
                name=f"unit{line}",
                start_line=3 * line,
                end_line=3 * line + 2,
                family=("script", "python")[line % 5 == 0],
                views=Views.of(bags),
                texts=texts if not units or line % 6 else chance.choice(units).texts,
            )
        )
    return units


def test_lists_hold_those_that_are_most_alike_of_all() -> None:
    units = random_units(700)
    words = WordTable(units)
    weights = np.zeros((len(units), len(words.units_with)))
    owner = np.repeat(np.arange(len(units)), np.diff(words.of_unit))
    np.add.at(
        weights,
        (owner, words.words),
        words.weights()
        * (words.units_with[words.words] <= LIMITS.common_definitions)
        * ~words.are_of("control"),
    )
    alike = (weights @ weights.T).round(9)
    families = np.array([unit.family for unit in units])
    texts = MarkTable([unit.texts for unit in units])

    expected = set()
    for one in range(len(units)):
        for family in ("script", "python"):
            members = np.flatnonzero(families == family)
            nearest = members[np.lexsort((members, -alike[one, members]))][
                : LIMITS.tries_a_place * LIMITS.shortlist
            ]
            likeness = texts.likeness(np.full(len(nearest), one), nearest)
            may = (
                (nearest != one)
                & (
                    (likeness <= LIMITS.near_copy_percent / 100)
                    | (families[nearest] != families[one])
                )
                & (alike[one, nearest] > 0)
            )
            expected |= {
                (min(one, other), max(one, other))
                for other in nearest[may][: LIMITS.shortlist].tolist()
            }

    outcomes = OutcomeTable([unit.outcomes for unit in units])
    found = listed_pairs(units, words, outcomes, LIMITS)

    assert set(zip(found.ones.tolist(), found.others.tolist(), strict=True)) == expected


def test_what_gives_the_same_is_listed_however_it_is_written() -> None:
    """Also where the views say nothing: every word is too common here."""
    loop = (
        "def owed(rows):\n    total = 0\n    for row in rows:\n"
        "        if not row.paid:\n            total += row.cents\n    return total\n"
    )
    library = "def due(bills):\n    return sum(bill.cents for bill in bills if not bill.paid)\n"
    same = [unit for text in (loop, library) for unit in units_of_python(text)]
    units = [*random_units(20), *same]
    blind = replace(LIMITS, common_definitions=0)
    outcomes = OutcomeTable([unit.outcomes for unit in units])

    found = listed_pairs(units, WordTable(units), outcomes, blind)

    assert [*zip(found.ones.tolist(), found.others.tolist(), strict=True)] == [(20, 21)]


def units_of_python(text: str) -> list[LogicUnit]:
    tree = SyntaxTree("python", text)
    return with_outcomes(
        tree, logic_units(tree, f"{len(text)}.py", RULE.rule.id), before=(), maker=""
    )


METER = """export class Meter {
  private stamps: number[] = [];
  constructor(private readonly span: number) {}
  record(now: number): number {
    this.stamps.push(now);
    this.stamps = this.stamps.filter((stamp) => stamp > now - this.span);
    return this.stamps.length;
  }
  reset(): void { this.stamps = []; }
}
"""
ERRORS = """export function errorMeter(span: number) {
  let stamps: number[] = [];
  return {
    record(now: number): number {
      stamps.push(now);
      stamps = stamps.filter((stamp) => stamp >= now - span);
      return stamps.length;
    },
    reset(): void { stamps = []; },
  };
}
"""


def units_of_script(path: str, text: str) -> list[LogicUnit]:
    tree = SyntaxTree("typescript", text)
    units = [
        *logic_units(tree, path, RULE.rule.id),
        *type_units(tree, path, RULE.rule.id, LIMITS.most_tokens),
    ]
    return with_outcomes(tree, units, before=(), maker="")


def test_a_method_is_no_partner_of_what_its_whole_class_differs_from() -> None:
    def odds(other: str) -> float:
        units = [*units_of_script("meter.ts", METER), *units_of_script("errors.ts", other)]
        found = {
            (units[each.first].name, units[each.second].name): each.score
            for each in likeliest_pairs(units, replace(LIMITS, ahead_percent=0))
        }
        return found["Meter.record", "errorMeter"]

    against = LIMITS.orderly_outcomes_odds
    assert odds(ERRORS) < odds(ERRORS.replace(">= now", "> now")) - against


def test_what_is_likelier_than_all_other_pairs_of_its_two_is_likelier_for_it() -> None:
    units = random_units(60)
    alone = replace(LIMITS, ahead_percent=0)

    before = {(each.first, each.second): each.score for each in likeliest_pairs(units, alone)}
    after = {(each.first, each.second): each.score for each in likeliest_pairs(units, LIMITS)}

    def ahead(pair: tuple[int, int]) -> float:
        others = [
            [score for other, score in before.items() if unit in other and other != pair]
            for unit in pair
        ]
        least = min(before.values())
        return sum(before[pair] - max(scores, default=least) for scores in others)

    assert before.keys() == after.keys()
    assert after == pytest.approx({pair: before[pair] + 0.3 * ahead(pair) for pair in before})
