"""What a question to a model costs beside the model: for `make bench`.

The model is a process that keeps to the speed of a small one on a fanless laptop; see
`benchmarks.scripted_model`.
"""

import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.running import GitRepository, House, RunningDaemon, neutral_environment, wait_until
from tinyarms_daemon.bootstrap.held_home import held_home
from tinyarms_daemon.bootstrap.where import Where, load
from tinyarms_daemon.bootstrap.workplace import open_workplace
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.questions.question import Excerpt, JudgementOutcome, Question
from tinyarms_daemon.ports.judge import Occasion

_SETTLE_SECONDS = 0.4
_QUICK = 20.0  # times as fast as the real one, where only what is beside it counts
_PATIENCE_SECONDS = 60.0
# The machine that measures may be busy, and a burst of saves is not a laptop's day.
_CONFIGURATION = """\
skills:
  code-linting-fast: {{rules: [magic-numbers]}}
ollama: {{host: "{host}"}}
headroom:
  pace: {{burst: 1h}}
  fast: {{cpu_load: 100, cpu_load_going_on: 100, memory_stall: 100, memory_stall_going_on: 100}}
"""
_MOST_CANDIDATES = 3  # of one save
_DEFINITION = """\
def {name}(left: Sequence[float], right: Sequence[float]) -> bool:
    \"\"\"Whether the two rows of measurements say the same, place by place.\"\"\"
    if len(left) != len(right):
        return False
    for before, after in zip(left, right):
        if isnan(before) or isnan(after):
            continue
        if fabs(before - after) > {limit}:
            return False
    return True


"""
_HEAD = "from collections.abc import Sequence\nfrom math import fabs, isnan\n\n\n"

Row = tuple[str, str, str]


def rows(calls: int, saves: int) -> Iterator[Row]:
    """Figure, measured, aim."""
    overheads = sorted(overhead_ms(calls))
    said = f"p50 {statistics.median(overheads):.1f} ms, p95 {_p95(overheads):.1f} ms"
    yield "Beside the model, for each call", said, "p95 15 ms"
    with folder() as place, model(1.0) as (host, told):
        house = House(place, place / "home", neutral_environment(place))
        house.configure(_CONFIGURATION.format(host=host))
        repository = GitRepository(place / "shop", house.environment)
        repository.write("plain.py", "total = 0\n")
        repository.commit()
        daemon = house.start()
        try:
            daemon.add(repository.root)
            yield from _saves(daemon, repository, told, saves)
        finally:
            house.close()


def overhead_ms(calls: int) -> Iterator[float]:
    """For each call its whole time, less what the server took."""
    with folder() as place, model(_QUICK) as (host, _):
        where = Where.of(place / "home", None)
        where.home.prepare()
        where.user_file.write_text(_CONFIGURATION.format(host=host), encoding="utf-8")
        settings = load(where)
        with held_home(where, settings), open_workplace(where, settings) as workplace:
            for number in range(calls + 1):
                began = time.perf_counter()
                (judgement,) = workplace.judge.judge_together(
                    [_question(number)], role="fast", occasion=Occasion(is_urgent=True)
                )
                seconds = time.perf_counter() - began
                assert judgement.outcome is JudgementOutcome.ANSWERED, judgement.reason
                if number:  # the first one loads
                    yield (seconds - judgement.seconds) * 1000


def _question(number: int) -> Question:
    limit = "1e-9"
    text = _DEFINITION.format(name=f"same_{number}", limit=limit)
    return Question(
        rule="magic-numbers",
        rule_version=1,
        family="magic-numbers",
        asked="Does the code here leave unsaid what this number means?",
        subject=limit,
        excerpts=(Excerpt(place=Place("rows.py", 1, text.count("\n"), ""), text=text),),
        key="bench",
        line=8,
    )


def _saves(
    daemon: RunningDaemon, repository: GitRepository, told: Callable[[], list[Any]], saves: int
) -> Iterator[Row]:
    seconds = []
    for number in range(saves + 1):
        candidates = number % _MOST_CANDIDATES + 1
        began = _save(repository, number, candidates)
        for _ in range(candidates):
            daemon.events_until(lambda event: event["kind"] == "finding_opened")
        if number:  # the first one loads
            seconds.append(time.monotonic() - began - _SETTLE_SECONDS)
    said = f"p50 {statistics.median(seconds):.2f} s, p95 {_p95(sorted(seconds)):.2f} s"
    yield "Save to verdicts, 1 to 3 candidates", said, "p95 5 s"
    calls = told()
    _again(daemon, repository, saves)
    yield "Tokens for unchanged code", str(sum(each["prompt"] for each in told())), "0"
    most = max(each["prompt"] for each in calls)
    budget = load(Where.of(daemon.house.home, None)).judging.prompt_tokens
    yield "Most tokens of a prompt", str(most), f"{budget:,}"


def _save(repository: GitRepository, number: int, candidates: int) -> float:
    definitions = (
        _DEFINITION.format(name=f"same_{number}_{index}", limit=f"1e-{index + 7}")
        for index in range(candidates)
    )
    repository.write(f"rows_{number}.py", _HEAD + "".join(definitions))
    return time.monotonic()


def _again(daemon: RunningDaemon, repository: GitRepository, saves: int) -> None:
    """Saved again lower down, gone and back with a branch, and looked at by another daemon."""
    for number in range(saves + 1):
        path = repository.root / f"rows_{number}.py"
        path.write_text("# moved\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    repository.commit()
    daemon.events_until_check_of("rows_0.py")
    repository.git("checkout", "--quiet", "HEAD~1")
    daemon.events_until(lambda event: event["kind"] == "finding_fixed")
    repository.git("checkout", "--quiet", "main")
    daemon.events_until(lambda event: event["kind"] == "finding_reopened")
    daemon.terminate()
    daemon.house.start()
    wait_until(lambda: not daemon.house.ctl_json("jobs")["jobs"], "nothing waits")


@contextmanager
def model(speed: float) -> Iterator[tuple[str, Callable[[], list[Any]]]]:
    """A model's server: its address, and what it was asked since the last look."""
    command = [sys.executable, "-m", "benchmarks.scripted_model", str(speed)]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert child.stdin is not None
    assert child.stdout is not None
    host = child.stdout.readline().strip()
    said: queue.SimpleQueue[Any] = queue.SimpleQueue()
    lines = child.stdout

    def read() -> None:
        for line in lines:
            said.put(json.loads(line))

    def told() -> list[Any]:
        return [said.get() for _ in range(said.qsize())]

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield host, told
    finally:
        child.stdin.close()
        child.wait(_PATIENCE_SECONDS)
        reader.join()
        lines.close()


@contextmanager
def folder() -> Iterator[Path]:
    """A folder with a short name: a socket's path has its limit."""
    with tempfile.TemporaryDirectory(prefix="ta-") as name:
        yield Path(name).resolve()


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
