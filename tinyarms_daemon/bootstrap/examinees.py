"""Who is validated: the rules of this version, and the configured models on top of them."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.domain.accuracy import LabelledCase

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings

RULES = "rules alone"
# What counts as having found a case of another rule: the same block, seen by its neighbor.
_AS_GOOD: Mapping[str, frozenset[str]] = {
    "semantic-duplication": frozenset({"complex-dry"}),
    "complex-dry": frozenset({"semantic-duplication", "simple-dry"}),
}


class RulesAlone:
    """The Examinee port: a scan without a store, without any model."""

    name = RULES
    model: str | None = None

    def __init__(self, settings: "Settings", folders: Mapping[str, Path]) -> None:
        self._settings = settings
        self._folders = folders

    def problem(self) -> str | None:
        """Rules need nothing."""
        return None

    def finds(self, case: LabelledCase) -> bool | None:
        """Whether a scan of the case's folder has a finding of its rule."""
        from tinyarms_daemon.bootstrap.loose_scan import loose_scanner

        wanted = {case.rule} | _AS_GOOD.get(case.rule, frozenset())
        with (
            tempfile.TemporaryDirectory(prefix="tinyarms-case-") as folder,
            loose_scanner(self._settings, tuple(sorted(wanted))) as scan,
        ):
            # A repository of its own, so that nothing around it has a word in it.
            root = Path(folder) / "case"
            shutil.copytree(self._folders[case.name], root)
            message = scan([str(root)], lambda _done, _total: None)
        return any(finding["rule"] in wanted for finding in message["findings"])
