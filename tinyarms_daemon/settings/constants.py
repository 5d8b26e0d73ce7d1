"""The figures in `config/constants.yaml`, each with its source and how far it can be trusted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.settings.files import read_tree
from tinyarms_daemon.settings.origin import Layer
from tinyarms_daemon.settings.problem import ConfigurationError, Problem, problem_at, shown_key
from tinyarms_daemon.settings.tree import Node

Number = int | float


class Status(StrEnum):
    """How a figure is known. The last two are the model study's own words for its estimates,
    before and after a measurement has confirmed them."""

    MEASURED = "measured"
    PUBLISHED = "published"
    ESTIMATED = "estimated"
    CHOSEN = "chosen"
    NEEDS_VALIDATION = "NEEDS_VALIDATION"
    VALIDATED = "VALIDATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """One figure: a number from `low` to `high`, which are the same unless it is a range."""

    low: Number
    high: Number
    source: str
    status: Status

    @property
    def number(self) -> Number:
        """The figure, or the middle of its range."""
        return self.low if self.low == self.high else (self.low + self.high) / 2


def load_constants(path: Path | None = None) -> Mapping[str, Constant]:
    """Every constant by its path, such as `performance.latency_targets_ms.qwen2_5_coder_7b`.

    Without a path, the packaged file. Raises ConfigurationError with all problems.
    """
    problems: list[Problem] = []
    file = path or bundled("config/constants.yaml")
    tree = read_tree(file, Layer.PACKAGED, problems)
    if tree is None:
        raise ConfigurationError([Problem(str(file), None, "there is no such file.")])
    constants = dict(_constants(tree, (), problems))
    if problems:
        raise ConfigurationError(problems)
    return constants


def _constants(
    node: Node, path: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[str, Constant]]:
    if "value" in node.children:
        try:
            yield ".".join(path), _constant(node)
        except ValueError as error:
            problems.append(problem_at(node.origin, f"{shown_key(*path)} {error}"))
    elif node.children:
        for key, child in node.children.items():
            yield from _constants(child, (*path, key), problems)
    else:
        problems.append(problem_at(node.origin, f"{shown_key(*path)} must hold figures."))


def _constant(node: Node) -> Constant:
    if set(node.children) != {"value", "source", "status"}:
        raise ValueError("must have exactly value, source and status.")
    source, status = node.children["source"].value, node.children["status"].value
    if not isinstance(status, str) or status not in list(Status):
        raise ValueError(f"must have a status out of {', '.join(Status)}.")
    if not isinstance(source, str) or not source.strip():
        raise ValueError("must name its source.")
    low, high = _range(node.children["value"])
    return Constant(low=low, high=high, source=source, status=Status(status))


def _range(node: Node) -> tuple[Number, Number]:
    ends = [end.value for end in node.value] if isinstance(node.value, tuple) else [node.value]
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    if not 1 <= len(numbers) == len(ends) <= 2 or numbers != sorted(numbers):
        raise ValueError("must have as its value a number, or a range [low, high].")
    return numbers[0], numbers[-1]
