"""The right name for a mistyped one."""

from collections.abc import Iterable, Sequence

_LONGEST_NAME = 60  # comparing longer ones costs time that a hostile file could ask for


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The most similar of `names`, if any is similar; case, `-` and `_` do not count."""
    from difflib import get_close_matches

    by_form = {_form(candidate): candidate for candidate in names}
    matches = get_close_matches(_form(name[:_LONGEST_NAME]), by_form, n=1)
    return by_form[matches[0]] if matches else None


def hint(name: str, names: Sequence[str]) -> str:
    """The end of a sentence about a wrong name: the nearest right one, else all of them."""
    match = nearest(name, names)
    if match is not None:
        return f"did you mean {match}? (Allowed: {', '.join(names)}.)"
    return f"allowed: {', '.join(names)}."


def _form(name: str) -> str:
    return name.lower().replace("-", "_")
