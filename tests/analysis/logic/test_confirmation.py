"""What gives the same for its own literals is tried with those of its partner as well."""

from tinyarms_daemon.analysis.logic.confirmation import differ_by_what_is_said
from tinyarms_daemon.analysis.logic.units import LogicUnit, logic_units
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

LANGUAGES = {"py": "python", "ts": "typescript"}


def differ(python: str, script: str) -> bool:
    """Whether the first functions of two files are told apart."""
    first, second = unit("one.py", python), unit("other.ts", script)
    there = differ_by_what_is_said(first, python, second, script)
    assert differ_by_what_is_said(second, script, first, python) == there
    return there


def unit(path: str, text: str) -> LogicUnit:
    tree = SyntaxTree(LANGUAGES[path.rpartition(".")[2]], text)
    return logic_units(tree, path, "semantic-duplication")[0]


NUMERAL = """
def numeral(number):
    out = ""
    for value, text in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out += text
            number -= value
    return out
"""
LONG_NUMERAL = """
export function numeral(number: number): string {
  let out = "";
  const table: [number, string][] = [[10, "X"], [5, "V"], [1, "I"]];
  for (const [value, text] of table) {
    while (number >= value) {
      out += text;
      number -= value;
    }
  }
  return out;
}
"""
DIALED = """
def dialed(text, country):
    if text.startswith("+"):
        return text
    return country + text.removeprefix("0")
"""
DIALED_ABROAD = """
export function dialed(text: string, country: string): string {
  if (text.startsWith("+")) return text;
  if (text.startsWith("00")) return "+" + text.slice(2);
  return country + text.replace(/^0/, "");
}
"""


def test_a_row_that_only_one_table_has_tells_them_apart() -> None:
    assert differ(NUMERAL, LONG_NUMERAL)


def test_the_same_table_does_not() -> None:
    whole = LONG_NUMERAL.replace('[5, "V"],', '[9, "IX"], [5, "V"], [4, "IV"],')

    assert not differ(NUMERAL, whole)


def test_a_prefix_that_only_one_of_them_knows_tells_them_apart() -> None:
    assert differ(DIALED, DIALED_ABROAD)
    assert not differ(DIALED, DIALED_ABROAD.replace('"00"', '"+"').replace("2", "1"))


def test_what_is_drawn_in_other_kinds_is_not_told_apart() -> None:
    masked = "def masked(digits):\n    if len(digits) < 12:\n        return digits\n"
    masked += '    return "*" * (len(digits) - 4) + digits[-4:]\n'
    script = """
export function masked(digits: string): string {
  if (digits.length < 12) return digits;
  return "*".repeat(digits.length - 4) + digits.slice(-4);
}
"""

    assert not differ(masked, script)


def test_what_is_not_understood_is_not_told_apart() -> None:
    unknown = NUMERAL.replace('    out = ""', '    global out\n    out = yield ""')

    assert not differ(unknown, LONG_NUMERAL)


def test_what_is_no_longer_there_is_not_told_apart() -> None:
    first = unit("one.py", NUMERAL)

    assert not differ_by_what_is_said(
        first, NUMERAL, unit("other.ts", LONG_NUMERAL), "export const numeral = 1;\n"
    )
