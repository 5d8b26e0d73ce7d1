"""The figures in `config/constants.yaml`, each with its source and how far it can be trusted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.settings.problem import ConfigurationError, Problem, shown_key
from tinyarms_daemon.settings.tree import Layer, Node, Origin
from tinyarms_daemon.settings.yaml_tree import read_tree

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
    """One figure: a number from `low` to `high`, which are the same unless it is a range.

    `measured_on` is set where it was measured on this machine.
    """

    low: Number
    high: Number
    source: str
    status: Status
    measured_on: date | None = None

    @property
    def number(self) -> Number:
        """The figure, or the middle of its range."""
        return self.low if self.low == self.high else (self.low + self.high) / 2


def load_constants(
    path: Path | None = None, *, measured: Path | None = None
) -> Mapping[str, Constant]:
    """Every constant by its path, such as `performance.latency_targets_ms.qwen2_5_coder_7b`.

    Without a path, the packaged file. What stands in `measured`, a file of the same form with a
    `date` in each entry, counts before it; that file may be missing. Raises ConfigurationError
    with all problems.
    """
    problems: list[Problem] = []
    file = path or bundled("config/constants.yaml")
    tree = read_tree(file, Layer.PACKAGED, problems)
    if tree is None:
        raise ConfigurationError(
            [Problem(Origin(layer=Layer.PACKAGED, place=str(file)), "there is no such file.")]
        )
    constants = dict(_constants(tree, (), problems))
    overlay = read_tree(measured, Layer.USER, problems) if measured else None
    if overlay is not None:
        constants |= dict(_constants(overlay, (), problems))
    if problems:
        raise ConfigurationError(problems)
    return constants


def constants_in_force(measured: Path | None) -> Mapping[str, Constant]:
    """What the program reckons with, which a broken file of measured figures does not stop: it
    counts for nothing until the next benchmark writes it anew."""
    try:
        return load_constants(measured=measured)
    except ConfigurationError:
        return load_constants()


def model_key(tag: str) -> str:
    """How constants name a model: `qwen2_5_coder_7b` for `qwen2.5-coder:7b`."""
    return "".join(letter if letter.isalnum() else "_" for letter in tag.lower())


def written_constants(constants: Mapping[str, Constant]) -> str:
    """Constants as a file of this form, in the order of their paths."""
    tree: dict[str, Any] = {}
    for path, constant in sorted(constants.items()):
        *sections, name = path.split(".")
        section = tree
        for key in sections:
            section = section.setdefault(key, {})
        section[name] = _entry(constant)
    return str(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True))


def _entry(constant: Constant) -> dict[str, object]:
    is_range = constant.low != constant.high
    entry: dict[str, object] = {
        "value": [constant.low, constant.high] if is_range else constant.low,
        "source": constant.source,
        "status": constant.status.value,
    }
    if constant.measured_on is not None:
        entry["date"] = constant.measured_on.isoformat()
    return entry


def _constants(
    node: Node, path: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[str, Constant]]:
    if "value" in node.children:
        try:
            yield ".".join(path), _constant(node)
        except ValueError as error:
            problems.append(Problem(node.origin, f"{shown_key(*path)} {error}"))
    elif node.children:
        for key, child in node.children.items():
            yield from _constants(child, (*path, key), problems)
    else:
        problems.append(Problem(node.origin, f"{shown_key(*path)} must hold figures."))


def _constant(node: Node) -> Constant:
    if set(node.children) - {"date"} != {"value", "source", "status"}:
        raise ValueError("must have exactly value, source and status, and a date if measured.")
    source, status = node.children["source"].value, node.children["status"].value
    if not isinstance(status, str) or status not in list(Status):
        raise ValueError(f"must have a status out of {', '.join(Status)}.")
    if not isinstance(source, str) or not source.strip():
        raise ValueError("must name its source.")
    low, high = _range(node.children["value"])
    measured_on = _date(node.children.get("date"))
    return Constant(
        low=low, high=high, source=source, status=Status(status), measured_on=measured_on
    )


def _date(node: Node | None) -> date | None:
    if node is None:
        return None
    try:
        return date.fromisoformat(str(node.value))
    except ValueError:
        raise ValueError("must have as its date a day, such as 2026-01-31.") from None


def _range(node: Node) -> tuple[Number, Number]:
    ends = [end.value for end in node.value] if isinstance(node.value, tuple) else [node.value]
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    if not 1 <= len(numbers) == len(ends) <= 2 or numbers != sorted(numbers):
        raise ValueError("must have as its value a number, or a range [low, high].")
    return numbers[0], numbers[-1]
