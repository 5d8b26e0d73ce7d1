"""Long output on a terminal is paged; elsewhere it is not."""

from tests.e2e.on_terminal import run_on_terminal
from tests.e2e.running import House


def test_what_is_longer_than_the_terminal_is_paged(house: House) -> None:
    seen = run_on_terminal(house, "rules", "show", "simple-dry", PAGER="sed s/^/paged:/")

    assert seen.status == 0
    assert "paged:simple-dry: " in seen.plain_text


def test_what_fits_is_not(house: House) -> None:
    seen = run_on_terminal(house, "findings", PAGER="sed s/^/paged:/")

    assert "paged" not in seen.plain_text
