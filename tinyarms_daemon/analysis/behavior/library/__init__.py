"""What the languages' own libraries do, as far as small functions use them."""

from tinyarms_daemon.analysis.behavior.library.go import GO
from tinyarms_daemon.analysis.behavior.library.python import PYTHON
from tinyarms_daemon.analysis.behavior.library.script import SCRIPT
from tinyarms_daemon.analysis.behavior.machine import Library

_LIBRARIES = {"go": GO, "python": PYTHON, "script": SCRIPT}


def library_of(language: str) -> Library:
    """The library of `python`, `script` (JavaScript and TypeScript) or `go`."""
    return _LIBRARIES[language]
