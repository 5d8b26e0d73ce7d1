"""Messages of commits that nobody else has seen are checked like files."""

from pathlib import Path

import pytest

from tests.e2e.running import CONFIGURATION, GitRepository, House, RunningDaemon, json_of, run

CLIENT = "export function retry() {\n  return 3;\n}\n"
MESSAGE = "Wait longer\n\nThe pause is now as long as `retry` in client.ts says.\n"


@pytest.fixture
def shop(house: House, repository: GitRepository) -> GitRepository:
    """A repository whose only commit is pushed."""
    house.configure(CONFIGURATION.replace("file-size]", "file-size, line-references]"))
    remote = house.folder / "remote.git"
    run(["git", "init", "--quiet", "--bare", str(remote)], house.folder, house.environment)
    repository.write("src/client.ts", CLIENT)
    repository.commit("The client")
    repository.git("remote", "add", "origin", str(remote))
    repository.git("push", "--quiet", "origin", "main")
    return repository


@pytest.fixture
def watching(house: House, shop: GitRepository) -> RunningDaemon:
    """A daemon that has scanned the shop."""
    daemon = house.start()
    daemon.add(shop.root)
    return daemon


def commit(shop: GitRepository, message: str, *more: str) -> str:
    """Commit without a change; the path of the message."""
    shop.git("commit", "--quiet", "--allow-empty", "--message", message, *more)
    return f"git:{shop.git('rev-parse', 'HEAD').strip()}"


def test_a_commit_is_checked_until_it_is_put_right(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    path = commit(shop, MESSAGE)
    watching.events_until(lambda event: event["path"] == path)

    (found,) = watching.findings()
    commit(shop, MESSAGE.replace("client.ts", "client.ts:1"), "--amend")
    watching.events_until(lambda event: event["kind"] == "finding_fixed")

    assert (found["path"], found["start_line"], found["evidence"]) == (path, 3, "client.ts")
    assert found["suggestion"] == "client.ts:1"
    detail = watching.client.finding(found["id"] or 0)
    assert any(line["text"].startswith("The pause") for line in detail["source"])
    assert watching.findings() == []


def test_what_is_pushed_is_no_longer_told(watching: RunningDaemon, shop: GitRepository) -> None:
    path = commit(shop, MESSAGE)
    watching.events_until(lambda event: event["path"] == path)

    shop.git("push", "--quiet", "origin", "main")
    watching.events_until(lambda event: event["kind"] == "finding_fixed")

    assert watching.findings() == []


def test_a_scan_that_stores_nothing_checks_them_as_well(house: House, shop: GitRepository) -> None:
    path = commit(shop, MESSAGE)

    scanned = json_of(house.ctl("scan", str(shop.root), "--format", "json"))

    assert [each["path"] for each in scanned["findings"]] == [path]
    assert Path(scanned["roots"][0]) == shop.root.resolve()


def test_a_line_that_moved_and_a_file_that_was_renamed_are_told_with_where_they_are(
    house: House, shop: GitRepository
) -> None:
    shop.write(
        "src/page.ts", "// Waits as in src/client.ts:2, and no longer.\nexport const a = 3;\n"
    )
    shop.commit("The page")
    shop.write("src/client.ts", "// Speaks HTTP.\n\n" + CLIENT)
    moved = json_of(house.ctl("scan", str(shop.root), "--format", "json"))["findings"]
    shop.git("mv", "src/client.ts", "src/http.ts")
    shop.commit("A better name")

    renamed = json_of(house.ctl("scan", str(shop.root), "--format", "json"))["findings"]

    assert [(each["suggestion"], each["severity"]) for each in moved] == [
        ("src/client.ts:4", "warning")
    ]
    assert [(each["suggestion"], each["message"]) for each in renamed] == [
        ("src/http.ts:4", "src/client.ts was renamed to src/http.ts.")
    ]
