"""Configuration files as trees; a file in a repository is a stranger's and is opened with care."""

import os
import stat
from dataclasses import replace
from pathlib import Path

from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.settings.origin import Layer, Origin
from tinyarms_daemon.settings.problem import Problem
from tinyarms_daemon.settings.tree import Node
from tinyarms_daemon.settings.yaml_tree import MAXIMUM_FILE_BYTES, parse_yaml


def read_tree(path: Path, layer: Layer, problems: list[Problem]) -> Node | None:
    """The file's values; None when there is no such file. Adds what is wrong to `problems`.

    In the repository layer a symbolic link is refused, because it could lead anywhere.
    """
    file = Origin(layer=layer, place=printable(str(path)))
    try:
        content = _content(path, follow_links=layer is not Layer.REPOSITORY)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        problems.append(Problem(file, f"cannot be read: {_reason(error)}."))
        return Node({}, file)
    node = parse_yaml(content, lambda line: replace(file, line=line), problems)
    if isinstance(node.value, dict):
        return node
    problems.append(Problem(node.origin, "must be a mapping, such as `rules:` with its keys."))
    return Node({}, node.origin)


def _content(path: Path, *, follow_links: bool) -> bytes:
    # O_NONBLOCK: opening a pipe must not wait for its writer.
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(path, flags if follow_links else flags | os.O_NOFOLLOW)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) and path != Path(os.devnull):
            raise ValueError("it is no regular file; put one there")
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(MAXIMUM_FILE_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(content) > MAXIMUM_FILE_BYTES:
        raise ValueError(f"it is larger than {MAXIMUM_FILE_BYTES} bytes")
    return content


def _reason(error: OSError | ValueError) -> str:
    import errno

    if not isinstance(error, OSError):
        return str(error)
    if error.errno == errno.ELOOP:
        return "it is a symbolic link; put a regular file there"
    reason = (error.strerror or str(error)).lower()
    return f"{reason}; mend its access rights" if isinstance(error, PermissionError) else reason
