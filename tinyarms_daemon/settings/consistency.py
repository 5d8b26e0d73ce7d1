"""Values that are each allowed and do not fit together."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tinyarms_daemon.settings.addresses import is_loopback
from tinyarms_daemon.settings.problem import shown_key

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings

Contradiction = tuple[tuple[tuple[str, str], ...], str]
"""The key paths that contradict each other, and a sentence about them."""


def contradictions(settings: "Settings") -> Iterator[Contradiction]:
    """Every pair of values that cannot both hold."""
    if settings.watch.ceiling < settings.watch.settle:
        yield _order("watch", "settle", "ceiling")
    if settings.jobs.retry_ceiling < settings.jobs.retry_backoff:
        yield _order("jobs", "retry_backoff", "retry_ceiling")
    if not settings.ollama.allow_remote and not is_loopback(settings.ollama.host):
        yield (("ollama", "host"), ("ollama", "allow_remote")), _remote(settings.ollama.host)


def _remote(host: str) -> str:
    return (
        f"{shown_key('ollama', 'host')} is {host}, another machine, which would be sent your code; "
        f"use this machine's own address, such as http://127.0.0.1:11434, or set "
        f"{shown_key('ollama', 'allow_remote')} to true."
    )


def _order(section: str, lesser: str, greater: str) -> Contradiction:
    sentence = f"{shown_key(section, greater)} must not be less than {shown_key(section, lesser)}."
    return ((section, lesser), (section, greater)), sentence
