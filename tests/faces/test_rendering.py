"""Tables on a terminal."""

from tinyarms_daemon.faces.cli.rendering import aligned


def _lines(rows: list[list[str]], widest: int | None) -> list[str]:
    return [line.plain for row in aligned(rows, right=(1,), widest=widest) for line in row.lines]


def test_a_long_cell_does_not_push_the_other_rows_aside() -> None:
    rows = [["shop", "17", "just now"], ["a-very-long-name", "3", "never"]]

    assert _lines(rows, 10) == [
        "shop  17  just now",
        "a-very-long-name",
        "       3  never",
    ]


def test_a_heading_among_rows_makes_no_column_wider() -> None:
    rows = aligned([["architectural-anti-patterns"], ["  rules", "80 %"]])

    assert [line.plain for row in rows for line in row.lines] == [
        "architectural-anti-patterns",
        "  rules  80 %",
    ]


def test_in_a_pipe_each_row_is_one_line() -> None:
    rows = [["shop", "17", "just now"], ["a-very-long-name", "3", "never"]]

    assert _lines(rows, None) == [
        "shop              17  just now",
        "a-very-long-name   3  never",
    ]
