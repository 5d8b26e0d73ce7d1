"""Which findings a set of files had already."""

import pytest

from tests.making import observation
from tinyarms_daemon.domain.findings.lifecycle import KnownBefore
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.findings.source import Place


def found(path: str, fingerprint: str = "ta1:1", *, places: int = 0, **said: object) -> Conclusion:
    """A finding with so many other places."""
    related = tuple(Place("z.py", 1, 9, "the same") for _ in range(places))
    aliases = frozenset(said.pop("aliases", ()))  # type: ignore[call-overload]
    seen = observation(fingerprint, rule=said.get("rule", "simple-dry"), related=related)
    return Conclusion(path, seen, frozenset(), aliases)


@pytest.mark.parametrize(
    ("before", "now", "is_known"),
    [
        (found("a.py"), found("a.py"), True),
        (found("a.py"), found("a.py", "ta1:2"), False),
        (found("a.py"), found("copy.py"), False),
        (found("old.py"), found("renamed.py"), True),
        (found("a.py", places=2), found("a.py", places=1), True),
        (found("a.py", places=1), found("a.py", places=2), False),
        (found("a.py"), found("a.py", "ta1:2", aliases=("ta1:1",)), True),
        (
            found("a.py", places=1, rule="file-size"),
            found("a.py", places=2, rule="file-size"),
            True,
        ),
    ],
)
def test_what_was_found_before_is_known_unless_its_group_has_grown(
    before: Conclusion, now: Conclusion, is_known: bool
) -> None:
    assert KnownBefore([before], gone={"old.py"}).has(now) is is_known
