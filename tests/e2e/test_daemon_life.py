"""From the first start to the last signal: a daemon, its repositories, and what one asks of it."""

import os
import threading
from collections.abc import Callable

import psutil
import pytest

from tests.e2e.running import (
    CONFIGURATION,
    GitRepository,
    House,
    RunningDaemon,
    brief,
    css,
    is_listening,
    json_of,
    shade,
    wait_until,
)

FINDING_KEYS = {
    "id", "fingerprint", "repository", "path", "start_line", "start_column", "end_line",
    "end_column", "symbol", "rule", "severity", "confidence", "origin", "model", "baseline",
    "message", "evidence", "suggestion", "related", "status", "first_seen", "last_seen",
}  # fmt: skip
STATUS_KEYS = {
    "daemon": {"running", "pid", "version", "uptime_seconds", "paused_until", "home", "socket"},
    "queue": {"on_save", "asked", "weekly", "deferred", "failed"},
    "findings": {"open", "by_severity", "by_rule"},
}
REPOSITORY_KEYS = {"name", "root", "open", "last_scan_at", "next_deep_scan_at"}
JOB_KEYS = {
    "id", "kind", "repository", "paths", "state", "requested_at", "not_before", "attempts",
    "reasons", "error",
}  # fmt: skip
MODEL_KEYS = {"name", "role", "installed", "resident"}
READING_KEYS = {"value", "unit", "source", "age_seconds", "state"}
RED, GREEN, BLUE = "#ff0000", "#00aa00", "#0000ff"


def test_a_daemon_tells_its_whole_state_with_every_promised_key(
    daemon: RunningDaemon, shop: GitRepository
) -> None:
    daemon.add(shop.root)

    ended = daemon.house.ctl("status", "--json")

    status = json_of(ended)
    assert ended.status == 0
    assert status.keys() >= {"current", "repositories", "headroom", "models", "alarms"}
    for section, keys in STATUS_KEYS.items():
        assert status[section].keys() >= keys
    assert status["daemon"]["pid"] == daemon.pid
    assert status["daemon"]["home"] == str(daemon.house.home)
    (only,) = status["repositories"]
    assert only.keys() >= REPOSITORY_KEYS
    assert (only["name"], only["root"], only["open"]) == ("shop", str(shop.root), 1)
    assert all(reading.keys() >= READING_KEYS for reading in status["headroom"].values())
    assert all(model.keys() >= MODEL_KEYS for model in status["models"])
    assert status["alarms"] == []


def test_a_save_becomes_a_finding_and_its_mending_becomes_fixed(
    daemon: RunningDaemon, shop: GitRepository
) -> None:
    daemon.add(shop.root)
    before = daemon.findings()

    shop.write("button.css", css(BLUE))
    opened = daemon.events_until_check_of("button.css")
    found = daemon.house.ctl_json("findings", "--path", "button.css")
    shop.write("button.css", css())
    fixed = daemon.events_until_check_of("button.css")

    assert brief(opened) == [("finding_opened", "button.css"), ("check_finished", "button.css")]
    assert brief(fixed) == [("finding_fixed", "button.css"), ("check_finished", "button.css")]
    (finding,) = found["findings"]
    assert finding.keys() >= FINDING_KEYS
    assert finding["evidence"] == BLUE
    assert (finding["start_line"], finding["start_column"]) == (
        2,
        css(BLUE).split("\n")[1].index(BLUE) + 1,
    )
    assert (finding["end_line"], finding["end_column"]) == (2, finding["start_column"] + len(BLUE))
    assert (finding["rule"], finding["severity"]) == ("hardcoded-colors", "warning")
    assert (finding["status"], finding["baseline"]) == ("open", "new")
    assert (finding["confidence"], finding["origin"], finding["model"]) == (1.0, "syntax", None)
    assert found["schema"] == 1
    assert found["roots"] == [str(shop.root)]
    assert found.keys() >= {"summary", "skipped"}
    assert [each["status"] for each in daemon.findings(statuses=["fixed"])] == ["fixed"]
    assert [each["baseline"] for each in before] == ["unchanged"]
    assert daemon.findings() == before


def test_what_comes_back_is_the_same_finding_opened_again(
    daemon: RunningDaemon, shop: GitRepository
) -> None:
    daemon.add(shop.root)
    (first,) = daemon.findings()
    shop.write("site.css", css())
    daemon.events_until_check_of("site.css")

    shop.write("site.css", "\n\n" + css(RED))
    events = daemon.events_until_check_of("site.css")

    (again,) = daemon.findings()
    assert brief(events) == [("finding_reopened", "site.css"), ("check_finished", "site.css")]
    assert (again["id"], again["fingerprint"]) == (first["id"], first["fingerprint"])
    assert again["start_line"] == first["start_line"] + 2
    assert again["first_seen"] == first["first_seen"]


def test_each_command_ends_with_its_status_while_a_daemon_runs(
    daemon: RunningDaemon, shop: GitRepository
) -> None:
    daemon.add(shop.root)
    expected = {
        "status": 0,
        "findings --severity note": 0,
        "findings show 999": 2,
        "jobs cancel 999": 2,
        "jobs retry 999": 2,
        "scan shop": 1,
        "scan shop --fail-on error": 0,
        "scan nowhere": 2,
        "pause --for 2h": 0,
    }

    ended = {line: daemon.house.ctl(*line.split(), cwd=shop.root.parent) for line in expected}

    assert {line: each.status for line, each in ended.items()} == expected
    for line, each in ended.items():
        assert "Traceback" not in each.err, line
        assert bool(each.err) == (each.status == 2), (line, each.err)


@pytest.mark.long
def test_each_command_ends_with_its_status_without_a_daemon(
    house: House, shop: GitRepository
) -> None:
    added = house.ctl("repo", "add", "shop")
    (house.folder / "wrong.yaml").write_text("rulez: {}\n")
    (house.folder / ".tinyarms.yaml").write_text("ollama: {host: 'http://127.0.0.1:9'}\n")
    expected = {
        "status": 3,
        "findings": 0,
        "findings show 999": 2,
        "jobs cancel 1": 3,
        "scan shop": 1,
        "findings dismiss 1 --reason mine": 0,
        "pause": 3,
        "resume": 3,
        "rules show no-such-rule": 2,
        "config check wrong.yaml": 1,
        "config check .tinyarms.yaml": 1,
        "config path": 0,
        "doctor": 0,
        "repo remove shop": 0,
    }

    ended = {line: house.ctl(*line.split()) for line in expected}

    assert added.status == 0
    assert {line: each.status for line, each in ended.items()} == expected
    assert not [line for line, each in ended.items() if "Traceback" in each.err]
    assert "not running" in ended["status"].out


def test_a_scan_without_a_daemon_is_remembered_and_seen_by_the_next_one(
    house: House, shop: GitRepository
) -> None:
    house.ctl("repo", "add", "shop")
    shop.write("second.css", css(BLUE))

    scanned = json_of(house.ctl("scan", "shop", "--format", "json"))

    daemon = house.start()
    assert [each["path"] for each in scanned["findings"]] == ["second.css", "site.css"]
    assert [each["id"] for each in scanned["findings"]] == [
        each["id"] for each in daemon.findings()
    ]


def test_a_second_daemon_on_the_same_home_is_refused_with_the_pid_of_the_first(
    house: House,
) -> None:
    daemon = house.start()

    second = house.tinyarmsd()

    assert second.status == 4
    assert str(daemon.pid) in second.err
    assert len(second.err.strip().splitlines()) == 1
    assert daemon.status()["daemon"]["pid"] == daemon.pid


def test_a_crash_leaves_nothing_that_the_next_start_stumbles_over(
    house: House, shop: GitRepository
) -> None:
    first = house.start()
    first.add(shop.root)
    first.kill()
    socket_was_left = house.socket.exists()
    status_between = house.ctl("status")

    second = house.start()

    assert socket_was_left
    assert status_between.status == 3
    assert second.status()["daemon"]["pid"] == second.pid
    assert [each["path"] for each in second.findings()] == ["site.css"]


def test_work_that_a_crash_interrupted_is_done_after_the_next_start(
    house: House, repository: GitRepository
) -> None:
    for number in range(60):
        repository.write(f"part{number}.css", css(shade(number)))
    first = house.start()
    first.client.add_repository(str(repository.root), None)
    first.kill()

    second = house.start()
    second.wait_until_idle()

    assert len(second.findings()) == 60
    assert second.status()["repositories"][0]["last_scan_at"] is not None


def test_sigterm_in_the_middle_of_a_scan_ends_soon_cleanly_and_loses_nothing(
    house: House, repository: GitRepository
) -> None:
    for number in range(100):
        repository.write(f"part{number}.css", "/* long */\n" * 2000 + css(shade(number)))
    daemon = house.start()
    daemon.client.add_repository(str(repository.root), None)
    daemon.events_until(lambda event: event["kind"] == "scan_started")
    threads_seen_alive = psutil.pid_exists(daemon.pid)

    ended = daemon.terminate()

    again = house.start()
    again.wait_until_idle()
    assert threads_seen_alive
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert not house.socket.exists() or is_listening(house.socket)
    assert len({each["path"] for each in again.findings()}) == 100
    assert again.client.findings({})["skipped"] == []


@pytest.mark.long
def test_pause_and_resume_are_told_and_outlive_a_restart(house: House) -> None:
    first = house.start()
    paused = house.ctl("pause", "--for", "2h")
    first.terminate()

    second = house.start()
    until = second.status()["daemon"]["paused_until"]
    house.ctl("resume")

    assert paused.status == 0
    assert until is not None
    assert second.status()["daemon"]["paused_until"] is None


def test_a_job_is_listed_and_shown_with_every_promised_key(
    daemon: RunningDaemon, shop: GitRepository
) -> None:
    job = daemon.client.add_repository(str(shop.root), None)
    daemon.wait_until_idle()

    shown = daemon.house.ctl_json("jobs", "show", str(job["id"]))
    listed = daemon.house.ctl_json("jobs")

    assert shown.keys() >= JOB_KEYS
    assert (shown["kind"], shown["state"], shown["repository"]) == ("asked", "done", "shop")
    assert listed == {"jobs": []}


def test_a_dismissal_survives_a_rename_of_its_file_and_a_fix(
    daemon: RunningDaemon, shop: GitRepository
) -> None:
    daemon.add(shop.root)
    (finding,) = daemon.findings()

    dismissed = daemon.house.ctl("findings", "dismiss", str(finding["id"]), "--reason", "our brand")
    (shop.root / "site.css").rename(shop.root / "brand.css")
    daemon.events_until(lambda event: event["kind"] == "check_finished")
    shop.write("brand.css", css())
    daemon.events_until(lambda event: event["kind"] == "finding_fixed")
    daemon.events_until(lambda event: event["kind"] == "check_finished")
    shop.write("brand.css", css(RED))
    events = daemon.events_until(lambda event: event["kind"] == "check_finished")

    (again,) = daemon.findings(statuses=["dismissed"])
    assert dismissed.status == 0
    assert (again["id"], again["path"]) == (finding["id"], "brand.css")
    assert "finding_reopened" not in {event["kind"] for event in events}
    assert daemon.findings() == []
    assert daemon.status()["findings"]["open"] == 0


def test_a_removed_repository_keeps_its_findings_for_the_day_it_is_added_again(
    daemon: RunningDaemon, shop: GitRepository
) -> None:
    daemon.add(shop.root)
    (finding,) = daemon.findings()
    removed = daemon.house.ctl("repo", "remove", "shop")
    shop.write("while_away.css", css(BLUE))

    added = daemon.house.ctl("repo", "add", str(shop.root), "--name", "store")

    assert (removed.status, added.status) == (0, 0)
    kept = {each["path"]: each for each in daemon.findings()}
    assert kept.keys() == {"site.css", "while_away.css"}
    assert kept["site.css"]["id"] == finding["id"]
    assert kept["site.css"]["repository"] == "store"
    assert kept["site.css"]["first_seen"] == finding["first_seen"]


def test_a_removed_repository_is_not_watched_and_not_listed(
    daemon: RunningDaemon, shop: GitRepository, make_repository: Callable[[str], GitRepository]
) -> None:
    other = make_repository("other")
    daemon.add(shop.root)
    daemon.add(other.root)

    daemon.house.ctl("repo", "remove", "shop")
    shop.write("late.css", css(BLUE))
    other.write("marker.css", css(GREEN))
    events = daemon.events_until_check_of("marker.css")

    assert "late.css" not in {event["path"] for event in events}
    assert [each["name"] for each in daemon.status()["repositories"]] == ["other"]
    assert {each["path"] for each in daemon.findings()} == {"marker.css"}
    assert daemon.status()["findings"]["open"] == 1


def test_a_purged_repository_begins_anew(daemon: RunningDaemon, shop: GitRepository) -> None:
    daemon.add(shop.root)
    (before,) = daemon.findings()

    purged = daemon.house.ctl("repo", "remove", "shop", "--purge")
    daemon.add(shop.root)

    (after,) = daemon.findings()
    assert purged.status == 0
    assert after["id"] != before["id"]
    assert after["baseline"] == "unchanged"
    assert shop.root.joinpath("site.css").exists()


def test_everything_that_is_written_is_its_owners_alone(house: House, shop: GitRepository) -> None:
    daemon = house.start()
    daemon.add(shop.root)
    house.ctl("status")

    modes = {
        path.relative_to(house.home).as_posix(): path.lstat().st_mode & 0o777
        for path in [house.home, *house.home.rglob("*")]
        if path != house.configuration
    }

    assert {name for name in modes if modes[name] & 0o077} == set()
    assert {"tinyarms.db", "daemon.sock", "daemon.lock", "logs/tinyarmsd.log"} <= modes.keys()


def test_the_worker_processes_end_when_there_is_nothing_to_do(
    house: House, shop: GitRepository
) -> None:
    house.configure(CONFIGURATION + "analysis: {worker_idle: 1s}\n")
    daemon = house.start()
    daemon.add(shop.root)
    at_work = daemon.workers()

    wait_until(lambda: not daemon.workers(), "the workers have ended")
    shop.write("later.css", css(BLUE))
    events = daemon.events_until_check_of("later.css")

    assert at_work
    assert ("finding_opened", "later.css") in brief(events)


@pytest.mark.long
def test_two_programs_that_need_the_home_at_once_take_turns(
    house: House, make_repository: Callable[[str], GitRepository]
) -> None:
    roots = []
    for name in ("one", "two"):
        made = make_repository(name)
        for number in range(20):
            made.write(f"part{number}.css", css(shade(number)))
        roots.append(made.root)
    ended: dict[str, int] = {}

    threads = [
        threading.Thread(
            target=lambda root=root: ended.update(
                {root.name: house.ctl("repo", "add", str(root)).status}
            )
        )
        for root in roots
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ended == {"one": 0, "two": 0}
    assert len(house.ctl_json("findings")["findings"]) == 40


def test_the_answers_of_a_daemon_do_not_depend_on_the_folder_it_was_started_in(
    house: House, shop: GitRepository
) -> None:
    (house.folder / "tinyarms_daemon").mkdir()
    (house.folder / "tinyarms_daemon" / "__init__.py").write_text("raise SystemExit('not me')")
    daemon = house.start()

    daemon.add(shop.root)

    assert len(daemon.findings()) == 1
    assert os.getcwd() != str(house.folder)
