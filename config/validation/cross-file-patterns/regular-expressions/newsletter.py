"""The newsletter form."""

import re


def subscriber(form):
    """The form's values, or a ValueError that says which is wrong."""
    address = form.get("address", "").strip().lower()
    if not re.fullmatch(r"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", address):
        raise ValueError("address is no mail address")
    return {"address": address, "name": form.get("name", "").title()}
