"""Where models are and what they are called: Ollama's address and tags, a model's file."""

import os
import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from tinyarms_daemon.domain.models.model import is_cloud_name

_OLLAMA_PORT = 11434
_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,127}(?::[A-Za-z0-9][A-Za-z0-9._-]{0,79})?")


def read_host(value: object) -> str:
    """An address such as http://127.0.0.1:11434, without a closing slash.

    Raises ValueError that says what must be.
    """
    allowed = (
        "must be an address with a scheme, a host and no path, such as http://127.0.0.1:11434."
    )
    if not isinstance(value, str) or not value.isprintable() or " " in value:
        raise ValueError(allowed)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError(allowed) from None
    extras = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or extras:
        raise ValueError(allowed)
    return f"{parts.scheme}://{parts.netloc}"


def ollama_address(said: str) -> str:
    """The address that OLLAMA_HOST means, read as Ollama's own programs read it: without a scheme
    its own port counts; a server that listens everywhere is asked on this machine."""
    scheme, has_scheme, rest = said.strip().rpartition("://")
    rest = rest.split("/")[0]
    if rest.startswith(":"):
        rest = f"127.0.0.1{rest}"
    if not has_scheme and not re.search(r":\d+$", rest):
        rest = f"{rest or '127.0.0.1'}:{_OLLAMA_PORT}"
    rest = re.sub(r"^(?:0\.0\.0\.0|\[::\])(?=:|$)", "127.0.0.1", rest)
    return f"{scheme or 'http'}://{rest}"


def is_loopback(host: str) -> bool:
    """Whether an address that `read_host` gave is this machine's own."""
    name = urlsplit(host).hostname or ""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def read_model_tag(value: object) -> str:
    """An Ollama tag such as qwen2.5-coder:3b; none that Ollama runs in its cloud.

    Raises ValueError that says what must be.
    """
    if not isinstance(value, str) or not _TAG.fullmatch(value):
        raise ValueError("must be a model's name in Ollama, such as qwen2.5-coder:3b.")
    if is_cloud_name(value):
        raise ValueError("must be a model on this machine: Ollama runs this one in its cloud.")
    return value


def read_file(value: object) -> str:
    """A file's absolute path, `~` for the home; empty for none. Raises ValueError."""
    allowed = "must be the absolute path of a file, or empty."
    if not isinstance(value, str) or not (value == "" or value.isprintable()):
        raise ValueError(allowed)
    path = os.path.expanduser(value)
    if path and not os.path.isabs(path):
        raise ValueError(allowed)
    return path
