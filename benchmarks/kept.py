"""Figures held against those that are kept in the repository, so that a slowdown shows.

Machines differ: each run times a fixed piece of work first, and times are compared in its units.
What is compared is told, with a word where it is worse than chance explains.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

KEPT = Path(__file__).with_name("kept.json")
_REPEATS = 60
_ROUNDS = 2_000
_TIMES = frozenset({"s", "ms"})
# A figure that is so much larger than the kept one is worse; less is chance on a shared machine.
_WORSE = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One result; less is better. `unit` s and ms are times, which depend on the machine."""

    name: str
    value: float
    unit: str


def unit_of_work() -> float:
    """Milliseconds of a fixed piece of work, at its best: other programs only make it slower."""
    return min(_worked() for _ in range(_REPEATS)) * 1000


def _worked() -> float:
    started = time.perf_counter()
    state = b"tinyarms"
    words: dict[str, int] = {}
    for number in range(_ROUNDS):
        state = hashlib.sha256(state).digest()
        word = state.hex()[: 2 + number % 3]
        words[word] = words.get(word, 0) + len(word)
    return time.perf_counter() - started


@dataclass(slots=True)
class Kept:
    """The figures of an earlier run by name, and its unit of work."""

    work_ms: float | None = None
    figures: dict[str, tuple[float, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path = KEPT) -> "Kept":
        """What is kept; nothing where there is no such file."""
        if not path.exists():
            return cls()
        said = json.loads(path.read_text("utf-8"))
        figures = {
            name: (float(value), str(unit)) for name, (value, unit) in said["figures"].items()
        }
        return cls(float(said["work_ms"]), figures)

    def ratio(self, figure: Figure, work_ms: float) -> float | None:
        """The figure over the kept one, as if on the same machine; None where none is kept."""
        value, unit = self.figures.get(figure.name, (0.0, figure.unit))
        if not value or unit != figure.unit:
            return None
        ratio = figure.value / value
        if figure.unit in _TIMES and self.work_ms:
            ratio *= self.work_ms / work_ms
        return ratio


def in_words(ratio: float | None) -> str:
    """What a reader of the table is told."""
    if ratio is None:
        return "nothing is kept"
    said = f"{ratio:.2f} of the kept one"
    return f"{said}: WORSE" if is_worse(ratio) else said


def is_worse(ratio: float | None) -> bool:
    """Whether it is more than chance."""
    return ratio is not None and ratio > _WORSE


def keep(work_ms: float, figures: Mapping[str, Figure], machine: str, path: Path = KEPT) -> None:
    """Write a run in place of the kept one."""
    document = {
        "machine": machine,
        "work_ms": round(work_ms, 2),
        "figures": {name: [round(each.value, 3), each.unit] for name, each in figures.items()},
    }
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
