"""The order form."""

import re


def number_of(form):
    """The form's number, or a ValueError that says what is wrong."""
    number = form.get("number", "").strip()
    if not re.fullmatch(r"[A-Z]{2}-\d{6}", number):
        raise ValueError("number is not of the form that is asked for")
    return number
