"""Who is validated: the rules, a model that answers what they ask, and a model alone."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from tinyarms_daemon.application.judging.ask_model import Asking, AskModel
from tinyarms_daemon.application.judging.candidate_question import (
    ExcerptLimits,
    candidate_question,
    deep_question,
    pair_answers,
)
from tinyarms_daemon.application.judging.compose_request import composed, tokens_of
from tinyarms_daemon.application.judging.defer_judgements import why_deferred
from tinyarms_daemon.domain.findings.project import Candidate, KnownAnswer
from tinyarms_daemon.domain.findings.rule import Observation, RuleDescription
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.measuring.accuracy import LabelledCase
from tinyarms_daemon.domain.measuring.validation import Examined
from tinyarms_daemon.domain.models.model import ModelSpec, ReplyEnd
from tinyarms_daemon.domain.questions.question import (
    Answer,
    Excerpt,
    Judgement,
    JudgementOutcome,
    Question,
)
from tinyarms_daemon.ports.examinee import Examination
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeTrouble, TroubleKind
from tinyarms_daemon.ports.prompts import Prompts
from tinyarms_daemon.ports.reply_reader import MalformedReply, ReadAnswers

# What counts as having found a case of another rule: the same block, seen by its neighbor.
_AS_GOOD: Mapping[str, frozenset[str]] = {
    "semantic-duplication": frozenset({"complex-dry"}),
    "complex-dry": frozenset({"semantic-duplication", "simple-dry"}),
    "cross-file-patterns": frozenset({"simple-dry", "complex-dry"}),  # they tell the larger ones
}
_WHOLE_FILES = "whole-files"
# What one question does wrong, and another need not.
_OF_THE_QUESTION = frozenset({TroubleKind.STALLED, TroubleKind.TOO_LONG, TroubleKind.BROKEN})


def rules_for(case: LabelledCase) -> frozenset[str]:
    """The rules of which a finding counts as having found the case."""
    return _AS_GOOD.get(case.rule, frozenset()) | {case.rule}


class ScannedCase(Protocol):
    """What the rules say of a case, a repository of its own."""

    def finds(self, rules: Collection[str], answers: Mapping[str, KnownAnswer]) -> bool:
        """Whether a finding of one of these rules is told, with what a model has said of pairs."""

    def candidates(self, answers: Mapping[str, KnownAnswer]) -> Sequence[Candidate]:
        """What only a model can judge of several places, given what it has said."""

    def questions(self) -> Sequence[tuple[str, Observation]]:
        """What only a model can judge of one place, with the paths."""

    @property
    def files(self) -> Sequence[tuple[str, str]]:
        """The paths and texts of all files."""


Scan = Callable[[LabelledCase], ScannedCase]


@dataclass(frozen=True, slots=True)
class RulesAlone:
    """The Examinee port: a scan without any model."""

    scan: Scan
    who: Examined

    def problem(self) -> str | None:
        """Rules need nothing."""
        return None

    def begin(self) -> None:
        """Nothing."""

    def examine(self, case: LabelledCase) -> Examination:
        """Whether a scan of the case has a finding of its rule."""
        return Examination(self.scan(case).finds(rules_for(case), {}))

    def end(self) -> None:
        """Nothing."""


@dataclass(slots=True, kw_only=True)
class _OfModel:
    """What every examinee with a model has."""

    who: Examined
    spec: ModelSpec
    runtime: ModelRuntime
    scan: Scan
    _digest: str = field(default="unknown", init=False)

    def problem(self) -> str | None:
        """Why the model cannot be asked now, with what helps."""
        state = self.runtime.state()
        self._digest = (state.digests or {}).get(self.spec.tag, "unknown")
        return why_deferred(state, self.spec.tag)

    def begin(self) -> None:
        """Load it, with exactly the context that is asked with."""
        self.runtime.load(
            self.spec.tag,
            context_tokens=self.spec.context_tokens,
            keep_alive_seconds=self.spec.keep_alive_seconds or 0,
        )

    def end(self) -> None:
        """Give its memory back; a runtime that is gone has none."""
        with suppress(RuntimeTrouble):
            self.runtime.unload(self.spec.tag)


@dataclass(slots=True, kw_only=True)
class RulesWithModel(_OfModel):
    """The Examinee port: as in daily use, a model answers what the rules leave open, anchored in
    the source; what it alone says of a pair needs a second opinion."""

    ask: AskModel
    rule_versions: Mapping[str, int]
    options: Mapping[str, Mapping[str, object]]
    excerpt: ExcerptLimits

    def examine(self, case: LabelledCase) -> Examination:
        """What the rules find; else what the model says to their questions."""
        scanned, rules = self.scan(case), rules_for(case)
        if scanned.finds(rules, {}):
            return Examination(True)
        judged = list(self._one_place(scanned, rules))
        answers: dict[str, KnownAnswer] = {}
        for second_opinion in (False, True):
            for candidate in scanned.candidates(answers):
                if candidate.rule in rules and candidate.second_opinion is second_opinion:
                    judged += self._several_places(scanned, candidate, answers)
        found = any(map(_is_yes, judged)) or scanned.finds(rules, answers)
        is_silent = any(each.outcome is not JudgementOutcome.ANSWERED for each in judged)
        return Examination(found or (None if is_silent else False), len(judged))

    def _one_place(self, scanned: ScannedCase, rules: Collection[str]) -> Iterator[Judgement]:
        texts = dict(scanned.files)
        for path, observation in scanned.questions():
            if observation.rule in rules:
                question = candidate_question(
                    observation,
                    path=path,
                    text=texts[path],
                    rule_version=self.rule_versions.get(observation.rule, 0),
                    options=self.options.get(observation.rule, {}),
                    limits=self.excerpt,
                )
                yield self._judged(question, second_opinion=False)

    def _several_places(
        self, scanned: ScannedCase, candidate: Candidate, answers: dict[str, KnownAnswer]
    ) -> Iterator[Judgement]:
        """Adds what was said to `answers`; a judgement without an answer is yielded as one."""
        question = deep_question(candidate, dict(scanned.files).get, self.rule_versions)
        if question is None:
            return
        judgement = self._judged(question, second_opinion=candidate.second_opinion)
        for said in pair_answers(candidate, judgement):
            before = answers.get(said.pair)
            answers[said.pair] = (
                KnownAnswer(said.is_same, None, self.spec.tag, said.reason)
                if before is None
                else KnownAnswer(before.is_same, said.is_same, before.model, before.reason)
            )
        yield Judgement(outcome=judgement.outcome)  # its word counts by pairs, agreed on

    def _judged(self, question: Question, *, second_opinion: bool) -> Judgement:
        asking = Asking(
            spec=self.spec,
            digest=self._digest,
            is_resident=True,
            family=question.family,
            is_second_opinion=second_opinion,
        )
        (judgement,) = self.ask([question], asking)
        if judgement.outcome is JudgementOutcome.DEFERRED:
            reason = judgement.reason or "The model cannot be asked now."
            raise RuntimeTrouble(TroubleKind.UNREACHABLE, reason)
        return judgement


@dataclass(slots=True, kw_only=True)
class ModelAlone(_OfModel):
    """The Examinee port: a model that is shown all files of a case and told what the rule means."""

    prompts: Prompts
    read_answers: ReadAnswers
    descriptions: Mapping[str, RuleDescription]

    def examine(self, case: LabelledCase) -> Examination:
        """Its word; None where it gives none that can be read, or the files do not fit."""
        request = composed(
            [_whole_question(self.scan(case).files, self.descriptions[case.rule])],
            self.prompts.prompt(_WHOLE_FILES),
            self.spec,
        )
        if tokens_of(request) + request.most_reply_tokens > self.spec.context_tokens:
            return Examination(None, 1)
        try:
            reply = self.runtime.chat(request)
        except RuntimeTrouble as trouble:
            if trouble.kind in _OF_THE_QUESTION:
                return Examination(None, 1)
            raise
        if reply.end is not ReplyEnd.COMPLETE:
            return Examination(None, 1)
        try:
            (said,) = self.read_answers(reply.text, 1)
        except MalformedReply:
            return Examination(None, 1)
        return Examination(said.answer is Answer.YES, 1)


def _whole_question(files: Sequence[tuple[str, str]], rule: RuleDescription) -> Question:
    (first, text), *others = files
    reason = rule.rationale.split("\n\n")[0].replace("\n", " ")
    return Question(
        rule=rule.id,
        rule_version=rule.version,
        family=_WHOLE_FILES,
        asked=f"Is this problem anywhere in the shown files: {rule.title}? {reason}",
        subject="all shown files",
        excerpts=(_whole(first, text),),
        key="",
        context=tuple(_whole(path, said) for path, said in others),
    )


def _whole(path: str, text: str) -> Excerpt:
    return Excerpt(place=Place(path, 1, text.count("\n") + 1, ""), text=text)


def _is_yes(judgement: Judgement) -> bool:
    return any(verdict.answer is Answer.YES for verdict in judgement.verdicts)
