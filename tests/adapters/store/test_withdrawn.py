"""What is no longer told, though nobody mended it."""

from dataclasses import replace
from datetime import timedelta

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import ALL_RULES, checked, observation, skipped
from tinyarms_daemon.domain.findings.finding import FindingStatus

LATER = NOON + timedelta(minutes=1)
MUCH_LATER = NOON + timedelta(days=1)


def test_what_is_no_longer_told_of_the_same_code_is_withdrawn_and_not_fixed(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py", observation()))

    job_id = store.check(shop, checked("a.py"), at=LATER)

    withdrawn = store.only()
    assert (withdrawn.present, withdrawn.fixed_at) == (False, None)
    assert store.all(statuses=tuple(FindingStatus)) == []
    assert "finding_withdrawn" in store.told() and "finding_fixed" not in store.told()
    job = store.ledger.job(job_id)
    assert job is not None and job.findings_fixed == 0


def test_what_went_with_an_edit_is_fixed_though_another_rule_set_looks(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py", observation()))
    store.check(shop, checked("a.py", observation(), content_hash="b2:2"), at=LATER)

    store.ask(shop, "a.py", deep=True)
    store.record(store.take(), checked("a.py", content_hash="b2:2"), at=MUCH_LATER)

    assert store.only().fixed_at == MUCH_LATER  # the deep rules had not seen this content


def test_what_lies_in_a_file_that_is_left_out_is_withdrawn_until_it_is_looked_at_again(
    store: Store,
) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py", observation()), checked("b.py", observation("ta1:b")))

    store.ask(shop, gone=("a.py", "b.py"), left_out=frozenset({"a.py"}), at=LATER)

    ends = {each.path: (each.present, each.fixed_at) for each in store.all()}
    assert ends == {"a.py": (False, None), "b.py": (False, LATER)}

    store.check(shop, checked("a.py", observation()), at=MUCH_LATER)
    assert [each.path for each in store.all(statuses=(FindingStatus.OPEN,))] == ["a.py"]


def test_what_stands_in_a_file_that_is_no_longer_for_the_rules_is_withdrawn(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py", observation()))
    generated = skipped("a.py", "generated, by .gitattributes")

    store.check(shop, replace(generated, checked_rules=ALL_RULES), at=LATER)

    assert (store.only().present, store.only().fixed_at) == (False, None)
    assert store.findings.skipped() == [("shop", "a.py", "generated, by .gitattributes")]
