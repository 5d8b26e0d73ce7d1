"""Loaded by every Python process of a test: notes each address that is asked for beyond this
machine, and refuses it."""

import os
import socket
import sys
from ipaddress import ip_address
from typing import Any

_NOTES = os.environ["NETWORK_NOTES"]
_AFAR = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
_NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def _is_here(host: object) -> bool:
    said = host.decode() if isinstance(host, bytes) else str(host)
    if said == "localhost":
        return True
    try:
        return ip_address(said).is_loopback
    except ValueError:
        return False


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _AFAR and arguments[0].family != socket.AF_UNIX:
        _require_here(event, arguments[1][0] if arguments[1] else "")
    elif event in _NAMES and not _is_address(arguments[0]):
        _require_here(event, arguments[0])


def _is_address(host: object) -> bool:
    """What is an address already is looked up nowhere."""
    try:
        ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return host is None
    return True


def _require_here(event: str, host: object) -> None:
    if not _is_here(host):
        with open(_NOTES, "a", encoding="utf-8") as notes:
            notes.write(f"{event} {host} in {sys.argv}\n")
        raise PermissionError(f"{event} {host}: nothing leaves this machine")


with open(f"{_NOTES}.processes", "a", encoding="utf-8") as processes:
    processes.write(f"{os.getpid()} {' '.join(sys.orig_argv)}\n")
sys.addaudithook(_refuse)
