"""The files that travel with the program: configuration, migrations, launchd template."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_A_WHEEL = _PACKAGE / "_bundled"


def bundled(name: str) -> Path:
    """Where `config/…`, `migrations/…` or `launchd/…` lies on this machine.

    A wheel carries them inside the package; an editable checkout keeps them at its top. Raises
    FileNotFoundError when the installation lacks the file.
    """
    root = _IN_A_WHEEL if _IN_A_WHEEL.is_dir() else _PACKAGE.parent
    path = root / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; install tinyarms-daemon again.")
    return path
