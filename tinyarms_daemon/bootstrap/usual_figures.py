"""What is known of models before any is asked: the figures in force."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tinyarms_daemon.domain.models.model import UsualFigures

if TYPE_CHECKING:
    from tinyarms_daemon.settings.constants import Constant


class FiguresInForce:
    """The constants' figures of models, read anew when measured: a benchmark counts at once."""

    def __init__(self, tags: Sequence[str], measured: Path) -> None:
        self._tags = tags
        self._measured = measured
        self._read: tuple[object, UsualFigures] | None = None

    def __call__(self) -> UsualFigures:
        from tinyarms_daemon.settings.constants import constants_in_force

        state = self._state()
        if self._read is None or self._read[0] != state:
            self._read = state, _usual_figures(self._tags, constants_in_force(self._measured))
        return self._read[1]

    def _state(self) -> object:
        try:
            found = self._measured.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def _usual_figures(tags: Sequence[str], constants: "Mapping[str, Constant]") -> UsualFigures:
    from tinyarms_daemon.settings.constants import Status, model_key

    def figures(path: str, *, measured_only: bool) -> "dict[str, Constant]":
        found = {tag: constants.get(f"{path}.{model_key(tag)}") for tag in tags}
        return {
            tag: constant
            for tag, constant in found.items()
            if constant is not None and (constant.status is Status.VALIDATED or not measured_only)
        }

    answering = figures("performance.planned_decode_tokens_per_second", measured_only=False)
    reading = figures("performance.prefill_tokens_per_second", measured_only=True)
    resident = figures("memory.resident_bytes", measured_only=True)
    return UsualFigures(
        answering_tokens_per_second={tag: each.number for tag, each in answering.items()},
        reading_tokens_per_second={tag: each.number for tag, each in reading.items()},
        resident_bytes={tag: round(each.high) for tag, each in resident.items()},
    )
