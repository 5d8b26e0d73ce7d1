"""`python -m benchmarks.scaling`: how time grows with the repository, and what other tools take.

A cold scan by all rules, and a save, at several sizes; `make bench` prints this table last. The
other tools find repeated code only; each is run where it is installed already, on the same files,
with its limits on sizes raised. Nothing is fetched for it.
"""

import argparse
import ast
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

from benchmarks.measured_daemon import daemon
from benchmarks.measured_daemon import saves as saves_answered
from benchmarks.measuring import BIN, cells, commit_all, ctl, timed

PEER_SECONDS = 3_600
SMALLEST_CHARACTERS, PIECE_CHARACTERS = 1_000, 7_000
SIZES = (500, 2_000, 8_000)
# What a tool is called, how it is run on a folder, and how its presence is tried.
PEERS: dict[str, tuple[list[str], list[str]]] = {
    "npx jscpd@4": (
        ["npx", "--offline", "jscpd@4", "--silent", "--max-size", "10mb", "--max-lines", "100000"],
        ["npx", "--offline", "jscpd@4", "--version"],
    ),
    "jscpd": (
        ["jscpd", "--silent", "--max-size", "10mb", "--max-lines", "100000"],
        ["jscpd", "--version"],
    ),
    "pylint, R0801 alone": (
        ["pylint", "--disable=all", "--enable=R0801", "--recursive=y"],
        ["pylint", "--version"],
    ),
}
PAUSE_SECONDS = 0.2  # between two saves


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--saves", type=int, default=20)
    options = parser.parse_args()
    table(options.files, saves=options.saves)


def table(sizes: Sequence[int], *, saves: int) -> None:
    """Print a row for each size, then one for each other tool at the smallest two sizes."""
    cells("files", "MB", "cold scan", "ms a file", "a save", "per file of 500")
    first: float | None = None
    peers = installed_peers()
    for number in sizes:
        with tempfile.TemporaryDirectory(prefix="tinyarms-bench-") as folder:
            code = Path(folder) / "code"
            copy_code(code, number)
            megabytes = sum(file.stat().st_size for file in code.rglob("*.py")) / 1e6
            spent = seconds_of(scan_command(Path(folder) / "home", code))
            each = spent / number
            first = first or each
            answer = answer_after_save(Path(folder), code, saves)
            cells(
                *(number, f"{megabytes:.1f}", f"{spent:.1f} s", f"{1000 * each:.1f}"),
                *(answer, f"{each / first:.2f}"),
            )
            for name in peers if number in sorted(sizes)[:2] else ():
                print(f"    {name}: {seconds_of([*PEERS[name][0], str(code)]):.1f} s", flush=True)
    for name in PEERS.keys() - peers:
        print(f"    {name}: not installed, left out", flush=True)


def copy_code(target: Path, number: int) -> None:
    """Installed Python code, none of it twice, in files of some 9 kB."""
    for index, (path, text) in enumerate(islice(_pieces(), number)):
        copy = target / path.parent.name / f"{index:05d}_{path.name}"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")


def _pieces() -> Iterator[tuple[Path, str]]:
    """The installed files, long ones in pieces: whole statements of the module."""
    paths = sysconfig.get_paths()
    seen: set[str] = set()
    for root in (paths["purelib"], paths["stdlib"]):
        for path in sorted(Path(root).rglob("*.py")):
            if not {"site-packages", "_vendor"}.isdisjoint(path.relative_to(root).parts):
                continue  # what pip has of others is installed besides
            try:
                text = path.read_text(encoding="utf-8")
                starts = [_first_line(node) - 1 for node in ast.parse(text).body]
            except (SyntaxError, ValueError):
                continue  # tests of the standard library are wrong on purpose
            lines = text.splitlines(keepends=True)
            piece = ""
            for start, stop in pairwise([0, *starts[1:], len(lines)]):
                piece += "".join(lines[start:stop])
                if len(piece) >= PIECE_CHARACTERS or stop == len(lines):
                    if len(piece) >= SMALLEST_CHARACTERS and piece not in seen:
                        seen.add(piece)
                        yield path, piece
                    piece = ""


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def scan_command(home: Path, code: Path) -> list[str]:
    """A scan that stores nothing and asks no model."""
    program = [str(BIN / "tinyarmsctl"), "--home", str(home)]
    return [*program, "scan", "--no-model", "--format", "json", str(code)]


def answer_after_save(folder: Path, code: Path, number: int) -> str:
    """From a save to the end of its check by a daemon that knows the repository."""
    home = folder / "watched"
    commit_all(code)
    ctl(home, "repo", "add", code)
    with daemon(home) as process:
        latencies = sorted(saves_answered(code, home, process, number, PAUSE_SECONDS))
    shutil.rmtree(home)
    shutil.rmtree(code / ".git")
    middle, p95 = latencies[len(latencies) // 2], latencies[round(0.95 * (len(latencies) - 1))]
    return f"{middle:.0f} / {p95:.0f} ms"


def installed_peers() -> list[str]:
    """The names of the other tools that run here."""
    return [name for name, (_, trial) in PEERS.items() if is_there(trial)]


def is_there(trial: Sequence[str]) -> bool:
    """Whether a program starts and ends well."""
    if shutil.which(trial[0]) is None:
        return False
    done = subprocess.run(trial, capture_output=True, check=False, timeout=120)
    return done.returncode == 0


def seconds_of(command: Sequence[str]) -> float:
    """How long a program takes, whatever it finds."""
    return timed(
        lambda: subprocess.run(command, capture_output=True, check=False, timeout=PEER_SECONDS)
    )


if __name__ == "__main__":
    main()
