"""A scan of the index for somebody who waits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.git_repository import GitRepository
from tinyarms_daemon.bootstrap import staged_scan
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.domain.errors import TimeIsUp


def test_when_the_time_is_up_what_each_file_shows_alone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    repository = GitRepository(root)
    repository.git("init", "-q")
    repository.write("a.py", "def f(tries):\n    return tries < 7\n")
    repository.git("add", ".")

    def out_of_time(*_arguments: object) -> Iterator[None]:
        raise TimeIsUp

    in_a_minute = datetime.now(UTC) + timedelta(minutes=1)
    monkeypatch.setattr(staged_scan, "conclude_reports", out_of_time)

    told = staged_scan.scan_staged(
        load(Where.of(tmp_path / "home", None)),
        str(root),
        (),
        lambda _done, _total: None,
        in_a_minute,
    )

    assert [(each["path"], each["rule"]) for each in told["findings"]] == [
        ("a.py", "magic-numbers")
    ]
    assert told["skipped"] == []


@pytest.mark.parametrize("marking", ["css/theme.css linguist-generated\n", ""])
def test_what_the_index_says_of_a_staged_file_s_origin_counts(tmp_path: Path, marking: str) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    repository = GitRepository(root)
    repository.git("init", "-q")
    if marking:
        repository.write(".gitattributes", marking)
    else:
        repository.write("scss/theme.scss", "a { color: red; }\n")
    repository.git("add", ".")
    repository.commit()
    repository.write("css/theme.css", "a { color: #123456; }\n")
    repository.git("add", ".")

    told = staged_scan.scan_staged(
        load(Where.of(tmp_path / "home", None)), str(root), (), lambda _done, _total: None, None
    )

    assert told["findings"] == []
    assert [each["path"] for each in told["skipped"]] == ["css/theme.css"]


_BLOCK = """
def total(lines, rates, country):
    amount = 0
    for line in lines:
        price = line.price * line.count
        if line.is_reduced:
            amount += price + price * rates.reduced(country)
        else:
            amount += price + price * rates.full(country)
    return rates.rounded(amount, country)
"""


def test_one_more_copy_is_told_where_its_first_place_is_not_staged(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    repository = GitRepository(root)
    repository.git("init", "-q")
    repository.write("a.py", _BLOCK)
    repository.write("b.py", _BLOCK)
    repository.commit()
    repository.write("b.py", f"{_BLOCK}\n\nREADY = True\n")
    repository.git("add", ".")
    assert _brought_in(tmp_path, root) == []

    repository.write("c.py", _BLOCK)
    repository.git("add", ".")

    assert _brought_in(tmp_path, root) == [("a.py", "simple-dry")]


@pytest.mark.parametrize("takes_away", [False, True])
def test_without_time_for_the_last_commit_nothing_of_its_files_is_called_brought_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, takes_away: bool
) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    repository = GitRepository(root)
    repository.git("init", "-q")
    stood = "def f(tries):\n    return tries < 7\n"
    repository.write("a.py", stood)
    repository.write("old.py", stood)
    repository.git("add", ".")
    repository.commit()
    repository.write("a.py", f"{stood}\n\ndef g(tries):\n    return tries < 8\n")
    repository.write("new.py", "def h(tries):\n    return tries < 9\n")
    if takes_away:
        (root / "old.py").unlink()
    repository.git("add", "--all")

    def out_of_time(*_arguments: object, **_more: object) -> None:
        raise TimeIsUp

    monkeypatch.setattr(staged_scan, "KnownBefore", out_of_time)

    told = staged_scan.scan_staged(
        load(Where.of(tmp_path / "home", None)),
        str(root),
        (),
        lambda _done, _total: None,
        datetime.now(UTC) + timedelta(minutes=1),
        only_brought_in=True,
    )

    # What a file holds that the commit adds may be that of one that it takes away.
    kept = [] if takes_away else ["new.py"]
    assert [each["path"] for each in told["findings"]] == kept
    not_known = ["a.py", "new.py"] if takes_away else ["a.py"]
    assert [(each["path"], each["reason"]) for each in told["skipped"]] == [
        (path, "there was no time to compare it with the last commit") for path in not_known
    ]


def _brought_in(tmp_path: Path, root: Path) -> list[tuple[str, str]]:
    told = staged_scan.scan_staged(
        load(Where.of(tmp_path / "home", None)),
        str(root),
        (),
        lambda _done, _total: None,
        None,
        only_brought_in=True,
    )
    return [(each["path"], each["rule"]) for each in told["findings"]]
