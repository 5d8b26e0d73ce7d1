"""Datasets: the packaged one, one's own, and wrong ones."""

from collections import Counter
from pathlib import Path

import pytest

from tinyarms_daemon.adapters.validation_dataset import read_dataset
from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES
from tinyarms_daemon.settings.problem import ConfigurationError

CASE = "{folder: a, category: mine, rule: magic-numbers, violation: true, why: so}"


def dataset(folder: Path, *cases: str) -> Path:
    (folder / "a").mkdir()
    (folder / "labels.yaml").write_text("cases:\n" + "".join(f"  - {case}\n" for case in cases))
    return folder


def test_the_packaged_one_has_five_violations_and_five_lookalikes_of_each_category() -> None:
    cases = read_dataset(bundled("config/validation"))

    counted = Counter((each.case.category, each.case.is_violation) for each in cases)
    assert set(counted.values()) == {5}
    assert len(counted) == 8
    assert {each.case.rule for each in cases} <= set(KNOWN_RULES)
    assert len({each.folder for each in cases}) == len(cases)
    assert all(any(each.folder.rglob("*.*")) for each in cases)
    labelled = {each.folder for each in cases}
    assert {path for path in bundled("config/validation").glob("*/*") if path.is_dir()} == labelled


def test_a_dataset_of_ones_own_has_the_same_form(tmp_path: Path) -> None:
    (case,) = read_dataset(dataset(tmp_path, CASE))

    assert (case.case.name, case.case.category, case.case.rule) == ("a", "mine", "magic-numbers")
    assert case.case.is_violation
    assert case.folder == (tmp_path / "a").resolve()


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (CASE.replace("true", "maybe"), "true or false"),
        (CASE.replace("why: so", "reason: so"), "must have exactly"),
        (CASE.replace("folder: a", "folder: b"), "which is no folder"),
        (CASE.replace("folder: a", "folder: ../x"), "must name a folder below"),
        (CASE.replace("folder: a", "folder: ."), "must name a folder below"),
        ("just words", "must have exactly"),
    ],
)
def test_a_wrong_label_is_told_with_its_line(tmp_path: Path, case: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        read_dataset(dataset(tmp_path, CASE, case))

    assert "labels.yaml:3" in str(caught.value)


def test_a_folder_without_labels_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError, match=r"labels\.yaml: there is no such file; a dataset is"
    ):
        read_dataset(tmp_path)


def test_labels_without_cases_are_no_dataset(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text("case: 1\n")

    with pytest.raises(ConfigurationError, match="must hold `cases`"):
        read_dataset(tmp_path)
