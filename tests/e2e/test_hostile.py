"""Files that nobody wrote to be checked never stop the programs, and never drive a terminal."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unicodedata import category

import psutil
import pytest

from tests.e2e.hostile import COLOR, Corpus, make_corpus
from tests.e2e.on_terminal import run_on_terminal
from tests.e2e.running import (
    GitRepository,
    House,
    brief,
    css,
    json_of,
    shade,
    wait_until,
)
from tinyarms_daemon.domain.printable import portable_path

ENTRIES, DAEMON_ENTRIES, ODD_NAMES = 110, 55, 40
LATER, OTHER = "#aa0001", "#aa0002"
# Every rule there is; a file that takes long is not waited for long.
IMPATIENT = """\
ollama: {host: "http://127.0.0.1:9"}
watch: {settle: 60ms, rename_grace: 30ms, ceiling: 2s}
analysis: {file_timeout: 1s}
"""


@pytest.fixture
def corpus(house: House) -> Iterator[Corpus]:
    """A hostile folder outside of any repository."""
    house.configure(IMPATIENT)
    made = make_corpus(house.folder / "hostile", ENTRIES)
    yield made
    made.close()


@pytest.fixture
def small_corpus(house: House) -> Iterator[Corpus]:
    """The same with fewer entries."""
    house.configure(IMPATIENT)
    made = make_corpus(house.folder / "hostile", DAEMON_ENTRIES)
    yield made
    made.close()


@pytest.fixture
def oddly_named(house: House) -> Iterator[Corpus]:
    """A hostile folder in which only the names are odd."""
    house.configure(IMPATIENT)
    made = make_corpus(house.folder / "hostile", ODD_NAMES, names_only=True)
    yield made
    made.close()


def shown(names: set[bytes]) -> set[str]:
    """File names as messages write them."""
    return {portable_path(os.fsdecode(name)) for name in names}


def control_characters(text: str) -> set[str]:
    """What in a text could drive a terminal, line ends and joined emoji apart."""
    return {
        each
        for each in text
        if category(each) in ("Cc", "Cf", "Zl", "Zp") and each not in "\n\t\u200d\u200b\ufeff"
    }


def test_a_scan_of_hostile_files_accounts_for_every_one_of_them(
    house: House, corpus: Corpus
) -> None:
    ended = house.ctl("scan", str(corpus.root), "--format", "json")

    wait_until(lambda: not workers_left(house), "every worker has ended")
    found = json_of(ended)
    sources = shown(corpus.sources)
    skipped = {each["path"] for each in found["skipped"]}
    assert ended.err == ""
    assert ended.status == (1 if found["summary"]["by_severity"]["warning"] else 0)
    assert found["summary"]["files"] == len(sources)
    assert skipped <= sources
    assert found["summary"]["checked"] + len(skipped) >= len(sources)
    assert all(each["reason"] for each in found["skipped"])
    assert {each["path"] for each in found["findings"]} <= sources
    assert any(each["evidence"] == COLOR for each in found["findings"])
    assert ended.out.isascii()


def test_what_a_scan_of_hostile_files_prints_cannot_drive_a_terminal(
    house: House, oddly_named: Corpus
) -> None:
    piped = house.ctl("-v", "scan", str(oddly_named.root))
    seen = run_on_terminal(house, "-v", "scan", str(oddly_named.root))

    assert COLOR in piped.out
    assert control_characters(piped.out + piped.err) == set()
    assert seen.status == piped.status
    assert control_characters(seen.plain_text) == set()


@pytest.mark.parametrize("is_git", [False, True], ids=["plain folder", "git repository"])
@pytest.mark.long
def test_a_daemon_takes_hostile_files_and_goes_on(
    house: House, small_corpus: Corpus, is_git: bool
) -> None:
    corpus = small_corpus
    if is_git:
        GitRepository(corpus.root, house.environment)
    daemon = house.start()

    daemon.add(corpus.root)
    (corpus.root / "later.css").write_text(css(LATER))
    events = daemon.events_until_check_of("later.css")

    found = daemon.client.findings({})
    status = daemon.status()
    sources = shown(corpus.sources)
    not_listed_by_git = {name for name in sources if is_git and "yyyy" in name}
    assert ("finding_opened", "later.css") in brief(events)
    assert status["queue"] == dict.fromkeys(status["queue"], 0)
    assert status["alarms"] == []
    assert status["repositories"][0]["files"] + status["repositories"][0]["skipped"] >= len(
        sources - not_listed_by_git
    )
    assert {each["path"] for each in found["skipped"]} <= sources
    assert daemon.process.poll() is None


@pytest.mark.long
def test_files_that_change_and_vanish_during_a_scan_end_as_they_are_in_the_end(
    house: House, repository: GitRepository
) -> None:
    names = [f"part{number:02}.css" for number in range(60)]
    for name in names:
        repository.write(name, css("#00aa00") + "/* long */\n" * 500)
    daemon = house.start()
    stop = threading.Event()

    def disturb() -> None:
        for turn in range(1_000_000):
            path = repository.root / names[turn % len(names)]
            if turn % 3 == 0:
                path.unlink(missing_ok=True)
            else:
                path.write_text(css("#0000ff", "#00ff00"))
            if stop.wait(0.02):
                return

    disturbing = threading.Thread(target=disturb)
    disturbing.start()
    try:
        daemon.add(repository.root)
    finally:
        stop.set()
        disturbing.join()
    for number, name in enumerate(names):
        path = repository.root / name
        path.unlink(missing_ok=True)
        if number % 2:
            path.write_text(css(shade(number)))
    left = {(name, shade(number)) for number, name in enumerate(names) if number % 2}
    wait_until(
        lambda: {(each["path"], each["evidence"]) for each in daemon.findings()} == left,
        "only what is there is found",
    )
    daemon.wait_until_idle()

    assert daemon.status()["queue"]["failed"] == 0


BOMBS = {
    "size": "# " + "x" * 5_000_000,
    "tags": "rules: !!python/object/apply:os.system ['touch owned']\n",
    "escapes": 'rules: {"\x1b[31m": 1}\n',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_hostile_configuration_of_a_folder_is_refused_in_a_few_lines(
    house: House, bomb: str
) -> None:
    folder = house.folder / "stranger"
    folder.mkdir()
    (folder / ".tinyarms.yaml").write_text(BOMBS[bomb])

    ended = house.ctl("scan", str(folder), "--format", "json")

    assert ended.status == 2
    assert ".tinyarms.yaml" in ended.err
    assert "Traceback" not in ended.err
    assert len(ended.err) < 100_000
    assert control_characters(ended.err) == set()
    assert not (house.folder / "owned").exists()


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        os.mkdir,
        lambda path: os.symlink("/dev/zero", path),
        lambda path: os.symlink(path, path),
    ],
    ids=["a pipe", "a folder", "a link to endless zeros", "a loop"],
)
def test_a_configuration_that_is_no_file_holds_nothing_up(
    house: House, repository: GitRepository, make: Callable[[Path], None]
) -> None:
    repository.write("site.css", css(COLOR))
    make(repository.root / ".tinyarms.yaml")
    daemon = house.start()

    daemon.add(repository.root)

    assert [each["path"] for each in daemon.findings()] == ["site.css"]


def test_a_hostile_git_configuration_runs_nothing(house: House, repository: GitRepository) -> None:
    repository.write("site.css", css(COLOR))
    repository.write(".gitattributes", "* filter=evil diff=evil\n")
    repository.commit()
    ran = house.folder / "ran"
    script = repository.write(".git/evil", f"#!/bin/sh\ntouch {ran}\ncat\n")
    script.chmod(0o755)
    for hook in (
        "post-checkout",
        "post-index-change",
        "fsmonitor-watchman",
        "reference-transaction",
    ):
        (repository.root / ".git/hooks" / hook).unlink(missing_ok=True)
        (repository.root / ".git/hooks" / hook).symlink_to(script)
    with (repository.root / ".git/config").open("a") as file:
        for section, key in (
            ("core", "fsmonitor"), ("core", "pager"), ("core", "sshCommand"), ("core", "askPass"),
            ("core", "editor"), ("core", "gitProxy"), ('filter "evil"', "clean"),
            ('filter "evil"', "smudge"), ('filter "evil"', "process"), ('diff "evil"', "command"),
            ('diff "evil"', "textconv"), ("diff", "external"), ("credential", "helper"),
            ("gpg", "program"), ("alias", "ls-files"),
        ):  # fmt: skip
            file.write(f"[{section}]\n\t{key} = {script}\n")

    repository.write("other.css", css(OTHER))
    scanned = house.ctl("scan", str(repository.root), "--changed", "--format", "json")
    daemon = house.start()
    daemon.add(repository.root)
    repository.write("later.css", css(LATER))
    daemon.events_until_check_of("later.css")

    assert [each["path"] for each in json_of(scanned)["findings"]] == ["other.css"]
    assert len(daemon.findings()) == 3
    assert not ran.exists()


def test_a_git_configuration_that_points_elsewhere_changes_nothing_here(
    house: House, repository: GitRepository
) -> None:
    elsewhere = house.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.css").write_text(css("#0000ff"))
    repository.write("site.css", css(COLOR))
    daemon = house.start()
    daemon.add(repository.root)

    repository.git("config", "core.worktree", str(elsewhere))
    repository.write("later.css", css(LATER))
    events = daemon.events_until_check_of("later.css")
    scanned = house.ctl("scan", str(repository.root), "--format", "json")

    assert ("finding_opened", "later.css") in brief(events)
    assert {each["path"] for each in daemon.findings()} == {"site.css", "later.css"}
    assert {each["path"] for each in json_of(scanned)["findings"]} == {"site.css", "later.css"}


def test_a_repository_of_an_odd_name_is_watched_like_any_other(
    house: House, make_repository: Callable[[str], GitRepository]
) -> None:
    odd = make_repository("-o'dd \x1b[31m\n[bold]%s?#\u202e")
    odd.write("site.css", css(COLOR))
    daemon = house.start()

    added = house.ctl("repo", "add", "--", str(odd.root))
    odd.write("later.css", css(LATER))
    events = daemon.events_until_check_of("later.css")
    listed = house.ctl("repo", "list")
    status = run_on_terminal(house, "status")

    assert added.status == 0
    assert ("finding_opened", "later.css") in brief(events)
    assert len(daemon.findings()) == 2
    assert control_characters(added.out + added.err + listed.out) == set()
    assert control_characters(status.plain_text) == set()


@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="macOS has no names that are no UTF-8")
@pytest.mark.long
def test_a_repository_whose_name_is_no_utf_8_is_watched_like_any_other(house: House) -> None:
    odd = GitRepository(
        Path(os.fsdecode(os.fsencode(house.folder) + b"/caf\xe9")), house.environment
    )
    odd.write("site.css", css(COLOR))
    daemon = house.start()

    added = house.ctl("repo", "add", os.fspath(odd.root))
    odd.write("later.css", css(LATER))
    events = daemon.events_until_check_of("later.css")

    assert (added.status, added.err.count("Traceback")) == (0, 0)
    assert ("finding_opened", "later.css") in brief(events)
    assert house.ctl("status", "--json").status == 0
    assert house.ctl("findings", "--repo", "caf\\xe9").status == 0


def test_a_command_whose_reader_goes_away_ends_quietly(house: House) -> None:
    (house.folder / "site.css").write_text(css(COLOR))

    with subprocess.Popen(
        house.ctl_command("scan", "site.css", "--format", "json"),
        cwd=house.folder,
        env=house.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert process.returncode == 141
    assert said == b""


def workers_left(house: House) -> list[int]:
    """Worker processes of any program of the house."""
    return [
        each.pid
        for each in psutil.process_iter(["cmdline"])
        if "tinyarms_daemon.worker" in (each.info["cmdline"] or [])
        and each.environ().get("HOME") == str(house.folder)
    ]
