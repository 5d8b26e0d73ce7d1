"""A launchctl on the PATH that answers with what real ones have answered, and takes notes.

Each call is answered by the next of its subcommand's answers, the last one again and again:
(exit status, captured stdout, captured stderr).
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

CAPTURES = Path(__file__).parent.parent / "captures"
# stdout, stderr and exit status of what the captures hold.
FINE = {"status": 0, "out": "", "err": ""}

_PROGRAM = """#!{python}
import json, pathlib, sys
folder = pathlib.Path(__file__).parent
notes = folder / "calls.jsonl"
calls = notes.read_text().splitlines() if notes.exists() else []
with notes.open("a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
answers = json.loads((folder / "answers.json").read_text()).get(sys.argv[1], [{fine}])
number = sum(json.loads(call)[0] == sys.argv[1] for call in calls)
answer = answers[min(number, len(answers) - 1)]
sys.stdout.write(answer["out"])
sys.stderr.write(answer["err"])
sys.exit(answer["status"])
"""


def refused(capture: str, status: int) -> dict[str, object]:
    """An answer on stderr."""
    return {"status": status, "out": "", "err": (CAPTURES / capture).read_text()}


def printed(capture: str) -> dict[str, object]:
    """An answer of `print`."""
    return {"status": 0, "out": (CAPTURES / capture).read_text(), "err": ""}


NOT_LOADED = refused("launchctl-print-notfound-stderr.txt", 113)


@dataclass(frozen=True)
class FakeProgram:
    """The program in a folder that a test puts on the PATH."""

    folder: Path

    @classmethod
    def installed(
        cls, folder: Path, python: str, answers: dict[str, list[dict[str, object]]]
    ) -> "FakeProgram":
        """Write it."""
        program = folder / "launchctl"
        program.write_text(_PROGRAM.format(python=python, fine=repr(FINE)))
        program.chmod(0o755)
        (folder / "answers.json").write_text(json.dumps(answers))
        return cls(folder)

    @property
    def path(self) -> str:
        """A PATH with it in front."""
        return f"{self.folder}{os.pathsep}{os.environ['PATH']}"

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of each call."""
        notes = self.folder / "calls.jsonl"
        return [json.loads(line) for line in notes.read_text().splitlines()]
