"""Which style sheets are compiled from another one of the repository."""

from pathlib import Path

import pytest

from tinyarms_daemon.adapters.git.attribute_files import written_sheet
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, AnalysisRequest, Outcome
from tinyarms_daemon.worker import analyze_request

_PROFILE = AnalysisProfile(rules={}, max_file_bytes=1_000_000, digest="")


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("a { color: #123456; }\n")


@pytest.mark.parametrize(
    ("compiled", "written"),
    [
        ("theme.css", "theme.scss"),
        ("web/theme.css", "web/theme.less"),
        ("css/theme.css", "scss/theme.scss"),
        ("web/css/theme.css", "web/sass/theme.sass"),
    ],
)
def test_a_sheet_of_the_same_name_is_what_it_is_compiled_from(
    tmp_path: Path, compiled: str, written: str
) -> None:
    put(tmp_path, compiled, written)

    report = analyze_request(_PROFILE, (), AnalysisRequest(root=str(tmp_path), path=compiled))

    assert written_sheet(str(tmp_path), compiled) == written
    assert (report.outcome, report.reason) == (Outcome.SKIPPED, f"compiled, from {written}")


@pytest.mark.parametrize(
    ("sheet", "other"),
    [
        ("theme.css", "theme.ts"),
        ("theme.css", "scss/theme.scss"),
        ("web/theme.css", "scss/theme.scss"),
        ("css/theme.css", "scss/_theme.scss"),
        ("theme.scss", "theme.css"),
    ],
)
def test_what_is_only_near_was_written(tmp_path: Path, sheet: str, other: str) -> None:
    put(tmp_path, sheet, other)

    report = analyze_request(_PROFILE, (), AnalysisRequest(root=str(tmp_path), path=sheet))

    assert report.outcome is Outcome.CHECKED


def test_what_is_said_to_be_written_is_checked_all_the_same(tmp_path: Path) -> None:
    put(tmp_path, "theme.css", "theme.scss")
    (tmp_path / ".gitattributes").write_text("theme.css -linguist-generated\n")

    report = analyze_request(_PROFILE, (), AnalysisRequest(root=str(tmp_path), path="theme.css"))

    assert report.outcome is Outcome.CHECKED
