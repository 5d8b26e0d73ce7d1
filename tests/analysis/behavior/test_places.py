"""Values are known by what they are and where they stand, with names or without."""

from tinyarms_daemon.analysis.behavior.places import (
    Layout,
    are_without_names,
    is_end,
    item_of,
    layouts,
    nameless_place,
)
from tinyarms_daemon.analysis.behavior.values import Path

RATE: Path = ("0", "*", ".rate")
NIGHTS: Path = ("0", "*", ".nights")


def layout_of(**kinds: str) -> Layout:
    (found,) = layouts([((name,), kind) for name, kind in kinds.items()], most=1)
    return found


def test_fields_of_one_kind_may_stand_in_any_order() -> None:
    found = layouts([(RATE, "number"), (NIGHTS, "number"), (("0",), "list")], most=2)
    assert [layout[RATE] for layout in found] == [("number", 0), ("number", 1)]
    assert [layout[NIGHTS] for layout in found] == [("number", 1), ("number", 0)]


def test_what_is_an_end_by_its_name_stands_behind_its_start() -> None:
    start: Path = ("0", "*", ".from")
    end: Path = ("0", "*", ".to")
    (found,) = layouts([(end, "number"), (start, "number")], most=2)
    assert (found[start], found[end]) == (("number", 0), ("number", 1))


def test_items_have_no_number_of_their_own() -> None:
    assert layouts([(("0",), "list"), (("0", "*"), "record")], most=1) == [{("0",): ("list", 0)}]


def test_of_more_orders_than_allowed_there_is_one() -> None:
    assert len(layouts([(RATE, "number"), (NIGHTS, "number")], most=1)) == 1


def test_a_field_stands_where_an_input_of_its_own_would() -> None:
    field = layout_of(**{"0": "record"}) | {("0", ".rate"): ("number", 0)}
    own = {("1",): ("number", 0)}
    assert nameless_place(("0", ".rate"), field) == nameless_place(("1",), own) == ("number", 0)


def test_parts_of_items_stand_within_them() -> None:
    layout = {("0",): ("list", 0), RATE: ("number", 1)}
    assert nameless_place(("0", "*", 3, ".rate"), layout) == ("list", 0, "*", 3, "number", 1)
    assert nameless_place(("0", "*", 3), layout) == ("list", 0, "*", 3)


def test_what_a_call_gives_keeps_the_name_of_the_call() -> None:
    assert nameless_place(("now()", 7), {}) == ("now()", 7)
    assert nameless_place(("0", "load()", 7), {("0",): ("record", 0)}) == ("record", 0, "load()", 7)


def test_items_are_numbered_by_the_innermost_list() -> None:
    assert item_of(("0", "*", 2, ".rooms", "*", 4, ".free")) == 4
    assert item_of(("0", ".free")) is None


def test_names_of_fields_make_a_difference_and_numbers_of_inputs_do_not() -> None:
    assert are_without_names([("0",), ("0", "*"), ("1", "[]")])
    assert not are_without_names([("0",), RATE])


def test_a_field_that_ends_something_is_known_by_its_name() -> None:
    assert is_end(("0", ".to"))
    assert is_end(("0", "*", ".validuntil"))
    assert not is_end(("0", ".total"))
    assert not is_end(("to",))
