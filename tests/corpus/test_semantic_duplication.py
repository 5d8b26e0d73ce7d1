"""How soon ranked questions show definitions that do the same, and what is told without a model."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import pytest

from tests.corpus.labelled import (
    Place,
    Tree,
    labelled_tree,
    tree_of_depots,
    tree_of_harbors,
    tree_of_offices,
    tree_of_orchards,
    tree_of_railways,
    tree_of_shops,
    tree_of_towns,
    tree_of_whole_files,
)
from tests.fakes.memory_project import MemoryProject
from tests.fakes.question_costs import QUESTION_COSTS
from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.domain.findings.project import Conclusion, KnownAnswer, RuleConclusions
from tinyarms_daemon.domain.questions.deep_budget import RankedQuestion, ranked
from tinyarms_daemon.domain.work.analysis import FileReport

RULES = ("semantic-duplication", "complex-dry")
LEAST_RECALL = {150: 0.6, 600: 0.8}
MOST_LOOKALIKES = 0.05
LEAST_PRECISION = 0.9
MOST_QUESTIONS = 150
MOST_SECONDS = 30 * 60


@pytest.fixture(
    scope="module",
    params=[labelled_tree, tree_of_whole_files, tree_of_shops, tree_of_towns, tree_of_offices],
)
def tree(request: pytest.FixtureRequest) -> Tree:
    made: Tree = request.param()
    return made


@pytest.fixture(scope="module")
def concluded(tree: Tree) -> list[RuleConclusions]:
    return conclude(tree)


def conclude(
    tree: Tree, *, backwards: bool = False, answers: Mapping[str, KnownAnswer] | None = None
) -> list[RuleConclusions]:
    paths = sorted(tree.texts, reverse=backwards)
    reports = [analyzed(path, tree.texts[path]) for path in paths]
    return list(
        conclude_project(
            rules_named(*RULES), None, lambda name: MemoryProject(name, reports, answers=answers)
        )
    )


@cache
def analyzed(path: str, text: str) -> FileReport:
    """What is found in a file rests on nothing else: each test of a tree may have the same."""
    return analyze_bytes(path=path, content=text.encode(), rules=rules_named(*RULES))


def questions(concluded: list[RuleConclusions]) -> list[RankedQuestion]:
    candidates = (candidate for each in concluded for candidate in each.candidates)
    return ranked(candidates, QUESTION_COSTS)


def conclusions(concluded: list[RuleConclusions]) -> list[Conclusion]:
    return [conclusion for each in concluded for conclusion in each.conclusions]


def of_same_logic(concluded: list[RuleConclusions]) -> list[RuleConclusions]:
    """Without what complex-dry says of near copies, which may differ by all means."""
    return [each for each in concluded if each.rule == RULES[0]]


def pairs_told(concluded: list[RuleConclusions]) -> list[list[Place]]:
    return [
        [
            (each.path, each.observation.region.start.line, each.observation.region.end.line),
            *((str(p.path), p.start_line, p.end_line) for p in each.observation.related),
        ]
        for each in conclusions(concluded)
    ]


def partners(asked: Sequence[RankedQuestion]) -> Iterator[tuple[Place, Place]]:
    """Each partner that is shown, in order, beside the definition that it is compared with."""
    for question in asked:
        first, *others = (
            (place.path, place.start_line, place.end_line) for place in question.candidate.places
        )
        for other in others:
            yield first, other


def group_of(groups: dict[str, list[Place]], places: Sequence[Place]) -> str | None:
    """The group that holds two places, each in a definition of its own."""
    for name, members in groups.items():
        inside = {
            number
            for number, (path, first, last) in enumerate(members)
            for other, start, end in places
            if other == path and first <= start and end <= last
        }
        if len(inside) > 1:
            return name
    return None


def found_at(groups: dict[str, list[Place]], shown: list[tuple[Place, Place]]) -> dict[str, int]:
    """After how many partners each group was shown."""
    found: dict[str, int] = {}
    for number, pair in enumerate(shown, start=1):
        name = group_of(groups, pair)
        if name is not None:
            found.setdefault(name, number)
    return found


def share(found: dict[str, int], number: int, groups: dict[str, list[Place]]) -> float:
    return sum(at <= number for at in found.values()) / len(groups)


def test_most_groups_are_among_the_first_partners_and_hardly_any_look_alike(
    tree: Tree, concluded: list[RuleConclusions], capsys: pytest.CaptureFixture[str]
) -> None:
    told = pairs_told(concluded)
    known = {
        name: 0 for name in tree.same for group in told if group_of({name: tree.same[name]}, group)
    }
    shown = list(partners(questions(concluded)))

    found = found_at(tree.same, shown) | known
    alike = found_at(tree.differ, list(partners(questions(of_same_logic(concluded)))))

    with capsys.disabled():
        figures = (f"{n}: {share(found, n, tree.same):.0%}" for n in (50, 100, 150, 300, 600))
        print(f"\nrecall at {', '.join(figures)}")
        print(f"look-alikes at 600: {share(alike, 600, tree.differ):.0%}")
    for number, least in LEAST_RECALL.items():
        assert share(found, number, tree.same) >= least
    assert share(alike, 600, tree.differ) <= MOST_LOOKALIKES


@pytest.fixture(scope="module")
def harder() -> list[tuple[Tree, list[RuleConclusions]]]:
    """Trees whose look-alikes stand in other files and languages."""
    made = [tree_of_harbors(), tree_of_orchards(), tree_of_depots(), tree_of_railways()]
    return [(tree, of_same_logic(conclude(tree))) for tree in made]


def test_groups_among_look_alikes_of_other_files_are_among_the_first_partners(
    harder: list[tuple[Tree, list[RuleConclusions]]],
) -> None:
    for tree, said in harder:
        told = pairs_told(said)
        found = found_at(tree.same, list(partners(questions(said))))
        known = {
            name: 0
            for name in tree.same
            for group in told
            if group_of({name: tree.same[name]}, group)
        }

        assert share(found | known, 150, tree.same) >= LEAST_RECALL[150]


def test_what_is_told_of_them_without_a_model_does_the_same(
    harder: list[tuple[Tree, list[RuleConclusions]]],
) -> None:
    are_right = [
        bool(group_of(tree.same, group)) for tree, said in harder for group in pairs_told(said)
    ]

    assert sum(are_right) / len(are_right) >= LEAST_PRECISION


def test_what_computes_with_a_number_of_its_own_is_not_told(
    harder: list[tuple[Tree, list[RuleConclusions]]],
) -> None:
    """The same discount, of which one is rounded to the nearest penny."""
    _, said = harder[-1]
    cut, rounded = "ops/fares/concessions.py", "services/booking/discount.go"

    told = [{path for path, *_ in places} for places in pairs_told(said)]
    assert not any({cut, rounded} <= paths for paths in told)


def test_a_group_within_one_file_is_among_the_first_partners(
    harder: list[tuple[Tree, list[RuleConclusions]]],
) -> None:
    tree, said = harder[-1]
    within = {
        name: places for name, places in tree.same.items() if len({p for p, *_ in places}) == 1
    }

    found = found_at(within, list(partners(questions(said))))

    assert share(found, 150, within) > 0.5


def test_what_is_told_without_a_model_does_the_same(
    tree: Tree, concluded: list[RuleConclusions], capsys: pytest.CaptureFixture[str]
) -> None:
    told = pairs_told(of_same_logic(concluded))

    right = [group for group in told if group_of(tree.same, group)]

    with capsys.disabled():
        print(f"\n{len(told)} groups told without a model, {len(right)} of them right")
    assert told
    assert len(right) / len(told) >= LEAST_PRECISION


def test_the_first_window_judges_most_of_the_worth(
    concluded: list[RuleConclusions], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = questions(concluded)
    inside = asked[:MOST_QUESTIONS]

    worth = sum(each.candidate.worth for each in inside)

    with capsys.disabled():
        total = sum(each.candidate.worth for each in asked)
        curve = (
            f"{n}: {sum(each.candidate.worth for each in asked[:n]) / total:.0%}"
            for n in (10, 25, 50, 100, 150)
        )
        print(f"\nworth judged after questions {', '.join(curve)}")
    assert sum(each.estimated_seconds for each in inside) <= MOST_SECONDS
    assert worth / sum(each.candidate.worth for each in asked) >= 0.9


def test_what_is_answered_is_never_asked_again_and_makes_no_room(
    tree: Tree, concluded: list[RuleConclusions]
) -> None:
    no = KnownAnswer(is_same=False, agreed=None, model="qwen", reason="")
    answered = {pair: no for each in questions(concluded) for pair in each.candidate.pair_keys()}

    assert questions(conclude(tree, answers=answered)) == []


def test_the_order_of_files_changes_nothing(tree: Tree, concluded: list[RuleConclusions]) -> None:
    assert conclude(tree, backwards=True) == concluded
