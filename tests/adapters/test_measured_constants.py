"""The figures that a machine has measured of itself."""

from datetime import date
from pathlib import Path

import pytest

from tinyarms_daemon.adapters.kept_measurements import record_measured
from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.settings.constants import Constant, Status, load_constants

SPEED = "performance.decode_tokens_per_second.qwen2_5_coder_7b"


def measured(value: float) -> Constant:
    return Constant(
        low=value,
        high=value,
        source="measured",
        status=Status.VALIDATED,
        measured_on=date(2026, 11, 23),
    )


def test_figures_are_added_to_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "measured.yaml"

    record_measured(path, {SPEED: measured(12.5), "memory.a": measured(1)})
    record_measured(path, {SPEED: measured(13.5)})

    assert load_constants(path) == {SPEED: measured(13.5), "memory.a": measured(1)}
    assert load_constants(measured=path)[SPEED].number == 13.5
    assert path.stat().st_mode & 0o077 == 0


def test_a_broken_file_is_measured_anew(tmp_path: Path) -> None:
    path = tmp_path / "measured.yaml"
    path.write_text("a: [")

    record_measured(path, {SPEED: measured(1)})

    assert load_constants(path) == {SPEED: measured(1)}


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"cannot be written .*; mend its access rights"):
        record_measured(tmp_path / "none" / "measured.yaml", {SPEED: measured(1)})
