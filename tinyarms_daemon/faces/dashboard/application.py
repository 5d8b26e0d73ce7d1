"""The page, and behind it the part of the control protocol that it uses."""

from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any

from werkzeug.wrappers import Request, Response

from tinyarms_daemon.control.serving import Application
from tinyarms_daemon.faces.dashboard.door import Door
from tinyarms_daemon.ports.clock import Clock

_ASSETS = {
    "/": ("page.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
}
# What the page may ask of the control protocol: it watches, and sets findings aside.
_READABLE = ("/v1/status", "/v1/jobs", "/v1/events", "/v1/headroom/history", "/v1/findings/")
_WRITABLE_ENDS = ("/v1/findings/search", "/dismiss", "/reopen", "/v1/pause", "/v1/resume")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SEE_OTHER, _FORBIDDEN, _NOT_FOUND, _MISDIRECTED = 303, 403, 404, 421


class DashboardApplication:
    """The WSGI application; `control` is the one of the socket, `on_request` is told of each."""

    def __init__(
        self, door: Door, control: Application, clock: Clock, on_request: Callable[[], None]
    ) -> None:
        self._door = door
        self._control = control
        self._clock = clock
        self._on_request = on_request

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, *_HEADERS.items()], *rest)

        answer = self._answer(request)
        if answer is None:
            self._on_request()
            return self._control(environ, start)
        return answer(environ, start)

    def _answer(self, request: Request) -> Response | None:
        """The response; None where the control protocol answers."""
        if request.headers.get("Host") not in self._door.hosts:
            return _said("This server answers to its own address only.", _MISDIRECTED)
        if request.method == "GET" and request.path == "/" and "token" in request.args:
            return self._enter(request.args["token"])
        if not self._door.is_same_site(request.method, dict(request.headers)):
            return _said("Another site's page asked for this.", _FORBIDDEN)
        if not self._door.knows(request.headers.get("Cookie", "")):
            return _said("Run `tinyarmsctl dashboard` again: this link was used.", _FORBIDDEN)
        if request.method == "GET" and request.path in _ASSETS:
            return _asset(request.path)
        return None if _is_allowed(request) else _said("There is no such page.", _NOT_FOUND)

    def _enter(self, token: str) -> Response:
        """A session for a token, and the page's address without it."""
        session = self._door.admit(token, self._clock.now())
        if session is None:
            return _said("Run `tinyarmsctl dashboard` again: this link was used.", _FORBIDDEN)
        response = Response("", _SEE_OTHER, headers={"Location": "/"})
        response.set_cookie(self._door.cookie, session, httponly=True, samesite="Strict", path="/")
        return response


def _is_allowed(request: Request) -> bool:
    if request.method == "GET":
        return request.path.startswith(_READABLE)
    return request.method == "POST" and request.path.endswith(_WRITABLE_ENDS)


def _asset(path: str) -> Response:
    name, kind = _ASSETS[path]
    return Response(files(__package__).joinpath(name).read_bytes(), mimetype=kind)


def _said(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status, mimetype="text/plain")
