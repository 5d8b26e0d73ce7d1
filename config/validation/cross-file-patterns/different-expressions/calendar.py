"""The calendar form."""

import re


def week_of(form):
    """The form's week, or a ValueError that says what is wrong."""
    week = form.get("week", "").strip()
    if not re.fullmatch(r"\d{4}-W\d{2}", week):
        raise ValueError("week is not of the form that is asked for")
    return week
