"""Reading what a request says. Each reader raises BadRequest, with a sentence, for what is none."""

import math
import os
from datetime import datetime
from typing import Any, cast, get_origin, get_type_hints

from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Request

from tinyarms_daemon.control.messages import FindingQueryMessage, ScanRequestMessage

_FILTERS: dict[str, type] = {
    name: get_origin(kind) or kind for name, kind in get_type_hints(FindingQueryMessage).items()
}


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that a request carries."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise BadRequest("The request's body is one JSON object, sent as application/json.")
    return body


def text_in(body: dict[str, Any], key: str) -> str:
    """A text; whether it says enough is for whoever reads it to tell."""
    value = body.get(key)
    if not isinstance(value, str):
        raise BadRequest(f"`{key}` is missing, or no text.")
    return value


def path_in(body: dict[str, Any]) -> str:
    """The absolute path that a request is about."""
    value = body.get("path")
    if not _is_absolute_path(value):
        raise BadRequest("`path` is missing, or no absolute path.")
    return str(value)


def paths_in(body: dict[str, Any], key: str) -> list[str]:
    """A list of absolute paths."""
    value = body.get(key)
    if not isinstance(value, list) or not all(_is_absolute_path(path) for path in value):
        raise BadRequest(f"`{key}` is a list of absolute paths.")
    return value


def seconds_in(body: dict[str, Any], key: str) -> float | None:
    """A number of seconds above zero, None where nothing is said."""
    value = body.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest(f"`{key}` is a number of seconds.")
    if not 0 < value < math.inf:
        raise BadRequest(f"`{key}` is more than zero seconds, and not for ever.")
    return value


def query_in(body: dict[str, Any]) -> FindingQueryMessage:
    """The filters of a search, each of its type; their words are the service's to judge."""
    for key, value in body.items():
        kind = _FILTERS.get(key)
        if kind is None:
            raise BadRequest(f"`{key}` is no filter; there are {', '.join(_FILTERS)}.")
        if type(value) is not kind:
            raise BadRequest(f"`{key}` is a JSON value of another type ({kind.__name__}).")
        if isinstance(value, list) and not all(isinstance(each, str) for each in value):
            raise BadRequest(f"`{key}` is a list of texts.")
    if body.get("limit", 0) < 0:
        raise BadRequest("`limit` is zero or more.")
    if "since" in body and not _is_moment(body["since"]):
        raise BadRequest("`since` is a time as in 2026-11-23T02:00:00Z.")
    return cast("FindingQueryMessage", body)


def scan_request_in(body: dict[str, Any]) -> ScanRequestMessage:
    """What is to be scanned; a deep scan may say how long its model may work, or that none does."""
    wish: ScanRequestMessage = {"paths": paths_in(body, "paths")}
    if body.get("deep") is True:
        wish["deep"] = True
        wish["no_model"] = body.get("no_model") is True
        budget = seconds_in(body, "budget_seconds")
        if budget is not None:
            wish["budget_seconds"] = max(1, round(budget))
    return wish


def number_in_address(request: Request, key: str, default: float) -> float:
    """A number among the parameters of the address."""
    said = request.args.get(key)
    try:
        value = default if said is None else float(said)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadRequest(f"`{key}` is a number.")
    return value


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_absolute_path(value: object) -> bool:
    if not isinstance(value, str) or not value.startswith("/") or "\0" in value:
        return False
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        return False
    return True
