"""Ages, durations and moments, as a person types and reads them; on a terminal they are local."""

import re
from datetime import UTC, datetime, timedelta

import click

from tinyarms_daemon.faces.cli.counting import count

_UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?[wdhms])+")
_PART = re.compile(r"(\d+(?:\.\d+)?)([wdhms])")
_LONGEST = timedelta(days=365_000)  # a moment so far away still has a date
_MINUTE, _HOUR, _DAY, _WEEK = 60, 3600, 86400, 604800


def parse_duration(text: str) -> timedelta | None:
    """`90d`, `2h`, `1h30m` as a duration; None where it is none, or longer than people plan."""
    if not _DURATION.fullmatch(text):
        return None
    try:
        duration = sum(
            (float(number) * _UNITS[unit] for number, unit in _PART.findall(text)), timedelta()
        )
    except OverflowError:
        return None
    return duration if duration <= _LONGEST else None


class DurationType(click.ParamType[timedelta]):
    """A duration on the command line, such as 90d, 2h or 1h30m."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """The duration, or a usage error."""
        duration = value if isinstance(value, timedelta) else parse_duration(str(value))
        if not duration:
            self.fail(f"{value!r} is no duration; say for instance 90d, 2h or 1h30m.", param, ctx)
        return duration


DURATION = DurationType()


def parse_since(text: str, now: datetime) -> str:
    """A time or an age such as `7d` as ISO 8601 in UTC; click.BadParameter where it is neither.

    A time without an offset is local.
    """
    age = parse_duration(text)
    try:
        moment = now - age if age is not None else datetime.fromisoformat(text)
        return as_iso(moment)
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"{text!r} is neither an age such as 7d nor a time such as 2026-11-23T14:00.",
            param_hint="'--since'",
        ) from None


def as_iso(moment: datetime) -> str:
    """A moment as messages write it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def local(moment: str) -> str:
    """A moment of a message in local time, to the minute."""
    return f"{_local(moment):%Y-%m-%d %H:%M}"


def local_clock(moment: str) -> str:
    """The local time of day of a message's moment, to the second."""
    return f"{_local(moment):%H:%M:%S}"


def ago(moment: str, now: datetime) -> str:
    """How long ago a moment was; its date where that is more than a week."""
    seconds = (now - datetime.fromisoformat(moment)).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    if seconds < _WEEK:
        return f"{span(seconds)} ago"
    return f"on {_local(moment):%Y-%m-%d}"


def upcoming(moment: str, now: datetime) -> str:
    """A moment to come, as one would say it: today 14:30, tomorrow 03:00, Sunday 03:00."""
    when = _local(moment)
    days = (when.date() - now.astimezone().date()).days
    if days == 0:
        return f"today {when:%H:%M}"
    if days == 1:
        return f"tomorrow {when:%H:%M}"
    if 1 < days < 7:
        return f"{when:%A %H:%M}"
    return f"{when:%Y-%m-%d %H:%M}"


def due(moment: str, now: datetime) -> str:
    """When something is to happen: as `upcoming`, or how long ago it should have, as where no
    daemon runs."""
    is_past = datetime.fromisoformat(moment) < now
    return f"due {ago(moment, now)}" if is_past else upcoming(moment, now)


def span(seconds: float) -> str:
    """A duration in its largest whole unit: 5 minutes, 3 hours, 2 days."""
    for unit_seconds, unit in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= unit_seconds:
            return count(int(seconds // unit_seconds), unit)
    return count(int(seconds), "second")


def elapsed(seconds: float) -> str:
    """How long something took."""
    return f"{seconds:.1f} s" if seconds < _MINUTE else span(seconds)


def seconds_between(start: str | None, end: str | None) -> float | None:
    """How long it took from one moment to another; None where either is not known."""
    if start is None or end is None:
        return None
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone()
