"""Names that a person typed, held against those there are."""

from collections.abc import Collection, Iterable

from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.faces.cli.toolbox import Toolbox


def require_known(kind: str, names: Iterable[str], known: Collection[str]) -> None:
    """UsageError for the first name that is not known, with the nearest that is."""
    for name in names:
        if name not in known:
            raise UsageError(f"There is no {kind} {name!r}{_advice(kind, name, known)}")


def require_rules(names: Collection[str], toolbox: Toolbox) -> None:
    """UsageError for a rule that this version does not have."""
    if names:
        require_known("rule", names, toolbox.rules())


def _advice(kind: str, name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(name, known, n=1)
    if nearest:
        return f"; did you mean {nearest[0]!r}?"
    if known:
        return f"; there are: {', '.join(sorted(known))}."
    return f"; no {kind} is known yet."
