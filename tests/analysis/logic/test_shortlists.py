"""Which definitions are compared at all: near copies are left to the rules about copies."""

from tinyarms_daemon.analysis.logic.ranking import likeliest_pairs
from tinyarms_daemon.analysis.logic.units import logic_units
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

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
    return bool(likeliest_pairs(units))


def test_the_same_texts_in_another_control_flow_are_no_near_copy() -> None:
    assert are_compared(EARLY, NESTED)


def test_an_edited_copy_is_left_to_the_rules_about_copies() -> None:
    assert not are_compared(EARLY, EDITED)
