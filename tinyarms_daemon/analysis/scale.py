"""The scales of a project: the values of each kind that have a name, and who can use them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tinyarms_daemon.analysis.design_token import DesignToken, token_of
from tinyarms_daemon.analysis.scss_modules import spaces_of
from tinyarms_daemon.analysis.style_uses import StyleUse
from tinyarms_daemon.analysis.tailwind import TailwindSign
from tinyarms_daemon.analysis.tailwind_scale import (
    TailwindScale,
    sign_data,
    sign_of,
    tailwind_scale,
)
from tinyarms_daemon.analysis.token_kinds import TokenKind
from tinyarms_daemon.analysis.token_reach import nearness, reaches
from tinyarms_daemon.analysis.token_reference import Candidate, Spot, candidates
from tinyarms_daemon.analysis.token_sizes import is_same, size_of
from tinyarms_daemon.analysis.token_values import ROOT_FONT_SIZE_PX
from tinyarms_daemon.domain.project import FactData
from tinyarms_daemon.ports.project import Project

TOKEN, TAILWIND, ROOT = "token", "tailwind", "root"
# Kinds whose tokens serve another kind that has none of its own.
_SERVING = {TokenKind.SPACE: TokenKind.SIZE}


def scale_topic(kind: str) -> str:
    """The topic of all tokens of a kind: each of them concerns every value of that kind."""
    return f"scale:{kind}"


def scale_facts(tokens: Iterable[DesignToken]) -> Iterator[tuple[str, str, FactData]]:
    """What a file's tokens add to the project's scales."""
    for token in tokens:
        if token.kind is not TokenKind.COLOR:
            yield TOKEN, scale_topic(token.kind), token.as_data()


def sign_fact(sign: TailwindSign) -> tuple[str, str, FactData]:
    """What a file shows of Tailwind, as a fact."""
    return TAILWIND, TAILWIND, sign_data(sign)


def root_fact(font_size_px: float) -> tuple[str, str, FactData]:
    """What a file says a rem comes to, as a fact."""
    return ROOT, ROOT, font_size_px


@dataclass(frozen=True, slots=True)
class Match:
    """What a project has for a raw value: tokens of just this value, or else those nearest to it,
    in the order of their values."""

    exact: tuple[Candidate, ...] = ()
    nearest: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class _Offer:
    """What is offered at a spot, with what has been matched with it."""

    spot: Spot
    found: list[Candidate]
    tailwind: TailwindScale | None
    root: float
    matches: dict[tuple[str, bool], Match | None] = field(default_factory=dict)


class Scales:
    """The scales of a project, read as they are needed."""

    def __init__(self, project: Project, *, least_tokens: int, beyond_percent: int) -> None:
        self._project = project
        self._least_tokens = least_tokens
        self._beyond = 1 + beyond_percent / 100
        self._tokens: dict[TokenKind, list[tuple[str, DesignToken]]] = {}
        self._offers: dict[tuple[object, ...], _Offer] = {}
        self._defining: set[str] = set()
        self._signs = [(path, sign_of(fact.data)) for path, fact in project.facts(TAILWIND)]
        self._roots = [
            (path, fact.data)
            for path, fact in project.facts(ROOT)
            if isinstance(fact.data, int | float) and fact.data > 0
        ]

    def match(self, path: str, use: StyleUse, spaces: str) -> Match | None:
        """What there is for a raw value; None where the project has no scale for it."""
        offer = self._offer(use.raw.kind, Spot(path, use.setting, use.name, spaces_of(spaces)))
        key = (use.raw.value, use.raw.only_exact)
        if key not in offer.matches:
            offer.matches[key] = self._matched(offer, use)
        return offer.matches[key]

    def _matched(self, offer: _Offer, use: StyleUse) -> Match | None:
        kind, value = use.raw.kind, use.raw.value
        exact = [each for each in offer.found if is_same(kind, each.token.value, value, offer.root)]
        tailwind = offer.tailwind
        if not exact and tailwind and (computed := tailwind.computed(use, offer.spot)):
            exact = [computed]
        if exact:
            return Match(exact=tuple(exact))
        if use.raw.only_exact:
            return None
        nearest = self._nearest(kind, value, offer)
        return Match(nearest=nearest) if nearest else None

    def _offer(self, kind: TokenKind, spot: Spot) -> _Offer:
        """What is offered at a spot. Files of one folder are offered the same, but for what they
        define themselves."""
        tokens = self._of_kind(kind)
        serving = self._of_kind(_SERVING[kind]) if kind in _SERVING else []
        folder = spot.path.rpartition("/")[0]
        own = spot.path if spot.path in self._defining else ""
        spaces = tuple((spot.spaces or {}).items())
        key = (kind, folder, own, spot.setting, spot.utility, spaces)
        if key not in self._offers:
            tailwind = tailwind_scale(self._signs, spot)
            usual = tailwind.usual(kind, spot) if tailwind else ()
            found = [*(candidates(tokens, spot) or candidates(serving, spot)), *usual]
            self._offers[key] = _Offer(spot, found, tailwind, self._root_font_size(spot.path))
        return self._offers[key]

    def _of_kind(self, kind: TokenKind) -> list[tuple[str, DesignToken]]:
        if kind not in self._tokens:
            facts = self._project.facts(TOKEN, [scale_topic(kind)])
            told = [(path, token_of(kind, fact.data)) for path, fact in facts]
            values = {token.name: token.value for _, token in told if token.value}
            known = [
                (path, replace(token, value=token.value or values.get(token.derived_from, "")))
                for path, token in told
            ]
            self._tokens[kind] = [(path, token) for path, token in known if token.value]
            self._defining |= {path for path, _ in told}
        return self._tokens[kind]

    def _root_font_size(self, path: str) -> float:
        said = [
            (-nearness(other, path), other, size)
            for other, size in self._roots
            if reaches(other, False, path)
        ]
        return min(said)[2] if said else ROOT_FONT_SIZE_PX

    def _nearest(self, kind: TokenKind, value: str, offer: _Offer) -> tuple[Candidate, ...]:
        """The candidates of the two nearest values, where the value belongs to the scale at all."""
        by_value: dict[float, Candidate] = {}
        size, unit = size_of(kind, value, offer.root)
        for each in offer.found:
            number, of_unit = size_of(kind, each.token.value, offer.root)
            if number is not None and of_unit == unit:
                by_value.setdefault(number, each)
        if size is None or len(by_value) < self._least_tokens:
            return ()
        least, most = min(by_value), max(by_value)
        is_above = size > most * self._beyond and kind is not TokenKind.Z_INDEX
        is_derived = kind is TokenKind.BREAKPOINT and any(0 < one - size <= 1 for one in by_value)
        if is_above or is_derived or size * self._beyond < least:
            return ()
        below = sorted(number for number in by_value if number < size)
        above = sorted(number for number in by_value if number > size)
        near = [*below[-1:], *above[:1]] if below and above else [*below[-2:], *above[:2]]
        return tuple(by_value[number] for number in near)
