"""The support form."""

import re


def sender(form):
    """The form's values, or a ValueError that says which is wrong."""
    reply_to = form.get("reply_to", "").strip().lower()
    if not re.fullmatch(r"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", reply_to):
        raise ValueError("reply_to is no mail address")
    return {"reply_to": reply_to, "name": form.get("name", "").title()}
