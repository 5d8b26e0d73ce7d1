"""What a question costs, and how many of them a window has time for."""

from dataclasses import replace

from tests.fakes.question_costs import QUESTION_COSTS
from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate
from tinyarms_daemon.domain.questions.deep_budget import estimated_seconds, ranked, within_budget


def asked(*lines: int, worth: float = 1.0, second_opinion: bool = False) -> Candidate:
    places = tuple(AskedPlace(f"{n}.py", 1, count, str(n)) for n, count in enumerate(lines))
    return Candidate("complex-dry", "deep", "Same?", worth, places, second_opinion)


def test_a_question_costs_reading_its_lines_and_writing_one_answer_for_each_partner() -> None:
    costs = replace(QUESTION_COSTS, prefill_tokens_per_second=100, decode_tokens_per_second=10)

    assert estimated_seconds(asked(10, 20, 30), costs) == (60 + 600) / 100 + 2 * 15 / 10


def test_a_faster_machine_has_time_for_more() -> None:
    candidates = [asked(200, 200) for _ in range(10)]
    costs = replace(QUESTION_COSTS, least_seconds=0)
    faster = replace(costs, prefill_tokens_per_second=1_000, decode_tokens_per_second=100)

    assert within_budget(ranked(candidates, costs), 100, costs) == 3
    assert within_budget(ranked(candidates, faster), 100, faster) == 10


def test_short_questions_count_the_least_all_the_same() -> None:
    questions = ranked([asked(1, 1) for _ in range(10)], QUESTION_COSTS)

    assert within_budget(questions, 60, QUESTION_COSTS) == 5


def test_second_opinions_come_first_and_are_counted_apart() -> None:
    candidates = [asked(1, 1, worth=9), *(asked(1, 1, second_opinion=True) for _ in range(3))]

    questions = ranked(candidates, QUESTION_COSTS)

    assert [each.candidate.second_opinion for each in questions] == [True, True, True, False]
    assert within_budget(questions, 12, QUESTION_COSTS) == 4
