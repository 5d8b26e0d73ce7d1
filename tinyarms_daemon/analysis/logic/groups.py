"""From pairs of definitions to groups that are told, and to questions that are asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from itertools import islice
from math import exp

from tinyarms_daemon.analysis.deep_rule import ALL, Texts
from tinyarms_daemon.analysis.logic.units import LogicUnit, units_of
from tinyarms_daemon.domain.findings.fingerprint import fingerprints
from tinyarms_daemon.domain.findings.project import (
    AskedPlace,
    Candidate,
    Conclusion,
    KnownAnswer,
    pair_key,
)
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Severity, option
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.ports.project import Project

_MOST_ODDS = 20.0  # no float tells more apart


# Without slots: options have these beside limits of their own, and one of two bases may have any.
@dataclass(frozen=True)
class AskingLimits:
    """How pairs become questions and findings."""

    most_questions: int = option("how many questions there are at all, those answered too")
    most_partners: int = option("how many partners one question shows", at_least=1, at_most=10)
    partner_percent: int = option("what another partner adds to the cost of a question")
    least_worth: float = option(
        "what a question must be worth to be asked: 1 is a finding for certain, or an even "
        "chance of one that saves many lines"
    )
    many_lines: int = option("lines to be saved that double what a question is worth", at_least=1)
    unsaid_confidence_percent: int = option(
        "how sure the word of a model is that does not tell its chances", at_most=100
    )
    most_confidence_percent: int = option(
        "how sure at most is what no model was asked about", at_most=100
    )


@dataclass(frozen=True, slots=True)
class Link:
    """That two units belong together. `odds` are log odds; `answer` is a model's word, if any."""

    first: LogicUnit
    second: LogicUnit
    odds: float
    answer: KnownAnswer | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether it may be shown: exact ones need no second opinion."""
        return self.answer is None or self.answer.agreed is True


@dataclass(frozen=True, slots=True)
class Wording:
    """How a rule tells of a group: `{count}` definitions, `{names}`."""

    rule: str
    severity: Severity
    message: str
    note: str
    suggestion: str


def learned_units(project: Project, kind: str) -> list[LogicUnit]:
    """The definitions of a project, by path and place."""
    units = (unit for path, fact in project.facts(kind) for unit in units_of(path, fact.data))
    return sorted(units, key=lambda unit: (unit.path, unit.start_line, unit.name))


def told_and_asked(
    pairs: Iterable[tuple[Link, bool]],
    wording: Wording,
    project: Project,
    *,
    asked: str,
    limits: AskingLimits,
) -> Iterator[Conclusion | Candidate]:
    """Groups of what is certain or what a model has accepted, then the questions about the rest.

    The pairs come in the order in which they are asked about, each with whether it is certain; what
    a model has said of it counts more.
    """
    links: list[Link] = []
    open_links: list[Link] = []
    for link, is_certain in pairs:
        if link.answer is not None:
            open_links.append(link)
            if link.answer.is_same and link.answer.agreed is not False:
                links.append(link)
        elif is_certain:
            links.append(link)
        elif not (link.first.is_silenced or link.second.is_silenced):
            open_links.append(link)
    yield from _conclusions_of(_groups_of(links), wording, project, limits)
    yield from _candidates_of(open_links, wording.rule, asked, limits)
    single = [link for link in links if link.answer is not None and link.answer.agreed is None]
    yield from _candidates_of(single, wording.rule, asked, limits, second_opinion=True)


def _groups_of(links: Iterable[Link]) -> list[list[Link]]:
    """The links of each group; confirmed ones form groups of their own before others join."""
    links = list(links)
    confirmed = [link for link in links if link.is_confirmed]
    others = [link for link in links if not link.is_confirmed]
    firm = _joined(confirmed)
    owner = {
        _name(unit): number
        for number, group in enumerate(firm)
        for link in group
        for unit in (link.first, link.second)
    }
    waiting = [
        link
        for link in others
        if owner.get(_name(link.first), -1) != owner.get(_name(link.second), -2)
    ]
    return firm + _joined(waiting)


def _joined(links: Sequence[Link]) -> list[list[Link]]:
    leader: dict[tuple[str, int, str], tuple[str, int, str]] = {}

    def find(name: tuple[str, int, str]) -> tuple[str, int, str]:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for link in links:
        one, other = sorted((find(_name(link.first)), find(_name(link.second))))
        leader[other] = one
    groups = defaultdict(list)
    for link in links:
        groups[find(_name(link.first))].append(link)
    return [groups[name] for name in sorted(groups)]


def _name(unit: LogicUnit) -> tuple[str, int, str]:
    return unit.path, unit.start_line, unit.name


def _conclusions_of(
    groups: Iterable[Sequence[Link]], wording: Wording, project: Project, limits: AskingLimits
) -> Iterator[Conclusion]:
    """One finding for each group, at its first place, with the others related."""
    told = [(group, _members(group)) for group in groups]
    texts = Texts(project, {unit.path for _, members in told for unit in members})
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for group, members in told:
        spoken = [unit for unit in members if not unit.is_silenced]
        shown = spoken if len(spoken) > 1 else members
        first, *others = shown
        identity = min(unit.name.rpartition(".")[2] for unit in members)
        number = seen[first.path, identity]
        seen[first.path, identity] += 1
        *_, fingerprint = fingerprints(wording.rule, [identity] * (number + 1))
        region, evidence = texts.lines(first.path, first.start_line, first.end_line)
        asked = [link.answer for link in group if link.answer is not None]
        names = ", ".join(dict.fromkeys(unit.name for unit in shown))
        odds = max(link.odds for link in group)
        yield Conclusion(
            first.path,
            Observation(
                rule=wording.rule,
                severity=wording.severity,
                fingerprint=fingerprint,
                region=region,
                evidence=evidence,
                message=wording.message.format(count=len(shown), names=names),
                symbol=first.name,
                suggestion=wording.suggestion,
                related=tuple(
                    Place(unit.path, unit.start_line, unit.end_line, f"{unit.name}: {wording.note}")
                    for unit in others
                ),
                measures={"places": len(shown), "odds": round(odds, 2)},
                confidence=_confidence_said(asked, limits) if asked else _confidence(odds, limits),
                origin=Origin.MODEL if asked else Origin.GRAPH,
                suppressed=len(spoken) < 2,
                model=asked[0].model if asked else None,
                confirmed=all(link.is_confirmed for link in group),
            ),
            frozenset({ALL}),
            waits_at=tuple((unit.path, unit.key) for unit in shown),
        )


def _confidence_said(answers: Sequence[KnownAnswer], limits: AskingLimits) -> float:
    """A group is as sure as the least sure of its answers."""
    known = [each.confidence for each in answers if each.confidence is not None]
    return round(min(known), 2) if known else limits.unsaid_confidence_percent / 100


def _confidence(odds: float, limits: AskingLimits) -> float:
    """The probability of log odds, in steps of a hundredth."""
    return round(_likelihood(odds, limits), 2)


def _likelihood(odds: float, limits: AskingLimits) -> float:
    """The probability of log odds; never as sure as a certain rule."""
    most = limits.most_confidence_percent / 100
    return min(most, 1 / (1 + exp(-min(odds, _MOST_ODDS))))


def _members(group: Sequence[Link]) -> list[LogicUnit]:
    """The units of a group in order; of a class and its method that both do, the method."""
    units = {_name(unit): unit for link in group for unit in (link.first, link.second)}
    return [
        units[name]
        for name in sorted(units)
        if not any(_holds(units[name], other) for other in units.values())
    ]


def _holds(outer: LogicUnit, inner: LogicUnit) -> bool:
    """Not where both take the same lines: minified code is one line."""
    return (
        (outer.start_line, outer.end_line) != (inner.start_line, inner.end_line)
        and outer.path == inner.path
        and outer.start_line <= inner.start_line
        and inner.end_line <= outer.end_line
    )


def _candidates_of(
    links: Sequence[Link],
    rule: str,
    asked: str,
    limits: AskingLimits,
    *,
    second_opinion: bool = False,
) -> Iterator[Candidate]:
    """Questions about pairs, the likeliest first: a definition and a few partners each.

    `links` are in order. Answered ones have their place in the questions and are left out of them,
    so that what is answered makes no room for what is less likely.
    """
    room = len(links) if second_opinion else limits.most_questions
    for subject, chosen in _compared(links, room, limits):
        asked_about = [each for each in chosen if second_opinion or each.answer is None]
        if not asked_about:
            continue
        worth = sum(_worth(each, limits) for each in asked_about)
        if worth < limits.least_worth and not second_opinion:
            continue
        shown = [
            subject,
            *(each.second if each.first is subject else each.first for each in asked_about),
        ]
        if len(asked_about) == 1:  # in one order, whatever else was asked of either
            shown.sort(key=_name)
        candidate = Candidate(
            rule=rule,
            family=rule,
            asked=asked,
            worth=round(worth, 4),
            places=tuple(
                AskedPlace(unit.path, unit.start_line, unit.end_line, unit.key) for unit in shown
            ),
        )
        yield candidate.asked_again(is_mutual=True) if second_opinion else candidate


def _compared(
    links: Sequence[Link], room: int, limits: AskingLimits
) -> list[tuple[LogicUnit, list[Link]]]:
    """So many units, each with the links to those that it is compared with.

    The question comes next that is worth most for what it costs to answer. So what is much less
    likely than the rest of a unit's links waits for a question of its own, and of those whose
    turn comes late, what asks about several comes before what asks about one.
    """
    each_once = list({_pair(link): link for link in links}.values())
    units: dict[tuple[str, int, str], LogicUnit] = {}
    links_of: defaultdict[tuple[str, int, str], list[int]] = defaultdict(list)
    for number, link in enumerate(each_once):
        for unit in (link.first, link.second):
            units[_name(unit)] = unit
            links_of[_name(unit)].append(number)
    worth = [_worth(link, limits) for link in each_once]
    asked: set[int] = set()

    def best_of(name: tuple[str, int, str]) -> tuple[float, list[int]]:
        """The first of a unit's links that are worth most together, for what that costs."""
        is_open = (number for number in links_of[name] if number not in asked)
        first = list(islice(is_open, limits.most_partners))
        costs = (1 + many * limits.partner_percent / 100 for many in range(1, len(first) + 1))
        values = [sum(worth[n] for n in first[:many]) / cost for many, cost in enumerate(costs, 1)]
        if not any(values):
            return 0.0, []
        value = max(values)
        return value, first[: values.index(value) + 1]

    questions: list[tuple[LogicUnit, list[Link]]] = []
    waiting = [(-best_of(name)[0], place, name) for place, name in enumerate(links_of)]
    heapify(waiting)
    while waiting and len(questions) < room:
        promised, place, name = waiting[0]
        value, chosen = best_of(name)
        if not chosen:
            heappop(waiting)
        elif -value > promised:  # some of its links were asked about meanwhile
            heapreplace(waiting, (-value, place, name))
        else:
            asked.update(chosen)
            questions.append((units[name], [each_once[number] for number in chosen]))
    return questions


def _pair(link: Link) -> str:
    return pair_key(link.first.key, link.second.key)


def _worth(link: Link, limits: AskingLimits) -> float:
    """How likely the answer is yes, times the lines that it would save."""
    lines = min(
        link.first.end_line - link.first.start_line, link.second.end_line - link.second.start_line
    )
    many = limits.many_lines
    return _likelihood(link.odds, limits) * (1 + min(lines + 1, many) / many)
