"""The whole state in one answer."""

from datetime import timedelta

import pytest

from tests.application.rig import QUICK, Rig
from tests.fakes.clock import NOON
from tests.making import checked, observation, skipped
from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
from tinyarms_daemon.adapters.store.model_book import SqlModelBook
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.headroom.reading import Reading, ReadingState
from tinyarms_daemon.domain.models.call import AskedOf, CanaryAnswer
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.ports.model_runtime import RuntimeState


def test_an_empty_home_has_an_answer_for_everything(rig: Rig) -> None:
    status = rig.service.status()

    assert status["current"] is None
    assert status["queue"] == {"on_save": 0, "asked": 0, "weekly": 0, "deferred": 0, "failed": 0}
    assert (status["repositories"], status["headroom"], status["alarms"]) == ([], {}, [])
    assert status["findings"] == {
        "open": 0,
        "by_severity": {"error": 0, "warning": 0, "note": 0},
        "by_rule": {},
    }


def test_a_daemon_tells_who_it_is(rig: Rig) -> None:
    daemon_started = rig.report
    rig.clock.advance(90.04)

    daemon = daemon_started(only_new=False)["daemon"]

    assert daemon == {
        "running": True,
        "pid": 4242,
        "version": "0.1.0",
        "uptime_seconds": 90.0,
        "paused_until": None,
        "home": "/home/me/.local/state/tinyarms",
        "socket": "/home/me/.local/state/tinyarms/daemon.sock",
        "config": "/home/me/.config/tinyarms/config.yaml",
    }


def test_without_a_daemon_that_is_told(rig: Rig) -> None:
    rig.pid = None

    daemon = rig.report(only_new=False)["daemon"]

    assert (daemon["running"], daemon["pid"], daemon["version"]) == (False, None, None)
    assert daemon["uptime_seconds"] is None


def test_what_is_done_now_is_told_with_how_far_it_is(rig: Rig) -> None:
    shop = rig.watch("shop", *(f"{number}.py" for number in range(5)))
    rig.show(skipped("1.py"))
    job_id = rig.sweep(shop, JobKind.ASKED, complete=True)
    rig.run_next()
    rig.store.take(rig.clock.now(), 1)

    current = rig.service.status()["current"]

    assert current == {
        "job": job_id,
        "kind": "asked",
        "repository": "shop",
        "done": 2,
        "total": 5,
    }


def test_what_waits_is_not_what_is_done_now(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)

    status = rig.service.status()

    assert status["current"] is None
    assert status["queue"]["on_save"] == 1


def test_open_findings_are_counted_and_the_new_ones_alone_where_asked(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation())
    rig.scan(shop)
    rig.store.check(shop, checked("b.py", observation("ta1:2", severity=Severity.ERROR)))

    everything = rig.service.status()
    new = rig.service.status(only_new=True)

    assert everything["findings"]["open"] == 2
    assert everything["repositories"][0]["open"] == 2
    assert new["findings"] == {
        "open": 1,
        "by_severity": {"error": 1, "warning": 0, "note": 0},
        "by_rule": {"magic-numbers": 1},
    }


def test_a_repository_is_told_with_its_last_and_its_next_scan(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py")
    rig.scan(shop)
    scanned_at = rig.clock.now() - timedelta(seconds=60)

    (repository,) = rig.service.status()["repositories"]

    assert repository == {
        "name": "shop",
        "root": "/home/me/shop",
        "files": 2,
        "skipped": 0,
        "open": 0,
        "last_scan_at": f"{scanned_at:%Y-%m-%dT%H:%M:%SZ}",
        "next_deep_scan_at": f"{rig.clock.now() + timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}",
        "judged_percent": None,
        "questions_waiting": 0,
        "unavailable": None,
        "configuration_problem": None,
    }


def test_readings_are_told_with_their_age(rig: Rig) -> None:
    rig.probe.readings["memory_available"] = Reading(
        value=3_000_000_000,
        unit="bytes",
        source="psutil",
        taken_at=NOON - timedelta(seconds=2.04),
        state=ReadingState.OK,
    )
    rig.probe.readings["thermal_state"] = Reading(
        value=None,
        unit=None,
        source="none",
        taken_at=NOON + timedelta(seconds=9),
        state=ReadingState.UNSUPPORTED,
    )

    headroom = rig.service.status()["headroom"]

    assert headroom["memory_available"] == {
        "value": 3_000_000_000,
        "unit": "bytes",
        "source": "psutil",
        "age_seconds": 2.0,
        "state": "ok",
    }
    assert (headroom["thermal_state"]["value"], headroom["thermal_state"]["age_seconds"]) == (
        None,
        0.0,
    )


@pytest.mark.parametrize(
    ("state", "installed", "resident"),
    [
        (RuntimeState(problem="No Ollama answers."), None, None),
        (
            RuntimeState(problem=None, installed={"qwen2.5-coder:3b": 1}, resident={}),
            True,
            False,
        ),
        (
            RuntimeState(problem=None, installed={}, resident={"qwen2.5-coder:3b": 1}),
            False,
            True,
        ),
    ],
)
def test_each_configured_model_is_told_as_far_as_it_is_known(
    rig: Rig, state: RuntimeState, installed: bool | None, resident: bool | None
) -> None:
    rig.runtime.answer = state

    quick, deep = rig.service.status()["models"]

    assert (quick["name"], quick["role"], quick["tag"]) == (
        "level2-code",
        "fast",
        "qwen2.5-coder:3b",
    )
    assert (quick["installed"], quick["resident"], quick["admitted"]) == (installed, resident, None)
    missing = ["`ollama pull qwen2.5-coder:3b` fetches it"] if installed is False else []
    assert quick["reasons"] == ([state.problem] if state.problem else missing)
    assert deep["tag"] == "qwen2.5-coder:7b"


def test_what_somebody_should_look_at_is_told(rig: Rig) -> None:
    shop, tools, api = (rig.watch(name, "a.py") for name in ("shop", "tools", "api"))
    rig.store.book.set_unavailable(shop.id, "/home/me/shop cannot be read.", NOON)
    rig.profiles.problems["tools"] = ".tinyarms.yaml:1: no such rule."
    rig.unwatched[api.root] = "/home/me/api cannot be watched."
    rig.unwatched["/home/me/gone"] = "not ours any more"
    rig.store.ask(tools, "a.py")
    rig.store.put_back(rig.store.take(), "no", max_attempts=1)

    alarms = rig.service.status()["alarms"]

    assert alarms == [
        "/home/me/api cannot be watched.",
        "/home/me/shop cannot be read.",
        ".tinyarms.yaml:1: no such rule.",
        (
            "1 file could not be checked after several attempts; `tinyarmsctl jobs` says why, "
            "`tinyarmsctl jobs retry ID` tries again."
        ),
    ]


def test_a_model_that_is_not_believed_any_more_is_told_until_a_round_goes_well(rig: Rig) -> None:
    rig.runtime.answer = RuntimeState(
        problem=None, installed={QUICK.tag: 1}, resident={}, digests={QUICK.tag: "sha256:1"}
    )
    asked = AskedOf(QUICK.tag, "sha256:1", "fast")
    book = SqlModelBook(rig.store.database)

    for is_sound in (False, True):
        for canary in PromptFiles().canaries("fast"):
            book.record_canary(
                CanaryAnswer(
                    at=NOON,
                    asked=asked,
                    is_planted=canary.is_planted,
                    was_called=canary.is_planted is is_sound,
                )
            )
        alarms = rig.service.status()["alarms"]
        assert [f"{QUICK.tag} failed its control questions" in each for each in alarms] == (
            [] if is_sound else [True]
        )


def test_telling_the_state_changes_nothing(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.scan(shop)
    before = rig.store.events()

    rig.service.status()

    assert rig.store.events() == before
