"""The disk on which Ollama keeps its models."""

import os
import shutil
from pathlib import Path


def free_model_bytes() -> int:
    """What is free there, as far as the folder can be known."""
    said = os.environ.get("OLLAMA_MODELS")
    folder = Path(said) if said else Path.home() / ".ollama" / "models"
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(existing).free
