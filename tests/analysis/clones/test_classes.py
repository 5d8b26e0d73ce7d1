"""Which matches are one class, and that no code is told twice."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.clones.classes import (
    CloneClass,
    ClonePlace,
    FoundMatch,
    Togetherness,
    classes_of,
)
from tinyarms_daemon.analysis.clones.match import Match

TOGETHER = Togetherness(same_place=0.7, part=0.5)


def place(path: str, start: int, stop: int) -> ClonePlace:
    return ClonePlace(path, start, stop)


def match(one: ClonePlace, other: ClonePlace) -> FoundMatch:
    left, right = sorted((one, other))
    pairs = tuple(zip(left.run, right.run, strict=False))
    same = Match(
        left=left.run,
        right=right.run,
        pairs=pairs,
        similarity=1.0,
        distinct=60.0,
        agreement=1.0,
        exactness=1.0,
        decisions=1.0,
        kept=1.0,
        is_cut=False,
        across=False,
    )
    return FoundMatch(left, right, same)


def only(*found: FoundMatch) -> CloneClass:
    (each,) = classes_of(found, TOGETHER)
    return each


PATHS = ("a.py", "b.py", "c.py")
places = st.builds(
    lambda path, start, length: place(path, start, start + length),
    st.sampled_from(PATHS),
    st.integers(0, 30),
    st.integers(1, 12),
)
found_matches = st.lists(
    st.builds(match, places, places).filter(lambda each: not each.left.overlaps(each.right)),
    max_size=14,
    unique_by=lambda each: each.places,
)


def size(each: CloneClass) -> int:
    return sum(len(place.run) for place in each.all_places)


def shared(one: CloneClass, other: CloneClass) -> int:
    return sum(mine.shared_with(its) for mine in one.all_places for its in other.all_places)


def left_in(others: list[CloneClass], each: CloneClass) -> int:
    """How often a class is still there when each of the others stands in one place."""
    return sum(
        max(
            sum(within(inner, outer) for inner in each.places)
            for outer in (*other.places, *other.parts)
        )
        for other in others
    )


def within(inner: ClonePlace, outer: ClonePlace) -> bool:
    return inner.shared_with(outer) >= TOGETHER.same_place * len(inner.run)


@given(found_matches)
def test_two_classes_have_half_of_the_code_of_one_in_common_only_where_that_would_remain(found):
    classes = classes_of(found, TOGETHER)

    for number, one in enumerate(classes):
        for other in classes[number + 1 :]:
            if 2 * shared(one, other) >= min(size(one), size(other)):
                assert (
                    max(
                        left_in([each for each in classes if each is not inner], inner)
                        for inner in (one, other)
                    )
                    > 1
                )


@given(found_matches)
def test_the_places_of_a_class_have_nothing_in_common(found):
    for each in classes_of(found, TOGETHER):
        assert len(each.places) > 1
        stand = sorted(each.all_places)
        assert not any(one.overlaps(other) for one, other in pairwise(stand))


@given(found_matches, st.randoms(use_true_random=False))
def test_the_order_of_the_matches_does_not_matter(found, random):
    shuffled = random.sample(found, len(found))

    told = [(each.places, each.parts, each.rests_on) for each in classes_of(shuffled, TOGETHER)]

    assert told == [
        (each.places, each.parts, each.rests_on) for each in classes_of(found, TOGETHER)
    ]


def test_what_shares_a_part_of_larger_copies_is_named_with_them():
    large = place("a.py", 0, 20), place("b.py", 0, 20)
    small = place("a.py", 12, 20), place("b.py", 12, 20), place("c.py", 3, 11)

    each = only(match(*large), match(small[0], small[2]), match(small[1], small[2]))

    assert each.places == large
    assert each.parts == (small[2],)


def test_a_piece_that_stands_in_more_places_does_not_hide_larger_copies():
    large = [place(path, 0, 13) for path in ("a.py", "b.py", "c.py")]
    small = [place(path, 4, 11) for path in ("a.py", "b.py", "c.py")]
    elsewhere = [place(path, 4, 11) for path in ("d.py", "e.py", "f.py")]
    pieces = [match(small[0], other) for other in (*small[1:], *elsewhere)]

    each = only(match(large[0], large[1]), match(large[0], large[2]), *pieces)

    assert each.places == tuple(large)
    assert each.parts == tuple(elsewhere)


def test_a_function_that_stands_in_more_places_than_the_row_of_it_is_told_by_itself():
    row = match(place("a.py", 0, 13), place("b.py", 0, 13))
    inner = [
        match(place("a.py", at, stop), place("b.py", at, stop)) for at, stop in ((0, 6), (6, 13))
    ]
    functions = [place(path, 6, 13) for path in ("a.py", "b.py", "c.py", "d.py")]
    single = [match(functions[0], other) for other in functions[1:]]

    each = only(replace(row, definitions=tuple(inner)), *single)

    assert each.places == tuple(functions)


def test_a_block_in_many_places_is_told_beside_larger_copies_of_two():
    two = match(place("a.py", 0, 12), place("b.py", 0, 12))
    many = [place("a.py", 4, 10), *(place("c.py", start, start + 6) for start in (0, 6, 12, 18))]

    told = classes_of([two, *(match(many[0], other) for other in many[1:])], TOGETHER)

    assert [each.places for each in told] == [two.places, tuple(many)]


def test_a_block_that_stands_twice_in_each_of_larger_copies_is_told_beside_these():
    large = match(place("a.py", 0, 30), place("b.py", 0, 30))
    small = [place(path, start, start + 5) for path in ("a.py", "b.py") for start in (3, 20)]

    told = classes_of([large, *(match(small[0], other) for other in small[1:])], TOGETHER)

    assert [each.places for each in told] == [large.places, tuple(small)]


def test_a_block_in_two_kinds_of_larger_copies_is_told_beside_both():
    one = match(place("a.py", 0, 20), place("b.py", 0, 20))
    other = match(place("c.py", 0, 20), place("d.py", 0, 20))
    small = [place(path, 3, 9) for path in ("a.py", "b.py", "c.py", "d.py")]

    told = classes_of([one, other, *(match(small[0], each) for each in small[1:])], TOGETHER)

    assert {each.places for each in told} == {one.places, other.places, tuple(small)}


def test_what_stands_there_several_times_in_a_row_is_told_by_itself():
    row = match(place("a.py", 0, 10), place("b.py", 0, 10))
    single = [place(path, start, start + 5) for path in ("a.py", "b.py") for start in (0, 5)]

    each = only(row, *(match(single[0], other) for other in single[1:]))

    assert each.places == tuple(single)
    assert each.parts == ()


def test_a_row_that_is_more_alike_than_what_stands_there_several_times_is_told_as_well():
    row = match(place("a.py", 0, 12), place("b.py", 0, 12))
    single = [place(path, start, start + 5) for path in ("a.py", "b.py") for start in (0, 5)]
    pairs = [match(single[0], other) for other in single[1:]]
    alike = [replace(each, match=replace(each.match, agreement=0.7)) for each in pairs]

    told = classes_of([row, *alike], TOGETHER)

    assert {each.places for each in told} == {row.places, tuple(single)}


def test_another_function_in_a_row_of_others_is_told_by_itself():
    twice = [place(path, start, start + 5) for path in ("a.py", "b.py") for start in (4, 9)]
    once = match(place("a.py", 0, 4), place("b.py", 0, 4))
    functions = (once, *(match(twice[at], twice[at + 2]) for at in (0, 1)))
    row = replace(match(place("a.py", 0, 14), place("b.py", 0, 14)), definitions=functions)

    told = classes_of([row, *(match(twice[0], other) for other in twice[1:])], TOGETHER)

    assert [each.places for each in told] == [once.places, tuple(twice)]


def test_rows_of_functions_that_overlap_are_told_function_by_function():
    (add, delete), (add_more, delete_more), (add_last, _) = [
        (place("a.py", start, start + 8), place("a.py", start + 8, start + 14))
        for start in (0, 14, 28)
    ]
    one = replace(
        match(place("a.py", 0, 14), place("a.py", 14, 28)),
        definitions=(match(add, add_more), match(delete, delete_more)),
    )
    other = replace(
        match(place("a.py", 8, 22), place("a.py", 22, 36)),
        definitions=(match(delete, delete_more), match(add_more, add_last)),
    )

    told = classes_of([one, other], TOGETHER)

    assert [each.places for each in told] == [(add, add_more, add_last), (delete, delete_more)]


def test_a_row_of_functions_that_nothing_overlaps_is_told_as_one():
    row = match(place("a.py", 0, 20), place("b.py", 0, 20))
    inner = [match(place("a.py", at, at + 10), place("b.py", at, at + 10)) for at in (0, 10)]

    assert only(replace(row, definitions=tuple(inner))).places == row.places


def test_what_runs_on_into_another_function_gives_way_to_copies_of_functions():
    functions = match(place("a.py", 0, 7), place("a.py", 7, 14))
    loose = replace(match(place("a.py", 1, 10), place("a.py", 15, 24)), runs_on=True)

    assert only(functions, loose).places == functions.places


def test_places_that_drift_apart_are_not_one() -> None:
    # Each of the stretches in a.py is one place with the next, the first is not with the last.
    found = [
        match(place("a.py", 0, 10), place("b.py", 0, 10)),
        match(place("a.py", 3, 13), place("c.py", 0, 10)),
        match(place("a.py", 6, 16), place("d.py", 0, 10)),
        match(place("a.py", 3, 13), place("e.py", 0, 10)),
        match(place("a.py", 8, 18), place("f.py", 0, 10)),
    ]

    together = next(
        each for each in classes_of(found, TOGETHER) if place("c.py", 0, 10) in each.places
    )

    assert place("a.py", 3, 13) in together.places
    assert place("d.py", 0, 10) in together.places
    assert place("f.py", 0, 10) not in together.places


def test_what_was_told_beside_a_piece_is_looked_at_anew_beside_the_copies_that_hold_it():
    """The piece of three places held both longer ones apart; with one of these told, the other is
    a part of it."""
    piece = place("a.py", 0, 4), place("a.py", 8, 11), place("b.py", 2, 6)
    long = place("a.py", 0, 8), place("b.py", 0, 3)
    longest = place("a.py", 1, 6), place("b.py", 1, 7)
    found = match(place("a.py", 0, 3), piece[2]), match(*piece[:2]), match(*long), match(*longest)

    each = only(*found)

    assert each.places == longest
    assert each.parts == (piece[1],)
