"""Headroom and decisions for a person."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from rich.text import Text

from tinyarms_daemon.control.messages import (
    CallTallyMessage,
    DecisionMessage,
    HeadroomMessage,
    ModelHeadroomMessage,
    ModelMessage,
    ReadingMessage,
    ReceiptMessage,
    WhyMessage,
)
from tinyarms_daemon.domain.headroom.in_words import bytes_in_words
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.moments import local, upcoming
from tinyarms_daemon.faces.cli.pages.jobs import kind_in_words
from tinyarms_daemon.faces.cli.rendering import styled
from tinyarms_daemon.faces.cli.session import Session

_OLD_SECONDS = 5
_DECISION_STYLES = {"admitted": "green", "deferred": "yellow", "use_resident": "green"}
_DECISION_WORDS = {"use_resident": "answered by another"}
# By the ends of replies and the kinds of trouble that a call is kept with.
_OUTCOMES = {
    "malformed": "the answer was not of the form asked for",
    "truncated": "the server cut the prompt in silence",
    "cut": "the answer was cut at its longest",
    "abandoned": "the server gave the answer up",
    "stopped": "broken off, since it was no longer wanted or the machine could not bear it",
    "crashed": "the server's runner ended",
    "stalled": "no whole answer in time",
    "broken": "the server refused the request, or what it said was no answer",
    "no_room": "it could not be loaded",
    "too_long": "the question was too long",
}
_FRESHEST_FIRST = ("memory_available", "thermal_level", "power_source", "battery_percent")


def show_headroom(session: Session, message: HeadroomMessage) -> None:
    """The page of `headroom`."""
    screen, now = session.screen, session.toolbox.now()
    screen.line(styled(("Readings", "bold")))
    readings = message["readings"]
    screen.table(
        [_reading_row(*item) for item in readings.items() if item[1]["state"] != "unsupported"]
    )
    if absent := [_words(name) for name in readings if readings[name]["state"] == "unsupported"]:
        screen.line(styled((f"  not read on this machine: {', '.join(absent)}", "dim")), hanging=4)
    for model in message["models"]:
        screen.line()
        screen.line(_model_line(model, now))
        for reason in model["reasons"]:
            screen.line(f"  {reason}", hanging=4)
        screen.line(styled(("  Wants, to begin (to go on)", "dim")))
        screen.table(
            [
                [styled((f"    {_words(name)}", "dim")), styled((limit, "dim"))]
                for name, limit in model["limits"].items()
            ]
        )
    screen.line()
    screen.line(_receipt(message["receipt"]), hanging=2)


def show_why(session: Session, message: WhyMessage) -> None:
    """The page of `why`."""
    screen, job = session.screen, message["job"]
    head = (f"Job {job['id']}", "bold")
    screen.line(styled(head, f" ({kind_in_words(job['kind'])}, {job['repository']})"))
    screen.line(styled(("Forecast  ", "bold"), message["forecast"]), hanging=10)
    screen.line()
    if not message["decisions"]:
        screen.line("No model was asked for yet, so nothing was decided.")
    for decision, *again in _alike(message["decisions"], each_alone=session.verbose):
        screen.line(_decision_line(decision, again), hanging=4)
        for reason in decision["reasons"]:
            screen.line(f"    {reason}", hanging=6)
        if session.verbose:
            told = ", ".join(f"{_words(k)} {shown(v)}" for k, v in decision["readings"].items())
            screen.line(styled((f"    {told}", "dim")), hanging=6)
    for model, tallies in groupby(message["calls"], lambda tally: tally["model"]):
        screen.line()
        screen.line(styled("What came of the calls of ", (model, "bold")))
        for tally in tallies:
            screen.line(f"    {_tally(tally)}", hanging=6)


def _tally(tally: CallTallyMessage) -> str:
    """`3 × question: not of the form asked for, last 2026-11-23 11:55`"""
    outcome = tally["outcome"]
    said = _OUTCOMES.get(outcome, _words(outcome))
    if tally["without_anchor"]:
        said += f", {count(tally['without_anchor'], 'answer')} without an anchor in the source"
    return f"{tally['calls']:,} × {tally['kind']}: {said}, last {local(tally['last_at'])}"


def headroom_line(readings: dict[str, ReadingMessage], models: list[ModelMessage]) -> str:
    """One line: the readings that matter most, and what they admit."""
    told = [
        f"{_words(name)} {shown(readings[name])}"
        for name in _FRESHEST_FIRST
        if name in readings and readings[name]["state"] != "unsupported"
    ]
    return ", ".join([*told, *_admissions(models)])


def shown(reading: ReadingMessage) -> str:
    """A reading's value with its unit, or its state where there is none."""
    value = reading["value"]
    if value is None:
        return reading["state"]
    if reading["unit"] == "bytes" and not isinstance(value, str):
        return bytes_in_words(value)
    if reading["unit"] == "level":
        return f"level {value}"
    said = f"{value:g}" if isinstance(value, float) else f"{value}"
    unit = {"percent": "%", "celsius": "°C", "seconds": "s"}.get(reading["unit"] or "")
    return f"{said} {unit or reading['unit']}" if reading["unit"] else said


def _admissions(models: list[ModelMessage]) -> Iterator[str]:
    for model in models:
        if model["admitted"] is not None:
            yield f"{model['tag']} {'admitted' if model['admitted'] else 'deferred'}"


def _reading_row(name: str, reading: ReadingMessage) -> list[str | Text]:
    style = "yellow" if reading["state"] == "unknown" else ""
    age = reading["age_seconds"]
    old = f", {age:.0f} s ago" if age is not None and age >= _OLD_SECONDS else ""
    return [
        f"  {_words(name)}",
        styled((shown(reading), style)),
        styled((f"{reading['source']}{old}", "dim")),
    ]


def _model_line(model: ModelHeadroomMessage, now: datetime) -> Text:
    decision = model["decision"]
    retry_at = model["retry_at"]
    again = f", looked at again {upcoming(retry_at, now)}" if retry_at else ""
    return styled(
        (model["tag"], "bold"), f" ({model['role']})  ",
        (_DECISION_WORDS.get(decision, decision), _DECISION_STYLES.get(decision, "")), again,
    )  # fmt: skip


def _alike(
    decisions: Sequence[DecisionMessage], *, each_alone: bool
) -> Iterator[list[DecisionMessage]]:
    """Decisions in a row that say the same together."""

    def said(decision: DecisionMessage) -> object:
        return decision["at" if each_alone else "tag"], decision["decision"], decision["reasons"]

    for _, group in groupby(decisions, said):
        yield list(group)


def _decision_line(decision: DecisionMessage, again: Sequence[DecisionMessage]) -> Text:
    word = decision["decision"]
    times = f", {len(again) + 1} times until {local(again[-1]['at'])}" if again else ""
    return styled(
        f"{local(decision['at'])}  ", decision["tag"], "  ",
        (_DECISION_WORDS.get(word, word), _DECISION_STYLES.get(word, "")), (times, "dim"),
    )  # fmt: skip


def _receipt(receipt: ReceiptMessage) -> Text:
    """What a week of models brought."""
    if not receipt["calls"]:
        return styled(("This week  ", "bold"), "no model was asked.")
    tokens = f"{receipt['prompt_tokens']:,} tokens read and {receipt['reply_tokens']:,} written"
    return styled(
        ("This week  ", "bold"),
        f"{receipt['model_minutes']:g} min of models ({count(receipt['calls'], 'call')}, {tokens}) "
        f"for {count(receipt['findings'], 'finding')}: {receipt['accepted']} mended, "
        f"{receipt['dismissed']} dismissed.",
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
