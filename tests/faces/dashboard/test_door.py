"""Who may see the page."""

from datetime import timedelta

import pytest

from tests.fakes.clock import NOON
from tinyarms_daemon.faces.dashboard.door import Door

HOST = "127.0.0.1:4711"


def test_a_token_opens_one_session() -> None:
    door = Door(4711)
    token = door.token(NOON)

    session = door.admit(token, NOON)

    assert door.knows(f"other=1; {door.cookie}={session}")
    assert door.admit(token, NOON) is None


@pytest.mark.parametrize("cookies", ["", "tinyarms_4711=", "tinyarms_4711=guess", "=;\x00", "a"])
def test_without_a_session_nobody_is_known(cookies: str) -> None:
    assert not Door(4711).knows(cookies)


def test_an_old_token_opens_nothing() -> None:
    door = Door(4711)
    token = door.token(NOON)

    assert door.admit(token, NOON + timedelta(minutes=2)) is None


@pytest.mark.parametrize(
    ("method", "headers", "is_same"),
    [
        ("GET", {"Host": HOST}, True),
        ("GET", {"Host": HOST, "Origin": f"http://{HOST}"}, True),
        ("GET", {"Host": HOST, "Sec-Fetch-Site": "same-origin"}, True),
        ("GET", {"Host": HOST, "Sec-Fetch-Site": "cross-site"}, False),
        ("GET", {"Host": "evil.example:4711"}, False),
        ("GET", {}, False),
        ("POST", {"Host": HOST, "Origin": f"http://{HOST}"}, True),
        ("POST", {"Host": HOST}, False),
        ("POST", {"Host": HOST, "Origin": "null"}, False),
        ("POST", {"Host": HOST, "Origin": "http://127.0.0.1:4712"}, False),
    ],
)
def test_only_the_page_itself_may_ask(method: str, headers: dict[str, str], is_same: bool) -> None:
    assert Door(4711).is_same_site(method, headers) is is_same
