"""What is known of an Ollama without asking it for a model: its version, and its models' disk."""

import os
import re
import shutil
from pathlib import Path

# Older ones keep half of a prompt that is too long and say nothing of it, and count its tokens
# without those that they remember (found by reading its releases).
OLDEST_SOUND = (0, 30, 11)
_NUMBERS = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_ANSWER_SECONDS = 2.0


def ollama_version(host: str) -> str | None:
    """What the server at `host` says of itself; None where it says nothing in time."""
    import httpx

    try:
        said = httpx.get(f"{host}/api/version", timeout=_ANSWER_SECONDS, trust_env=False).json()
        version = said["version"]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError, KeyError):
        return None
    return version if isinstance(version, str) else None


def is_sound(version: str) -> bool:
    """Whether it is new enough; builds from source call themselves 0.0.0, and are taken as new."""
    found = _NUMBERS.match(version)
    numbers = tuple(map(int, found.groups())) if found else (0, 0, 0)
    return numbers == (0, 0, 0) or numbers >= OLDEST_SOUND


def free_model_bytes() -> int:
    """What is free on the disk of its models, as far as their folder can be known."""
    said = os.environ.get("OLLAMA_MODELS")
    folder = Path(said) if said else Path.home() / ".ollama" / "models"
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(existing).free
