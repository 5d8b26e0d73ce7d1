"""The errors a person may see, told apart by who must act.

TinyarmsError
├── UsageError            the person: a path, the command line or configuration is wrong (exit 2)
├── NotRunning            the daemon is needed and does not run (exit 3)
│   └── NobodyAnswered        it ended; whoever comes after it may be asked the same
└── Unavailable           the world: something needed is missing, locked or broken (exit 4)
    ├── StoreUnavailable      the database
    │   └── StoreDamaged          its content is broken
    └── RepositoryUnavailable a repository that cannot be read as a whole

A message is one sentence that says what, where, and what to do. Anything that is not a
TinyarmsError is our own fault, and shows a traceback with -v. `TimeIsUp` is no error: it ends what
somebody can wait for no longer.
"""


class TinyarmsError(Exception):
    """A failure with one sentence for its reader, and the exit status it ends a command with."""

    exit_status = 70  # EX_SOFTWARE of sysexits.h: 1 would be read as findings


class UsageError(TinyarmsError):
    """What was asked for cannot be done as it was said."""

    exit_status = 2


class NotRunning(TinyarmsError):
    """The command needs a running daemon."""

    exit_status = 3


class NobodyAnswered(NotRunning):
    """The daemon is gone, and to ask its successor the same can do nothing twice: it had not taken
    the request, or the request changes nothing."""


class Unavailable(TinyarmsError):
    """A component that is needed is missing, locked or broken; trying later may help."""

    exit_status = 4


class StoreUnavailable(Unavailable):
    """The database cannot be opened, read or written."""


class StoreDamaged(StoreUnavailable):
    """The database can be opened, but its content is broken: it has to be restored."""


class RepositoryUnavailable(Unavailable):
    """A repository is moved, unmounted or unreadable: nothing can be said about its files."""


class TimeIsUp(BaseException):
    """Raised in the midst of whatever takes too long; no handler of errors may hold it up."""
