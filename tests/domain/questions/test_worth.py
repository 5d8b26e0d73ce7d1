"""What is known beside the code makes a question worth more, or less."""

import pytest

from tinyarms_daemon.domain.findings.project import AskedPlace, Candidate
from tinyarms_daemon.domain.questions.deep_budget import Judged, QuestionWeights, WorthPolicy
from tinyarms_daemon.domain.questions.trust import Trust

POLICY = WorthPolicy(churn_days=90, churn_commits=4, changed_percent=50)
PLACES = (AskedPlace("a.py", 1, 9, "one"), AskedPlace("b.py", 1, 9, "two"))
QUESTION = Candidate("complex-dry", "complex-dry", "Same?", 1.0, PLACES)


def worth(**known: object) -> float:
    return QuestionWeights(policy=POLICY, **known).weighed(QUESTION).worth  # type: ignore[arg-type]


def test_nothing_known_changes_nothing() -> None:
    assert worth() == 1.0


@pytest.mark.parametrize(
    ("commits", "expected"),
    [
        ({"a.py": 4}, 1.5),
        ({"b.py": 4, "a.py": 1}, 1.5),
        ({"a.py": 10_000}, 2.0),
        ({"c.py": 9}, 1.0),
    ],
    ids=["some", "the file that changes most", "never more than twice", "a file it does not show"],
)
def test_what_is_in_flux_is_worth_more(commits: dict[str, int], expected: float) -> None:
    assert worth(commits=commits) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        (Judged(changed_paths=frozenset({"a.py"})), 1.5),
        (Judged(frozenset({"one"}), frozenset({"a.py"})), 1.0),
        (Judged(frozenset({"one"}), frozenset({"a.py", "b.py"})), 1.5),
        (Judged(frozenset({"one"})), 1.0),
    ],
    ids=["changed", "changed elsewhere in its file", "one of the two", "unchanged"],
)
def test_what_changed_since_it_was_judged_is_worth_more(judged: Judged, expected: float) -> None:
    assert worth(judged=judged) == expected


def test_a_rule_is_worth_what_people_make_of_its_findings() -> None:
    believed = worth(trust={"complex-dry": Trust(accepted=8)})
    doubted = worth(trust={"complex-dry": Trust(dismissed=8)})

    assert (believed, doubted) == (1.8, 0.2)
