"""What definitions do is said before anybody asks, and orders the questions."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.adapters.store.opened import Store
from tests.application.deep_rig import FILES, DeepRig
from tests.application.rig import QUICK
from tests.fakes.gate import AdmittingGate
from tests.fakes.model_runtime import ScriptedRuntime
from tinyarms_daemon.adapters.facts.sql_project import SqlProject
from tinyarms_daemon.adapters.runtimes.prompt_files import PromptFiles
from tinyarms_daemon.adapters.sqlite_files import opened_facts
from tinyarms_daemon.adapters.store.intent_book import SqlIntentBook
from tinyarms_daemon.application.checking.sweep_repository import DeepWish
from tinyarms_daemon.application.judging.make_intents import MakeIntents
from tinyarms_daemon.domain.headroom.admission import Deferred
from tinyarms_daemon.domain.questions.intent import Intent, IntentKind
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.ports.model_runtime import RuntimeTrouble, TroubleKind

EMBEDDING = "nomic-embed-text:latest"
CARD = {"about": "tree depth", "does_1": "calculate", "does_2": "repeat", "does_3": "nothing",
        "gives": "number", "takes": "record"}  # fmt: skip


class IntentRig(DeepRig):
    """A repository whose definitions are learned, with a scripted model."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.model = ScriptedRuntime({QUICK.tag: 1}, otherwise=json.dumps(CARD))
        self.gate = AdmittingGate()
        self.make = self.made_by()
        self.sweep(self.repository, JobKind.ASKED, deep=DeepWish(asks=False, budget_seconds=0))
        self.work()

    def made_by(self, *kinds: IntentKind) -> MakeIntents:
        models = {
            IntentKind.VECTOR: replace(QUICK, tag=EMBEDDING),
            IntentKind.CARD: QUICK,
        }
        return MakeIntents(
            book=SqlIntentBook(self.store.database),
            repositories=self.store.book,
            tree=self.tree,
            runtime=self.model,
            gate=self.gate,
            prompts=PromptFiles(),
            clock=self.clock,
            specs={kind: models[kind] for kind in kinds or models},
            most_characters=2_000,
            card_tokens=80,
            vectors_per_call=16,
        )

    def make_all(self) -> int:
        """Every step until there is nothing to make; how many there were."""
        steps = 0
        while self.make(lambda: False):
            steps += 1
        return steps

    def intents(self) -> dict[str, Intent]:
        with opened_facts(self.store.database.path) as facts:
            return dict(SqlProject(facts, self.repository.id, "semantic-duplication").intents())


@pytest.fixture
def rig(store: Store) -> IntentRig:
    return IntentRig(store)


def test_each_definition_is_described_once(rig: IntentRig) -> None:
    assert rig.make_all() == len(FILES)
    assert rig.make_all() == 0

    cards = [intent.card for intent in rig.intents().values()]

    assert len(rig.model.requests) == len(cards) == len(FILES)
    assert {card and card.does for card in cards} == {frozenset({"calculate", "repeat"})}


def test_status_tells_how_far_it_has_come_where_it_is_wanted(rig: IntentRig) -> None:
    unwanted = rig.service.status()["described"]
    rig.describes = True
    before = rig.service.status()["described"]
    rig.make_all()

    assert unwanted is None
    assert before == {"definitions": len(FILES), "cards": 0, "vectors": 0}
    assert rig.service.status()["described"] == {**before, "cards": len(FILES)}


def test_what_did_not_change_is_not_described_again_after_a_restart(rig: IntentRig) -> None:
    rig.make_all()
    rig.make = rig.made_by()

    assert rig.make_all() == 0


def test_only_what_changed_is_described_anew(rig: IntentRig) -> None:
    rig.make_all()
    rig.put("c.py", FILES["c.py"].replace("result", "subtotal"))
    rig.sweep(rig.repository, JobKind.ASKED, deep=DeepWish(asks=False, budget_seconds=0))
    rig.work()

    assert rig.make_all() == 1


def test_another_model_describes_everything_anew(rig: IntentRig) -> None:
    rig.make_all()
    rig.model.digest = "digest-2"
    rig.make = rig.made_by()

    assert rig.make_all() == len(FILES)


def test_a_card_is_short_to_ask_and_to_answer(rig: IntentRig) -> None:
    rig.make_all()

    for request in rig.model.requests:
        assert len(request.system) + len(request.user) < 4 * 400
        assert request.most_reply_tokens <= 80


def test_vectors_are_made_where_a_model_for_them_is_installed(rig: IntentRig) -> None:
    rig.model.sizes[EMBEDDING] = 1
    rig.make = rig.made_by(IntentKind.VECTOR)

    assert rig.make_all() == 1

    assert {intent.vector for intent in rig.intents().values()} == {(1.0,)}


def test_nothing_is_made_where_the_machine_is_not_fit_for_it(rig: IntentRig) -> None:
    rig.gate.decision = Deferred(shortfalls=(), retry_at=rig.clock.now() + timedelta(minutes=5))

    assert rig.make_all() == 0
    assert rig.model.requests == []


@pytest.mark.parametrize("said", ['{"about": 3}', "[" * 100_000])
def test_a_reply_that_is_no_card_is_remembered_as_none(rig: IntentRig, said: str) -> None:
    rig.model.otherwise = said

    assert rig.make_all() == len(FILES)
    assert [intent.card for intent in rig.intents().values()] == [None] * len(FILES)


def test_a_server_that_is_gone_is_left_alone_and_asked_later(rig: IntentRig) -> None:
    rig.model.say(RuntimeTrouble(TroubleKind.UNREACHABLE, "No Ollama answers."))

    assert not rig.make(lambda: False)
    assert rig.make_all() == len(FILES)


def test_a_word_of_work_ends_it(rig: IntentRig) -> None:
    assert not rig.make(lambda: True)
    assert rig.intents() == {}
