"""What a definition is called with: values drawn by a fixed rule, so that two definitions that take
the same get the same."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from tinyarms_daemon.analysis.behavior.draws import (
    ADVERSE,
    IN_HALVES,
    MOST_ITEMS,
    NO_LITERALS,
    Draws,
    Literals,
    fraction,
    hashed,
    mixed,
)
from tinyarms_daemon.analysis.behavior.places import (
    Layout,
    Place,
    are_without_names,
    is_end,
    item_of,
    layouts,
    nameless_place,
    of_all,
    plain,
)
from tinyarms_daemon.analysis.behavior.terms import InputType, Unsupported
from tinyarms_daemon.analysis.behavior.values import (
    NOT_THERE,
    Drawn,
    DrawnFunction,
    DrawnMap,
    DrawnRecord,
    Path,
    Value,
)

_MOST_KEYS = 4
_OF_A_PAIR = ("0", "1")
_ARGUMENT = 2  # parts of the path of what an object is called with
_OFTEN_GIVEN = 3
_FULL_LEVELS = 2  # of rows and columns; what lies deeper is a tree
_MOST_LINKS = 4  # of one name, such as `.left`, before one that may be None is
_ONE_IN_SO_MANY_IS_NONE = 3
_WEAKER_GUESSES = {"number": ("truth",), "text": ("truth", "number")}
"""A guess from an order is better than one from a condition, one from a key better than both."""
_WITH_ITEMS = ("text", "map")  # which a list has as well
_UNKNOWN = "any"
_NOT_DRAWN = object()
FAILING_CALLS = frozenset({"python", "script"})
"""The languages whose calls raise errors; those of Go give them."""


class Inputs:
    """What is known of the kinds of a definition's inputs, over all samples, and what was drawn in
    one of them.

    Kinds come from declarations and from what is done with a value; a guess (whether it is true, or
    compared with another one) gives way to what is seen later. So a definition is sampled again
    until nothing new is known.
    """

    def __init__(self, literals: Literals = NO_LITERALS) -> None:
        self.calls: set[str] = set()
        self.drawn: dict[Path, Value] = {}
        self.draws = Draws(literals)
        self._kinds: dict[Path, str] = {}
        self._guessed: set[Path] = set()
        self._parts: dict[Path, Sequence[str]] = {}
        self._tuples: set[Path] = set()
        self._never_tuples: set[Path] = set()
        self._asked: dict[Path, set[str]] = {}
        self._tested: dict[Path, set[int]] = {}
        self._none_asked: dict[Path, set[int]] = {}
        self._explained: set[int] = set()
        self._declared: set[Path] = set()
        self._changes = 0
        self._may_be_none: set[Path] = set()
        self._paths: dict[Path, Path] = {}
        self._sums: dict[Path, int] = {}
        self.sample = 0
        self._places: dict[str | int, Place] = {}
        self._failed: dict[Path, list[Path]] = {}
        self._used: set[Path] = set()
        self._passed: dict[Path, None] = {}
        self._layout: Layout | None = None
        self.are_rounded = False
        """Whether numbers that are not known to be whole are rounded, and so may be fractions."""
        self.has_order = False
        """Whether a number was drawn that lies in a list, or ends what has a start."""
        self.empty_holds = False
        """Whether an empty list is as good as true."""
        self.optional: frozenset[str] = frozenset()
        """The inputs that are left out where names do not count."""
        self.leaves_out = False
        self.driven = 0
        """How many functions are called in turn: with another number other ones are."""

    def layouts(self, most: int) -> list[Layout]:
        """The ways to number the inputs without their names: no more than so many, or one; nothing
        where names make no difference."""
        paths = filter(self._is_given, {**self._kinds, **self._passed})
        kinds = [(path, self._kind_of_place(path)) for path in paths]
        found = layouts(kinds, most=most)
        are_alike = are_without_names(path for path, _ in kinds) and not self._may_be_none
        are_alike &= not self.optional
        are_alike &= all(kind != _UNKNOWN or path not in self._kinds for path, kind in kinds)
        return [] if len(found) == 1 and are_alike else found

    def _is_given(self, path: Path) -> bool:
        return path[0] not in self.optional

    def lay_out(self, layout: Layout | None) -> None:
        """Number the inputs in this way from now on; None counts names. What is optional is left
        out."""
        self.leaves_out = True
        self._layout = layout
        self._sums.clear()

    def signature_without_names(self) -> int:
        """What `signature` is where names do not count, as far as values are looked at."""
        kinds = sorted(
            (repr(self.place(path)), self._kind_of_place(path))
            for path in self._used
            if self._kinds.get(path, "record") != "record" and not self._is_of_no_list(path)
            if self._is_given(path)
        )
        asked = self._all_asked(filter(self._is_given, self._asked))
        return hashed(kinds, sorted(self.calls), asked, self.driven)

    def _is_of_no_list(self, path: Path) -> bool:
        """Whether a value was an item before its owner was seen to be a text or a map."""
        return any(
            part == "*" and self._kinds.get(path[:at]) in _WITH_ITEMS
            for at, part in enumerate(path)
        )

    def _all_asked(self, paths: Iterable[Path]) -> list[str]:
        """The kinds that are asked for, by the places of the values."""
        return sorted(repr((self.place(path), sorted(self._asked[path]))) for path in paths)

    def adversity(self, language: str) -> int:
        """A number for what may not be there, or may fail, in adverse samples."""
        may_be_none = sorted(repr(self.place(path)) for path in self._may_be_none)
        return hashed(language in FAILING_CALLS, may_be_none)

    def _kind_of_place(self, path: Path) -> str:
        """The kind of a value; of one that is only handed on that is left open."""
        return _drawn_kind(self._kinds.get(path, _UNKNOWN)) if path in self._used else _UNKNOWN

    def declare(self, path: Path, type_: InputType | None) -> None:
        """Note what is declared of an input."""
        if type_ is None:
            return
        self._kinds[path] = type_.kind
        self._declared.add(path)
        if type_.may_be_none:
            self._none_asked.setdefault(path, set()).add(0)
            self._may_be_none.add(path)
        if type_.parts:
            self._parts.setdefault(path, [str(number) for number in range(type_.parts)])
        if type_.item is not None:
            self.declare((*path, "[]" if type_.kind == "map" else "*"), type_.item)

    def start(self, sample: int, roots: Sequence[str]) -> None:
        """Begin a sample. An input is known by its kind and its place among those of that kind, so
        that neither names nor the order of different ones matter."""
        self.sample = sample
        self.drawn = {}
        self._failed.clear()
        before, self._places = self._places, {}
        seen: dict[str, int] = {}
        for root in roots:
            kind = self._kind_of_place((root,))
            self._places[root] = (kind, seen.setdefault(kind, 0))
            seen[kind] += 1
        if self._places != before:
            self._sums.clear()

    def known(self) -> tuple[int, ...]:
        """How much is known; while it grows, samples are drawn anew."""
        return (
            len(self._kinds),
            len(self._may_be_none),
            len(self._guessed),
            len(self._used),
            self._changes,
            sum(map(len, self._asked.values())),
        )

    def signature(self) -> int:
        """A number for what is taken and called: outcomes of equal ones can be compared."""
        kinds = sorted(
            (self.place(path), _drawn_kind(kind))
            for path, kind in self._kinds.items()
            if path in self._used and not self._is_of_no_list(path)
        )
        tested = filter(self._is_tested, self._tested)
        nones = sorted(map(self.place, self._may_be_none.union(tested)))
        asked = self._all_asked(self._asked)
        return hashed(kinds, sorted(self.calls), nones, asked, self.driven)

    def place(self, path: Path) -> Place:
        """A path by the kind and place of its input instead of the name."""
        if self._layout is not None:
            return nameless_place(path, self._layout)
        return *self._places.get(path[0], path[:1]), *path[1:]

    def name(self, name: str) -> str:
        """What a field is known by that is written."""
        return plain(name) if self._layout is None else ""

    def is_only_handed_on(self, value: Drawn) -> bool:
        """Whether nothing is done with a value, so that its kind does not matter; noted, since it
        is given."""
        path = self._of_all(value.path)
        self._passed.setdefault(path)
        return self._kind_of_place(path) == _UNKNOWN

    def note_sign(self, value: Drawn) -> None:
        """Note that an item is used as a single sign: what it is of is a text, unless it is
        declared to be a list."""
        item = self._of_all(value.path)
        owner = item[:-1]
        if item[-1] != "*" or self._kinds.get(owner) != "list" or owner in self._declared:
            return
        self._kinds[owner] = "text"
        self._forget(owner)

    def kind(self, value: Drawn) -> str | None:
        """What is known of a value."""
        return self._kinds.get(self._of_all(value.path))

    def guess(self, value: Drawn, kind: str) -> Value:
        """The value, of that kind unless another one is known."""
        path = self._of_all(value.path)
        known = self._kinds.get(path)
        is_better = path in self._guessed and known in _WEAKER_GUESSES.get(kind, ())
        if known is None or is_better:
            self._kinds[path] = kind
            self._guessed.add(path)
        if is_better:
            self._forget(path)
        self._used.add(path)
        return self._taken(value, path)

    def take(self, value: Drawn, kind: str | None) -> Value:
        """The value, of that kind, or of the known one; as it is while that is only a guess.
        Unsupported where it is known to be of another kind."""
        path = self._of_all(value.path)
        self._used.add(path)
        return self._seen(value, path, kind)

    def peek(self, value: Drawn, kind: str | None = None) -> Value:
        """The same, where that is not what the definition does with it."""
        return self._seen(value, self._of_all(value.path), kind)

    def _seen(self, value: Drawn, path: Path, kind: str | None) -> Value:
        if path in self._asked and self._asked_kind(value.path, path):
            return self._taken(value, path)
        known = self._kinds.get(path)
        if kind is not None and (kind != known or path in self._guessed):
            known = self._learned(path, known, kind)
        if known is None:
            return value
        if path in self._guessed:
            return None if self.is_none(value) else value
        return self._taken(value, path)

    def _taken(self, value: Drawn, path: Path) -> Value:
        drawn = self.drawn.get(value.path, _NOT_DRAWN)
        if drawn is _NOT_DRAWN:
            is_none = self.is_none(value)
            kind = self._asked_kind(value.path, path) or self._kinds[path]
            drawn = self.drawn[value.path] = None if is_none else self._draw(value.path, kind)
        return drawn

    def ask(self, value: Drawn, kind: str) -> Value:
        """The value, of which a program asks whether it is of a kind. Where that is open it is of
        that kind, or of another one that is asked for, in some samples and left open in others."""
        path = self._of_all(value.path)
        if path in self._guessed:
            self._unguess(path)
        if path in self._asked or path not in self._kinds:
            self._asked.setdefault(path, set()).add(kind)
        return self.take(value, None)

    def _asked_kind(self, path: Path, all_path: Path) -> str:
        """The kind of the ones asked for that a value has in this sample; nothing for none."""
        asked = self._asked.get(all_path)
        if not asked:
            return ""
        kinds = ["", *sorted(asked)]
        return kinds[mixed(self._chance(path, "kind")) % len(kinds)]

    def _unguess(self, path: Path) -> None:
        self._guessed.discard(path)
        del self._kinds[path]
        self._forget(path)

    def unpack(self, value: Drawn | DrawnRecord, names: Sequence[str]) -> list[Value]:
        """The parts of a drawn tuple: a record whose fields have the names of what takes them."""
        path = self._of_all(value.path)
        if path in self._guessed:
            self._unguess(path)
        self._used.add(path)
        if path in self._tuples:
            names = [str(number) for number in range(len(names))]
        known = self._parts.setdefault(path, names)
        if len(known) != len(names):
            self._parts[path] = names
        elif known != names:  # `for start, _ in spans` says the name of one, another loop the rest
            self._name_parts(path, known, names)
        return self.parts(value)

    def _name_parts(self, path: Path, known: Sequence[str], names: Sequence[str]) -> None:
        better = [new if old.isdigit() else old for old, new in zip(known, names, strict=True)]
        if better != known:
            self._parts[path] = better
            self._forget(path)
            named = {(*path, f".{name}") for name in known} - {
                (*path, f".{name}") for name in better
            }
            for each in [each for each in self._kinds if each[: len(path) + 1] in named]:
                del self._kinds[each]

    def is_tuple(self, value: Drawn) -> bool:
        """Whether a value whose items are read by numbers that are written out is a tuple: an item
        of a list is, as long as nothing else says that it is a list as well."""
        path = self._of_all(value.path)
        if path[-1] != "*" or path in self._never_tuples:
            return False
        if self._kinds.get(path) in (None, "record") or path in self._guessed:
            self._tuples.add(path)
            return True
        return False

    def part_name(self, value: Drawn | DrawnRecord, number: int) -> str:
        """What a part of a drawn tuple is called, by its number."""
        names = self._parts.get(self._of_all(value.path), ())
        return names[number] if number < len(names) else str(number)

    def parts(self, value: Drawn | DrawnRecord) -> list[Value]:
        """The parts of one that was unpacked somewhere, in order."""
        path = self._of_all(value.path)
        names = self._parts.get(path, _OF_A_PAIR if path in self._tuples else ())
        return [Drawn((*value.path, f".{name}")) for name in names]

    def changed(self) -> Iterator[tuple[Path, Value]]:
        """What was drawn in this sample and then changed: records, lists and maps."""
        for path, value in list(self.drawn.items()):
            match value:
                case DrawnRecord():
                    is_changed = bool(value.written)
                case list() | dict():
                    all_path = self._of_all(path)
                    kind = self._asked_kind(path, all_path) or self._kinds[all_path]
                    is_changed = value != self._draw(path, kind)
                case _:
                    is_changed = False
            if is_changed:
                yield path, value

    def explain(self, site: int) -> None:
        """Note that what is asked at a site whether it is there may be what no input is, such as a
        variable that is not set yet: the question says nothing of inputs."""
        if site and site not in self._explained:
            self._explained.add(site)
            self._changes += 1
            self._may_be_none = {
                path
                for path in self._may_be_none
                if not self._explained.issuperset(self._none_asked.get(path, {0}))
            }

    def draws_fractions(self) -> bool:
        """Whether any number may be a fraction."""
        return any(map(self._may_be_fraction, self._kinds))

    def draws_numbers(self) -> bool:
        """Whether any input is a number."""
        return any(kind in ("number", "float") for kind in self._kinds.values())

    def _may_be_fraction(self, path: Path) -> bool:
        kind = self._kinds.get(self._of_all(path))
        return kind == "float" or (kind == "number" and self.are_rounded)

    def is_none(self, value: Drawn, *, asked: bool = False, site: int = 0) -> bool:
        """Whether a value is None; some are from when that is asked."""
        path = self._of_all(value.path)
        if asked and site not in self._explained:
            self._none_asked.setdefault(path, set()).add(site)
            self._may_be_none.add(path)
        elif path not in self._may_be_none and not self._is_tested(path):
            return False
        if self._layout is not None and self.sample not in ADVERSE:
            return False
        if path.count(path[-1]) > _MOST_LINKS:
            return True
        return self._chance(value.path, "none") % _ONE_IN_SO_MANY_IS_NONE == 0

    def is_failing(self, result: Drawn) -> bool:
        """Whether a call fails: in one adverse sample always, in another one the first time."""
        if self.sample not in ADVERSE:
            return False
        called = self._of_all(result.path)
        calls = self._failed.setdefault(called, [])
        is_first = result.path not in calls
        if is_first:
            calls.append(result.path)
        match (hashed(self.place(called)) + self.sample) % len(ADVERSE):
            case 0:  # of several that are given other things every second one
                return calls.index(result.path) % 2 == 0
            case 1:
                return is_first
            case _:
                return False

    def is_true(self, value: Drawn, site: int = 0) -> bool:
        """Whether a value holds as a condition; a record does where it is there."""
        path = self._of_all(value.path)
        self._tested.setdefault(path, set()).add(site)
        self._used.add(path)
        return (
            not self.is_none(value) if self._is_tested(path) else bool(self.guess(value, "truth"))
        )

    def _is_tested(self, path: Path) -> bool:
        sites = self._tested.get(path)
        return (
            sites is not None
            and self._is_there_if_true(path)
            and not self._explained.issuperset(sites)
        )

    def _is_there_if_true(self, path: Path) -> bool:
        """Whether the condition is whether it is there at all: an empty list holds in JavaScript,
        so that only one that may not be there is worth asking."""
        kind = self._kinds.get(path)
        if kind in ("list", "map"):
            return self.empty_holds and str(path[-1]).startswith(".") and path not in self._declared
        return kind == "record"

    def _learned(self, path: Path, known: str | None, kind: str) -> str:
        is_guess = path in self._guessed
        if known == "record" and path in self._tuples and kind in ("list", *_WITH_ITEMS):
            self._tuples.discard(path)
            self._never_tuples.add(path)
            is_guess = True
        # It was only looped over so far.
        has_more = known == "list" and kind in _WITH_ITEMS and path not in self._declared
        if known is not None and known != kind and (is_guess or has_more):
            known = None
            self._forget(path)
        self._guessed.discard(path)
        self._kinds[path] = kind if known is None else _agreed(known, kind, path)
        return self._kinds[path]

    def _of_all(self, path: Path) -> Path:
        found = self._paths.get(path)
        if found is None:
            found = self._paths[path] = of_all(path)
        return found

    def _forget(self, path: Path) -> None:
        self.drawn = {
            each: value
            for each, value in self.drawn.items()
            if self._of_all(each)[: len(path)] != path
        }
        items = (*path, "*")
        for each in [each for each in self._kinds if each[: len(items)] == items]:
            del self._kinds[each]
        self._changes += 1

    def _chance(self, path: Path, *more: str | int) -> int:
        """A number for this sample and path, and what more it is for."""
        sums = self._sums.get(path)
        if sums is None:
            sums = self._sums[path] = hashed(self.place(path))
        return crc32(_written(self.sample, *more), sums)

    def _chance_of_key(self, path: Path, number: int) -> int:
        """Half the keys are those that every map has."""
        own = self._chance(path, "key", number)
        return own if mixed(own) % 2 else self._chance(("key",), number)

    def _draw(self, path: Path, kind: str) -> Value:
        if path[-2:] == NOT_THERE:
            return _zero(kind)
        chance = self._chance(path, _drawn_kind(kind))
        if kind == "text" and len(path) == _ARGUMENT and " " in str(path[0]):
            # What an object is called with, it is often called with again.
            chance = self._chance(("again",), "again", mixed(chance) % _OFTEN_GIVEN)
        match kind:
            case "number" | "float" if self.sample in IN_HALVES and self._may_be_fraction(path):
                return fraction(self.sample, chance)
            case "number":
                return self._number(path, chance)
            case "float":
                return float(self._number(path, chance))
            case "truth":
                return mixed(chance) % 2 == 0
            case "text":
                return self.draws.text(self.sample, chance)
            case "list":
                most = _most_within(path, MOST_ITEMS)
                numbers = range(self.draws.length(self.sample, chance, most))
                return [Drawn((*path, "*", number)) for number in numbers]
            case "map":
                most = _most_within(path, _MOST_KEYS)
                numbers = range(self.draws.length(self.sample, chance, most))
                chances = [self._chance_of_key(path, number) for number in numbers]
                keys = [self.draws.text(self.sample, each) for each in chances]
                drawn = DrawnMap({key: Drawn((*path, "[]", hashed(key))) for key in keys})
                drawn.path = path
                return drawn
            case "record":
                return DrawnRecord(path)
            case "function":
                return DrawnFunction(path)
            case _:
                raise Unsupported(kind)

    def _number(self, path: Path, chance: int) -> float:
        is_item = any(isinstance(part, int) for part in path)
        place = 0 if is_item else self._sums[path]
        last = None if is_item else self.place(path)[-1]
        order = last if isinstance(last, int) else None
        item, ends = item_of(path), is_end(path)
        self.has_order |= ends or bool(item)
        if self._layout is not None:  # by its number, as names do not count
            last = self.place(path)[-1]
            ends = isinstance(last, int) and last % 2 == 1
        return self.draws.number(self.sample, chance, item, is_end=ends, place=place, order=order)


@lru_cache(maxsize=10_000)
def _written(*values: str | int) -> bytes:
    return repr(values).encode("utf-8", "surrogatepass")


def _zero(kind: str) -> Value:
    """What Go gives for a key that is not there."""
    match kind:
        case "number":
            return 0
        case "float":
            return 0.0
        case "text":
            return ""
        case "truth":
            return False
        case "list":
            return []
        case "map":
            return {}
        case _:
            raise Unsupported("an unknown zero")


def _most_within(path: Path, most: int) -> int:
    """How much a list or map has, which ends trees: less the deeper it lies."""
    depth = path.count("*") + path.count("[]")
    return most if depth < _FULL_LEVELS else most // 3 if depth == _FULL_LEVELS else 0


def _drawn_kind(kind: str) -> str:
    """Both kinds of numbers are drawn alike: JavaScript has one, and who knows of Python."""
    return "number" if kind == "float" else kind


def _agreed(known: str, kind: str, path: Path) -> str:
    if known == kind or {known, kind} == {"number", "float"}:
        return known
    if {known, kind} == {"record", "map"}:
        return "map"
    if kind == "list" and known in _WITH_ITEMS:
        return known
    raise Unsupported(f"{path} is a {known} and a {kind}")
