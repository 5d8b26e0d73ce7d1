"""The dashboard in a real browser."""

import pytest

from tests.e2e import browser
from tests.e2e.running import GitRepository, House, css


@pytest.mark.skipif(browser.PROGRAM is None, reason="no Chromium on this machine")
def test_findings_come_live_and_are_dismissed(house: House) -> None:
    repository = GitRepository(house.folder / "shop", house.environment)
    repository.write("a.css", css("#123456"))
    daemon = house.start()
    daemon.add(repository.root)
    address = house.ctl("dashboard", "--no-open").out.strip()

    with browser.browser(house.folder / "profile") as page:
        page.open(address)
        page.wait_for("document.querySelectorAll('#findings details').length == 1")
        assert page.evaluate("location.search") == ""
        repository.write("<img src=x onerror=alert(1)>.css", css("#654321"))
        page.wait_for("document.querySelectorAll('#findings details').length == 2")
        page.wait_for("document.querySelector('#events')?.innerText?.includes('opened')")
        page.evaluate("document.querySelector('#findings details').open = true")
        page.wait_for("document.querySelectorAll('#findings pre .meant').length")
        page.evaluate(
            "document.querySelector('#findings input').value = 'known';"
            "document.querySelector('#findings form').requestSubmit()"
        )
        page.wait_for("document.querySelectorAll('#findings details').length == 1")
        page.wait_for("document.querySelector('#found')?.innerText == '1'")
        assert page.evaluate("document.querySelectorAll('img').length") == 0
        assert page.complaints == []

    assert [each["status"] for each in daemon.findings(statuses=["dismissed"])] == ["dismissed"]


def test_without_a_daemon_there_is_no_dashboard(house: House) -> None:
    assert house.ctl("dashboard").status == 3
