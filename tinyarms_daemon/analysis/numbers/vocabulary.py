"""Words of the fields that numbers are known in: time, sizes, angles, shares, colors, lengths."""

import re

from tinyarms_daemon.analysis.identifier_words import word_set, words_of

TIME = word_set("""
    ms msec msecs millis milli millisecond milliseconds s sec secs second seconds mins minute
    minutes hour hours hr hrs day days week weeks month months year years time timeout
    timestamp timestamps ts duration durations delay interval elapsed date dates now epoch ttl age
    latency expires expiry expiration nanos nano nanosecond nanoseconds micros micro microsecond
    microseconds us ns performance perf monotonic clock uptime deadline mtime ctime atime utc leap
    after backoff ago since eta freq frequency fps hz dow weekday weekdays dt
    """)
SIZE = word_set("""
    byte bytes kb mb gb tb kib mib gib size sizes memory mem disk filesize capacity buffer buf
    storage quota bit bits bandwidth sizeof
    """)
WEEK = word_set("day days week weeks weekday weekdays dow date dates calendar month")
YEAR = word_set("year years month months date dates")
ANGLE = word_set("""
    deg degs degree degrees angle angles angular rad rads radian radians rotation rotate hue heading
    bearing lat lng lon latitude longitude pi azimuth theta phi yaw pitch roll orientation tau
    altitude elevation zenith tilt skew turn arc quadrant quadrants east west north south
    """)
SHARE = word_set("""
    percent percents percentage percentages pct progress ratio fraction rate opacity quality volume
    completion share transparency pc brightness saturation battery humidity cpu hsl hsv hsb
    """)
COLOR = word_set("""
    r g b a red green blue alpha rgb rgba color colour channel gray grey pixel
    brightness luma luminance saturation lightness hsl hsv byte bytes octet clamp
    """)
HUNDREDTHS = SHARE | word_set("cent cents cm centimeter centimeters")
VERSION = word_set("version versions ver maj major minor sdk gnuc cplusplus hexversion versinfo")
RELEASE = word_set("api release build patch")  # which have other numbers as well: `build.steps`
SHAPE = word_set("""
    shape ndim ndisplay dim dims dimension dimensions rank channels nchannels components bands argv
    argc args arguments nargs narg #
    """)
CORNERS = word_set("points vertices corners sides polygon ring polyline")
MUSIC = word_set(
    "semitone semitones pitch pitches midi octave octaves chroma cents note notes transpose"
)
LOUDNESS = word_set("db dbs dbfs dbm decibel decibels")
LENGTH = word_set("len length size count strlen")
DRAWN = word_set(
    "rect font icon box cell tile grid dot circle line page"
)  # their size is no memory
ROUNDING = word_set("round rounded rounding rint nearest")
COUNTED = word_set("max limit total colors")  # so many things, and no byte
# What has one length; those of keys, hashes and the like depend on the algorithm.
ENCODED = word_set("hex color colour rgb uuid uuids guid guids mac ip ipv4 ipv6 address addr")
_RECEIVER = re.compile(
    r"(?<![\w.])s\.|\bDate(?=\.now\b)"
)  # of Go's methods: no second; a clock: no day
# What a word that is run together with others speaks of: `elapsedms`, `qtmajor`, `dega`.
_RUN_TOGETHER = {
    re.compile(
        r"(?:delay|time|seconds?|minutes?|hours?|elapsed|duration|latency|interval|stamp|millis)"
        r"(?:ms)?$|^(?:delay|time|elapsed|duration|timestamp|dateu)"
    ): {"time"},
    re.compile(r"(?:major|minor|version)$"): {"version"},
    re.compile(r"^[mwy]day$"): {"day"},
    re.compile(r"^bit|bits$"): {"bit"},
    re.compile(r"bytes$"): {"bytes"},
    re.compile(r"^deg(?:ree)?[abs]?[12]?$|^d(?:lat|lon|lng)$"): {"deg"},
    re.compile(r"code$"): {"code"},
    re.compile(r"status$"): {"code", "status"},
}
# What has a limit in milliseconds is set, and no span that is told in seconds.
SETTINGS = word_set("interval timeout delay debounce throttle backoff ttl reload poll polling")
BITS = word_set("bit bits byte bytes octet octets")
IN_BITS = BITS | word_set(
    "codeword codewords bitrate bps kbps mbps key keys sizeof buffer buf bandwidth sample sampwidth"
)
CHANCE = word_set("random rand rnd randint")
MEASURES = word_set("""
    pt point points px pixel pixels em rem dpi mm cm m km in inch inches ft feet mi mile miles nm
    knot knots deg degree degrees rad radian radians kg g gram grams lb lbs pound pounds oz ounce
    ounces c f k celsius fahrenheit kelvin mph kmh kph mps bar psi pa hpa kpa mmhg inhg l liter
    liters gal gallon gallons w kw
    """)
METRIC_LENGTHS = word_set("mm cm millimeter millimeters centimeter centimeters")
CUSTOMARY_UNITS = word_set("""
    inch inches foot feet ft yard yards mile miles mi oz ounce ounces lb lbs pound pounds mph kmh
    kph kmph knot knots
    """)
PRINT = word_set("dpi ppi pt point points inch inches mm px")
TEMPERATURES = word_set("celsius fahrenheit kelvin")
DIGITS = word_set("base radix digit atoi")
ARGUMENTS = word_set("argv argc args arguments nargs #")


def words_said(names: tuple[str, ...]) -> frozenset[str]:
    """The words of some names, with what those speak of that are run together: `elapsedms`."""
    found = {word for name in names for word in words_of(_RECEIVER.sub("", name))}
    for pattern, spoken_of in _RUN_TOGETHER.items():
        if any(map(pattern.search, found)):
            found |= spoken_of
    if any("#" in name for name in names):
        found.add("#")
    return frozenset(found)
