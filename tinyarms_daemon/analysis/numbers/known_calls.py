"""Calls that say what a number among their arguments means."""

import math
import re
from dataclasses import dataclass

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.numbers import known_numbers, statuses
from tinyarms_daemon.analysis.numbers.limits import NumberLimits


def _names(text: str) -> frozenset[str]:
    return frozenset(text.replace("_", "").split())


_DIGITS_AND_BASES = _names(
    """
    tofixed toprecision tostring parseint int parseuint formatint formatuint formatfloat parsefloat
    strtol strtoul strtoll round around format number_format
    repeat pow exp log sqrt cbrt stringify dumps indent dedent ceil floor trunc setprecision
    fromcharcode fromcodepoint chr ord unichr bin hex oct quantize getrandbits randbits bitlength
    tobytes todigit fromdigit isdigit expandtabs combinations permutations appendint appenduint
    appendfloat itoa asintn asuintn lsh rsh shl shr rotl rotr rotateleft rotateright imul syscall
    syscall6 syscall9
    """
)
_PLACES = _names(
    """
    slice islice substring substr at charat charcodeat codepointat splice nth item elementat group
    start end span getint getstring getlong getdouble getboolean getfloat getobject getdate
    gettimestamp setint setstring setlong setdouble setobject cell column row col split rsplit
    splitn explode pregsplit partition pop insert prefix suffix dropfirst droplast nthchild eq
    subarray subseq copyofrange copywithin get skip offset drop lookahead peek indexof
    lastindexof index rindex sublist substring_index array_slice unpack_from pack_into addwidget
    addlayout fill
    """
)
# Fields of bytes at a place: `getUint16`, `readInt32LE`.
_FIELDS_OF_BYTES = re.compile(
    r"(?:get|set|read|write)(?:(?:big)?u?int|float|double)(?:\d+|(?=[bl]e))?(?:be|le)?"
)
# Types of numbers, and units of lengths on screens: what is converted to one means what it did
# before.
_CASTS = _names(
    """
    int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 byte long float float32 float64
    double number cgfloat nsnumber dp sp px pt rem em vw vh
    """
)
_KEEPING = _CASTS | _names("round floor ceil trunc abs min max clamp")
# Places that are handed alone: `match.group(3)`, `rows.get(3)`, unlike `ranks.get(key, 999)`.
_GROUPS = _names("start end group span get")
_DATA = _names(
    """
    aslist listof setof arrayof date datetime time localdate localdatetime localtime timedelta
    timespan utc of decimal bigdecimal bigint biginteger fraction complex vector vector2 vector3
    vector4 vec2 vec3 vec4 point point2d point3d size rect rectangle color colour rgb rgba rgbcolor
    hsl hsla hsv matrix quaternion euler edgeinsets cgpoint cgsize cgrect cgvector insets dimension
    translate translate3d scale rotate viewport qspaceritem resize move
    createlineargradient createradialgradient cubicbezier bezier full
    latlng lnglat geopoint location reshape seed manual_seed manualseed srand
    randomseed randomstate defaultrng randn rand tile
    percentile quantile string varchar char numeric text column integer unicode float double
    charfield decimalfield integerfield subplot subplots axis version semver linear conv1d conv2d
    conv3d maxpool2d dense lstm gru embedding batchnorm1d batchnorm2d eye identity alpha darken
    lighten transparentize opacify shade tint saturate desaturate adjusthue dropout intrange
    floatrange push append add put enqueue extend print println printf log debug chmod umask
    """
)
_UNITS = _names(
    """
    seconds second minutes minute hours hour days day weeks week months month years year millis
    milliseconds microseconds nanoseconds ofseconds ofminutes ofhours ofdays ofmillis ofnanos
    fromseconds fromminutes fromhours fromdays frommilliseconds from_secs from_millis from_micros
    from_nanos mb kb gb kib mib gib points inches centimeters millimeters
    pixels deg rad ms secs mins hrs megabytes kilobytes gigabytes bytes duration space spacing unit
    units gutter gutters rhythm
    """
)
_ALTERNATIVES = _names("unwrapor mapor orelse getorelse valueor getvalueordefault")  # of a name
_CONVERSIONS = _names(
    """
    str bool usestate useref usesharedvalue ref shallowref signal createsignal atom observable
    writable some ok just valueof atomicinteger atomiclong timeinterval field staticcast
    reinterpretcast
    """
)
_SAYING = _DIGITS_AND_BASES | _PLACES | _DATA | _UNITS | _ALTERNATIVES | _CONVERSIONS
# Called like properties, with nothing but the value.
_SETTING = re.compile(
    r"""set(?!timeout|interval|immediate|value$)\w* | with\w+ | (?:max|min)\w*
    | \w*(?:limit|length|size|width|height|padding|margin|spacing|radius|angle|opacity|timeout
        |retries|attempts|columns|columnspan|duration)
    | (?:padding|margin)(?:left|right|top|bottom)
    | gt | gte | lt | lte | eq | multipleof | step | offset | blur | shadow | elevation | border
    | gap | page | perpage | retry | weight | expires | maxage | depth | buffer | prefetch | default
    | resize | digits | places | bits | rounds | year | month | day | hour | minute | second | nice
    | option\w+ | \w*(?:distance|ticks|time|count) | strength
    | umask | chmod | tension | alpha | cost | frequency | lighten | darken | fade | fadeout
    | fadein | saturate | desaturate | opaquer | spin""",
    re.VERBOSE,
)
# What the last word of a setter may be beside that.
_SET = word_set("""
    max min ttl concurrency capacity order priority level rows index precision factor iterations
    version code status port
    """)
_ANSWERING = word_set("""
    status http response respond error errors exception abort redirect json send fail reject head
    header reply render problem code raise statuscode
    """)
_LISTENING = word_set("listen port ports bind connect serve")
_CONNECTING = word_set("socket sockets server tcp udp endpoint htons inet")
_CONSTANT_KEY = re.compile(r"(?:\w+(?:\.|::|->))*[A-Z][A-Z0-9]*_[A-Z0-9_]+")
_PROPERTY = re.compile(r"\w+(?:\??\.\w+)+")
_FILLING = word_set("set put register define")
_DEFAULTING = word_set("default option defined fallback coalesce")
_OPTIONS = word_set("setsockopt setopt")  # of something that stands before their name
_KEYED = _OPTIONS | word_set("""
    get getattr getenv set setattr put var attr attribute prop property default option opt config
    conf setting settings env value param arg argument field add insert int integer float number
    flag column header data pop update define register extra style css
    """)
_PRINTING = ("print", "printf", "println", "errorf", "logf", "format", "write")
_WAITING = _names(
    """
    settimeout setinterval sleep usleep nanosleep delay wait debounce throttle usedebounce
    usethrottle usedebouncedcallback useinterval usetimeout after afterfunc tick newtimer newticker
    postdelayed waitfor waitfortimeout withdelay withtimeout join
    """
)
# What makes a call wait, take a part, or give up, by so much.
_TUNED = word_set("""
    sleep msleep usleep delay timeout interval debounce throttle wait schedule timer pause backoff
    poll cache setex expire expires single batch batches chunk chunks retry retries truncate shorten
    elide abbreviate ellipsize limit
    """)
_SEEDING = word_set("seed source state new bytes hex")  # of random numbers, and so many bytes
_SHARED = word_set("executor semaphore pool")  # by so many at once
_PLOTTING = word_set("plt ax axes axs fig sns")
_FAILING = word_set("error exception errno fail failure close")  # a code with its message
# With the type of what is bound: `maxf32`, `MinInt`, `fmin`.
_BOUNDING = re.compile(
    r"[fi]?(?:min|max)(?:f|i|int|uint|float)?(?:8|16|32|64)?|clamp\w{0,3}|clip|constrain|limit"
)
_RANDOM = _names("urandom random_bytes token_bytes token_hex token_urlsafe")  # so many bytes
_DIVIDING = _names("divmod mod fmod remainder ieeeremainder")
_TEXT = re.compile(r"""[bf]?(?:["'`]{2}$|["'`]+[^"'`])""", re.IGNORECASE)
_NAMING = re.compile(r"""[bf]?["'`][\w.:/-]+["'`]?$""")  # `get("timeout", 30)`
_REPLYING = word_set("reply respond response")
_FONTS = word_set("font typeface truetype")
_STEPPING = frozenset({"range", "arange"})  # through numbers that have each a meaning
_PAIR = 2
_WITH_CAPACITY = 3  # arguments


@dataclass(frozen=True, slots=True)
class Argument:
    """A number among the arguments of a call.

    `before` and `after` are the texts of the arguments beside it, empty where there is none;
    `index` counts those before it, `arguments` those without a name, `numbers` the numbers, `run`
    those of them that stand one after another around it.
    """

    value: float
    index: int
    before: str
    after: str
    arguments: int
    numbers: int
    run: int


def says_meaning(callee: str, argument: Argument, around: str, limits: NumberLimits) -> bool:
    """Whether the call of this dotted name says what its argument means.

    `around` names what the call stands in.
    """
    owner, _, method = callee.rpartition(".")
    called = method.replace("_", "").replace("$", "").lower()
    is_timer = called == "start" and "timer" in words_of(owner)
    is_setter = bool(owner) and not owner[:1].isupper()  # unlike `AbortSignal.timeout(5000)`
    is_wait = is_timer or (called == "timeout" and not is_setter)
    if called in _WAITING or is_wait:  # a timer; with one argument, what sets a limit of that name
        return called.startswith("set") and argument.arguments == 1
    return (
        (
            called.removeprefix("from") in _SAYING
            and not _is_rate(called, argument)
            and (
                argument.arguments == 1
                or called not in _GROUPS
                or argument.arguments == argument.numbers
            )
        )
        or (argument.value == 1 / 2 and not is_tuned_by(callee))
        or called.startswith(("assert", "expect"))
        or (argument.arguments == argument.numbers and _sets(method))
        or (_NAMING.match(argument.before) is not None and argument.index == 1)
        or (_is_text(argument.before) and _keeps_by_name(method))
        or (_is_behind_key(argument, method) and _keeps_by_name(method))
        or (bool(argument.before) and "default" in words_of(method)[1:])  # getOrDefault
        or (known_numbers.is_version(callee) and not is_tuned_by(callee))
        or (_is_text(argument.after) and statuses.is_status(argument.value))
        or (called not in _STEPPING and _is_row(argument, limits))
        or (called == "make" and _is_hint(argument))
        or (argument.before.startswith("[]byte") and known_numbers.has_one_length(around))
        or _sets_of(method, argument)
        or _is_key_of_text(method, argument)
        or _is_default_of(method, argument)
        or owner in _PLOTTING
        or (not bounds(method) and known_numbers.is_unit_constant(argument.after))
        or known_numbers.is_unit_constant(owner)
        or _is_known_value(argument, frozenset(words_of(callee)))
        or (
            called in _DIVIDING
            and (known_numbers.carries(argument.value) or known_numbers.is_mask(argument.value))
        )
        or (called == "range" and _is_known_range(argument.value, around, limits))
        or (
            bounds(method)
            and (
                known_numbers.is_bound(argument.value, around, argument.before, argument.after)
                or known_numbers.is_year(argument.value, f"{argument.before} {argument.after}")
            )
        )
        or not _FONTS.isdisjoint(words_of(method))  # and its size
        or called in _RANDOM
        or (method == "Random" and argument.arguments == 1)  # its seed
        or known_numbers.is_range_of(argument.value, argument.before)
        or known_numbers.is_angle(argument.value, f"{method} {around}")
        or known_numbers.is_whole(argument.value, callee)
        or known_numbers.is_width_in_bits(argument.value, callee)
        or known_numbers.is_base(argument.value, method)
    )


def _is_rate(called: str, argument: Argument) -> bool:
    """`pow(1.08, seconds)`: by how much something grows each time"""
    is_part = not float(argument.value).is_integer() and argument.value != math.e
    return called == "pow" and argument.index == 0 and is_part


def _is_behind_key(argument: Argument, method: str) -> bool:
    """`config.get(KEY, 40)`, `setsockopt(level, KEY, 40)`, but not `set(key, VALUE, 40)`"""
    is_second = argument.index == 1 or not _OPTIONS.isdisjoint(words_of(method))
    return is_second and _CONSTANT_KEY.fullmatch(argument.before) is not None


def _is_row(argument: Argument, limits: NumberLimits) -> bool:
    """Whether a call is handed numbers, and at most what they are for, `move(box, 3, 40, 5)`, or so
    many one after another that they are a rectangle."""
    others = argument.arguments - argument.numbers
    is_row = argument.numbers >= limits.row_of_numbers and others <= 1
    return is_row or argument.run > limits.row_of_numbers


def _sets_of(method: str, argument: Argument) -> bool:
    """`setTTL(connection, 64)`: the property of what stands first"""
    first, *named = words_of(method) or ("",)
    is_last = argument.index == 1 and argument.arguments == _PAIR
    return first == "set" and bool(named) and is_last and not is_tuned_by(method)


def _is_key_of_text(method: str, argument: Argument) -> bool:
    """`reasons.set(0x11, "OVERFLOW")`: what stands behind it says what it stands for"""
    is_key = argument.index == 0 and argument.arguments == _PAIR and _is_text(argument.after)
    return is_key and not _FILLING.isdisjoint(words_of(method)[:1])


def _is_default_of(method: str, argument: Argument) -> bool:
    """`mergeOption(options.size, 40)`: what an option is where nobody sets it"""
    is_second = argument.index == 1 and _PROPERTY.fullmatch(argument.before) is not None
    return is_second and not _DEFAULTING.isdisjoint(words_of(method))


def _is_hint(argument: Argument) -> bool:
    """Whether a size is but a hint, as for a map or what a slice grows to: `make(map[K]V, 8)`."""
    return argument.arguments >= _WITH_CAPACITY or not argument.before.startswith(("[]", "chan"))


def _keeps_by_name(method: str) -> bool:
    """Whether a call puts a value where a name says, `set("width", 30)`, or into a text."""
    is_printing = method.lower().endswith(_PRINTING)
    return is_printing or not _KEYED.isdisjoint(words_of(method))


def _sets(method: str) -> bool:
    """Whether a call of this name sets a property: `setWidth(10)`, `.maxRetries(5)`."""
    words = words_of(method)
    called = method.replace("_", "").lower()
    is_made_with = words[:1] == ("new",) and "with" in words  # `NewReaderWithSize(64)`
    return is_made_with or bool(_SETTING.fullmatch(called)) or not _SET.isdisjoint(words[-1:])


def names_value(callee: str) -> bool:
    """Whether the name of a call is that of what it is handed: `setWidth`, `date`."""
    method = callee.rpartition(".")[2]
    called = method.replace("_", "").lower()
    return called not in _WAITING and (called in _SAYING or _sets(method))


def is_tuned_by(callee: str) -> bool:
    """Whether a call of this name waits, bounds, repeats or cuts by the number it is handed."""
    method = callee.rpartition(".")[2]
    called = method.replace("_", "").replace("$", "").lower()
    is_known = called in _WAITING or bounds(callee) or called in ("range", "make")
    is_timer = called == "start" and "timer" in words_of(callee)
    is_drawn = known_numbers.is_random(callee) and _SEEDING.isdisjoint(words_of(callee))
    is_shared = not _SHARED.isdisjoint(words_of(method))
    return is_known or is_timer or is_drawn or is_shared or not _TUNED.isdisjoint(words_of(callee))


def is_place(callee: str, index: int) -> bool:
    """Whether the argument of a call behind so many others is a position in what it is called on:
    the first of `rows.insert(at, row)`, each of `text.substring(from, to)`."""
    called = callee.rpartition(".")[2].replace("_", "").lower()
    is_known = called in _PLACES - _GROUPS or bool(_FIELDS_OF_BYTES.fullmatch(called))
    return is_known and (called != "insert" or index == 0)


def bounds(callee: str) -> bool:
    """Whether a call of this name holds a value within bounds."""
    called = callee.rpartition(".")[2].replace("_", "").lower()
    return _BOUNDING.fullmatch(called) is not None


def keeps_meaning(callee: str) -> bool:
    """Whether what a call returns is what it was handed: rounded, converted, or held in bounds."""
    return callee.rpartition(".")[2].lower() in _KEEPING


def is_cast(callee: str) -> bool:
    """Whether a call of this name only changes the type of a number: `float64(5)`."""
    return callee.rpartition(".")[2].lower() in _CASTS


def _is_known_range(value: float, around: str, limits: NumberLimits) -> bool:
    """`range(1, 13)` where months are dealt with"""
    is_limit = known_numbers.is_natural_limit(value, "", around, limits)
    return is_limit or known_numbers.is_range_of(value - 1, around)


def _is_known_value(argument: Argument, words: frozenset[str]) -> bool:
    value = argument.value
    beside = words_of(f"{argument.before} {argument.after}")
    return (
        (statuses.is_status(value) and not _ANSWERING.isdisjoint(words.union(beside)))
        or (_is_text(argument.after) and not _FAILING.isdisjoint(words))
        or (known_numbers.is_port(value) and not words.isdisjoint(_LISTENING | _CONNECTING))
        or (statuses.is_reply(value) and argument.index == 0 and bool(words & _REPLYING))
    )


def _is_text(argument: str) -> bool:
    """Whether an argument is a string: `get("timeout", 30)` names its default."""
    return bool(_TEXT.match(argument))
