from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.positions import Positions
from tinyarms_daemon.domain.findings.source import Position, Region

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(
    lambda text: text.replace("x", "\n")
)


def positions_in(text: str) -> Positions:
    return Positions(text, text.encode())


def test_columns_count_code_points_and_lines_end_at_line_feeds_alone():
    text = "a\r\né💥b\u2028c\x0bd\n"

    positions = positions_in(text)

    assert positions.position(text.index("b")) == Position(2, 3)
    assert positions.position(text.index("d")) == Position(2, 7)
    assert positions.line_text(1) == "a\r"
    assert positions.line_text(3) == ""
    assert positions.line_text(99) == ""


def test_a_region_ends_with_the_first_position_after_it():
    assert positions_in("ab\ncd").region(1, 4) == Region(Position(1, 2), Position(2, 2))


@given(_TEXT, st.data())
def test_every_offset_comes_back_from_its_position_and_from_its_byte(text, data):
    offset = data.draw(st.integers(0, len(text)))
    positions = positions_in(text)

    assert positions.offset(positions.position(offset)) == offset
    assert positions.character(positions.byte(offset)) == offset
    assert positions.byte(offset) == len(text[:offset].encode())


@given(_TEXT.map(lambda text: text * 100), st.floats(0, 1))
def test_offsets_come_back_in_long_texts_too(text, share):
    offset = int(share * len(text))
    positions = positions_in(text)

    assert positions.character(len(text[:offset].encode())) == offset
