"""Which findings a set of files had already, before it became another."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.findings.rule_names import OF_ALL_PLACES


class KnownBefore:
    """What was found before, where the files in `gone` were there still: they may have been renamed
    since, so that a finding of theirs may be anywhere now."""

    def __init__(self, found: Iterable[Conclusion], *, gone: Collection[str]) -> None:
        self._gone = gone
        self._known: defaultdict[str, list[Conclusion]] = defaultdict(list)
        for each in found:
            for fingerprint in _fingerprints(each):
                self._known[fingerprint].append(each)

    def has(self, now: Conclusion) -> bool:
        """Whether this was found before. A group with one place more was not."""
        return any(
            (before.path == now.path or before.path in self._gone)
            and (
                now.observation.rule not in OF_ALL_PLACES
                or len(before.observation.related) >= len(now.observation.related)
            )
            for fingerprint in _fingerprints(now)
            for before in self._known.get(fingerprint, ())
        )


def _fingerprints(found: Conclusion) -> frozenset[str]:
    return found.aliases | {found.observation.fingerprint}
