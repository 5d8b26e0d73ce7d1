"""Looking a database through, once what was cut off in it is undone."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from tinyarms_daemon.adapters.sqlite_files import opened_to_read

_MOST_PROBLEMS = 20
# SQLite's words for a file whose content is not what it should be.
_DAMAGE = ("malformed", "not a database")


def problems_of(path: Path, *, thorough: bool = False) -> list[str]:
    """What SQLite finds wrong with a file; nothing where it is sound.

    The usual look passes by indexes, which `thorough` compares with their tables, and by rows
    that refer to others that are not there. sqlite3.Error where the file cannot be read at all,
    for a reason that says nothing about its content.
    """
    try:
        with opened_to_read(path) as opened:
            look = "integrity_check" if thorough else "quick_check"
            said = [row[0] for row in opened.execute(f"PRAGMA {look}({_MOST_PROBLEMS})")]
            if thorough:
                said += [
                    f"a row of {table} refers to a row of {parent} that is not there"
                    for table, _, parent, _ in opened.execute("PRAGMA foreign_key_check")
                ]
            return [line for line in said if line != "ok"][:_MOST_PROBLEMS]
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return [str(error)]


def roll_back_interrupted(path: Path) -> None:
    """Undo what a writer had begun when it was killed, which SQLite lets nobody do who only reads.

    For the holder of the lock alone. Where that fails, who reads it next says why.
    """
    if path.with_name(f"{path.name}-journal").exists():
        address = f"{path.absolute().as_uri()}?mode=rw"
        with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the file's content is broken."""
    return any(words in str(error) for words in _DAMAGE)
