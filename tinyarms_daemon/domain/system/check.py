"""A precondition that was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One precondition of a working daemon; `remedy` is a command or a sentence, None where all is
    well."""

    name: str
    ok: bool
    required: bool
    detail: str
    remedy: str | None = None
