"""The signup form."""

import re


def clean_signup(form):
    """The form's mail, or a ValueError that says what is wrong."""
    mail = form.get("mail", "").strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", mail):
        raise ValueError("mail is not of the form that is asked for")
    return mail
