"""The topic of what a file says by itself."""

import hashlib
from functools import lru_cache

FILE = "file:"
_DIGEST_BYTES = 8


@lru_cache(maxsize=4096)
def file_topic(path: str) -> str:
    """The topic of a file. It holds no path, since a path may be no text that can be stored."""
    digest = hashlib.blake2b(path.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES)
    return f"{FILE}{digest.hexdigest()}"
