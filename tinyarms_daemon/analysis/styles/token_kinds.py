"""What design tokens are for, by their names."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from tinyarms_daemon.analysis.identifier_words import word_set


class Kind(StrEnum):
    """What a design token is a measure of."""

    COLOR = "color"
    SPACE = "space"
    SIZE = "size"
    FONT_SIZE = "font-size"
    FONT_WEIGHT = "font-weight"
    LINE_HEIGHT = "line-height"
    RADIUS = "radius"
    SHADOW = "shadow"
    Z_INDEX = "z-index"
    DURATION = "duration"
    BREAKPOINT = "breakpoint"


SCALES = frozenset(Kind) - {Kind.COLOR}
"""The kinds whose tokens make a scale."""

# Which kinds a phrase may stand for: the value decides. None: a measure of something else. Longer
# phrases come first, so that the spacing of letters is no spacing.
_PHRASES: Sequence[tuple[str, tuple[Kind, ...]]] = (
    ("(letter|word|border|line) spacing|tracking|(border|icon|stroke) sizes?", ()),
    ("(sizes?|sizing) (borders?|icons?|strokes?|avatars?|buttons?|inputs?|controls?)", ()),
    ("(max|min|border|stroke|outline|line|ring|container|content) widths?|widths?|heights?", ()),
    (
        (
            r"grid (\w+ )?gutters?|offsets?|outlines?"
            "|text (areas?|inputs?|fields?|box|boxes|links?|buttons?)"
        ),
        (),
    ),
    ("opacity|opacities|alpha|blurs?|ease|easings?|delays?|aspect|ratios?|family|families", ()),
    ("(text|drop|inset|inner) shadows?|(initial|minimum|maximum) scales?", ()),
    ("line heights?|lineheights?|leading|lh", (Kind.LINE_HEIGHT,)),
    ("font weights?|fontweights?|weights?|fw", (Kind.FONT_WEIGHT,)),
    ("(font|text|type) sizes?|fontsizes?|fs|fz", (Kind.FONT_SIZE,)),
    (
        (
            "(border|corner) (radius|radii)|borderradius|radius|radii|rounded|rounding|roundness"
            r"|shape corner|corners?|^br(?= \d)"
        ),
        (Kind.RADIUS,),
    ),
    ("box shadows?|boxshadows?|shadows?|elevations?|depth", (Kind.SHADOW,)),
    ("z (index|indexes|indices)|zindex|zindices|z|layers?", (Kind.Z_INDEX,)),
    ("breakpoints?|screens?|bp|bps|mq|viewports?", (Kind.BREAKPOINT,)),
    (
        (
            "(transition|animation|motion) (durations?|speeds?|times?)|durations?|dur|transitions?"
            "|animations?|speeds?|motion|timings?"
        ),
        (Kind.DURATION,),
    ),
    (
        (
            "grid units?|spacing|spacings|spaces?|spacers?|gaps?|paddings?|margins?|insets?"
            # A letter stands for margin or padding where a number follows: `$m-10`, `$pt-4`.
            r"|^[mp][trblxy]?(?= \d)"
            # One gutter is a measure of the page's grid, and one unit what others are multiples of.
            r"|gutter(?= \S)|gutters|units?(?= \d)"
            "|whitespace|sp"
        ),
        (Kind.SPACE,),
    ),
    ("fonts?|typography|text|type|typescale", (Kind.FONT_SIZE, Kind.FONT_WEIGHT)),
    ("sizes?|sizing", (Kind.SIZE,)),
)
_PHRASE = re.compile(
    "|".join(rf"(?P<p{index}>\b(?:{pattern})\b)" for index, (pattern, _) in enumerate(_PHRASES))
)
# What may stand before the kind in the name of a token for everybody; whatever else stands there
# is the part of a page that the measure belongs to: `card-padding`.
_SAYS_NOTHING = word_set(
    """
    base core sys ref semantic primitive primitives global globals token tokens theme themes ds
    design default defaults app ui root common system foundation foundations layout grid
    shape scale scales style media motion border box font text light space my site vars variables
    constants config options screen extend values value static dimension dimensions
    """
)
_PARTS_OF_PAGES = word_set(
    """
    accordion alert avatar badge banner bar block body box breadcrumb btn button caption card
    carousel cell chart checkbox chip code col column component container content control dialog
    divider drawer dropdown editor field footer form header heading hero icon image img input item
    kbd label link list loader logo menu message modal nav navbar navigation notification page pager
    pagination pane panel picker popover popup post pre progress radio row search section select
    sidebar slide slider spinner step switch tab table tag text tile title toast toggle toolbar
    tooltip topbar tree widget window
    """
)
_STEPS = word_set("""
    xxs xs s sm m md l lg xl xxl x extra tiny mini small medium normal large big huge short long
    fast slow
    """)
_SIZES = _STEPS | word_set("mobile tablet desktop phone wide")
_SIDES = word_set("x y horizontal vertical top right bottom left inline block")
# What a text of some kind looks like is said by its size and its lines together.
_TYPOGRAPHY = word_set("typography typescale type")
_ROLES = word_set(
    "h body title subtitle caption label heading headline display overline paragraph p lead button"
)
_ROLE_KINDS = frozenset({Kind.FONT_SIZE, Kind.LINE_HEIGHT})
# A page has spaces, and its frame a padding, though it be another one on each width of screen, as
# its controls have one in each direction: `padding-large-vertical`.
_OF_BOX = word_set("padding margin")
_FRAMES = word_set("app root layout site screen box grid")
_AXES = word_set("vertical horizontal")
_LEAST_STEPS, _LEAST_GRADES = 3, 2  # of one kind that make a scale, whoever's it is
_GRADES = _SIZES | word_set("""
    thin light regular semibold bold heavy black tight snug relaxed loose round full pill quick
    instant moderate slower faster
    """)


def scale_kind(words: Sequence[str], possible: Collection[Kind]) -> Kind | None:
    """The kind of scale that a name of these words belongs to, its project's prefix left out, if
    its value can be of one of the `possible` kinds."""
    if not possible:
        return None
    name = " ".join(words)
    phrases = list(_PHRASE.finditer(name))
    is_sized = any(each[0].rstrip("s") == "size" for each in phrases)
    if len(phrases) > 1:
        # The size of a font, of a radius, of a space: the other word says what it is a size of.
        phrases = [each for each in phrases if each[0].rstrip("s") != "size"] or phrases
    if not phrases or any(not _kinds_of(each) for each in phrases):
        return None
    last = phrases[-1]
    if last[0] == "text" and any(Kind.SPACE in _kinds_of(each) for each in phrases):
        return None  # `gap-text-text`: what lies between texts
    before = _PHRASE.sub(" ", name[: last.start()]).split()
    said = {word for word in before if not word.isdigit()}
    if phrases[0][0] in _TYPOGRAPHY and _ROLE_KINDS.issuperset(_kinds_of(last)):
        said -= _ROLES  # `typography.h1.fontSize`
    if not said <= _SAYS_NOTHING | _STEPS:  # `large-space` is a step as `space-large` is
        return None
    behind = name[last.end() :]
    if last[0].rstrip("s") in _OF_BOX and not (
        said.isdisjoint(_FRAMES) and _AXES.isdisjoint((*said, *behind.split()))
    ):
        return None
    if is_sized and Kind.FONT_SIZE in _kinds_of(last):
        possible = {Kind.FONT_SIZE}.intersection(possible)
    if Kind.SIZE in _kinds_of(last) and _names_part(behind):
        return None
    return next((kind for kind in _kinds_of(last) if kind in possible), None)


def says_scale(words: Sequence[str]) -> bool:
    """Whether words are those of a whole scale: `spacing`, `fontSizes`, `zIndex`."""
    return scale_kind(words, SCALES) is not None


def is_step(words: Sequence[str]) -> bool:
    """Whether a name of these words is that of one step among others, `space-2`, and not that of
    the one measure of its kind, `transition-duration`, or of the space in a part of a page."""
    name = " ".join(words)
    phrases = [each for each in _PHRASE.finditer(name) if _kinds_of(each)]
    if not phrases:
        return True
    behind = name[phrases[-1].end() :]
    if Kind.SPACE in _kinds_of(phrases[-1]) and _names_part(behind):
        return False
    return bool(behind) or not _SIZES.isdisjoint(words)


def is_step_of_step(keys: Iterable[str]) -> bool:
    """Whether keys of a map lead to a step within a step: a font size on one width of screen."""
    return sum(key in _STEPS for key in keys) > 1


def is_grade(words: Sequence[str]) -> bool:
    """Whether a name of these words says how much of its kind it is, as `space-2` and
    `radius-large` do, and every layer's: one lies above the other."""
    is_layer = scale_kind(words, {Kind.Z_INDEX}) is not None
    return is_layer or any(word in _GRADES or word.isdigit() for word in words)


def prefix_of(names: Sequence[Sequence[str]], subject: str) -> tuple[str, ...]:
    """The words with which most names begin alike, and which say whose they are and not what for.

    `subject` is what the file is about: its own name is that of a part of a page.
    """
    prefix: tuple[str, ...] = ()
    while True:
        length = len(prefix)
        names = [name for name in names if len(name) > length + 1]
        shared = _shared_word([name[length] for name in names])
        is_subject = shared is not None and (
            shared in subject or "".join((*prefix, shared)) in subject
        )
        of_phrase = sum(_begins_phrase(name[length:]) for name in names)
        if shared is None or is_subject or of_phrase > len(names) - of_phrase:
            return prefix
        prefix = (*prefix, shared)
        names = [name for name in names if name[length] == shared]


def _shared_word(words: Sequence[str]) -> str | None:
    """The word of most of them, if a prefix may hold it; what only one name has is not shared."""
    word, count = max(Counter(words).items(), key=lambda each: each[1], default=("", 0))
    is_shared = count > 1 and count > len(words) - count
    return word if is_shared and _may_be_prefix(word) else None


def scaled_prefixes(names: Sequence[Sequence[str]], subject: str) -> frozenset[str]:
    """The words that say whose a scale is: those with which several steps of one kind begin, grades
    among them, though most names of the file begin otherwise."""
    steps: dict[tuple[str, Kind], list[bool]] = defaultdict(list)
    for first, *own in names:
        is_of_scale = bool(own) and is_step(own) and own[-1] not in _SIDES
        is_of_scale = is_of_scale and not _begins_phrase((first, *own))
        kind = scale_kind(own, SCALES) if is_of_scale else None
        if kind is not None and first not in subject and _may_be_prefix(first):
            steps[first, kind].append(is_grade(own))
    return frozenset(
        first
        for (first, _), grades in steps.items()
        if len(grades) >= _LEAST_STEPS and sum(grades) >= _LEAST_GRADES
    )


def _begins_phrase(words: Sequence[str]) -> bool:
    """Whether the first word says with the next what is measured: `letter-spacing-2`."""
    phrase = _PHRASE.match(" ".join(words))
    return phrase is not None and " " in phrase[0]


def _may_be_prefix(word: str) -> bool:
    is_known = _names_part(word) or word in _SAYS_NOTHING or word.startswith("color")
    phrase = _PHRASE.match(f"{word} 1")
    is_phrase = phrase is not None and phrase.end() == len(word)
    return not is_known and not is_phrase and not word.isdigit()


def _names_part(words: str) -> bool:
    return any(
        not _PARTS_OF_PAGES.isdisjoint((word, word.removesuffix("s"))) for word in words.split()
    )


def _kinds_of(phrase: re.Match[str]) -> tuple[Kind, ...]:
    return _PHRASES[int((phrase.lastgroup or "p0")[1:])][1]
