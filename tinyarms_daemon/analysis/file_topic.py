"""The topic of what a file says by itself."""

from functools import lru_cache
from hashlib import blake2b

FILE = "file:"
_DIGEST_BYTES = 12


@lru_cache(maxsize=4096)
def file_topic(path: str) -> str:
    """The topic of a file alone. It holds no path, which may be no text that can be stored."""
    digest = blake2b(path.encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES)
    return FILE + digest.hexdigest()
