"""Labelled cases for validation: a folder with a `labels.yaml` and a folder for each case."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.domain.measuring.accuracy import LabelledCase
from tinyarms_daemon.settings.problem import ConfigurationError, Problem
from tinyarms_daemon.settings.tree import Layer, Node, Origin, plain
from tinyarms_daemon.settings.yaml_tree import read_tree

LABELS = "labels.yaml"
_KEYS = frozenset({"folder", "category", "rule", "violation", "why"})


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A case with the folder that holds its files."""

    case: LabelledCase
    folder: Path


def read_dataset(root: Path) -> tuple[CaseFolder, ...]:
    """Every case of a dataset, as its labels are ordered. ConfigurationError with every mistake."""
    problems: list[Problem] = []
    labels = root / LABELS
    tree = read_tree(labels, Layer.USER, problems)
    if tree is None:
        said = "there is no such file; a dataset is a folder that holds one."
        raise ConfigurationError([Problem(Origin(layer=Layer.USER, place=str(labels)), said)])
    cases = tuple(_cases(tree, root, problems))
    if not cases and not problems:
        problems.append(Problem(tree.origin, "must hold `cases`, a list of at least one."))
    if problems:
        raise ConfigurationError(problems)
    return cases


def _cases(tree: Node, root: Path, problems: list[Problem]) -> Iterator[CaseFolder]:
    entries = tree.children.get("cases", Node((), tree.origin)).value
    for entry in entries if isinstance(entries, tuple) else ():
        try:
            yield _case(entry, root)
        except ValueError as error:
            problems.append(Problem(entry.origin, f"a case {error}"))


def _case(entry: Node, root: Path) -> CaseFolder:
    said = plain(entry)
    if not isinstance(said, dict) or said.keys() != _KEYS:
        raise ValueError(f"must have exactly {', '.join(sorted(_KEYS))}.")
    if not isinstance(said["violation"], bool):
        raise ValueError("must say of violation true or false.")
    folder = (root / str(said["folder"])).resolve()
    if not folder.is_relative_to(root.resolve()) or folder == root.resolve():
        raise ValueError(f"must name a folder below {root}, not {said['folder']}.")
    if not folder.is_dir():
        raise ValueError(f"names {said['folder']}, which is no folder.")
    case = LabelledCase(
        name=str(said["folder"]),
        category=str(said["category"]),
        rule=str(said["rule"]),
        is_violation=said["violation"],
        why=str(said["why"]),
    )
    return CaseFolder(case, folder)
