"""The daemon's side of the wire: HTTP with JSON on a Unix socket."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from tinyarms_daemon.control.messages import LARGEST_ID, MESSAGES_VERSION, VERSION_HEADER
from tinyarms_daemon.control.request_values import (
    body_of,
    number_in_address,
    path_in,
    query_in,
    scan_request_in,
    seconds_in,
    text_in,
)
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.control.serving import Serving
from tinyarms_daemon.domain.errors import TinyarmsError

_THREADS = 8
_LONGEST_WAIT_SECONDS = 30.0
_MOST_HISTORY_HOURS = 24 * 31
_MOST_REQUEST_BYTES = 1_000_000
_ID = f"int(max={LARGEST_ID})"

_ROUTES = Map(
    [
        Rule("/v1/status", endpoint="status", methods=["GET"]),
        Rule("/v1/headroom", endpoint="headroom", methods=["GET"]),
        Rule("/v1/repositories", endpoint="repositories", methods=["GET"]),
        Rule("/v1/repositories", endpoint="add_repository", methods=["POST"]),
        Rule("/v1/repositories/remove", endpoint="remove_repository", methods=["POST"]),
        Rule("/v1/scans", endpoint="request_scan", methods=["POST"]),
        Rule("/v1/deep-plan", endpoint="deep_plan", methods=["POST"]),
        Rule("/v1/jobs", endpoint="jobs", methods=["GET"]),
        Rule(f"/v1/jobs/<{_ID}:job_id>", endpoint="job", methods=["GET"]),
        Rule(f"/v1/jobs/<{_ID}:job_id>/why", endpoint="why", methods=["GET"]),
        Rule(f"/v1/jobs/<{_ID}:job_id>/cancel", endpoint="cancel_job", methods=["POST"]),
        Rule("/v1/models", endpoint="models", methods=["GET"]),
        Rule(f"/v1/jobs/<{_ID}:job_id>/retry", endpoint="retry_job", methods=["POST"]),
        Rule("/v1/findings/search", endpoint="findings", methods=["POST"]),
        Rule(f"/v1/findings/<{_ID}:finding_id>", endpoint="finding", methods=["GET"]),
        Rule(f"/v1/findings/<{_ID}:finding_id>/dismiss", endpoint="dismiss", methods=["POST"]),
        Rule(f"/v1/findings/<{_ID}:id>/reopen", endpoint="reopen_finding", methods=["POST"]),
        Rule("/v1/events", endpoint="events", methods=["GET"]),
        Rule("/v1/headroom/history", endpoint="headroom_history", methods=["GET"]),
        Rule("/v1/dashboard", endpoint="dashboard", methods=["POST"]),
        Rule("/v1/store/prune", endpoint="prune_store", methods=["POST"]),
        Rule("/v1/pause", endpoint="pause", methods=["POST"]),
        Rule("/v1/resume", endpoint="resume", methods=["POST"]),
    ]
)


def serve_control(application: "ControlApplication", socket_path: Path) -> Serving:
    """Answer on a socket that is its owner's alone. Whatever waits for events is released before
    this is closed, by closing the bell."""
    return Serving(
        application,
        "control",
        threads=_THREADS,
        most_request_bytes=_MOST_REQUEST_BYTES,
        unix_socket=str(socket_path),
        unix_socket_perms="600",
    )


class ControlApplication:
    """The WSGI application; without `open_dashboard` there is no way to the dashboard."""

    def __init__(
        self,
        service: Service,
        on_failure: Callable[[BaseException], None],
        open_dashboard: Callable[[], str] | None = None,
    ) -> None:
        self._service = service
        self._open_dashboard = open_dashboard
        self._on_failure = on_failure

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        try:
            endpoint, arguments = _ROUTES.bind_to_environ(environ).match()
            response = _json(self._answer(request, endpoint, arguments), 200)
        except TinyarmsError as error:
            response = _json({"error": str(error), "exit_status": error.exit_status}, 409)
        except HTTPException as error:
            response = _json({"error": str(error), "exit_status": 2}, error.code or 400)
        except Exception as error:  # noqa: BLE001 - one bad request must not end the server
            self._on_failure(error)
            failed = f"The daemon failed at this request ({type(error).__name__})"
            said = f"{failed}; `tinyarmsctl logs` has more."
            response = _json({"error": said, "exit_status": TinyarmsError.exit_status}, 500)
        return response(environ, start_response)

    def _answer(self, request: Request, endpoint: str, arguments: Mapping[str, int]) -> Any:
        """By the handler of that name; where there is none, the Service is asked as it is."""
        handler = getattr(self, f"_{endpoint}", None)
        if handler is not None:
            return handler(request, **arguments)
        return getattr(self._service, endpoint)(*arguments.values())

    def _status(self, request: Request) -> Any:
        return self._service.status(only_new=request.args.get("new") == "1")

    def _add_repository(self, request: Request) -> Any:
        body = body_of(request)
        name = None if body.get("name") is None else text_in(body, "name")
        return self._service.add_repository(path_in(body), name)

    def _remove_repository(self, request: Request) -> Any:
        body = body_of(request)
        purge = body.get("purge") is True
        return self._service.remove_repository(text_in(body, "name"), purge=purge)

    def _request_scan(self, request: Request) -> Any:
        return self._service.request_scan(scan_request_in(body_of(request)))

    def _deep_plan(self, request: Request) -> Any:
        return self._service.deep_plan(path_in(body_of(request)))

    def _findings(self, request: Request) -> Any:
        query = query_in(body_of(request))
        try:
            return self._service.findings(query)
        except ValueError as error:
            raise BadRequest(str(error)) from error

    def _dismiss(self, request: Request, finding_id: int) -> Any:
        body = body_of(request)
        return self._service.dismiss_finding(
            finding_id,
            reason=text_in(body, "reason"),
            expires_seconds=seconds_in(body, "expires_seconds"),
        )

    def _events(self, request: Request) -> Any:
        after = number_in_address(request, "after", -1.0)
        if not after.is_integer() or abs(after) > LARGEST_ID:
            raise BadRequest("`after` is the id of an event.")
        wait_seconds = number_in_address(request, "wait_seconds", 0.0)
        return self._service.events(
            after=int(after), wait_seconds=min(max(wait_seconds, 0.0), _LONGEST_WAIT_SECONDS)
        )

    def _headroom_history(self, request: Request) -> Any:
        hours = number_in_address(request, "hours", 24.0)
        if not 0 < hours <= _MOST_HISTORY_HOURS:
            raise BadRequest(f"`hours` is more than 0, and at most {_MOST_HISTORY_HOURS}.")
        return self._service.headroom_history(hours=hours)

    def _dashboard(self, _: Request) -> Any:
        if self._open_dashboard is None:
            raise BadRequest("The dashboard is opened by `tinyarmsctl dashboard`.")
        return self._open_dashboard()

    def _pause(self, request: Request) -> Any:
        return self._service.pause(seconds=seconds_in(body_of(request), "seconds"))


def _json(answer: Any, status: int) -> Response:
    body = {"version": MESSAGES_VERSION, "answer": answer} if status == 200 else answer
    response = Response(json.dumps(body), status=status, mimetype="application/json")
    response.headers[VERSION_HEADER] = str(MESSAGES_VERSION)
    return response
