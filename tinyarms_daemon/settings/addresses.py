"""Where models are and what they are called: Ollama's address and tags."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from tinyarms_daemon.domain.model import is_cloud_name

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
