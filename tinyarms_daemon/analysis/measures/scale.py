"""The scales of a project: the values of each kind that have a name, and who can use them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tinyarms_daemon.analysis.identifier_words import words_of
from tinyarms_daemon.analysis.measures.raw_values import RawValue
from tinyarms_daemon.analysis.measures.scale_limits import ScaleLimits
from tinyarms_daemon.analysis.measures.style_uses import StyleUse
from tinyarms_daemon.analysis.measures.tailwind_scale import (
    TailwindScale,
    is_built_with,
    sign_data,
    sign_of,
    tailwind_scale,
)
from tinyarms_daemon.analysis.styles.token_kinds import Kind, is_grade, is_step
from tinyarms_daemon.analysis.styles.token_sizes import is_same_length, length_of, size_of
from tinyarms_daemon.analysis.styles.token_values import ROOT_FONT_SIZE_PX
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation, token_of
from tinyarms_daemon.analysis.tokens.scss_modules import spaces_of
from tinyarms_daemon.analysis.tokens.tailwind import TailwindSign
from tinyarms_daemon.analysis.tokens.token_reach import nearness, reaches
from tinyarms_daemon.analysis.tokens.token_reference import Candidate, Spot, candidates
from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.ports.project import Project

TOKEN, TAILWIND, ROOT, PACKAGE = "token", "tailwind", "root", "package"
# An entry of a map that says that it is a scale: `theme.radii.card`, `map-get($font-sizes, s)`
_OF_SCALE = re.compile(r"(.*\b(?!\w*radius\b)\w*(?:\ws|radii))(?:\.|\[|, )[^.\[,]+", re.IGNORECASE)
# Spaces reach from a nudge to the layout of a page, and durations from a click to a show. From how
# often the smallest step holds one, or it the largest, the scale is not for it: to double or halve
# it is no correction. Own estimate.
_FAR_TIMES = 2
_REACHING = (Kind.SPACE, Kind.DURATION)
# Where the layers of a page are counted in hundreds, a number of one digit orders the parts of one
# component among themselves, whatever utility class or level has it, too. Own estimate.
_LAYERS_OF_PAGES, _FIRST_LAYER_OF_PAGE = 100, 10
# Kinds whose tokens serve another kind that has none of its own.
_SERVING = {Kind.SPACE: Kind.SIZE}


def scale_topic(kind: str) -> str:
    """The topic of all tokens of a kind: each of them concerns every value of that kind."""
    return f"scale:{kind}"


def scale_facts(tokens: Iterable[DesignToken]) -> Iterator[tuple[str, str, FactData]]:
    """What a file's tokens add to the project's scales."""
    for token in tokens:
        if token.kind is not Kind.COLOR:
            yield TOKEN, scale_topic(token.kind), token.as_data()


def sign_fact(sign: TailwindSign) -> tuple[str, str, FactData]:
    """What a file shows of Tailwind, as a fact."""
    return TAILWIND, TAILWIND, sign_data(sign)


def package_fact() -> tuple[str, str, FactData]:
    """That a file is that of a package, as a fact: it bounds what Tailwind builds."""
    return PACKAGE, TAILWIND, None


def root_fact(font_size_px: float) -> tuple[str, str, FactData]:
    """What a file says a rem comes to, as a fact."""
    return ROOT, ROOT, font_size_px


@dataclass(frozen=True, slots=True)
class Match:
    """What a project has for a raw value: tokens of just this value, or else those nearest to it,
    in the order of their values."""

    exact: tuple[Candidate, ...] = ()
    nearest: tuple[Candidate, ...] = ()


class _Offer:
    """What is offered at a spot for one kind."""

    def __init__(
        self,
        kind: Kind,
        spot: Spot,
        found: list[Candidate],
        tailwind: TailwindScale | None,
        root: float,
        limits: ScaleLimits,
    ) -> None:
        self._limits = limits
        self._kind = kind
        self._spot = spot
        self._tailwind = tailwind
        self._root = root
        found = sorted(found, key=_is_no_step)  # `$spacer-2` rather than what it is made of
        self._found = [(each, length_of(each.token.value, root)) for each in found]
        self._steps: dict[str, dict[float, Candidate]] = {}
        named: set[str] = set()
        for each in found:
            if kind is Kind.SPACE and _is_no_step(each):
                continue  # the space in one place
            number, unit = size_of(kind, each.token.value, root, limits.round_px)
            if number is not None and each.token.name not in named:
                self._steps.setdefault(unit, {}).setdefault(number, each)
                named.add(each.token.name)
        steps = [each for of_unit in self._steps.values() for each in of_unit.values()]
        # One space is that of one place, unless it is called a step among others.
        self._is_lone = len(steps) == 1 and not _is_grade(steps[0].token.name)
        self._first_layer = 0.0
        if kind is Kind.Z_INDEX:
            layers = self._steps.get("", {})
            if max(layers, default=0) >= _LAYERS_OF_PAGES:
                self._first_layer = _FIRST_LAYER_OF_PAGE
                for number in [each for each in layers if each < self._first_layer]:
                    del layers[number]
        self.matches: dict[tuple[str, bool], Match | None] = {}
        """What has been matched with the offer, by value and whether only that will do."""

    def is_only_exact(self, raw: RawValue) -> bool:
        """Whether no other value than a token's own is held against the scale. A negative margin
        takes back what lies around it; only Tailwind's steps lie close enough for that."""
        return raw.only_exact or (raw.is_negative and self._tailwind is None)

    def exact(self, use: StyleUse) -> tuple[Candidate, ...]:
        """The tokens of just this value, the best one first."""
        value, own = use.raw.value, length_of(use.raw.value, self._root)
        if self._first_layer and float(value) < self._first_layer:
            return ()
        found = tuple(
            each
            for each, length in self._found
            if each.token.value == value
            or (own is not None and length is not None and self._is_same(length, own))
        )
        if found and self._kind is Kind.SPACE and (self._is_lone or all(map(_is_no_step, found))):
            return ()
        if found or self._tailwind is None:
            return found
        computed = self._tailwind.computed(use, self._spot)
        return (computed,) if computed else ()

    def _is_same(self, one: float, two: float) -> bool:
        return is_same_length(self._kind, one, two, self._limits.round_px)

    def nearest(self, value: str) -> tuple[Candidate, ...]:
        """The tokens of the two nearest values, where there is a scale."""
        size, unit = size_of(self._kind, value, self._root, self._limits.round_px)
        steps = self._steps.get(unit, {})
        if size is None or not self._is_scale(steps.values()):
            return ()
        if self._tailwind is not None and not self._tailwind.is_known(self._kind):
            return ()
        numbers = sorted(steps)
        at = bisect_left(numbers, size)
        below, above = numbers[:at], numbers[at:]
        # `max-width: 767px` is a step less one.
        is_derived = self._kind is Kind.BREAKPOINT and above and above[0] - size <= 1
        is_far = self._kind in _REACHING and not (
            numbers[0] < size * _FAR_TIMES and size < numbers[-1] * _FAR_TIMES
        )
        # What lies below the layers that a project names is stacked among its neighbors, and what
        # lies above all of them is meant to: neither is one of them.
        is_outside = self._kind is Kind.Z_INDEX and not (below and above)
        if is_derived or is_far or is_outside:
            return ()
        near = [*below[-1:], *above[:1]] if below and above else [*below[-2:], *above[:2]]
        return tuple(steps[number] for number in near)

    def _is_scale(self, found: Collection[Candidate]) -> bool:
        """Whether some tokens are steps beside each other, as the entries of a map of several
        are, or each the only one for its purpose."""
        grades = sum(_is_grade(each.token.name) for each in found)
        maps = Counter(part[1] for each in found if (part := _OF_SCALE.fullmatch(each.token.name)))
        grades = max(grades, *maps.values(), 0)
        steps = sum(not _is_no_step(each) for each in found)
        return grades > 1 or steps >= self._limits.least_tokens


def _is_no_step(candidate: Candidate) -> bool:
    return not _is_step(candidate.token.name)


@lru_cache(maxsize=4096)
def _is_step(name: str) -> bool:
    return is_step(words_of(name))


@lru_cache(maxsize=4096)
def _is_grade(name: str) -> bool:
    return is_grade(words_of(name))


class Scales:
    """The scales of a project, read as they are needed."""

    def __init__(self, project: Project, limits: ScaleLimits) -> None:
        self._project = project
        self._limits = limits
        self._tokens: dict[Kind, list[tuple[str, DesignToken]]] = {}
        self._offers: dict[tuple[object, ...], _Offer] = {}
        self._signs = [(path, sign_of(fact.data)) for path, fact in project.facts(TAILWIND)]
        self._packages = {path.rpartition("/")[0] for path, _ in project.facts(PACKAGE)}
        self._defining = {path for path, _ in self._signs}
        self._roots = [
            (path, fact.data)
            for path, fact in project.facts(ROOT)
            if isinstance(fact.data, int | float) and fact.data > 0
        ]

    def match(self, path: str, use: StyleUse, spaces: str) -> Match | None:
        """What there is for a raw value; None where the project has no scale for it."""
        offer = self._offer(use.raw.kind, Spot(path, use.setting, use.name, spaces_of(spaces)))
        key = (use.raw.value, offer.is_only_exact(use.raw))
        if key not in offer.matches:
            offer.matches[key] = self._matched(offer, use)
        return offer.matches[key]

    def _matched(self, offer: _Offer, use: StyleUse) -> Match | None:
        if exact := offer.exact(use):
            return Match(exact=exact)
        if offer.is_only_exact(use.raw):
            return None
        nearest = offer.nearest(use.raw.value)
        return Match(nearest=nearest) if nearest else None

    def _offer(self, kind: Kind, spot: Spot) -> _Offer:
        """What is offered at a spot. Files of one folder are offered the same, but for what they
        define themselves."""
        tokens = self._of_kind(kind)
        serving = self._of_kind(_SERVING[kind]) if kind in _SERVING else []
        folder = spot.path.rpartition("/")[0]
        own = spot.path if spot.path in self._defining else ""
        spaces = tuple((spot.spaces or {}).items())
        key = (kind, folder, own, spot.setting, spot.utility, spaces)
        if key not in self._offers:
            tailwind = tailwind_scale(self._signs, spot, self._packages)
            built = (self._built(each, spot) for each in (tokens, serving))
            found = next(filter(None, (candidates(each, spot) for each in built)), [])
            if tailwind is not None:
                found += tailwind.usual(kind, spot, [each.token for each in found])
            root = self._root_font_size(spot.path)
            self._offers[key] = _Offer(kind, spot, found, tailwind, root, self._limits)
        return self._offers[key]

    def _built(
        self, tokens: Iterable[tuple[str, DesignToken]], spot: Spot
    ) -> list[tuple[str, DesignToken]]:
        """Tokens without those of a configuration of Tailwind that another package is built by."""
        return [
            (path, token)
            for path, token in tokens
            if token.notation is not Notation.CONFIG or is_built_with(path, spot, self._packages)
        ]

    def _of_kind(self, kind: Kind) -> list[tuple[str, DesignToken]]:
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
