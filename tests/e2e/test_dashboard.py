"""The dashboard in a real browser."""

import signal
import subprocess
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.e2e import browser
from tests.e2e.running import WAIT_SECONDS, GitRepository, House, css, is_listening


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


def test_without_a_daemon_one_runs_as_long_as_the_command(house: House) -> None:
    command = house.ctl_command("dashboard", "--no-open")
    visitor = build_opener(HTTPCookieProcessor())
    with subprocess.Popen(
        command, env=house.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as shown:
        try:
            assert shown.stdout is not None
            address = shown.stdout.readline().strip()
            with visitor.open(address, timeout=WAIT_SECONDS) as page:
                assert page.status == 200
        finally:
            shown.send_signal(signal.SIGTERM)

    assert shown.returncode == 0
    assert not is_listening(house.socket)
