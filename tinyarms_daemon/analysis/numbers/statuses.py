"""Statuses of HTTP, and codes of replies that are made like them."""

import re
from itertools import chain

from tinyarms_daemon.analysis.identifier_words import word_set, words_of

_STATUSES = frozenset(
    chain(
        (*range(100, 104), *range(200, 209), 226, *range(300, 309), *range(400, 432)),
        (440, 444, 449, 451, 499, *range(500, 512)),
    )
)
# A limit between two classes of them: `status >= 600` too.
STATUS_LIMITS = _STATUSES | {199, 299, 399, 499, 599, 600, 999}
STATUS_WORDS = frozenset({"status", "http", "httpstatus", "statuscode", "code"})
_CLASSES = frozenset({200, 300, 400, 500})
_HOLDING_STATUS = word_set("e ex exc err error response resp res answer")
_FIRST_REPLY, _REPLIES_END = 100, 600
_HUNDREDS = re.compile(r"/\s*100\)*$")


def is_status(value: float) -> bool:
    """Whether a number is an HTTP status that ends a request, and is in use."""
    return value in _STATUSES and value >= min(_CLASSES)


def is_called_so(name: str) -> bool:
    """Whether a name is one of a status."""
    return not STATUS_WORDS.isdisjoint(words_of(name))


def is_reply(value: float) -> bool:
    """Whether a number may be a code of a reply, as that of SMTP or FTP: three digits."""
    return _FIRST_REPLY <= value < _REPLIES_END and float(value).is_integer()


def is_limit_of_statuses(value: float, name: str) -> bool:
    """Whether a number parts classes of HTTP statuses, compared with what may hold one."""
    is_holding = len(name) == 1 or not _HOLDING_STATUS.isdisjoint(words_of(name)[-1:])
    return value in STATUS_LIMITS and is_holding


def is_class_of_codes(value: float, divided: str) -> bool:
    """Whether what is compared is the first of three digits: `err.code / 100 == 4`."""
    is_class = value in (3, 4, 5) and _HUNDREDS.search(divided) is not None
    return is_class and is_called_so(divided)
