"""A configuration that is changed while the daemon runs, or wrong when it starts."""

import signal

from tests.e2e.running import (
    CONFIGURATION,
    GitRepository,
    House,
    brief,
    css,
    wait_until,
)

RED, GREEN, BLUE = "#ff0000", "#00aa00", "#0000ff"


def test_sighup_takes_changed_rules_and_checks_by_them(house: House, shop: GitRepository) -> None:
    shop.write("long.py", "x = 1\n" * 40)
    daemon = house.start()
    daemon.add(shop.root)
    before = {each["rule"] for each in daemon.findings()}

    house.configure(CONFIGURATION + "rules: {file-size: {max_lines: 30}}\n")
    daemon.process.send_signal(signal.SIGHUP)
    events = daemon.events_until(lambda event: event["kind"] == "check_finished")

    assert before == {"hardcoded-colors"}
    found = {each["rule"]: each["baseline"] for each in daemon.findings()}
    assert ("check_finished", "long.py") in brief(events)
    assert found == {"hardcoded-colors": "unchanged", "file-size": "unchanged"}


def test_what_only_the_next_start_takes_up_is_an_alarm_until_then(house: House) -> None:
    daemon = house.start()

    house.configure(CONFIGURATION + "wake: {settle: 7s}\nnotifications: {enabled: false}\n")
    daemon.process.send_signal(signal.SIGHUP)
    wait_until(lambda: daemon.client.status()["alarms"] != [], "the alarm stands")

    (alarm,) = daemon.client.status()["alarms"]
    assert alarm.startswith("What the configuration says now of wake, notifications counts from")

    house.configure(CONFIGURATION)
    daemon.process.send_signal(signal.SIGHUP)
    wait_until(lambda: daemon.client.status()["alarms"] == [], "it is over")


def test_sighup_with_a_wrong_configuration_keeps_the_last_good_one(
    house: House, shop: GitRepository
) -> None:
    daemon = house.start()
    daemon.add(shop.root)

    house.configure("rules: {hardcoded-colours: {enabled: false}}\n")
    daemon.process.send_signal(signal.SIGHUP)
    wait_until(lambda: daemon.status()["alarms"] != [], "the status tells it")
    (alarm,) = daemon.status()["alarms"]
    shop.write("more.css", css(BLUE))
    events = daemon.events_until_check_of("more.css")

    assert ("finding_opened", "more.css") in brief(events)
    assert "hardcoded-colors" in house.log()
    assert "config.yaml:1" in alarm
    assert alarm.endswith("The last good configuration stays in force.")

    house.configure(CONFIGURATION)
    daemon.process.send_signal(signal.SIGHUP)
    wait_until(lambda: daemon.status()["alarms"] == [], "it is over")


def test_a_configuration_that_is_wrong_at_the_start_is_told_whole(house: House) -> None:
    house.configure("watch: {settle: soon}\nrulez: {}\nollama: {host: 7}\n")

    ended = house.tinyarmsd()
    verbose = house.tinyarmsd("-v")

    assert (ended.status, verbose.status) == (2, 2)
    assert "Traceback" not in ended.err
    assert "Traceback" in verbose.err
    for line, key in ((1, "settle"), (2, "rulez"), (3, "host")):
        assert any(
            f"config.yaml:{line}" in said and key in said for said in ended.err.splitlines()
        ), ended.err
