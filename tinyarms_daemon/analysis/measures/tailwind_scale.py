"""What Tailwind's own theme offers at the place of a raw value."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from tinyarms_daemon.analysis.measures.style_uses import StyleUse
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.styles.token_sizes import in_pixels
from tinyarms_daemon.analysis.styles.token_values import ROOT_FONT_SIZE_PX, amount_of, pixels
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation
from tinyarms_daemon.analysis.tokens.tailwind import TailwindSign
from tinyarms_daemon.analysis.tokens.tailwind_theme import (
    CLASSIC,
    DIFFERING,
    PIXEL_STEP,
    computed_step,
    css_reference,
    takes_steps,
    usual_tokens,
)
from tinyarms_daemon.analysis.tokens.token_reach import is_of_one_package, nearness, reaches
from tinyarms_daemon.analysis.tokens.token_reference import SHEETS, Candidate, Setting, Spot
from tinyarms_daemon.domain.findings.project import FactData

_USUAL_UNIT_PX = 4.0
_OF_TAILWIND = frozenset({Notation.THEME, Notation.CONFIG})
_NATIVE = frozenset({Setting.NATIVE, Setting.NATIVE_TEMPLATE})


@dataclass(frozen=True, slots=True)
class TailwindScale:
    """What the project says of Tailwind to one file: `version` is 0 where it does not say, a step
    of spacing is `unit_px` wide, the scales of the kinds in `replaces` are out of force, and what
    the steps in `untold` come to is not known.
    `is_at_hand`: the file is one that Tailwind builds, so that its theme can be used there."""

    version: float
    replaces: frozenset[Kind]
    unit_px: float
    is_at_hand: bool
    untold: frozenset[tuple[Kind, str]]

    def is_known(self, kind: Kind) -> bool:
        """Whether the project says what each step of a kind comes to."""
        is_told = bool(self.version) or kind not in DIFFERING
        return is_told and all(each is not kind for each, _ in self.untold)

    def usual(self, kind: Kind, spot: Spot, own: Collection[DesignToken]) -> Iterator[Candidate]:
        """The tokens of a kind that Tailwind brings, but for those in whose place the project has
        its own, as they are written at a spot."""
        steps = {each.step for each in own if each.notation in _OF_TAILWIND}
        if kind in self.replaces or not takes_steps(spot.utility, self.version):
            return
        for token in usual_tokens(kind, self.version, self.unit_px):
            if token.step in steps or (kind, token.step) in self.untold:
                continue
            text = self._text(token, spot)
            if text is not None:
                is_class = spot.setting is Setting.OBJECT and spot.utility
                named = replace(token, name=_class_of(token, spot)) if is_class else token
                yield Candidate(named, "", text)

    def _text(self, token: DesignToken, spot: Spot) -> str | None:
        """How a usual token is written at a spot: empty where it cannot be, None where it is not
        meant."""
        if spot.setting is Setting.UTILITY:
            if token.kind is Kind.BREAKPOINT:
                return token.step if spot.utility == "min" else f"{spot.utility}-{token.step}"
            return _class_of(token, spot)
        if token.step == PIXEL_STEP:
            return None
        reference = css_reference(token)
        is_named = reference or token.kind is Kind.Z_INDEX or spot.setting is Setting.OBJECT
        if not is_named:
            return None
        is_sheet = spot.setting in SHEETS
        is_built = is_sheet and (self.is_at_hand or token.notation is Notation.CONFIG)
        return reference if is_built or not reference.startswith("theme(") else ""

    def computed(self, use: StyleUse, spot: Spot) -> Candidate | None:
        """The class that the current version makes up for a value: `p-13`."""
        kind = use.raw.kind
        # A width may be any number of steps, and is none of the scale.
        if spot.setting is not Setting.UTILITY or kind in self.replaces or use.raw.only_exact:
            return None
        step = computed_step(kind, in_pixels(use.raw.value), self.version, self.unit_px)
        if step is None:
            return None
        token = DesignToken(
            kind=kind,
            name=f"{spot.utility}-{step}",
            value=use.raw.value,
            line=0,
            notation=Notation.THEME,
            step=step,
        )
        return Candidate(token, "", token.name)


def is_built_with(path: str, spot: Spot, packages: Collection[str]) -> bool:
    """Whether what a file says to Tailwind holds at a spot, given the folders of all packages: a
    utility class is of Tailwind wherever it stands, anything else where the package is built so."""
    return spot.setting is Setting.UTILITY or is_of_one_package(path, spot.path, packages)


def tailwind_scale(
    signs: Iterable[tuple[str, TailwindSign]], spot: Spot, packages: Collection[str]
) -> TailwindScale | None:
    """What the signs of a project, with their paths, say to a spot; None where Tailwind is not
    used there. `packages` are the folders of all packages."""
    reaching = sorted(
        (
            (path, sign)
            for path, sign in signs
            if reaches(path, False, spot.path) and is_built_with(path, spot, packages)
        ),
        key=lambda each: (-nearness(each[0], spot.path), each[0]),
    )
    is_used = any(sign.is_used for _, sign in reaching)
    if not (is_used or spot.setting is Setting.UTILITY) or spot.setting in _NATIVE:
        return None
    usual = CLASSIC if is_used else 0  # a configuration alone is what the earlier versions need
    said = [sign.version for _, sign in reaching if sign.version]
    units = [_unit_px(sign) for _, sign in reaching if sign.unit]
    return TailwindScale(
        # A style sheet tells no more than the version's first part.
        max((each for each in said if each // 1 == said[0] // 1), default=usual),
        frozenset(kind for _, sign in reaching for kind in sign.replaces),
        next(filter(None, units), _USUAL_UNIT_PX),
        spot.setting is Setting.UTILITY or any(path == spot.path for path, _ in reaching),
        frozenset(step for _, sign in reaching for step in sign.untold),
    )


def sign_data(sign: TailwindSign) -> FactData:
    """A sign as the data of a fact."""
    replaces: list[FactData] = [kind.value for kind in sign.replaces]
    untold: list[FactData] = [[kind.value, step] for kind, step in sign.untold]
    return {
        "version": sign.version,
        "replaces": replaces,
        "unit": sign.unit,
        "untold": untold,
        "is_used": sign.is_used,
    }


def sign_of(data: FactData) -> TailwindSign:
    """The sign that a fact holds."""
    if not isinstance(data, dict):
        raise ValueError("a sign of Tailwind is an object")
    replaces, untold = data["replaces"], data["untold"]
    kinds = tuple(Kind(str(kind)) for kind in replaces) if isinstance(replaces, list) else ()
    version = data["version"]
    return TailwindSign(
        version if isinstance(version, int | float) else 0,
        kinds,
        str(data["unit"]),
        tuple(_step_of(each) for each in untold) if isinstance(untold, list) else (),
        bool(data.get("is_used", True)),
    )


def _step_of(data: FactData) -> tuple[Kind, str]:
    if not isinstance(data, list):
        raise ValueError("a step of Tailwind is a kind with a name")
    kind, step = data
    return Kind(str(kind)), str(step)


def _unit_px(sign: TailwindSign) -> float | None:
    amount = amount_of(sign.unit)
    return pixels(amount, ROOT_FONT_SIZE_PX) if amount else None


def _class_of(token: DesignToken, spot: Spot) -> str:
    return "-".join(filter(None, (spot.utility, token.step)))
