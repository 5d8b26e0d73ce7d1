"""The identity of a finding: it survives moved lines, a renamed file, and edits elsewhere."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

_ALGORITHM = "ta1"
_DIGEST_BYTES = 16


def fingerprints(rule: str, codes: Iterable[str]) -> Iterator[str]:
    """One fingerprint for each code of one rule in one file, in source order.

    `codes` is for each finding the text that makes it what it is, usually its source line: white
    space is folded, so that a moved or newly indented line keeps its name. Identical codes are
    told apart by their order. The path is no part of it. The form is `ta1:` and 32 hex digits.
    """
    seen: Counter[str] = Counter()
    for code in codes:
        folded = " ".join(code.split())
        content = f"{rule}\0{folded}\0{seen[folded]}".encode("utf-8", "surrogatepass")
        seen[folded] += 1
        digest = hashlib.blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()
        yield f"{_ALGORITHM}:{digest}"
