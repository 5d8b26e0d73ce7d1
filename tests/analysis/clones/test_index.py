"""Copies are followed through the index: what changed is enough to know what is true now."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.memory_project import MemoryProject
from tests.rules.concluding import bound
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.clones import index
from tinyarms_daemon.analysis.clones.index import WINDOW, CloneIndex
from tinyarms_daemon.analysis.clones.search import CloneSearch
from tinyarms_daemon.analysis.file_topic import file_topic
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.domain.findings.project import Conclusion, Fact
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.rules.simple_dry import SimpleDry

RULE = bound(SimpleDry())

# Statements of a few kinds; a function is a row of them, so that functions overlap in part.
STATEMENTS = (
    "rows = [row for row in {a}.load('{a}') if row.active and not row.deleted]",
    "for row in {b}.pages(limit=200):\n        {a}[row.key] = {a}.get(row.key, 0) + row.amount",
    "try:\n        {a}.send(rows, timeout=30)\n    except OSError as error:\n        log(error)\n",
    "if len({b}) > 20 and {b}[0] is not None:\n        raise ValueError('too many', len({b}))",
    "handle = open({a}.path, 'w')\n    handle.write('; '.join(str(x) for x in {b}))",
    "while {b}.pending:\n        job = {b}.pop()\n        job.run({a}, retries=3)",
    "with {a}.lock() as lock:\n        lock.touch()\n        {b}.append(lock.name)",
    "return sorted({a}.items(), key=lambda item: (item[1], item[0]))[:10]",
)
NAMES = (("source", "target"), ("orders", "users"), ("source", "users"))

Function = tuple[tuple[int, ...], int]
functions = st.tuples(
    st.lists(st.integers(0, len(STATEMENTS) - 1), min_size=3, max_size=8).map(tuple),
    st.integers(0, len(NAMES) - 1),
)
files = st.lists(functions, max_size=3).map(tuple)
PATHS = ("a.py", "b.py", "c.py", "d.py", "tests/test_e.py")
change = st.tuples(st.sampled_from(PATHS), st.none() | files)
changes = st.lists(change, min_size=1, max_size=8)


def text_of(content: tuple[Function, ...]) -> str:
    parts = ["import os\n"]
    for number, (statements, names) in enumerate(content):
        a, b = NAMES[names]
        body = "\n    ".join(STATEMENTS[each].format(a=a, b=b) for each in statements)
        parts.append(f"\ndef function_{number}({a}, {b}):\n    {body}\n")
    return "".join(parts)


def report(path: str, text: str) -> FileReport:
    return analyze_bytes(path=path, content=text.encode(), rules=[RULE])


def facts_of(file: FileReport | None) -> set[Fact]:
    return set() if file is None else {*file.facts}


Known = dict[tuple[str, str], Conclusion]


def concluded(
    files: Mapping[str, FileReport], topics: frozenset[str] | None, known: Known
) -> Known:
    """What is known after the rule has looked at these topics, as the store would have it."""
    project = MemoryProject(RULE.rule.id, files.values(), known=known.values())
    changed = None if topics is None else {RULE.rule.id: topics}
    for said in conclude_project([RULE], changed, lambda _: project):
        known = {
            key: each
            for key, each in known.items()
            if said.topics is not None and not each.topics & said.topics
        }
        known |= {(each.path, each.observation.fingerprint): each for each in said.conclusions}
    return known


class Changing:
    """Files that change, and what the rule knows of them when it looks at what changed alone."""

    def __init__(self) -> None:
        self.there: dict[str, FileReport] = {}
        self.known: Known = {}

    def save(self, files: Mapping[str, tuple[Function, ...] | None]) -> None:
        """Files with other functions, or None where they are gone, are concluded together."""
        changed: set[Fact] = set()
        for path, content in files.items():
            before = self.there.pop(path, None)
            if content is not None:
                self.there[path] = report(path, text_of(content))
            changed |= facts_of(before) ^ facts_of(self.there.get(path))
        topics = frozenset(fact.topic for fact in changed)
        self.known = concluded(self.there, topics, self.known)

    @property
    def truth(self) -> Known:
        """What it would know if it looked at everything."""
        return concluded(self.there, None, {})


@given(st.lists(st.lists(change, min_size=1, max_size=4).map(dict), min_size=1, max_size=8))
def test_concluding_what_changed_comes_to_the_same_as_concluding_everything(saves):
    changing = Changing()

    for saved in saves:
        changing.save(saved)

        assert changing.known == changing.truth


@given(st.lists(st.lists(change, min_size=1, max_size=4).map(dict), min_size=1, max_size=8))
def test_so_it_does_where_files_are_compared_with_the_next_ones_alone(saves):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "_ALL_WITH_ALL", 2)
        patch.setattr(index, "_NEXT_ONES", 1)
        patch.setattr(index, "_MOST_FILES", 4)
        changing = Changing()

        for saved in saves:
            changing.save(saved)

            assert changing.known == changing.truth


def test_files_that_are_no_copies_come_between_others_and_go_again(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(index, "_ALL_WITH_ALL", 2)
    monkeypatch.setattr(index, "_NEXT_ONES", 1)
    changing = Changing()
    changing.save(dict.fromkeys(("a.py", "c.py"), (((0, 5, 1), 0),)))
    assert changing.known

    changing.save({"b.py": tuple((part, 0) for part in ((2, 0, 5, 3), (4, 5, 1, 6)))})
    assert changing.known == changing.truth == {}

    changing.save({"b.py": None})
    assert changing.known == changing.truth != {}


def test_a_finding_keeps_its_number_in_a_file_that_did_not_change():
    changing = Changing()
    one, other, third = (6, 0, 6, 3, 0, 3), (6, 0, 4, 2), (1, 0, 0, 5)  # the first two begin alike
    changing.save(
        {"a.py": ((one, 0), (other, 0)), "b.py": ((one, 0),), "m.py": ((other + third, 0),)}
    )

    changing.save({"x.py": ((third, 0),)})

    assert changing.known == changing.truth


@given(changes)
def test_every_finding_is_the_text_at_its_place_and_has_its_own_name(changes):
    texts = {path: text_of(content) for path, content in changes if content is not None}

    found = concluded({path: report(path, text) for path, text in texts.items()}, None, {})

    for (path, _), conclusion in found.items():
        region = conclusion.observation.region
        lines = texts[path].split("\n")[region.start.line - 1 : region.end.line]
        lines[-1] = lines[-1][: region.end.column - 1]
        lines[0] = lines[0][region.start.column - 1 :]
        assert conclusion.observation.evidence == "\n".join(lines)
        assert len(conclusion.observation.related) + 1 == conclusion.observation.measures["places"]


def test_a_save_concerns_the_files_that_match_it():
    one = (((0, 1, 2, 3, 4), 0),)
    other = (((5, 6, 7, 3), 1),)
    reports = [report(f"{number}.py", text_of(other)) for number in range(30)]
    reports += [report("a.py", text_of(one)), report("b.py", text_of(one))]
    project = MemoryProject(RULE.rule.id, reports)

    concerned = CloneSearch(CloneIndex(project), RULE.options).concerned_by({file_topic("a.py")})

    assert concerned == {"a.py", "b.py"}


def test_what_very_many_files_have_is_an_idiom():
    text = text_of((((0, 1, 2, 3, 4), 0),))
    reports = [report(f"{number}.py", text) for number in range(101)]
    project = MemoryProject(RULE.rule.id, reports)

    found = list(RULE.rule.conclude(project, None, RULE.options))

    assert found == []


@pytest.mark.parametrize("number", [2, 9, 40])
def test_a_class_has_all_its_places(number):
    text = text_of((((0, 1, 2, 3, 4), 0),))
    reports = [report(f"{each}.py", text) for each in range(number)]

    (found,) = RULE.rule.conclude(MemoryProject(RULE.rule.id, reports), None, RULE.options)

    assert found.observation.measures["places"] == number


def test_a_file_of_declarations_says_nothing():
    said = report("a.py", "import os\n\nNAMES = ['a', 'b']\n\n\nclass A:\n    x: int = 1\n")

    assert not said.facts


def test_equal_code_has_equal_windows_wherever_it_stands():
    text = text_of((((0, 1, 2, 3, 4), 0),))
    moved = "# a comment\n\n\n" + text.replace("\ndef", "\n\n# why\ndef")

    assert windows(text) == windows(moved)


def windows(text: str) -> set[str]:
    return {fact.topic for fact in report("a.py", text).facts if fact.kind == WINDOW}


def test_records_that_no_longer_fit_are_read_again(monkeypatch: pytest.MonkeyPatch):
    texts = [text_of((((0, 1, 2, 3, 4), names), ((5, 6, 7, 3), names))) for names in (0, 1, 2)]
    reports = [report(f"{number}.py", text) for number, text in enumerate(texts * 3)]
    project = MemoryProject(RULE.rule.id, reports)
    at_once = list(RULE.rule.conclude(project, None, RULE.options))

    monkeypatch.setattr(index, "_MOST_CHARACTERS", 1)

    assert at_once
    assert list(RULE.rule.conclude(project, None, RULE.options)) == at_once
