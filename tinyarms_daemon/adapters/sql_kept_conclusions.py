"""What rules concluded before, read from the store by a worker."""

import json
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b

from tinyarms_daemon import __version__
from tinyarms_daemon.adapters.analysis_wire import candidate_of
from tinyarms_daemon.domain.project import Candidate

# Facts are named by their rows: changed ones are written anew, and take what was kept with them.
_FACTS = "SELECT count(*), sum(id) FROM facts WHERE repository_id = ? AND rule = ?"
_ANSWERS = (
    "SELECT pair, is_same, agreed, model, reason FROM deep_answers"
    " WHERE repository_id = ? AND rule = ? ORDER BY pair"
)
_INTENTS = "SELECT kind, key, maker, made_at FROM intents ORDER BY kind, key"
_PATHS = (
    "SELECT path FROM files"
    " WHERE repository_id = ? AND gone_at IS NULL AND language IS NOT NULL ORDER BY path"
)
_KEPT = "SELECT basis, candidates FROM kept_conclusions WHERE repository_id = ? AND rule = ?"


class SqlKeptConclusions:
    """The KeptConclusions port on a connection, for rules with the options of one profile."""

    def __init__(
        self, connection: sqlite3.Connection, repository_id: int, profile_digest: str
    ) -> None:
        self._connection = connection
        self._repository_id = repository_id
        self._profile_digest = profile_digest

    def basis(self, rule: str) -> str:
        """The name of all that a deep rule would conclude from now."""
        mine = (self._repository_id, rule)
        named = blake2b(f"{__version__} {self._profile_digest}".encode(), digest_size=16)
        for rows in (
            self._connection.execute(_FACTS, mine),
            self._connection.execute(_ANSWERS, mine),
            self._connection.execute(_INTENTS),
            self._connection.execute(_PATHS, (self._repository_id,)),
        ):
            _add(named, rows)
        return named.hexdigest()

    def candidates(self, rule: str, basis: str) -> tuple[Candidate, ...] | None:
        """What the rule would have judged since it concluded from the same; None where it has not,
        or its conclusion no longer stands."""
        kept = self._connection.execute(_KEPT, (self._repository_id, rule)).fetchone()
        if kept is None or kept[0] != basis:
            return None
        return tuple(candidate_of(each) for each in json.loads(kept[1]))


def _add(named: blake2b, rows: Iterable[tuple[object, ...]]) -> None:
    for row in rows:
        named.update(repr(row).encode("utf-8", "surrogatepass"))
    named.update(b"\n")
