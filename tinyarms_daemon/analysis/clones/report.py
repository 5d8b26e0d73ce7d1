"""What is told of a class of copies: one finding, at its first place, with all the others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tinyarms_daemon.analysis.clones.classes import CloneClass, ClonePlace, FoundMatch
from tinyarms_daemon.analysis.clones.index import CloneIndex
from tinyarms_daemon.analysis.clones.record import CodeRecord
from tinyarms_daemon.analysis.clones.renaming import Renaming
from tinyarms_daemon.analysis.file_topic import file_topic
from tinyarms_daemon.domain.findings.fingerprint import fingerprints
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Severity
from tinyarms_daemon.domain.findings.source import Place

_SAME = "the same code"
_RENAMED = "the same code with other names or values"
_GAPPED = "similar code"
_PART = "shares a part of it"
_NAMED_DIFFERENCES = 3
_LONGEST_NAME = 30
_MOST_ALIASES = 48


def first_paths(classes: Iterable[CloneClass], index: CloneIndex) -> set[str]:
    """The files at which findings stand."""
    return {_Told(each, index).places[0].path for each in classes}


def conclusions_of(
    rule: str, severity: Severity, classes: Sequence[CloneClass], index: CloneIndex
) -> Iterator[Conclusion]:
    """A finding for each class, in the order of the classes: all those of a file at which one
    stands are among them."""
    seen: Counter[tuple[str, str]] = Counter()
    for each in classes:
        told = _Told(each, index)
        path = told.places[0].path
        identity, *others = told.identities()
        # Of classes that share their core the first in a file keeps the plain name.
        *_, fingerprint = fingerprints(rule, [identity] * (seen[path, identity] + 1))
        seen[path, identity] += 1
        topics = frozenset(map(file_topic, each.rests_on))
        aliases = frozenset(name for other in others for name in fingerprints(rule, [other]))
        yield Conclusion(path, told.observation(rule, severity, fingerprint), topics, aliases)


class _Told:
    """A class with those of its places that are told, those that are `parts` of it last. What a
    comment silences is no copy; where nothing else is left, the finding is suppressed."""

    def __init__(self, each: CloneClass, index: CloneIndex) -> None:
        self._class = each
        self._index = index
        silenced = tuple(filter(self._is_silenced, each.all_places))
        spoken = tuple(place for place in each.all_places if place not in silenced)
        self.suppressed = len(spoken) < 2
        self.places = (*silenced, *spoken) if self.suppressed else spoken
        self.parts = frozenset(each.parts).difference(self.places[:2])

    def observation(self, rule: str, severity: Severity, fingerprint: str) -> Observation:
        """The finding, at the first place."""
        first, *others = self.places
        record = self._index.record(first.path)
        lines = record.lines_of(first.run)
        notes = [self._note(first, other) for other in others]
        start, end = record.span_of(first.run)
        return Observation(
            rule=rule,
            severity=severity,
            fingerprint=fingerprint,
            region=record.region_of(first.run),
            evidence=record.text[start:end],
            message=_message(lines, notes),
            symbol=record.symbols[first.start],
            suggestion=self._suggestion(),
            related=tuple(map(self._related, others, notes)),
            measures={
                "places": len(self.places),
                "lines": lines,
                "tokens": sum(unit.tokens for unit in record.units[first.start : first.stop]),
            },
            origin=Origin.GRAPH
            if len({place.path for place in self.places}) > 1
            else Origin.SYNTAX,
            suppressed=self.suppressed,
        )

    def identities(self) -> list[str]:
        """Names for what most places have in common: the pairs of neighboring units, the least
        first.

        That stays the first as long as the pair does, whatever else of the code changes, and
        however many copies come and go. Where a copy with gaps comes that lacks it, the class is
        known by the others: what only some of the places share was the first of fewer places,
        perhaps.
        """
        shared = Counter(
            shingle
            for place in self._class.all_places
            for shingle in _shingles(self._index.record(place.path), place.run)
        )
        first, *others = sorted(shared, key=lambda shingle: (-shared[shingle], shingle))
        several = [shingle for shingle in others if shared[shingle] > 1]
        return [shingle.hex() for shingle in (first, *several[:_MOST_ALIASES])]

    def _is_silenced(self, place: ClonePlace) -> bool:
        record = self._index.record(place.path)
        return record.region_of(place.run).start.line in record.silenced

    def _note(self, first: ClonePlace, other: ClonePlace) -> str:
        if other in self.parts:
            return _PART
        found = self._between(first, other)
        if found is None or found.match.has_gaps:
            return _GAPPED
        return _SAME if found.match.exactness == 1 else _RENAMED

    def _between(self, first: ClonePlace, other: ClonePlace) -> FoundMatch | None:
        """The match that joins two places; None where others stand between them."""
        for match in self._class.matches:
            one, two = match.places
            if (first.overlaps(one) and other.overlaps(two)) or (
                first.overlaps(two) and other.overlaps(one)
            ):
                return match
        return None

    def _related(self, place: ClonePlace, note: str) -> Place:
        region = self._index.record(place.path).region_of(place.run)
        return Place(place.path, region.start.line, region.end.line, note)

    def _suggestion(self) -> str:
        number = len(self.places)
        places = "both places" if number == 2 else f"all {number} places"
        differences = self._differences()
        if not differences:
            return f"Write it once, and use that in {places}."
        return f"Write it once, with what differs ({', '.join(differences)}) as parameters."

    def _differences(self) -> list[str]:
        """The names that stand for each other in the first two places."""
        found = self._between(self.places[0], self.places[1])
        if found is None:
            return []
        left, right = (self._index.record(place.path).units for place in found.places)
        renamed = Renaming(left, right, found.match.pairs).renamed()
        return [
            f"{name} / {other}"
            for name, other in renamed.items()
            if max(len(name), len(other)) <= _LONGEST_NAME
        ][:_NAMED_DIFFERENCES]


def _shingles(record: CodeRecord, run: range) -> frozenset[bytes]:
    units = record.units[run.start : run.stop]
    if len(units) == 1:
        return frozenset({units[0].shape})
    return frozenset(one.shape + other.shape for one, other in pairwise(units))


def _message(lines: int, notes: Sequence[str]) -> str:
    parts = notes.count(_PART)
    how = ""
    if _GAPPED in notes:
        how = ", with small differences"
    elif _RENAMED in notes:
        how = ", with other names or values"
    more = f", and a part of it in {parts} more" if parts else ""
    return f"This block of {lines} lines stands in {len(notes) + 1 - parts} places{how}{more}."
