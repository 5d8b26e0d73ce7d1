"""`doctor` on what may be read: by the daemon where it runs, for a terminal may read more."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.domain.system.access import protected_folder, why_unreadable
from tinyarms_daemon.domain.system.check import Check

_ALTERNATIVE = "move it out of there, for instance to ~/code"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedRoot:
    """A watched repository; `unavailable` is why the daemon could not read it, None where it could
    or has not tried; `misconfigured` what is wrong in its own configuration, if anything is."""

    name: str
    root: str
    unavailable: str | None
    misconfigured: str | None = None


def examine_access(
    watched: Sequence[WatchedRoot], *, is_daemon_running: bool, program: str
) -> Iterator[Check]:
    """One check for each repository, if any is watched. `program` is the interpreter."""
    for each in watched:
        name = f"repository {each.name}"
        problem = each.unavailable
        if problem is None:
            problem = _unreadable(each.root, program, only_absence=is_daemon_running)
        if problem is not None:
            remedy = (
                f"make it readable again, `tinyarmsctl repo add PATH --name {each.name}` where it "
                f"has moved to PATH, or `tinyarmsctl repo remove {each.name}`"
            )
            yield Check(name, False, False, problem, remedy)
            continue
        if each.misconfigured is not None:
            remedy = f"correct it; `cd {each.root} && tinyarmsctl config check` tells when it is"
            yield Check(name, False, False, each.misconfigured, remedy)
            continue
        folder = protected_folder(each.root, str(Path.home()))
        if folder is None or is_daemon_running:
            yield Check(name, True, False, f"{each.root} is readable")
            continue
        detail = f"{each.root} is readable from here, but {folder} is one that macOS protects"
        remedy = f"start the daemon and look again, {_ALTERNATIVE}, or allow {program} to read it"
        yield Check(name, False, False, detail, remedy)


def _unreadable(root: str, program: str, *, only_absence: bool) -> str | None:
    """Why it cannot be read from here. What is not there is there for no daemon either, which may
    only not have looked yet; one may be allowed to read what is denied to a terminal."""
    try:
        os.scandir(root).close()
    except PermissionError as error:
        return None if only_absence else why_unreadable(root, error, program)
    except OSError as error:
        return why_unreadable(root, error, program)
    return None
