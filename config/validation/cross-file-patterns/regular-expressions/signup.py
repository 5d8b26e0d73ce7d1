"""The signup form."""

import re


def clean_signup(form):
    """The form's values, or a ValueError that says which is wrong."""
    mail = form.get("mail", "").strip().lower()
    if not re.fullmatch(r"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", mail):
        raise ValueError("mail is no mail address")
    return {"mail": mail, "name": form.get("name", "").title()}
