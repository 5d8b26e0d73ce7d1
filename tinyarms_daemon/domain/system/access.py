"""Why a folder cannot be read: not there, not allowed, or kept from us by macOS's privacy."""

import errno
from pathlib import PurePath

# What macOS asks a person about before a program may look inside; below the user's home.
_PROTECTED = ("Desktop", "Documents", "Downloads", "Library/Mobile Documents")
_VOLUMES = PurePath("/Volumes")


def why_unreadable(folder: str, error: OSError, program: str) -> str:
    """A sentence without its full stop on an error of listing a folder; `program` is what was
    denied, and what a person would have to allow.

    macOS denies with EPERM (1), which the access rights of a folder never do: that is EACCES (13).
    """
    reason = error.strerror or str(error)
    if error.errno == errno.EPERM:
        return (
            f"{folder} is kept from {program} by the system's privacy settings: allow that program "
            "in System Settings > Privacy & Security > Files and Folders (or Full Disk Access), or "
            "move the repository out of the protected folder, for instance to ~/code"
        )
    if error.errno == errno.EACCES:
        return f"{folder} cannot be listed ({reason}); mend its access rights"
    return f"{folder} cannot be read ({reason}): moved, unmounted or access denied?"


def protected_folder(path: str, user_home: str) -> str | None:
    """The folder of macOS's privacy that a path lies in, None where it lies in none."""
    for name in _PROTECTED:
        folder = PurePath(user_home, name)
        if PurePath(path).is_relative_to(folder):
            return str(folder)
    is_external = PurePath(path).is_relative_to(_VOLUMES) and PurePath(path) != _VOLUMES
    return str(_VOLUMES) if is_external else None
