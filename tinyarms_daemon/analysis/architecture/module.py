"""What a file says of itself to the rule about architecture."""

from dataclasses import dataclass

from tinyarms_daemon.analysis.logic.class_metrics import Holder, holder_of
from tinyarms_daemon.analysis.modules.module_imports import ModuleImport, import_of
from tinyarms_daemon.domain.findings.project import FactData


@dataclass(frozen=True, slots=True)
class Module:
    """What a file says of itself. `held` are the names of the data that its types hold."""

    path: str
    language: str
    package: str | None
    imports: tuple[ModuleImport, ...]
    classes: tuple[Holder, ...]
    whole: Holder | None
    silenced: frozenset[int]
    is_generated: bool
    held: frozenset[str]

    @property
    def has_text(self) -> bool:
        """Whether its text is kept."""
        return bool(self.classes) or self.whole is not None


def module_of_fact(path: str, data: FactData) -> Module:
    match data:
        case [
            str(language), package, list(imports), list(classes), whole, list(silenced),
            bool(is_generated), list(held),
        ]:  # fmt: skip
            return Module(
                path=path,
                language=language,
                package=package if isinstance(package, str) else None,
                imports=tuple(map(import_of, imports)),
                classes=tuple(map(holder_of, classes)),
                whole=None if whole is None else holder_of(whole),
                silenced=frozenset(line for line in silenced if isinstance(line, int)),
                is_generated=is_generated,
                held=frozenset(map(str, held)),
            )
    raise ValueError("no module")
