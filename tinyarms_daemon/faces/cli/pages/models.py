"""How models look on a terminal."""

from collections.abc import Iterator

from rich.text import Text

from tinyarms_daemon.control.messages import CallFiguresMessage, ControlMessage, ModelDetailMessage
from tinyarms_daemon.domain.headroom.in_words import bytes_in_words
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.screen import Screen

_SECOND_MS = 1000


def show_models(screen: Screen, models: list[ModelDetailMessage]) -> None:
    """A table of what each takes, and a paragraph on how each does."""
    head = [styled((words, "dim")) for words in ("", "on disk", "expected", "measured", "now")]
    screen.table([head, *map(_takes, models)], right=(1, 2, 3))
    for model in models:
        screen.line()
        screen.line(styled((model["tag"], "bold"), f"  {model['name']}, {model['role']} questions"))
        screen.table([[f"  {name}", words] for name, words in _rows(model)])


def _takes(model: ModelDetailMessage) -> list["str | Text"]:
    sizes = (model["size_bytes"], model["predicted_bytes"], model["measured_bytes"])
    words = ["-" if size is None else bytes_in_words(size) for size in sizes]
    return [styled((model["tag"], "bold")), *words, _now(model)]


def _now(model: ModelDetailMessage) -> str:
    if model["installed"] is False:
        return "not installed"
    return {None: "not known", True: "admitted", False: "not admitted"}[model["admitted"]]


def _rows(model: ModelDetailMessage) -> Iterator[tuple[str, "str | Text"]]:
    yield "State", _state(model)
    if model["calls"]["count"]:
        yield "Calls", ", ".join(_calls(model))
        yield "Speed", ", ".join([*speed_in_words(model["calls"]), *_pace(model["calls"])])
    if model["control"]["planted"]:
        yield "Control", control_in_words(model["control"])
    if model["muted_rules"]:
        yield "Muted", styled((", ".join(model["muted_rules"]), "yellow"))


def _state(model: ModelDetailMessage) -> str:
    words = []
    if model["installed"] is not None:
        words.append("installed" if model["installed"] else "not installed")
    if model["installed"] and model["resident"] is not None:
        words.append("loaded" if model["resident"] else "not loaded")
    reasons = "; ".join(model["reasons"])
    return ": ".join(part for part in (", ".join(words), reasons) if part) or "not known"


def _calls(model: ModelDetailMessage) -> Iterator[str]:
    calls = model["calls"]
    yield count(calls["count"], "call")
    if calls["failed"]:
        yield f"{calls['failed']:,} failed"
    if calls["unanchored"]:
        yield f"{count(calls['unanchored'], 'answer')} without an anchor in the source"


def speed_in_words(calls: CallFiguresMessage) -> Iterator[str]:
    """How long answers take."""
    if calls["total_ms_median"] is not None:
        yield f"answers in {calls['total_ms_median'] / _SECOND_MS:.1f} s"
    if calls["total_ms_p95"] is not None:
        yield f"95 % within {calls['total_ms_p95'] / _SECOND_MS:.1f} s"


def _pace(calls: CallFiguresMessage) -> Iterator[str]:
    if calls["tokens_per_second_median"] is not None:
        yield f"{calls['tokens_per_second_median']:.0f} tokens/s"
    if calls["load_ms_median"] is not None:
        yield f"loaded in {calls['load_ms_median'] / _SECOND_MS:.1f} s"


def control_in_words(control: ControlMessage) -> str:
    """How a model did on questions whose answers are known."""
    precision, recall = control["precision"], control["recall"]
    parts = [
        "" if precision is None else f"precision {precision * 100:.0f} %",
        "" if recall is None else f"recall {recall * 100:.0f} %",
        f"{control['planted'] + control['clean']:,} control questions",
    ]
    return ", ".join(part for part in parts if part)
