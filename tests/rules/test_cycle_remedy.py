"""A model may say what of the import that closes a circle could move; the finding needs none."""

from collections.abc import Mapping

from tests.fakes.memory_project import MemoryProject
from tests.rules.concluding import bound, reports_of
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.domain.findings.project import KnownAnswer, RuleConclusions
from tinyarms_daemon.rules.architectural_anti_patterns import ArchitecturalAntiPatterns

CART = """import orders


def total(lines):
    return sum(line.price for line in lines)


class Cart:
    def __init__(self, lines):
        self.order = orders.open_order(lines) or orders.last_order(lines)
        self.number = orders.number(self.order)
"""
ORDERS = """from cart import Cart, total


def open_order(lines):
    return Cart(lines).order if total(lines) else None


def last_order(lines):
    return lines[-1].order


def number(order):
    return order.id % 1000
"""
FILES = {
    "cart.py": CART,
    "orders.py": ORDERS,
}
EXACT = "Move what orders.py uses of cart.py to a module that both import, or hand it in."


def concluded(
    answers: Mapping[str, KnownAnswer] | None = None, **options: object
) -> RuleConclusions:
    rule = bound(ArchitecturalAntiPatterns(), **options)
    reports = reports_of(rule, FILES)
    (said,) = conclude_project(
        [rule], None, lambda name: MemoryProject(name, reports, answers=answers)
    )
    return said


def suggestions(said: RuleConclusions) -> list[str | None]:
    return [each.observation.suggestion for each in said.conclusions]


def answered(*, agreed: bool | None, reason: str = "only its lines") -> dict[str, KnownAnswer]:
    """Yes to `total`, no to `Cart`."""
    (candidate,) = concluded().candidates
    total, cart = candidate.pair_keys()
    return {
        total: KnownAnswer(True, agreed, "qwen", reason),
        cart: KnownAnswer(False, None, "qwen", "needs orders"),
    }


def test_it_is_asked_of_each_definition_that_the_import_takes() -> None:
    said = concluded()

    (candidate,) = said.candidates
    assert [(each.path, each.start_line, each.end_line) for each in candidate.places] == [
        ("orders.py", 1, 1),
        ("cart.py", 4, 5),
        ("cart.py", 8, 11),
    ]
    assert suggestions(said) == [EXACT]


def test_its_word_stands_beside_the_exact_remedy_and_changes_nothing_else() -> None:
    without, said = concluded(), concluded(answered(agreed=True))

    assert suggestions(said) == [
        (
            f"{EXACT} qwen says: total could move («only its lines»); "
            "not so sure of Cart («needs orders»)."
        )
    ]
    (one,), (other,) = without.conclusions, said.conclusions
    assert one.observation.fingerprint == other.observation.fingerprint
    assert one.observation.origin == other.observation.origin
    assert said.candidates == ()


def test_a_yes_is_asked_once_more_and_a_second_opinion_that_differs_takes_it_back() -> None:
    single, differs = concluded(answered(agreed=None)), concluded(answered(agreed=False))

    (again,) = single.candidates
    assert again.second_opinion
    assert [each.start_line for each in again.places] == [1, 4]
    assert differs.candidates == ()
    assert suggestions(differs) == [f"{EXACT} qwen says: not so sure of Cart («needs orders»)."]


def test_what_a_model_says_is_shown_as_one_line_of_text() -> None:
    said = concluded(answered(agreed=True, reason="first\n\x1b[31msecond"))

    (told,) = suggestions(said)
    assert told is not None
    assert "«first [31msecond»" in told


def test_nothing_is_asked_where_no_questions_are_wanted() -> None:
    assert concluded(most_questions=0).candidates == ()
