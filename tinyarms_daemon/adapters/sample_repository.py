"""A repository of code that nobody here has written: Python files of the installed libraries."""

import shutil
import sysconfig
from pathlib import Path

_SMALLEST_BYTES, _LARGEST_BYTES = 2_000, 40_000
_MEAN_BYTES = 8_000


def copy_installed_code(root: Path, files: int) -> int:
    """Copy so many files, of 8 kB in the mean, into a folder; their size in bytes. There may be
    fewer."""
    library = Path(sysconfig.get_paths()["purelib"])
    total = chosen = 0
    for path in sorted(library.rglob("*.py")):
        size = path.stat().st_size
        if not _SMALLEST_BYTES < size < _LARGEST_BYTES:
            continue
        if total + size > (chosen + 1) * _MEAN_BYTES:  # keeps the mean while it goes on
            continue
        target = root / path.relative_to(library)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)  # with its old time: what was just written is read twice
        total += size
        chosen += 1
        if chosen == files:
            break
    return total
