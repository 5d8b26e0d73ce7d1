"""Every rule's examples of several files, run as tests: at once, and change by change."""

from collections.abc import Iterable, Mapping

import pytest

from tests.fakes.memory_project import MemoryProject
from tests.rules.binding import bound_rules
from tinyarms_daemon.analysis.analyze_file import analyze_text
from tinyarms_daemon.analysis.project_rule import ProjectRule, conclude_project
from tinyarms_daemon.analysis.rule import BoundRule, Example, FileRule
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome
from tinyarms_daemon.rules.registry import all_rules

Project = Mapping[str, Example]
Found = dict[tuple[str, str], Conclusion]


def projects(*groups: str):
    return [
        pytest.param(rule, project, id=f"{rule.id}: {sentence}")
        for rule in all_rules()
        if isinstance(rule, ProjectRule)
        for group in groups
        for sentence, project in getattr(rule, group).items()
    ]


def bound(rule: FileRule, project: Project) -> BoundRule:
    options = {name: said for each in project.values() for name, said in each.options.items()}
    return next(each for each in bound_rules({rule.id: options}) if each.rule.id == rule.id)


def report(rule: BoundRule, path: str, example: Example) -> FileReport:
    analysis = analyze_text(path, example.language, example.text, [rule])
    assert not analysis.problems
    return FileReport(
        path=path,
        outcome=Outcome.CHECKED,
        language=example.language,
        observations=analysis.observations,
        facts=analysis.facts,
        uses=analysis.uses,
    )


def reports(rule: BoundRule, project: Project) -> dict[str, FileReport]:
    return {path: report(rule, path, example) for path, example in project.items()}


def conclude(
    rule: BoundRule, files: Iterable[FileReport], topics: frozenset[str] | None, known: Found
) -> Found:
    """What is known once the rule has concluded these topics: within them it is the whole truth."""
    changed = None if topics is None else {rule.rule.id: topics}
    memory = MemoryProject(rule.rule.id, files)
    found = dict(known)
    for said in conclude_project([rule], changed, lambda _: memory):
        looked_at = said.topics
        found = {
            key: each
            for key, each in found.items()
            if looked_at is not None and not each.topics & looked_at
        }
        for each in said.conclusions:
            assert each.topics
            found[each.path, each.observation.fingerprint] = each
    return found


def topics_of(file: FileReport) -> set[tuple[str, str]]:
    """Topics with what is said of them."""
    return {(fact.topic, repr(fact)) for fact in file.facts} | {
        (use.topic, repr(use)) for use in file.uses
    }


def seen(rule: BoundRule, files: Mapping[str, FileReport]) -> dict[str, list[str]]:
    """The evidence of every finding, by path and in the order of the source."""
    concluded = conclude(rule, files.values(), None, {}).values()
    places = [(each.path, each.observation) for each in concluded]
    places += [(path, each) for path, file in files.items() for each in file.observations]
    found: dict[str, list[str]] = {path: [] for path in files}
    for path, observation in sorted(places, key=lambda each: (each[0], each[1].region)):
        if not observation.suppressed:
            found[path].append(observation.evidence)
    return found


@pytest.mark.parametrize(("rule", "project"), projects("projects_bad"))
def test_a_rule_sees_exactly_what_its_bad_projects_mark(rule, project):
    one = bound(rule, project)

    found = seen(one, reports(one, project))

    assert found == {path: example.marks for path, example in project.items()}
    assert any(found.values())


@pytest.mark.parametrize(("rule", "project"), projects("projects_good"))
def test_a_rule_sees_nothing_in_its_good_projects(rule, project):
    one = bound(rule, project)

    found = seen(one, reports(one, project))

    assert not any(found.values())
    assert not any(example.marks for example in project.values())


@pytest.mark.parametrize(("rule", "project"), projects("projects_bad", "projects_good"))
def test_the_order_in_which_files_are_learned_changes_nothing(rule, project):
    one = bound(rule, project)
    files = reports(one, project)

    forwards = conclude(one, files.values(), None, {})
    backwards = conclude(one, reversed(list(files.values())), None, {})

    assert forwards == backwards


@pytest.mark.parametrize(("rule", "project"), projects("projects_bad", "projects_good"))
def test_concluding_what_changed_comes_to_the_same_as_concluding_everything(rule, project):
    one = bound(rule, project)
    files = reports(one, project)
    whole = conclude(one, files.values(), None, {})

    for path, file in files.items():
        topics = frozenset(topic for topic, _ in topics_of(file))
        others = [each for each in files.values() if each.path != path]
        without = conclude(one, others, topics, whole)
        again = conclude(one, files.values(), topics, without)

        assert without == conclude(one, others, None, {})
        assert again == whole
