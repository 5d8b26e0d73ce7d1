"""The page's server."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.control_service import FakeService
from tests.fakes.timer import ManualTimer
from tinyarms_daemon.control.server import ControlApplication
from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.faces.dashboard.host import DashboardHost

IDLE = timedelta(minutes=30)


class Rig:
    """A host, and a browser that has been let in."""

    def __init__(self, port: int = 0) -> None:
        self.clock = FakeClock()
        self.timer = ManualTimer(self.clock)
        self.service = FakeService()
        self.failures: list[BaseException] = []
        self.host = DashboardHost(
            control=lambda: ControlApplication(self.service, self.failures.append),
            clock=self.clock,
            timer=self.timer,
            port=port,
            idle=IDLE,
        )
        self.client = httpx.Client(trust_env=False, timeout=10)

    def enter(self) -> str:
        """The page's own address, after the token was used."""
        entered = self.client.get(self.host.open())
        assert entered.status_code == 303
        return str(entered.url.join(entered.headers["Location"]))

    def close(self) -> None:
        self.client.close()
        self.host.close()


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.close()


def test_nothing_is_shown_without_the_token(rig: Rig) -> None:
    address = httpx.URL(rig.host.open()).copy_with(query=None)

    for path in ("/", "/page.js", "/v1/status"):
        assert rig.client.get(address.join(path)).status_code == 403


def test_a_link_works_once(rig: Rig) -> None:
    address = rig.host.open()

    first, second = rig.client.get(address), rig.client.get(address)

    assert (first.status_code, second.status_code) == (303, 403)
    assert "HttpOnly" in first.headers["Set-Cookie"]
    assert "SameSite=Strict" in first.headers["Set-Cookie"]


def test_the_page_loads_nothing_from_elsewhere(rig: Rig) -> None:
    page = rig.client.get(rig.enter())

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "http://" not in page.text and "https://" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_foreign_name_for_this_machine_is_refused(rig: Rig) -> None:
    address = rig.enter()

    assert rig.client.get(address, headers={"Host": "evil.example"}).status_code == 421


def test_another_site_can_dismiss_nothing(rig: Rig) -> None:
    address = rig.enter().rstrip("/")
    body = {"reason": "x", "expires_seconds": None}

    refused = rig.client.post(
        f"{address}/v1/findings/17/dismiss", json=body, headers={"Origin": "http://evil.example"}
    )
    silent = rig.client.post(f"{address}/v1/findings/17/dismiss", json=body)

    assert (refused.status_code, silent.status_code) == (403, 403)
    assert rig.service.calls == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/repositories/remove"), ("POST", "/v1/scans"), ("POST", "/v1/dashboard"),
     ("GET", "/etc/passwd"), ("DELETE", "/v1/status")],
)  # fmt: skip
def test_the_page_can_do_no_more_than_it_needs(rig: Rig, method: str, path: str) -> None:
    address = rig.enter().rstrip("/")

    said = rig.client.request(method, f"{address}{path}", headers={"Origin": address}, json={})

    assert said.status_code == 404


def test_the_page_reads_and_dismisses(rig: Rig) -> None:
    address = rig.enter().rstrip("/")

    status = rig.client.get(f"{address}/v1/status")
    history = rig.client.get(f"{address}/v1/headroom/history?hours=24")
    paused = rig.client.post(
        f"{address}/v1/pause", json={"seconds": 60}, headers={"Origin": address}
    )

    assert status.json()["answer"]["daemon"]["pid"] == 4242
    assert history.json()["answer"] == {"samples": [], "moments": []}
    assert paused.status_code == 200
    assert ("pause", 60) in rig.service.calls


def test_it_listens_no_more_once_nobody_asks(rig: Rig) -> None:
    address = rig.enter()
    rig.timer.advance(IDLE.total_seconds() / 2)
    rig.client.get(f"{address}v1/status")
    rig.timer.advance(IDLE.total_seconds() / 2)
    rig.client.get(f"{address}v1/status")
    rig.timer.advance(IDLE.total_seconds())
    rig.client.close()

    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)
    rig.client = httpx.Client()


def test_a_port_that_is_taken_is_told(rig: Rig) -> None:
    taken = httpx.URL(rig.host.open()).port
    other = Rig(port=taken or 0)

    with pytest.raises(Unavailable, match=r"dashboard\.port"):
        other.host.open()
    other.close()
