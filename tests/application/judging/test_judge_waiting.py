"""The model lane: what is asked first, what ends a question, and what a verdict becomes."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.application.court import CODE, said
from tests.application.judging_lane import NO, YES, Lane, candidate
from tests.application.rig import QUICK
from tests.making import observation, region
from tinyarms_daemon.application.judging.compose_request import tokens_of
from tinyarms_daemon.domain.findings.finding import Dismissal, FindingStatus
from tinyarms_daemon.domain.findings.rule import Origin
from tinyarms_daemon.domain.headroom.admission import Deferred, Shortfall
from tinyarms_daemon.domain.models.model import ModelReply, ReplyEnd
from tinyarms_daemon.domain.work.job import JobKind, JobRequest, JobState
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble, TroubleKind


def test_a_yes_opens_a_finding_of_the_model(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.court.runtime.say(YES)

    lane.run()

    finding = lane.rig.store.only()
    assert (finding.observation.origin, finding.model) == (Origin.MODEL, QUICK.tag)
    assert (finding.observation.evidence, finding.path) == ("1e-9", "a.py")
    assert lane.rig.store.ledger.jobs() == []
    assert lane.rig.store.told()[-1] == "finding_opened"


@pytest.mark.parametrize("reply", [NO, said("unsure"), said("yes", "never there")])
def test_what_is_not_an_anchored_yes_is_no_finding_and_waits_no_longer(
    lane: Lane, reply: str
) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.court.runtime.say(reply)

    lane.run()

    assert lane.rig.store.all() == []
    assert lane.rig.store.ledger.jobs() == []


def test_candidates_of_a_file_are_one_call_and_those_of_a_save_come_first(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    for path in ("old.py", "older.py"):
        lane.show(shop, path, candidate(), kind=JobKind.ASKED)
    lane.show(shop, "new.py", *(candidate(f"ta1:{number}") for number in range(4)))
    lane.court.runtime.otherwise = "{}"

    lane.step()

    assert lane.asked_paths()[:1] == ["new.py"]
    assert "Question 3" in lane.court.runtime.requests[0].user
    assert "Question 4" not in lane.court.runtime.requests[0].user


def test_candidates_that_do_not_fit_one_call_are_asked_in_several(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    rows = [f"    {number}: ({number} * 7, 0x{number:08x})," for number in range(400)]
    lines = ["def table():", "    if a < 1e-9:", *rows, "    if b < 1e-9:"]
    lane.texts["a.py"] = "\n".join(lines)
    last = region(len(lines), 12, 4)
    lane.show(shop, "a.py", candidate("ta1:a"), candidate("ta1:b", region=last, scope=(1, 403)))
    lane.court.judge.specs["fast"] = replace(QUICK, most_prompt_tokens=1100)  # type: ignore[index]
    lane.court.runtime.otherwise = said("no", "1e-9")

    lane.run()

    requests = lane.court.runtime.requests
    assert len(requests) == 2
    assert all(tokens_of(each) <= 1100 for each in requests)
    assert lane.rig.store.ledger.jobs() == []


def test_only_what_a_save_changed_is_urgent(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate("ta1:old"), kind=JobKind.ASKED)
    lane.show(shop, "a.py", candidate("ta1:old"), candidate("ta1:new"))

    task = lane.step.queue.next_task(3, passed_over=(), muted=())

    assert task is not None and task.is_urgent
    assert [each.observation.fingerprint for each in task.candidates] == ["ta1:new"]


def test_a_finding_of_a_model_stays_while_its_candidate_does(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.court.runtime.say(YES)
    lane.run()

    lane.show(shop, "a.py", candidate())
    meanwhile = lane.rig.store.only()
    lane.run()

    assert meanwhile.present and meanwhile.observation.origin is Origin.MODEL
    assert meanwhile.model == lane.rig.store.only().model == QUICK.tag
    assert lane.rig.store.only().present
    assert len(lane.court.runtime.requests) == 1

    lane.show(shop, "a.py")
    assert not lane.rig.store.only().present


def test_a_later_no_takes_the_finding_back_and_is_nobodys_fix(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.court.runtime.say(YES, NO)
    lane.run()

    lane.texts["a.py"] = CODE.replace("True", "1")
    lane.show(shop, "a.py", candidate())
    lane.run()

    assert lane.rig.store.only().status(lane.rig.clock.now()) is FindingStatus.FIXED
    assert lane.rig.store.only().fixed_at is None
    trust = lane.court.book.trust(QUICK.tag)["magic-numbers"]
    assert (trust.accepted, trust.dismissed) == (0, 0)


def test_a_dismissed_finding_is_not_opened_again_before_its_code_changes(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.court.runtime.otherwise = YES
    lane.run()
    dismissal = Dismissal(reason="a tolerance", at=lane.rig.clock.now())
    lane.rig.store.findings.dismiss(lane.rig.store.only().id or 0, dismissal, lane.rig.clock.now())

    lane.texts["a.py"] = "# moved\n" + CODE
    lane.show(shop, "a.py", candidate(region=region(3, 21, 4), scope=(2, 5)))
    lane.run()
    assert lane.rig.store.only().status(lane.rig.clock.now()) is FindingStatus.DISMISSED

    lane.show(shop, "a.py", candidate("ta1:changed", region=region(3, 21, 4), scope=(2, 5)))
    lane.run()
    assert len(lane.rig.store.all(statuses=(FindingStatus.OPEN,))) == 1


def test_a_newer_save_ends_the_question_that_runs(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.court.runtime.contexts[QUICK.tag] = 4096
    seen: list[bool] = []

    def chat(request: Any, should_stop: Callable[[], bool]) -> ModelReply:
        seen.append(should_stop())
        lane.show(shop, "a.py", candidate("ta1:newer"))
        lane.rig.bell.ring()
        seen.append(should_stop())
        return ModelReply(end=ReplyEnd.STOPPED, text="")

    lane.court.runtime.chat = chat  # type: ignore[method-assign]
    lane.step()

    assert seen == [False, True]
    assert lane.rig.store.all() == []
    assert lane.rig.store.ledger.jobs()[0].units_total == 1


def test_a_save_ends_a_question_of_a_scan_but_not_that_of_another_save(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate(), kind=JobKind.ASKED)
    step = lane.step
    task = step.queue.next_task(3, passed_over=(), muted=())
    assert task is not None
    lane.show(shop, "b.py", candidate("ta1:b"))
    urgent = step.queue.next_task(3, passed_over=(), muted=())
    assert urgent is not None and urgent.path == "b.py"

    lane.rig.bell.ring()
    ends_scan = step._is_to_stop(task)
    lane.rig.bell.ring()

    assert ends_scan
    assert not step._is_to_stop(urgent)


def test_the_end_of_the_daemon_ends_the_question(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    task = lane.step.queue.next_task(3, passed_over=(), muted=())
    assert task is not None

    lane.stopping = True

    assert lane.step._is_to_stop(task)
    assert lane.step() is False


def test_a_file_that_changed_since_is_not_asked_about(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.texts["a.py"] = "something = else_\n\n"

    lane.run()

    assert lane.court.runtime.requests == []
    assert lane.rig.store.ledger.counts().on_save == 1


def test_a_pause_lets_certain_findings_through_and_holds_questions(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.rig.service.pause(seconds=60)
    lane.show(shop, "a.py", candidate(), observation("ta1:certain"))

    lane.run()

    (job,) = lane.rig.store.ledger.jobs()
    assert (job.state, job.reasons) == (JobState.DEFERRED, ("Model work is paused.",))
    assert len(lane.rig.store.all()) == 1
    assert lane.court.runtime.requests == []

    lane.rig.service.resume()
    lane.court.runtime.say(NO)
    lane.run()
    assert lane.rig.store.ledger.jobs() == []


def test_a_reason_that_asking_shows_is_told_to_all_that_waits(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.court.runtime.say(RuntimeTrouble(TroubleKind.BUSY, "Ollama is busy; asked again later."))

    lane.run()

    (job,) = lane.rig.store.ledger.jobs()
    assert (job.state, job.reasons) == (JobState.DEFERRED, ("Ollama is busy; asked again later.",))
    assert lane.rig.store.ledger.counts().deferred == 1


def test_an_answer_that_came_too_late_is_asked_for_again_after_the_others(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.texts["slow.py"] = f"{CODE}  # slow"
    lane.show(shop, "slow.py", candidate())
    lane.show(shop, "quick.py", candidate("ta1:q2"))
    late = RuntimeTrouble(TroubleKind.STALLED, "It gave no whole answer within 5 s.")
    lane.court.runtime.say(late, NO, NO)

    lane.run()
    (job,) = lane.rig.store.ledger.jobs()
    assert (job.state, job.reasons) == (JobState.DEFERRED, ("It gave no whole answer within 5 s.",))

    lane.run()
    assert lane.asked_paths() == ["slow.py", "quick.py", "slow.py"]
    assert lane.rig.store.ledger.jobs() == []


def test_what_the_machine_cannot_bear_waits_until_it_can(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    rest = Shortfall(resource="rest", measured="a burst", needed="24 s, so that it stays cool")
    retry_at = lane.rig.clock.now() + timedelta(seconds=24)
    lane.court.gate.decision = Deferred(shortfalls=(rest,), retry_at=retry_at)

    lane.run()

    (job,) = lane.rig.store.ledger.jobs()
    assert job.not_before == lane.step.queue.next_due_at() == retry_at
    (reason,) = job.reasons
    assert reason.startswith(f"{QUICK.tag} waits: the machine has just worked, and rests for 24 s")


def test_a_question_that_fails_for_good_no_longer_waits(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    lane.court.runtime.otherwise = "no JSON"

    lane.run()

    assert lane.rig.store.ledger.jobs() == []
    assert lane.court.outcomes() == ["loaded", *["malformed"] * 4]


def test_a_question_that_trips_us_up_stands_before_the_others_no_longer(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(type(lane.court.judge), "judge_together", fail)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                lane.step()
    lane.show(shop, "b.py", candidate())
    lane.court.runtime.otherwise = YES

    lane.run()

    assert lane.asked_paths() == ["b.py"]
    assert lane.rig.store.ledger.jobs() == []


def dismiss_some(lane: Lane, number: int) -> None:
    """So many findings of the model, each set aside by the user."""
    shop = lane.rig.watch("shop")
    for index in range(number):
        lane.texts[f"{index}.py"] = f"{CODE}  # {index}"
        lane.show(shop, f"{index}.py", candidate(f"ta1:{index}"))
    lane.court.runtime.otherwise = YES
    lane.run()
    for finding in lane.rig.store.all():
        dismissal = Dismissal(reason="wrong", at=lane.rig.clock.now())
        lane.rig.store.findings.dismiss(finding.id or 0, dismissal, lane.rig.clock.now())


def test_a_rule_that_is_dismissed_again_and_again_mutes_itself_and_says_so(lane: Lane) -> None:
    dismiss_some(lane, 5)
    shop = lane.rig.store.book.repositories()[0]
    asked = len(lane.court.runtime.requests)

    lane.show(shop, "next.py", candidate("ta1:next"))
    lane.run()

    assert len(lane.court.runtime.requests) == asked
    (waiting,) = lane.rig.store.ledger.jobs()
    assert waiting.state is JobState.DEFERRED
    (reason,) = waiting.reasons
    assert reason.startswith("What qwen2.5-coder:3b says of magic-numbers was dismissed too often")
    lane.step.queue.release(shop.id)
    lane.run()
    assert len(lane.court.runtime.requests) == asked + 1


@pytest.mark.parametrize(
    ("has_weekly_scan", "who"),
    [
        (True, ": the weekly scan asks."),
        (
            False,
            ": the weekly scan would ask, and is off (`skills.code-linting-deep.enabled`).",
        ),
    ],
)
def test_a_muted_rule_says_who_still_asks(lane: Lane, has_weekly_scan: bool, who: str) -> None:
    lane.has_weekly_scan = has_weekly_scan
    dismiss_some(lane, 5)

    lane.show(lane.rig.store.book.repositories()[0], "next.py", candidate("ta1:next"))
    lane.run()

    (waiting,) = lane.rig.store.ledger.jobs()
    assert waiting.reasons[0].endswith(who)


def test_what_went_with_its_file_is_no_acceptance_and_a_suppression_is_a_no(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    for name in ("gone", "mended", "suppressed"):
        lane.texts[f"{name}.py"] = f"{CODE}  # {name}"
        lane.show(shop, f"{name}.py", candidate(f"ta1:{name}"))
    lane.court.runtime.otherwise = YES
    lane.run()

    lane.texts["mended.py"] = CODE.replace("True", "1")
    lane.show(shop, "mended.py")
    lane.show(shop, "suppressed.py", candidate("ta1:suppressed", suppressed=True))
    lane.rig.store.ledger.accept(
        JobRequest(
            repository_id=shop.id,
            kind=JobKind.ON_SAVE,
            paths=(),
            gone=("gone.py",),
            requested_at=lane.rig.clock.now(),
        )
    )

    trust = lane.court.book.trust(QUICK.tag)["magic-numbers"]
    assert (trust.accepted, trust.dismissed) == (1, 1)


def test_a_few_dismissals_mute_nothing(lane: Lane) -> None:
    dismiss_some(lane, 4)

    assert lane.step.muted_rules() == frozenset()


def test_whatever_a_model_says_no_unanchored_finding_is_stored(lane: Lane) -> None:
    shop = lane.rig.watch("shop")
    lane.show(shop, "a.py", candidate())
    wild = {"1": {"answer": "yes", "quote": "rm -rf /", "why": "<script>"}}
    lane.court.runtime.otherwise = json.dumps(wild)

    lane.run()

    assert lane.rig.store.all() == []
