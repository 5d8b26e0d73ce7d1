"""`python -m benchmarks.clones`: what finding repeated blocks costs, by the size of the repository.

The files are those of `make bench`. Other detectors are timed on them where they are installed:
`--peer` takes a command, in which {} stands for the folder, and may be given several times.
"""

import argparse
import random
import shlex
import sqlite3
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.measuring import cells, timed
from tinyarms_daemon.adapters.sql_project import SqlProject
from tinyarms_daemon.analysis.analyze_file import analyze_text
from tinyarms_daemon.analysis.clones.index import file_topic
from tinyarms_daemon.analysis.rule import BoundRule, bind
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.project import Fact
from tinyarms_daemon.rules.simple_dry import SimpleDry

DEFAULTS = Path(__file__).parents[1] / "config" / "default.yaml"
SMALLEST_BYTES, LARGEST_BYTES = 2_000, 40_000
PEER_SECONDS = 3_600
FACTS = """
    CREATE TABLE files (repository_id, path, gone_at, language);
    CREATE TABLE facts (id INTEGER PRIMARY KEY, repository_id, path, rule, kind, topic, data);
    CREATE INDEX by_topic ON facts (repository_id, rule, topic);
    CREATE INDEX by_path ON facts (repository_id, path);
"""


@dataclass(frozen=True)
class Learned:
    """A database with the facts of some files, and what it took to fill it."""

    database: Path
    paths: list[str]
    bytes_of_code: int
    facts: int
    learn_seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, nargs="+", default=[500, 2000, 8000])
    parser.add_argument("--saves", type=int, default=60)
    parser.add_argument("--peer", action="append", default=[], help="such as 'jscpd {}'")
    options = parser.parse_args()
    rule = the_rule()
    header = ("files", "MB", "learn", "facts", "stored", "conclude all", "after a save", "findings")
    cells(*header)
    cells(*("", "", "ms/file", "per file", "KB/file", "s", "p50 / p95 ms", ""))
    for number in options.files:
        with tempfile.TemporaryDirectory(prefix="tinyarms-bench-") as folder:
            measure(Path(folder), number, rule, options.saves)
            for peer in options.peer:
                command = shlex.split(peer.replace("{}", str(Path(folder) / "code")))
                print(f"  {peer}: {timed(lambda command=command: run(command)):.1f} s", flush=True)


def measure(folder: Path, number: int, rule: BoundRule, saves: int) -> None:
    code = folder / "code"
    copy_code(code, number)
    learned = learn(code, folder / "facts.db", rule)
    files = len(learned.paths)
    with sqlite3.connect(learned.database) as connection:
        project = SqlProject(connection, 1, rule.rule.id)
        findings = []
        concluding = worked(lambda: findings.extend(conclude(rule, project, None)))
        after_save = sorted(
            1000 * worked(lambda path=path: conclude(rule, project, path))
            for path in random.Random(1).sample(learned.paths, min(saves, files))
        )
    p95 = after_save[min(len(after_save) - 1, round(0.95 * len(after_save)))]
    cells(
        files,
        f"{learned.bytes_of_code / 1e6:.1f}",
        f"{1000 * learned.learn_seconds / files:.1f}",
        f"{learned.facts / files:.0f}",
        f"{learned.database.stat().st_size / 1000 / files:.1f}",
        f"{concluding:.2f}",
        f"{statistics.median(after_save):.0f} / {p95:.0f}",
        len(findings),
    )


def conclude(rule: BoundRule, project: SqlProject, saved: str | None) -> list[object]:
    """All findings, or those that a saved file has a part in, as a worker concludes them."""
    said = SimpleDry()
    topics = None if saved is None else set(said.widen({file_topic(saved)}, project))
    return list(said.conclude(project, topics, rule.options))


def learn(code: Path, database: Path, rule: BoundRule) -> Learned:
    """Fill a database as the store does."""
    parsing = learning = 0.0
    size = number = 0
    paths = []
    with sqlite3.connect(database) as connection:
        connection.executescript(FACTS)
        for file in sorted(code.rglob("*.py")):
            path, text = str(file.relative_to(code)), file.read_text("utf-8")
            parsing += worked(lambda text=text: SyntaxTree("python", text).root)
            started = time.process_time()
            facts = analyze_text(path, "python", text, [rule]).facts
            learning += time.process_time() - started
            connection.executemany(
                "INSERT INTO facts VALUES (NULL, 1, ?, ?, ?, ?, ?)", rows_of(path, facts)
            )
            paths.append(path)
            size += len(text)
            number += len(facts)
    return Learned(database, paths, size, number, learning - parsing)


def rows_of(path: str, facts: Sequence[Fact]) -> Iterator[tuple[str, str, str, str, str]]:
    for fact in facts:
        data = f'"{fact.data}"' if isinstance(fact.data, str) else str(fact.data or "null")
        yield path, fact.rule, fact.kind, fact.topic, data


def copy_code(target: Path, number: int) -> None:
    """Installed Python files; when there are too few, again with other names in them."""
    library = Path(sysconfig.get_paths()["purelib"])
    found = [
        path
        for path in sorted(library.rglob("*.py"))
        if SMALLEST_BYTES < path.stat().st_size < LARGEST_BYTES
    ]
    found += [
        path
        for path in sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py"))
        if SMALLEST_BYTES < path.stat().st_size < LARGEST_BYTES
        and "site-packages" not in path.parts
    ]
    for index in range(number):
        source = found[index % len(found)]
        copy = target / f"part{index // len(found)}" / f"{index % len(found):05d}_{source.name}"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())


def the_rule() -> BoundRule:
    """The rule with the packaged options."""
    said = yaml.safe_load(DEFAULTS.read_text("utf-8"))["rules"][SimpleDry.id]
    return bind(SimpleDry(), {name: value for name, value in said.items() if name != "enabled"})


def run(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=PEER_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {error}", file=sys.stderr)


def worked(call: Callable[[], object]) -> float:
    """Seconds of a core: what else runs on the machine counts little."""
    started = time.process_time()
    call()
    return time.process_time() - started


if __name__ == "__main__":
    main()
