"""A deep scan on real rules, with a scripted judge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.adapters.store.opened import Store
from tests.application.rig import RETRY_AFTER, Rig
from tests.fakes.judge import ScriptedJudge
from tests.rules.binding import default_options
from tinyarms_daemon.adapters.facts.sql_project import SqlProject
from tinyarms_daemon.adapters.facts.standing_conclusions import standing_conclusions
from tinyarms_daemon.adapters.sqlite_files import opened_facts
from tinyarms_daemon.adapters.store.deep_questions import SqlDeepQuestions
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.application.checking.sweep_repository import DeepWish
from tinyarms_daemon.application.judging.ask_next_question import AskNextQuestion
from tinyarms_daemon.domain.findings.project import ChangedTopics, RuleConclusions
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES
from tinyarms_daemon.domain.questions.deep_budget import RankedQuestion
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, AnalysisRequest, FileReport
from tinyarms_daemon.domain.work.job import JobKind, JobState
from tinyarms_daemon.domain.work.repository import Repository
from tinyarms_daemon.ports.analyzer import Changed
from tinyarms_daemon.rules.registry import bind_rules

STACK = """def depth(node):
    if node is None:
        return 0
    return 1 + max(depth(node.left), depth(node.right))
"""
QUEUE = """def levels(root):
    count = 0
    waiting = [root] if root is not None else []
    while waiting:
        count += 1
        waiting = [child for node in waiting for child in (node.left, node.right) if child]
    return count
"""
OTHER = """def total(lines):
    result = 0
    for line in lines:
        result += line.amount * line.price
    return result
"""
FILES = {"a.py": STACK, "b.py": QUEUE, "c.py": OTHER}


@dataclass
class DeepProfiles:
    """The Profiles port, with the deep rules as they are packaged, but that whatever is worth
    anything is asked, and for the number of questions where that is given; those of a save as a
    test says."""

    most_questions: int | None = None
    on_save: tuple[str, ...] = ()

    def profile(self, repository: Repository, *, deep: bool = False) -> AnalysisProfile:
        if deep:
            return self._deep_profile()
        options = {rule: default_options()[rule] for rule in self.on_save}
        digest = f"fast {self.on_save}"
        return AnalysisProfile(rules=options, max_file_bytes=1_000_000, digest=digest)

    def _deep_profile(self) -> AnalysisProfile:
        options = {rule: default_options()[rule] for rule in DEEP_RULES}
        asking: dict[str, object] = {"least_worth": 0}
        if self.most_questions is not None:
            asking["most_questions"] = self.most_questions
        options["semantic-duplication"] = options["semantic-duplication"] | asking
        digest = f"deep {self.most_questions}"
        return AnalysisProfile(rules=options, max_file_bytes=1_000_000, digest=digest)

    def ignored(self, repository: Repository) -> tuple[str, ...]:
        return ()

    def problem(self, repository: Repository) -> str | None:
        return None


@dataclass
class TextAnalyzer:
    """The Analyzer port on a rig's texts, in this process."""

    rig: "DeepRig"
    checked: list[str] = field(default_factory=list)
    knowing: list[str] = field(default_factory=list)
    """The files of which something was learned before."""

    def analyze(
        self, profile: AnalysisProfile, requests: Sequence[AnalysisRequest]
    ) -> Iterator[FileReport]:
        rules = bind_rules(profile.rules)
        for request in requests:
            self.checked.append(request.path)
            self.knowing += [request.path] if request.definitions else []
            yield analyze_bytes(
                path=request.path,
                content=self.rig.tree.texts[request.root, request.path].encode(),
                rules=rules,
                known_hash=request.known_hash,
                stat=self.rig.tree.roots[request.root][request.path],
                definitions=request.definitions,
            )

    def close(self) -> None:
        pass


@dataclass
class StoreConcluder:
    """The Concluder port, in this process."""

    store: Store
    concluded: list[str] = field(default_factory=list)

    def conclude(
        self, repository_id: int, changed: Sequence[Changed]
    ) -> list[list[RuleConclusions]]:
        return [self._concluded(repository_id, each.profile, each.topics) for each in changed]

    def _concluded(
        self, repository_id: int, profile: AnalysisProfile, changed: ChangedTopics
    ) -> list[RuleConclusions]:
        path = self.store.database.path
        standing = standing_conclusions(path, repository_id, profile, changed)
        with opened_facts(path) as facts:
            said = list(
                conclude_project(
                    [
                        bound
                        for bound in bind_rules(profile.rules)
                        if bound.rule.id not in standing.concluded
                    ],
                    changed,
                    lambda rule: SqlProject(facts, repository_id, rule),
                )
            )
        self.concluded += [each.rule for each in said if each.topics is None]
        return standing.beside(said)


class DeepRig(Rig):
    """A rig whose analysis is real, and a judge."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.profiles = DeepProfiles()
        self.analyzer = TextAnalyzer(self)
        self.concluder = StoreConcluder(store)
        self.judge = ScriptedJudge()
        self.questions = SqlDeepQuestions(store.database)
        self.repository = self.watch()
        for path, text in FILES.items():
            self.put(path, text)

    def put(self, path: str, text: str) -> None:
        """Save a file."""
        self.clock.advance(60)
        at_ns = round(self.clock.now().timestamp() * 1e9)
        self.tree.write(self.repository.root, path, at_ns=at_ns)
        self.tree.texts[self.repository.root, path] = text
        self.clock.advance(60)

    def ask(self) -> bool:
        """One step of the model lane."""
        return AskNextQuestion(
            questions=self.questions,
            book=self.store.book,
            tree=self.tree,
            judge=self.judge,
            clock=self.clock,
            bell=self.bell,
            rule_versions={},
            retry_after=RETRY_AFTER,
        )()

    def step(self) -> bool:
        """Certain things before questions."""
        return self.run_next() or self.ask()

    def deep_scan(self, *, asks: bool = True, budget_seconds: int = 1800) -> int:
        """A whole deep scan, as far as it goes now; its job."""
        wish = DeepWish(asks=asks, budget_seconds=budget_seconds)
        job_id = self.sweep(self.repository, JobKind.WEEKLY, complete=True, deep=wish)
        assert job_id is not None
        while self.step():
            pass
        return job_id

    def plan(self) -> list[RankedQuestion]:
        """What is still to be asked."""
        return self.questions.plan(self.repository.id)

    def state(self, job_id: int) -> JobState:
        job = self.store.ledger.job(job_id)
        assert job is not None
        return job.state

    def shown(self) -> list[tuple[str, str, str | None]]:
        """Rule, status and model of every finding."""
        now = self.clock.now()
        return [
            (each.observation.rule, each.status(now).value, each.model)
            for each in self.store.all()
            if each.present
        ]
