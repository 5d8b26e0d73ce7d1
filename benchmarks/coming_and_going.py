"""A model server that comes and goes, and dies in the middle of an answer."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

_ANSWERS = {
    "/api/version": {"version": "0.12.0"},
    "/api/tags": {"models": [{"name": "qwen2.5-coder:3b", "model": "qwen2.5-coder:3b"}]},
    "/api/ps": {"models": []},
}


class ComingAndGoing:
    """Listens at one port for a while, then not, from `__enter__` to `__exit__`."""

    def __init__(self, *, up_seconds: float, down_seconds: float) -> None:
        self._waits = (up_seconds, down_seconds)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.times_up = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="model server")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        up_seconds, down_seconds = self._waits
        while not self._end.is_set():
            server = ThreadingHTTPServer(("127.0.0.1", self.port), _Handler)
            serving = threading.Thread(target=server.serve_forever)
            serving.start()
            self.times_up += 1
            self._end.wait(up_seconds)
            server.shutdown()
            serving.join()
            server.server_close()
            self._end.wait(down_seconds)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Its version, its models, what is loaded."""
        body = json.dumps(_ANSWERS.get(self.path, {})).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Half of an answer."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"model": "qwen2.5-coder:3b", "mess')
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quietly."""
