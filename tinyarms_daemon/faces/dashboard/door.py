"""Who may see the page: one browser for each token, and no other site's page through it."""

import secrets
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie

# Chosen: the browser opens within seconds, and what lies in its history opens nothing.
_TOKEN_LIFE = timedelta(minutes=2)
_TOKEN_BYTES = 32


class Door:
    """Tokens are good for one visit, which becomes a session. Safe to call from several threads."""

    def __init__(self, port: int) -> None:
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        # Browsers share the cookies of a host among its ports.
        self.cookie = f"tinyarms_{port}"
        self._tokens: dict[str, datetime] = {}
        self._sessions: set[str] = set()
        self._lock = threading.Lock()

    def token(self, now: datetime) -> str:
        """A new token."""
        made = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._lock:
            self._tokens[made] = now + _TOKEN_LIFE
        return made

    def admit(self, token: str, now: datetime) -> str | None:
        """The session that a token opens, None where it is unknown, used or too old."""
        with self._lock:
            until = self._tokens.pop(token, None)
            if until is None or now >= until:
                return None
            session = secrets.token_urlsafe(_TOKEN_BYTES)
            self._sessions.add(session)
            return session

    def knows(self, cookies: str) -> bool:
        """Whether a Cookie header carries a session."""
        try:
            morsel = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return False
        if morsel is None:
            return False
        with self._lock:
            return morsel.value in self._sessions

    def is_same_site(self, method: str, headers: Mapping[str, str]) -> bool:
        """Whether a request comes from the page itself, or from a person who typed its address.

        A foreign name that resolves to this machine shows in Host, another site's page in Origin
        and Sec-Fetch-Site.
        """
        host = headers.get("Host", "")
        if host not in self.hosts:
            return False
        origin = headers.get("Origin")
        if origin is None and method != "GET":
            return False
        if origin is not None and origin != f"http://{host}":
            return False
        return headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
