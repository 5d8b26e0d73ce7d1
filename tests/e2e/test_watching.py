"""What editors, git and people do to files, and what the daemon makes of it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.running import (
    CONFIGURATION,
    GitRepository,
    House,
    RunningDaemon,
    brief,
    css,
    is_end,
    marked,
    shade,
    wait_until,
)
from tinyarms_daemon.control.messages import EventMessage

RED, GREEN, BLUE = "#ff0000", "#00aa00", "#0000ff"
# Files written a moment before a check may be looked at once more, as git does.
RACY_FILES = 5


def save_like_vim(path: Path, text: str) -> None:
    """vim tries whether it may create files here, moves the old file away and writes a new one."""
    probe, backup = path.with_name("4913"), path.with_name(path.name + "~")
    probe.touch()
    probe.unlink()
    path.rename(backup)
    path.write_text(text, encoding="utf-8")
    backup.unlink()


def save_like_jetbrains(path: Path, text: str) -> None:
    """JetBrains writes beside, moves the old file away and the new one into its place."""
    written = path.with_name(path.name + "___jb_tmp___")
    old = path.with_name(path.name + "___jb_old___")
    written.write_text(text, encoding="utf-8")
    path.rename(old)
    written.rename(path)
    old.unlink()


def save_like_vs_code(path: Path, text: str) -> None:
    """VS Code writes in place: an empty file for a moment, then the text in several parts."""
    with path.open("w", encoding="utf-8") as file:
        for part in (text[: len(text) // 2], text[len(text) // 2 :]):
            file.write(part)
            file.flush()
            os.fsync(file.fileno())


def save_like_sed(path: Path, text: str) -> None:
    """sed -i, and many formatters, rename a finished temporary file over the old one."""
    written = path.with_name(".sedAb12Cd")
    written.write_text(text, encoding="utf-8")
    written.replace(path)


def ends(events: list[EventMessage]) -> list[EventMessage]:
    """The ends of checks among events."""
    return [event for event in events if is_end(event)]


@pytest.mark.parametrize(
    "save",
    [save_like_vim, save_like_jetbrains, save_like_vs_code, save_like_sed],
    ids=["vim", "jetbrains", "vs-code", "sed"],
)
def test_an_editor_saves_and_the_file_is_checked_once_and_keeps_its_findings(
    watching: RunningDaemon, shop: GitRepository, save: Callable[[Path, str], None]
) -> None:
    (before,) = watching.findings()

    save(shop.root / "site.css", css(RED, BLUE))
    events = marked(watching, shop)

    assert [event for event in brief(events) if event[0] != "check_finished"] == [
        ("finding_opened", "site.css")
    ]
    assert sum("site.css" in watching.paths_of(event) for event in ends(events)) == 1
    assert [each["evidence"] for each in watching.findings()] == [RED, BLUE]
    assert watching.findings()[0]["id"] == before["id"]


def test_a_save_in_many_small_writes_is_one_check(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    path = shop.root / "site.css"

    for _ in range(40):
        with path.open("a", encoding="utf-8") as file:
            file.write("/* more */\n")
    events = marked(watching, shop)

    assert sum("site.css" in watching.paths_of(event) for event in ends(events)) == 1


def test_a_renamed_file_takes_its_findings_along(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    (before,) = watching.findings()

    (shop.root / "site.css").rename(shop.root / "page.css")
    events = marked(watching, shop)

    (after,) = watching.findings()
    kinds = {event["kind"] for event in events}
    assert kinds <= {"finding_moved", "check_finished"}
    assert (after["id"], after["path"]) == (before["id"], "page.css")
    assert (after["first_seen"], after["baseline"]) == (before["first_seen"], "unchanged")
    assert watching.findings(statuses=["fixed"]) == []


def test_a_renamed_folder_takes_the_findings_of_its_files_along(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    shop.write("old/one.css", css(GREEN))
    shop.write("old/deep/two.css", css(BLUE))
    marked(watching, shop)
    before = {each["evidence"]: each["id"] for each in watching.findings()}

    (shop.root / "old").rename(shop.root / "new")
    events = marked(watching, shop)

    after = watching.findings()
    assert "finding_fixed" not in {event["kind"] for event in events}
    assert "finding_opened" not in {event["kind"] for event in events}
    assert {each["evidence"]: each["id"] for each in after} == before
    assert {each["path"] for each in after} == {"site.css", "new/one.css", "new/deep/two.css"}


def test_the_findings_of_a_deleted_file_are_fixed(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    (shop.root / "site.css").unlink()

    events = marked(watching, shop)

    assert ("finding_fixed", "site.css") in brief(events)
    assert watching.findings() == []


def test_a_deleted_folder_takes_its_findings_away(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    shop.write("old/one.css", css(GREEN))
    shop.write("old/deep/two.css", css(BLUE))
    marked(watching, shop)

    for path in ("old/deep/two.css", "old/one.css"):
        (shop.root / path).unlink()
    (shop.root / "old" / "deep").rmdir()
    (shop.root / "old").rmdir()
    marked(watching, shop)

    assert [each["path"] for each in watching.findings()] == ["site.css"]


def test_a_folder_that_is_moved_in_with_its_files_is_checked(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    outside = shop.root.parent / "outside" / "deep"
    outside.mkdir(parents=True)
    (outside / "part.css").write_text(css(BLUE))

    outside.parent.rename(shop.root / "inside")
    events = marked(watching, shop)

    assert ("finding_opened", "inside/deep/part.css") in brief(events)


def test_files_in_a_folder_made_a_moment_ago_are_checked(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    shop.write("a/b/c/d/part.css", css(BLUE))

    events = marked(watching, shop)

    assert ("finding_opened", "a/b/c/d/part.css") in brief(events)


def test_switching_branches_over_hundreds_of_files_is_one_check_of_what_differs(
    house: House, shop: GitRepository
) -> None:
    for number in range(300):
        shop.write(f"part{number:03}.css", css())
    shop.commit()
    shop.git("switch", "--quiet", "--create", "other")
    for number in range(300):
        shop.write(
            f"part{number:03}.css", css(shade(number)) if number < 5 else css() + "/* other */\n"
        )
    (shop.root / "site.css").unlink()
    shop.commit()
    shop.git("switch", "--quiet", "main")
    house.configure(CONFIGURATION.replace("settle: 60ms", "settle: 400ms"))
    daemon = house.start()
    daemon.add(shop.root)

    shop.git("switch", "--quiet", "other")
    there = marked(daemon, shop)
    shop.git("switch", "--quiet", "main")
    back = marked(daemon, shop)

    for events, least_files in ((ends(there), 300), (ends(back), 301)):
        kinds = {daemon.client.job(event["job"] or 0)["kind"] for event in events}
        files = [event["detail"]["files"] for event in events]
        of_switch = [event for event in events if "part000.css" in daemon.paths_of(event)]
        assert kinds == {"on_save"}
        assert len(events) <= 2  # the switch, and the marker unless it came into the same check
        assert len(of_switch) == 1
        assert least_files <= max(files) < least_files + RACY_FILES
    assert sorted(brief(there)).count(("finding_fixed", "site.css")) == 1
    assert sum(kind == "finding_opened" for kind, _ in brief(there)) == 5
    assert sum(kind == "finding_fixed" for kind, _ in brief(back)) == 5
    assert [each["path"] for each in daemon.findings()] == ["site.css"]


def test_a_formatter_that_touches_two_hundred_files_is_one_check(
    house: House, shop: GitRepository
) -> None:
    for number in range(200):
        shop.write(f"part{number:03}.css", css())
    house.configure(CONFIGURATION.replace("settle: 60ms", "settle: 1s"))
    daemon = house.start()
    daemon.add(shop.root)

    for number in range(200):
        save_like_sed(shop.root / f"part{number:03}.css", css() + "/* formatted */\n")
    events = marked(daemon, shop)

    of_parts = [
        event for event in ends(events) if any("part" in path for path in daemon.paths_of(event))
    ]
    assert len(of_parts) == 1, [
        (event["detail"]["files"], daemon.paths_of(event)[:3], event["at"]) for event in of_parts
    ]
    assert 200 <= of_parts[0]["detail"]["files"] < 200 + RACY_FILES


def test_checks_wait_while_git_writes_and_come_when_it_is_done(
    house: House, shop: GitRepository
) -> None:
    daemon = house.start()
    daemon.add(shop.root)
    lock = shop.root / ".git" / "index.lock"
    lock.touch()

    shop.write("site.css", css(RED, BLUE))
    wait_until(lambda: daemon.status()["queue"], "the daemon answers while it waits")
    held = [each["evidence"] for each in daemon.findings()]
    lock.unlink()
    events = daemon.events_until_check_of("site.css")

    assert held == [RED]
    assert ("finding_opened", "site.css") in brief(events)


def test_a_lock_that_git_left_behind_holds_checks_back_for_a_while_only(
    house: House, shop: GitRepository
) -> None:
    house.configure(CONFIGURATION.replace("ceiling: 2s", "ceiling: 2s, operation_ceiling: 1s"))
    daemon = house.start()
    daemon.add(shop.root)
    (shop.root / ".git" / "index.lock").touch()

    shop.write("site.css", css(RED, BLUE))
    events = daemon.events_until_check_of("site.css")

    assert ("finding_opened", "site.css") in brief(events)


def test_a_rebase_is_checked_by_its_outcome(watching: RunningDaemon, shop: GitRepository) -> None:
    shop.git("switch", "--quiet", "--create", "work")
    for number in range(6):
        shop.write(f"step{number}.css", css(shade(number)))
        shop.commit(f"step {number}")
    shop.git("switch", "--quiet", "main")
    shop.write("base.css", css(GREEN))
    shop.commit("base")
    shop.git("switch", "--quiet", "work")
    marked(watching, shop)

    shop.git("rebase", "--quiet", "main")
    marked(watching, shop)

    assert {each["path"] for each in watching.findings()} == {
        "site.css", "base.css", *(f"step{number}.css" for number in range(6)),
    }  # fmt: skip


def test_a_changed_gitignore_takes_files_out_and_brings_them_back(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    shop.write("generated/out.css", css(BLUE))
    marked(watching, shop)

    shop.write(".gitignore", "generated/\n")
    hidden = marked(watching, shop)
    shop.write("generated/out.css", css(BLUE, GREEN))
    silent = marked(watching, shop)
    shop.write(".gitignore", "\n")
    back = marked(watching, shop)

    assert ("finding_withdrawn", "generated/out.css") in brief(hidden)
    assert "generated/out.css" not in {event["path"] for event in silent}
    assert brief(back).count(("finding_reopened", "generated/out.css")) == 1
    assert brief(back).count(("finding_opened", "generated/out.css")) == 1


def test_a_changed_configuration_of_the_repository_checks_every_file_by_it(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    shop.write("long.py", "x = 1\n" * 40)
    marked(watching, shop)

    shop.write(
        ".tinyarms.yaml", "rules:\n  file-size: {max_lines: 30}\npaths: {ignore: [site.css]}\n"
    )
    marked(watching, shop)

    assert [(each["path"], each["rule"]) for each in watching.findings()] == [
        ("long.py", "file-size")
    ]


def test_the_findings_of_a_rule_that_is_switched_off_are_no_longer_open(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    shop.write(".tinyarms.yaml", "rules: {hardcoded-colors: {enabled: false}}\n")
    marked(watching, shop)
    while_off = watching.findings()

    (shop.root / ".tinyarms.yaml").unlink()
    marked(watching, shop)

    assert while_off == []
    assert [each["path"] for each in watching.findings()] == ["site.css"]


def test_a_wrong_configuration_of_the_repository_leaves_the_last_good_one_and_an_alarm(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    shop.write("long.py", "x = 1\n" * 40)
    shop.write(".tinyarms.yaml", "rules: {file-size: {max_lines: 30}}\n")
    marked(watching, shop)

    shop.write(".tinyarms.yaml", "rules:\n  file-size: {max_lines: many}\n")
    marked(watching, shop)
    alarms = watching.status()["alarms"]
    found = {each["path"] for each in watching.findings()}
    shop.write(".tinyarms.yaml", "rules: {}\n")
    wait_until(lambda: len(watching.findings()) == 1, "everything is checked by the new rules")

    assert found == {"site.css", "long.py"}
    assert [".tinyarms.yaml:2" in alarm and "max_lines" in alarm for alarm in alarms] == [True]
    assert watching.status()["alarms"] == []
    assert {each["path"] for each in watching.findings()} == {"site.css"}


def test_a_touched_file_with_the_same_content_changes_nothing(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    before = watching.findings()

    os.utime(shop.root / "site.css")
    (shop.root / "plain.css").write_text(css())
    events = marked(watching, shop)

    assert {event["kind"] for event in events} == {"check_finished"}
    assert [each["id"] for each in watching.findings()] == [each["id"] for each in before]


def test_what_the_daemon_writes_itself_never_wakes_it(
    bare_house: House, make_repository: Callable[[str], GitRepository]
) -> None:
    shop = make_repository("shop")
    shop.write("site.css", css(RED))
    inside = House(bare_house.folder, shop.root / "state", bare_house.environment)
    inside.configure(CONFIGURATION)
    daemon = inside.start()
    daemon.add(shop.root)

    (inside.home / "logs" / "odd.css").write_text(css(BLUE))
    inside.ctl("pause")
    inside.ctl("resume")
    events = marked(daemon, shop)
    daemon.terminate()

    assert [event["kind"] for event in events] == ["check_finished"]


def test_a_link_out_of_the_repository_is_not_followed(
    watching: RunningDaemon, shop: GitRepository
) -> None:
    outside = shop.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.css").write_text(css(BLUE))

    (shop.root / "link.css").symlink_to(outside / "secret.css")
    (shop.root / "folder").symlink_to(outside)
    (shop.root / "loop").symlink_to(shop.root)
    marked(watching, shop)
    (outside / "secret.css").write_text(css(BLUE, GREEN))
    events = marked(watching, shop)

    assert [event["kind"] for event in events] == ["check_finished"]
    assert {each["path"] for each in watching.findings()} == {"site.css"}
    skipped = watching.client.findings({})["skipped"]
    assert [each["path"] for each in skipped] == ["link.css"]
    assert "link" in skipped[0]["reason"]


def test_a_nested_repository_is_its_own(
    house: House, shop: GitRepository, make_repository: Callable[[str], GitRepository]
) -> None:
    inner = make_repository("shop/vendor/inner")
    inner.write("inner.css", css(BLUE))
    daemon = house.start()
    daemon.add(shop.root)
    outer_alone = {each["path"] for each in daemon.findings()}

    daemon.add(inner.root)
    inner.write("inner.css", css(BLUE, GREEN))
    daemon.events_until_check_of("inner.css")

    assert outer_alone == {"site.css"}
    assert {(each["repository"], each["path"]) for each in daemon.findings()} == {
        ("shop", "site.css"),
        ("inner", "inner.css"),
    }
