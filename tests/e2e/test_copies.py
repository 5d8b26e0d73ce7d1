"""The rule of three, from a save to what the daemon tells."""

import pytest

from tests.e2e.running import CONFIGURATION, GitRepository, House, RunningDaemon, brief

BLOCK = """
def {name}(store, out):
    buffer = []
    cursor = None
    while True:
        page = store.page("{name}", cursor, size=200)
        for record in page.records:
            buffer.append(record.to_dict())
        if page.next is None:
            break
        cursor = page.next
    out.write_all(sorted(buffer, key=lambda entry: entry["id"]))
"""


@pytest.fixture
def watching(house: House, repository: GitRepository) -> RunningDaemon:
    """A daemon that knows a block in two places since the first scan."""
    house.configure(CONFIGURATION.replace("file-size]", "file-size, simple-dry]"))
    repository.write("users.py", BLOCK.format(name="users"))
    repository.write("teams.py", BLOCK.format(name="teams"))
    repository.commit()
    daemon = house.start()
    daemon.add(repository.root)
    return daemon


def test_the_third_copy_of_an_accepted_block_is_told_at_once(
    house: House, watching: RunningDaemon, repository: GitRepository
) -> None:
    (known,) = watching.findings()
    house.ctl("findings", "dismiss", str(known["id"]), "--reason", "two are enough")
    watching.skip_events()

    repository.write("projects.py", BLOCK.format(name="projects"))
    events = watching.events_until_check_of("projects.py")

    (told,) = watching.findings(new=True)
    assert (known["baseline"], told["baseline"]) == ("unchanged", "new")
    assert (told["id"], told["status"], len(told["related"])) == (known["id"], "open", 2)
    assert "3 places" in told["message"]
    assert brief(events)[:-1] == [("finding_reopened", "projects.py")]


@pytest.mark.long
def test_what_was_accepted_at_three_is_not_told_again_at_three(
    house: House, watching: RunningDaemon, repository: GitRepository
) -> None:
    (known,) = watching.findings()
    copy = BLOCK.format(name="projects")
    repository.write("projects.py", copy)
    watching.events_until_check_of("projects.py")
    house.ctl("findings", "dismiss", str(known["id"]), "--reason", "three then")
    repository.write("projects.py", "")
    watching.events_until_check_of("projects.py")

    repository.write("projects.py", copy)
    events = watching.events_until_check_of("projects.py")

    assert watching.findings() == []
    assert [kind for kind, _ in brief(events)] == ["check_finished"]
