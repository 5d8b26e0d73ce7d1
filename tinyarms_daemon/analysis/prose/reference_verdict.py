"""What is wrong with a reference to a file, and what to write instead."""

import sys
from dataclasses import dataclass, replace
from posixpath import basename, dirname, splitext

from tinyarms_daemon.analysis.file_roles import is_example
from tinyarms_daemon.analysis.prose.mention_sense import Sense
from tinyarms_daemon.analysis.prose.named_files import NamedFile, NamedFiles
from tinyarms_daemon.analysis.prose.whose_file import is_conventional
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.ports.line_history import LineReference

_NOBODY = "no file of this repository has that name."


@dataclass(frozen=True, slots=True)
class ReferenceVerdict:
    """What is wrong with a reference, what to write instead, and where that leads. `is_gone` is set
    where a file without a line is not there."""

    message: str
    suggestion: str | None = None
    place: Place | None = None
    is_gone: bool = False


def verdict_on(
    seen: Observation, path: str, files: NamedFiles, *, lines_above: int
) -> ReferenceVerdict | None:
    """What is wrong with what was seen in a file; None where nothing is. A reference to a
    definition may name so many lines above it."""
    if "line" in seen.measures:
        return _with_line(seen, path, files, lines_above)
    return _without_line(seen, path, files)


def _without_line(seen: Observation, path: str, files: NamedFiles) -> ReferenceVerdict | None:
    named, sense = str(seen.measures["path"]), Sense(str(seen.measures.get("sense", Sense.PART)))
    file = files.meant(named, path)
    if file is None:
        return _gone_without_line(seen, named, path, files)
    if file.path == path or file.is_specimen_to(path, named):
        return None
    stands = file.place_of([str(seen.measures.get("stands", ""))])
    if stands is not None:
        return _standing_at(stands, named, file)
    symbol = str(seen.measures.get("symbol", ""))
    is_shown = is_example(path) and dirname(path) == dirname(file.path)  # each as a whole
    is_anchor = symbol and not file.definitions  # of a page
    if sense is Sense.WHOLE or is_shown or is_anchor:
        return None
    place = file.place_of([symbol] if symbol else str(seen.measures.get("names", "")).split())
    if place is None and (sense is Sense.NAMED or _may_be_of_python(named, path, file)):
        return None
    if place is None:
        return ReferenceVerdict(
            f"{named} is named without the line that is meant (it has {file.lines})."
        )
    return _standing_at(place, named, file)


def _standing_at(place: tuple[str, int, int], named: str, file: NamedFile) -> ReferenceVerdict:
    name, first, last = place
    told = named if file.path.endswith(basename(named)) else file.path
    return ReferenceVerdict(
        f"{named} is named without its line: {name} stands at line {first}.",
        f"{told}:{first}",
        Place(file.path, first, last, name),
    )


def _may_be_of_python(named: str, path: str, file: NamedFile) -> bool:
    """Whether a bare name is that of a module of Python's own, and the file is none beside."""
    stem, suffix = splitext(named)
    is_modules = suffix == ".py" and stem in sys.stdlib_module_names
    is_elsewhere = dirname(file.path) != dirname(path)
    return is_elsewhere and (is_modules or (is_conventional(named) and dirname(file.path) != ""))


def _gone_without_line(
    seen: Observation, named: str, path: str, files: NamedFiles
) -> ReferenceVerdict | None:
    """What to say of a file that is not there where its name is nearby, or history, or its
    folder, shows that it was."""
    symbol = str(seen.measures.get("symbol", ""))
    for source in files.typed_as(named) if symbol else ():
        found = source.place_of([symbol])
        if found is not None:  # of a script that is TypeScript by now, or compiled from it
            return _standing_at(found, named, source)
    nearby = None
    if seen.measures.get("is_ours"):
        is_sure = bool(seen.measures.get("is_said_to_be_there"))
        nearby = files.nearby(named, path, may_move=is_sure)
    if nearby is not None:
        return replace(
            _rewritten(seen, nearby, f"{named} is gone; {nearby.path} is there."), is_gone=True
        )
    is_bare = "/" not in named
    if is_bare and files.is_an_ending(f"/{named}" if named[0].isalpha() else named):
        return None
    may_have_gone = bool(seen.measures.get("is_wrong_if_it_went"))
    gone = files.gone_since(named, path, seen.region.start.line) if may_have_gone else None
    if gone is not None:
        return _went(named, gone[1])
    if not seen.measures.get("is_said_to_be_there") or files.may_exist(named, path):
        return None
    return _never_there(seen, named, path, files)


def _never_there(
    seen: Observation, named: str, path: str, files: NamedFiles
) -> ReferenceVerdict | None:
    """What to say of a file that is said to be there, and was not when that was written, or nobody
    knows when that was."""
    has_folder = "/" not in named or files.has_folder_of(
        named, path, above=bool({"is_pointer", "stands"} & seen.measures.keys())
    )
    if not (has_folder or files.begins_here(named, path)):
        return None
    asks = files.may_ask_history()
    renamed = files.renamed_to(named, path) if asks else None
    if renamed is not None:
        return _went(named, renamed[1])
    if not (has_folder or (asks and files.was_there(named, path))):
        return None
    return _went(named, None)


def _went(named: str, new: str | None) -> ReferenceVerdict:
    if new is None:
        return ReferenceVerdict(f"{named} is gone: {_NOBODY}", is_gone=True)
    place = Place(new, 1, 1, "the file now")
    return ReferenceVerdict(f"{named} was renamed to {new}.", new, place, is_gone=True)


def _with_line(
    seen: Observation, path: str, files: NamedFiles, lines_above: int
) -> ReferenceVerdict | None:
    named, line = str(seen.measures["path"]), int(seen.measures["line"])
    file = files.meant(named, path)
    if file is None or basename(file.path) != basename(named):  # a script that is TypeScript now
        return _gone(seen, named, path, files)
    if line > file.lines or line == 0:
        message = f"{named} has {file.lines} lines: line {line} is gone."
        return _moved(seen, path, file, files, message) or _rewritten(seen, file, message)
    place = file.place_of([str(seen.measures.get("defined", ""))])
    if place is not None:
        name, first, last = place
        if line < first - lines_above or int(seen.measures["first_line"]) > last:
            return _rewritten(seen, file, f"{name} is not at line {line} of {named} any more.")
        return None
    stood = f"What stood at line {_lines_of(seen)} of {named}"
    moved = _moved(seen, path, file, files, f"{stood} has moved.")
    if moved is None and files.is_taken_out(_written(seen, path, file, files), file.path):
        return _rewritten(seen, file, f"{stood} is there no more.")
    return moved


def _moved(
    seen: Observation, path: str, file: NamedFile, files: NamedFiles, message: str
) -> ReferenceVerdict | None:
    """What to say where history knows that the line is another by now; None where it is not."""
    first = int(seen.measures["first_line"])
    now = files.line_now(_written(seen, path, file, files), file.path)
    if now is None or now == first:
        return None
    told = _numbered(seen, str(seen.measures["path"]), now)
    return ReferenceVerdict(
        f"{message} It is line {now} now.", told, Place(file.path, now, now, "what is meant")
    )


def _written(seen: Observation, path: str, file: NamedFile, files: NamedFiles) -> LineReference:
    """The reference as it was written, to where the file lay then."""
    line, first = seen.region.start.line, int(seen.measures["first_line"])
    gone = files.gone_since(str(seen.measures["path"]), path, line)
    then = gone[0] if gone is not None and gone[1] == file.path else file.path
    return LineReference(path, line, then, first)


def _lines_of(seen: Observation) -> str:
    first, last = int(seen.measures["first_line"]), int(seen.measures["line"])
    return str(first) if first == last else f"{first}-{last}"


def _numbered(seen: Observation, named: str, first: int) -> str:
    """A reference to another line, written as the one that was seen; a range keeps its length."""
    mark, between = ("#L", "-L") if "#L" in seen.evidence else (":", "-")
    more = int(seen.measures["line"]) - int(seen.measures["first_line"])
    return f"{named}{mark}{first}" + (f"{between}{first + more}" if more > 0 else "")


def _gone(seen: Observation, named: str, path: str, files: NamedFiles) -> ReferenceVerdict | None:
    """What to say of a file that is not there, where it is sure that this project had it."""
    gone = files.gone_since(named, path, seen.region.start.line)
    if gone is None and files.may_exist(named, path):
        return None
    renamed = files.renamed_to(named, path)
    if gone is not None and gone[1] is not None:
        renamed = gone[0], gone[1]
    if renamed is not None:
        return _renamed(seen, path, *renamed, files)
    moved = files.moved_to(named)
    if moved is not None:
        return _rewritten(seen, moved, f"{named} is gone; {moved.path} is there.")
    is_ours = (
        gone is not None
        or files.has_folder_of(named, path)
        or files.was_there(named, path)
        or ("/" not in named and bool(seen.measures.get("is_pointer")) and files.has_kind_of(named))
    )
    return ReferenceVerdict(f"{named} is gone: {_NOBODY}") if is_ours else None


def _renamed(
    seen: Observation, path: str, old: str, new: str, files: NamedFiles
) -> ReferenceVerdict:
    first = int(seen.measures["first_line"])
    now = files.line_now(LineReference(path, seen.region.start.line, old, first), new)
    return ReferenceVerdict(
        f"{seen.measures['path']} was renamed to {new}.",
        new if now is None else _numbered(seen, new, now),
        Place(new, now or 1, now or 1, "the file now"),
    )


def _rewritten(seen: Observation, file: NamedFile, message: str) -> ReferenceVerdict:
    """The reference with the line of what its sentence names, if the file defines that."""
    place = file.place_of(str(seen.measures.get("names", "")).split())
    if place is None:
        return ReferenceVerdict(message, None, Place(file.path, 1, file.lines, "the file"))
    name, first, last = place
    mark = "#L" if "#L" in seen.evidence else ":"
    named = str(seen.measures["path"])
    told = named if file.path.endswith(basename(named)) and "is gone;" not in message else file.path
    return ReferenceVerdict(
        f"{message} {name} stands at line {first}.",
        f"{told}{mark}{first}",
        Place(file.path, first, last, name),
    )
