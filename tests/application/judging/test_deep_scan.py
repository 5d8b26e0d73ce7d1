"""A deep scan from end to end: real rules and a real store, with a scripted model."""

from datetime import timedelta

import pytest

from tests.adapters.store.opened import Store
from tests.application.deep_rig import FILES, OTHER, QUEUE, STACK, DeepRig
from tests.fakes.judge import DIGEST
from tinyarms_daemon.adapters.store.intent_book import SqlIntentBook
from tinyarms_daemon.adapters.store.model_book import SqlModelBook
from tinyarms_daemon.domain.findings.finding import Dismissal, FindingStatus
from tinyarms_daemon.domain.models.call import AskedOf
from tinyarms_daemon.domain.questions.intent import IntentKind
from tinyarms_daemon.domain.questions.question import Answer
from tinyarms_daemon.domain.work.job import JobKind, JobState

_REFUNDS = """        refund = shop.refund(order.number)
        if refund is not None and refund.day > order.day:
            rates = [each.rate for each in refund.parts if each.rate > 0]
            total -= min(rates, default=0) * refund.amount
            notes.append(f"{order.number}: {refund.amount} back on {refund.day}")
            shop.mark(order.number, returned=True, reason=refund.reason)
"""


def _statement(kind: str, more: str) -> str:
    return f"""def {kind}(shop, year, currency):
    rows, notes, total = [], [], 0
    for order in shop.{kind}(year):
        if order.cancelled or order.amount <= 0:
            notes.append(f"{{order.number}} was cancelled")
            continue
        customer = shop.customer(order.customer_number)
        if customer is None or customer.country not in shop.countries:
            notes.append(f"{{order.number}} has no customer")
            continue
        total += order.amount * shop.rate(order.currency, currency, order.day)
        rows.append((order.day, customer.name, order.amount, order.currency))
{more}    rows.sort()
    lines = [f"{{day:%Y-%m-%d}} {{name}} {{amount:.2f}}" for day, name, amount, _ in rows]
    return lines, notes, round(total, 2)
"""


@pytest.fixture
def rig(store: Store) -> DeepRig:
    return DeepRig(store)


def same(*names: str):
    """Says yes to a pair of definitions with these names, and no to any other."""

    def says(question, partner):
        shown = question.excerpts[0].text + question.excerpts[partner].text
        return Answer.YES if all(f"def {name}(" in shown for name in names) else Answer.NO

    return says


def test_what_a_model_alone_says_waits_for_a_second_opinion(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")

    job_id = rig.deep_scan()

    assert rig.state(job_id) is JobState.DONE
    assert rig.shown() == [("semantic-duplication", "unconfirmed", "qwen2.5-coder:7b")]
    assert [second for _, second in rig.judge.asked] == [False] * len(rig.judge.asked)
    assert "finding_opened" not in rig.store.told()


def test_a_changed_file_is_looked_at_with_what_was_learned_of_it_before(rig: DeepRig) -> None:
    rig.deep_scan()
    assert rig.analyzer.knowing == []

    rig.put("c.py", OTHER.replace("0", "1"))
    rig.deep_scan()

    assert rig.analyzer.knowing == ["c.py"]


def test_a_second_opinion_in_a_later_window_confirms_it(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    first_asked = len(rig.judge.asked)

    rig.deep_scan()

    ((question, second),) = rig.judge.asked[first_asked:]
    assert second
    first = next(each for each, _ in rig.judge.asked if "def depth(" in each.subject)
    assert "def levels(" in question.subject, (first.subject, question.subject)
    assert rig.shown() == [("semantic-duplication", "open", "qwen2.5-coder:7b")]
    assert rig.store.only(statuses=(FindingStatus.OPEN,)).observation.origin.value == "model"


def test_a_second_opinion_that_differs_takes_it_back(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    rig.judge.says = lambda question, partner: Answer.NO

    rig.deep_scan()

    assert rig.shown() == []
    assert "finding_fixed" not in rig.store.told()


def test_what_waits_for_a_second_opinion_is_not_fixed_by_an_edit_either(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    for path, text in FILES.items():
        rig.put(path, text.replace("depth", "deepness").replace("levels", "storeys"))

    rig.deep_scan()

    assert "finding_fixed" not in rig.store.told()
    assert rig.store.all(statuses=(FindingStatus.FIXED,)) == []


def test_a_models_word_on_a_circle_is_asked_twice_and_never_again(rig: DeepRig) -> None:
    rig.put("d.py", "from e import fee\n\n\ndef total(x):\n    return fee(x)\n")
    rig.put("e.py", "import d\n\n\ndef fee(x):\n    return d.total(x) if x else x * 2 + 1\n")
    rig.judge.says = lambda question, _: (
        Answer.YES if "import fee" in question.subject else Answer.NO
    )

    rig.deep_scan()
    rig.deep_scan()
    asked = len(rig.judge.asked)
    rig.deep_scan()

    assert [second for question, second in rig.judge.asked if "import fee" in question.subject] == [
        False,
        True,
    ]
    assert len(rig.judge.asked) == asked
    (finding,) = [each for each in rig.store.all() if each.observation.symbol is None]
    assert (finding.observation.suggestion or "").endswith(
        "qwen2.5-coder:7b says: fee could move («It counts the same.»)."
    )
    assert ("architectural-anti-patterns", "open", None) in rig.shown()


def test_an_unchanged_repository_asks_nothing_again(rig: DeepRig) -> None:
    rig.deep_scan()
    rig.judge.asked.clear()
    rig.analyzer.checked.clear()

    job_id = rig.deep_scan()

    assert rig.judge.asked == []
    assert rig.analyzer.checked == []
    assert rig.state(job_id) is JobState.DONE


@pytest.mark.parametrize("most_partners", [10, 1, 0])
def test_what_no_answer_came_of_is_not_asked_again(rig: DeepRig, most_partners: int) -> None:
    rig.judge.says = lambda question, partner: None
    rig.judge.most_partners = most_partners
    rig.deep_scan()
    asked = len(rig.judge.asked)

    rig.deep_scan()

    assert (asked > 0) == (most_partners > 0)
    assert len(rig.judge.asked) == asked
    assert (rig.plan(), rig.shown()) == ([], [])


def test_of_what_is_too_long_the_likeliest_partners_are_asked_about(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.judge.most_partners = 1

    rig.deep_scan()

    assert {question.partners for question, _ in rig.judge.asked} == {1}
    assert rig.shown() == [("semantic-duplication", "unconfirmed", "qwen2.5-coder:7b")]


def test_an_unchanged_repository_concludes_nothing_again(rig: DeepRig) -> None:
    rig.deep_scan(asks=False)
    shown, planned = rig.shown(), rig.questions.plan(rig.repository.id)
    rig.concluder.concluded.clear()

    rig.deep_scan(asks=False)

    assert rig.concluder.concluded == []
    assert planned
    assert rig.shown() == shown
    assert rig.questions.plan(rig.repository.id) == planned


def test_near_copies_that_are_told_as_copies_are_not_told_again(rig: DeepRig) -> None:
    rig.put("sales.py", _statement("sales", ""))
    rig.put("returns.py", _statement("returns", _REFUNDS))
    rig.deep_scan(asks=False)
    alone = {rule for rule, *_ in rig.shown()}

    rig.profiles.on_save = ("simple-dry",)
    rig.scan(rig.repository)
    rig.deep_scan(asks=False)

    assert "complex-dry" in alone
    with_copies = {rule for rule, *_ in rig.shown()}
    rig.profiles.on_save = ()
    rig.scan(rig.repository)
    rig.deep_scan(asks=False)

    assert with_copies == (alone | {"simple-dry"}) - {"complex-dry"}
    assert "complex-dry" in {rule for rule, *_ in rig.shown()}


def test_a_changed_file_has_the_rules_that_learned_of_it_conclude(rig: DeepRig) -> None:
    rig.deep_scan(asks=False)
    rig.concluder.concluded.clear()

    rig.put("b.py", QUEUE.replace("count", "number"))
    rig.deep_scan(asks=False)

    assert "semantic-duplication" in rig.concluder.concluded


def test_a_file_that_is_gone_and_back_has_them_conclude(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    rig.deep_scan()
    shown = rig.shown()
    text = rig.tree.texts[rig.repository.root, "b.py"]
    del rig.tree.roots[rig.repository.root]["b.py"]
    rig.deep_scan(asks=False)
    without = rig.shown()

    rig.put("b.py", text)
    rig.deep_scan(asks=False)

    assert (without, shown) == ([], rig.shown())
    assert shown


def test_another_option_has_the_rules_conclude(rig: DeepRig) -> None:
    rig.deep_scan(asks=False)
    rig.concluder.concluded.clear()

    rig.profiles.most_questions = 0
    rig.deep_scan(asks=False)

    assert "semantic-duplication" in rig.concluder.concluded
    assert rig.questions.plan(rig.repository.id) == []


def test_an_answer_has_its_rule_alone_conclude(rig: DeepRig) -> None:
    rig.deep_scan(asks=False)
    rig.concluder.concluded.clear()

    rig.deep_scan()

    assert rig.concluder.concluded == ["semantic-duplication"]


def test_what_is_said_of_a_definition_in_advance_has_the_rules_conclude(rig: DeepRig) -> None:
    rig.deep_scan(asks=False)
    rig.concluder.concluded.clear()

    intents = SqlIntentBook(rig.store.database)
    intents.record(IntentKind.VECTOR, "embedder", "key", [1.0], rig.clock.now())
    rig.deep_scan(asks=False)

    assert "semantic-duplication" in rig.concluder.concluded


@pytest.mark.parametrize(("confidence", "told"), [(0.934, 0.93), (None, 0.8)])
def test_a_finding_is_as_sure_as_the_models_answer_was(
    rig: DeepRig, confidence: float | None, told: float
) -> None:
    rig.judge.says = same("depth", "levels")
    rig.judge.confidence = confidence

    rig.deep_scan()

    asked = [each for each in rig.store.all() if each.model is not None]
    assert {each.observation.confidence for each in asked} == {told}


def test_what_a_model_that_failed_its_control_has_said_is_asked_again(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    shown = rig.shown()

    asked_of = AskedOf("qwen2.5-coder:7b", DIGEST, "deep")
    SqlModelBook(rig.store.database).withdraw(asked_of, None, rig.clock.now())
    withdrawn = rig.shown()
    rig.deep_scan(asks=False)
    unasked = rig.shown()
    rig.deep_scan()

    assert (withdrawn, unasked, rig.shown()) == ([], [], shown)


def test_what_was_said_before_the_last_round_of_control_stands(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    shown = rig.shown()

    asked_of = AskedOf("qwen2.5-coder:7b", DIGEST, "deep")
    later = rig.clock.now() + timedelta(seconds=1)
    SqlModelBook(rig.store.database).withdraw(asked_of, later, later)

    rig.deep_scan(asks=False)
    assert rig.shown() == shown


def test_a_changed_file_alone_is_learned_and_asked_about(rig: DeepRig) -> None:
    rig.deep_scan()
    rig.judge.asked.clear()
    rig.analyzer.checked.clear()

    rig.put("b.py", QUEUE.replace("count", "number"))
    rig.deep_scan()

    assert rig.analyzer.checked == ["b.py"]
    assert rig.judge.asked
    for question, _ in rig.judge.asked:
        assert "number" in "".join(each.text for each in question.excerpts)


def test_what_changes_often_is_worth_more(rig: DeepRig) -> None:
    rig.deep_scan(asks=False)
    before = {each.candidate.places: each.candidate.worth for each in rig.plan()}

    rig.commits = dict.fromkeys(FILES, 4)
    rig.deep_scan(asks=False)

    after = {each.candidate.places: each.candidate.worth for each in rig.plan()}
    assert after == {places: pytest.approx(1.5 * before[places], abs=0.001) for places in before}


def test_what_changed_since_anything_was_judged_is_known(rig: DeepRig) -> None:
    rig.deep_scan()
    unchanged = rig.weigh(rig.repository).judged

    rig.put("b.py", QUEUE.replace("count", "number"))
    rig.deep_scan(asks=False)

    judged = rig.weigh(rig.repository).judged
    assert (unchanged.changed_paths, judged.changed_paths) == (frozenset(), {"b.py"})
    assert judged.keys


def test_whoever_edits_a_definition_is_told_what_the_deep_scan_found_there(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    rig.deep_scan()
    seen = rig.store.events()[-1].id or 0

    rig.put("a.py", "# moved down\n\n" + STACK)
    rig.sweep(rig.repository, JobKind.ON_SAVE)
    rig.work()
    after_moving = rig.store.told(seen)
    rig.put("a.py", STACK.replace("return 0", "return -1"))
    rig.sweep(rig.repository, JobKind.ON_SAVE)
    rig.work()
    after_editing = rig.store.told(seen)
    rig.put("a.py", STACK.replace("return 0", "return -2"))
    rig.sweep(rig.repository, JobKind.ON_SAVE)
    rig.work()

    assert "finding_touched" not in after_moving
    assert after_editing.count("finding_touched") == 1
    assert rig.store.told(seen).count("finding_touched") == 1


@pytest.mark.parametrize(("days", "is_told"), [(1, True), (90, False)])
def test_an_edit_tells_what_was_set_aside_once_that_has_expired(
    rig: DeepRig, days: int, is_told: bool
) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    rig.deep_scan()
    (finding,) = rig.store.all()
    now = rig.clock.now()
    dismissal = Dismissal(reason="later", at=now, expires_at=now + timedelta(days=days))
    rig.store.findings.dismiss(finding.id or 0, dismissal, now)
    rig.clock.advance(timedelta(days=2).total_seconds())

    rig.put("a.py", STACK.replace("return 0", "return -1"))
    rig.sweep(rig.repository, JobKind.ON_SAVE)
    rig.work()

    assert ("finding_touched" in rig.store.told()) is is_told


def test_a_deep_finding_goes_where_its_definitions_go(rig: DeepRig) -> None:
    rig.judge.says = same("depth", "levels")
    rig.deep_scan()
    rig.deep_scan()

    def places() -> list[tuple[str, int, int]]:
        said = rig.store.only(statuses=(FindingStatus.OPEN,)).observation
        region, (other,) = said.region, said.related
        return [
            ("a.py", region.start.line, region.end.line),
            (other.path or "", other.start_line, other.end_line),
        ]

    (a, first, last), (b, others_first, others_last) = places()
    rig.put("a.py", "import os\n\n\n" + STACK)
    rig.put("b.py", "import os\n\n" + QUEUE)
    rig.sweep(rig.repository, JobKind.ON_SAVE)
    rig.work()
    after_moving = places()
    rig.put("b.py", QUEUE.replace("count", "number"))
    rig.sweep(rig.repository, JobKind.ON_SAVE)
    rig.work()

    assert after_moving == [(a, first + 3, last + 3), (b, others_first + 2, others_last + 2)]
    assert places() == after_moving  # of what was edited nobody knows yet


def test_a_fast_check_leaves_what_the_deep_rules_know(rig: DeepRig) -> None:
    rig.deep_scan()
    rig.sweep(rig.repository, JobKind.ASKED, complete=True)
    rig.work()
    rig.analyzer.checked.clear()

    rig.deep_scan()

    assert rig.analyzer.checked == []


def test_answers_outlive_a_window_of_days(rig: DeepRig) -> None:
    rig.deep_scan()
    asked = len(rig.judge.asked)
    rig.clock.advance(timedelta(days=30).total_seconds())

    rig.deep_scan()

    assert len(rig.judge.asked) == asked
