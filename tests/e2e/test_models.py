"""A daemon with a model beside it: what is saved is judged, and nothing waits for it."""

import threading
from collections.abc import Iterator

import pytest

from tests.e2e.running import GitRepository, House, RunningDaemon, wait_until
from tests.fakes.ollama_server import Reply, ScriptedOllama, answering

CONFIGURATION = """\
skills:
  code-linting-fast: {{rules: [magic-numbers]}}
ollama: {{host: "{host}"}}
watch: {{settle: 60ms, rename_grace: 30ms, ceiling: 2s}}
headroom: {{retry_after: 10s}}
"""
DOUBTFUL = "def same(a, b):\n    if abs(a - b) < 1e-9:\n        return True\n    return False\n"


@pytest.fixture
def server() -> Iterator[ScriptedOllama]:
    """A model server."""
    with ScriptedOllama() as opened:
        yield opened


@pytest.fixture
def judging(house: House, server: ScriptedOllama) -> RunningDaemon:
    """A daemon that asks it."""
    house.configure(CONFIGURATION.format(host=server.host))
    return house.start()


def opened(daemon: RunningDaemon) -> list[str]:
    """The evidence of open findings."""
    return [finding["evidence"] for finding in daemon.findings()]


def test_a_saved_candidate_becomes_a_finding_by_the_word_of_a_model(
    judging: RunningDaemon, server: ScriptedOllama, repository: GitRepository
) -> None:
    repository.write("plain.py", "total = 0\n")
    repository.commit()
    judging.add(repository.root)
    server.answer = answering("yes")

    repository.write("same.py", DOUBTFUL)
    judging.events_until(lambda event: event["kind"] == "finding_opened")

    (finding,) = judging.findings()
    assert (finding["origin"], finding["model"]) == ("model", "qwen2.5-coder:3b")
    assert (finding["evidence"], finding["path"], finding["symbol"]) == ("1e-9", "same.py", "same")
    assert finding["confidence"] == pytest.approx(0.951, abs=0.01)
    assert len(server.chats) == 1

    repository.write("same.py", "# moved down\n\n" + DOUBTFUL)
    judging.events_until_check_of("same.py")
    wait_until(lambda: not judging.client.jobs(), "the candidate is judged")
    assert opened(judging) == ["1e-9"]
    assert len(server.chats) == 1, "unchanged code was paid for twice"

    repository.write("same.py", DOUBTFUL.replace("1e-9", "tolerance"))
    judging.events_until(lambda event: event["kind"] == "finding_fixed")
    assert opened(judging) == []

    figures = judging.house.ctl_json("models")["models"][0]
    assert figures["calls"]["count"] == 1


def test_the_end_does_not_wait_for_an_answer_that_never_comes(
    judging: RunningDaemon, server: ScriptedOllama, repository: GitRepository
) -> None:
    server.say(Reply(hold=threading.Event()))
    repository.write("same.py", DOUBTFUL + "\nLIMIT = [x for x in y if x > 4711]\n")
    judging.client.add_repository(str(repository.root), None)
    wait_until(lambda: bool(server.chats), "the model is asked")

    assert opened(judging) == ["4711"], "a certain finding waited"
    assert judging.terminate().status == 0
    assert server.gone.wait(5)


def test_without_a_server_candidates_wait_with_their_reason(
    house: House, repository: GitRepository
) -> None:
    house.configure(CONFIGURATION.format(host="http://127.0.0.1:9"))
    daemon = house.start()
    repository.write("same.py", DOUBTFUL)

    daemon.add(repository.root)

    (job,) = daemon.client.jobs()
    assert (job["kind"], job["state"], job["units_total"]) == ("judgement", "deferred", 1)
    assert job["reasons"][0].startswith("No Ollama answers at http://127.0.0.1:9")
