"""What handlers answer."""


def reply(status, value):
    """A value as JSON."""
    return status, {"data": value}


def problem(status, sentence):
    """What went wrong, for people."""
    return status, {"error": sentence}
