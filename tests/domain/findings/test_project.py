from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate

FIRST, SECOND, THIRD = (AskedPlace(f"{name}.py", 1, 3, name) for name in "abc")


def asked(*places: AskedPlace) -> Candidate:
    return Candidate("complex-dry", "complex-dry", "Same?", 1.0, places)


def test_a_pair_is_asked_about_the_other_way_round_for_a_second_opinion() -> None:
    again = asked(FIRST, SECOND).asked_again(is_mutual=True)

    assert again.places == (SECOND, FIRST)
    assert again.second_opinion


def test_a_question_that_holds_one_way_only_is_not_turned() -> None:
    assert asked(FIRST, SECOND).asked_again(is_mutual=False).places == (FIRST, SECOND)


def test_several_partners_come_from_the_last_to_the_first() -> None:
    candidate = asked(FIRST, SECOND, THIRD)
    again = candidate.asked_again(is_mutual=True)

    assert again.places == (FIRST, THIRD, SECOND)
    assert set(again.pair_keys()) == set(candidate.pair_keys())
