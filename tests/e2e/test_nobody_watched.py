"""What happens to a repository while nobody watches it, and what is known of it then."""

import pytest

from tests.e2e.running import (
    GitRepository,
    House,
    RunningDaemon,
    brief,
    css,
    marked,
    wait_until,
)

RED, GREEN, BLUE = "#ff0000", "#00aa00", "#0000ff"


def test_what_happened_while_no_daemon_ran_is_found_at_the_next_start(
    house: House, shop: GitRepository
) -> None:
    daemon = house.start()
    daemon.add(shop.root)
    shop.write("gone.css", css(GREEN))
    marked(daemon, shop)
    ids = {each["path"]: each["id"] for each in daemon.findings()}
    daemon.terminate()

    shop.write("new.css", css(BLUE))
    (shop.root / "gone.css").unlink()
    (shop.root / "site.css").rename(shop.root / "page.css")
    again = house.start()
    again.wait_until_idle()
    marked(again, shop)

    found = {each["path"]: each["id"] for each in again.findings()}
    assert found.keys() == {"new.css", "page.css"}
    assert found["page.css"] == ids["site.css"]
    assert [each["path"] for each in again.findings(statuses=["fixed"])] == ["gone.css"]


@pytest.mark.long
def test_a_repository_that_is_moved_away_keeps_its_findings_until_it_is_back(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    away = shop.root.with_name("away")

    shop.root.rename(away)
    (away / "site.css").write_text(css())
    lost = watching.events_until(lambda event: event["kind"] == "repository_unavailable")
    alarms = watching.status()["alarms"]
    while_away = watching.findings()
    (away / "more.css").write_text(css(BLUE))
    away.rename(shop.root)
    shop.write("site.css", css(RED, GREEN))
    found = watching.events_until(lambda event: event["kind"] == "repository_available")
    events = watching.events_until_check_of("site.css")

    assert "finding_fixed" not in {event["kind"] for event in lost + found}
    assert [str(shop.root) in alarm for alarm in alarms] == [True]
    assert [each["path"] for each in while_away] == ["site.css"]
    assert {("finding_opened", "site.css"), ("finding_opened", "more.css")} <= set(brief(events))
    assert watching.status()["alarms"] == []


@pytest.mark.long
def test_a_repository_that_is_away_at_the_start_keeps_its_findings(
    house: House, shop: GitRepository
) -> None:
    daemon = house.start()
    daemon.add(shop.root)
    daemon.terminate()
    shop.root.rename(shop.root.with_name("away"))

    again = house.start()

    wait_until(lambda: again.status()["alarms"], "the alarm is there")
    listed = house.ctl("status")
    assert [each["path"] for each in again.findings()] == ["site.css"]
    assert again.findings(statuses=["fixed"]) == []
    assert str(shop.root) in listed.out
