"""Findings as CSV."""

import csv
import io

import pytest

from tests.fakes.control_messages import finding_message
from tinyarms_daemon.faces.export.csv_table import COLUMNS, csv_table


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_finding_is_a_line_below_the_headings() -> None:
    (row,) = rows_of(csv_table([finding_message(evidence='a "quoted",\nline')]))

    assert tuple(row) == COLUMNS
    assert row["path"] == "src/Button.tsx"
    assert row["start_line"] == "12"
    assert row["evidence"] == 'a "quoted",\nline'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\n="])
def test_no_text_begins_a_formula(start: str) -> None:
    (row,) = rows_of(csv_table([finding_message(evidence=f"{start}HYPERLINK(1)")]))

    assert row["evidence"][0] not in "=+-@\t\r\n "


def test_what_is_not_known_is_empty() -> None:
    (row,) = rows_of(csv_table([finding_message(id=None, symbol=None, model=None)]))

    assert (row["id"], row["symbol"], row["model"]) == ("", "", "")
