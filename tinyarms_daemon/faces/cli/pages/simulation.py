"""A simulated weekly scan as a table and as a document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from rich.text import Text

from tinyarms_daemon.domain.headroom.in_words import share_in_words
from tinyarms_daemon.domain.measuring.weekly_simulation import ScanCourse, WeeklySimulation
from tinyarms_daemon.faces.cli.pages.criteria import criterion_document
from tinyarms_daemon.faces.cli.rendering import styled

_LEVELS = ("nominal", "moderate", "heavy", "trapping")
_MEASURED = "VALIDATED"


def course_rows(simulation: WeeklySimulation) -> Sequence[Sequence[str | Text]]:
    """The scan as configured, by the small model alone, and the naive one, side by side in 80
    columns: the lines beneath say which they are."""
    large, small, naive = simulation.large, simulation.small, simulation.naive
    head = ("", "large", "small", "naive")
    courses = (large, small)
    levels = [each.seconds_at_level for each in (large, small, naive)]
    return [
        [styled((name, "dim")) for name in head],
        [
            "total time, rests included",
            *map(_total, courses),
            _minutes(naive.total_seconds),
        ],
        [
            "of which the rules",
            *(_minutes(each.analysis_seconds) for each in courses),
            "–",
        ],
        [
            "of which the model works",
            *(_minutes(each.working_seconds) for each in courses),
            _minutes(naive.total_seconds),
        ],
        ["questions asked, of all", *(_of(each.asked, each.questions) for each in courses),
         f"{naive.files:,} files"],
        ["share judged, by worth", *(share_in_words(each.judged_worth) for each in courses), "–"],
        ["in the study's time", *map(_in_time, courses), "–"],
        ["expected detections", *(share_in_words(each.expected) for each in courses), "–"],
        *(
            [f"minutes at level {level} ({name})", *(_at(each, level) for each in levels)]
            for level, name in enumerate(_LEVELS)
        ),
        ["times loaded", *(str(each.loads) for each in courses), "1"],
    ]  # fmt: skip


def simulation_lines(simulation: WeeklySimulation) -> Iterator[str]:
    """Which scans the table compares, and what it rests on."""
    large, small = simulation.large.tag, simulation.small.tag
    yield (
        f"large: as configured, by {large}; small: the same by {small} alone; naive: every file "
        f"shown to {large}, one after the other."
    )
    yield (
        f"{simulation.certain_findings:,} findings are certain without a model, and the same for "
        "all. Expected detections are the share of what only a model can tell, by worth: what is "
        "judged, times what the model finds of it."
    )
    yield (
        "The machine is a simulated MacBook Air (M2, no fan), in an idle night on mains; its heat "
        "is fitted to published measurements. Ranking, budget, ledger and gate are the daemon's."
    )
    estimated = [each for each in simulation.figures if each.status != _MEASURED]
    if estimated:
        names = ", ".join(each.name for each in estimated)
        yield (
            f"ESTIMATED, not measured on this machine: {names}. `tinyarmsctl bench models` and "
            "`tinyarmsctl validate` measure them."
        )


def simulation_document(simulation: WeeklySimulation) -> dict[str, object]:
    """The same as JSON."""
    naive = simulation.naive
    return {
        "simulated_at": simulation.at.isoformat(),
        "machine": simulation.machine.name,
        "tinyarms": simulation.machine.tinyarms,
        "repository": simulation.repository,
        "files": simulation.files,
        "budget_minutes": simulation.budget_minutes,
        "certain_findings": simulation.certain_findings,
        "figures": [asdict(each) for each in simulation.figures],
        "large": _course(simulation.large),
        "small": _course(simulation.small),
        "naive": {
            "files": naive.files,
            "total_seconds": round(naive.total_seconds, 1),
            "seconds_at_level": _levels(naive.seconds_at_level),
            "points": [asdict(each) for each in naive.points],
        },
        "gain": simulation.gain,
        "criteria": [criterion_document(each) for each in simulation.criteria],
    }


def _course(course: ScanCourse) -> dict[str, object]:
    return {
        "model": course.tag,
        "questions": course.questions,
        "asked": course.asked,
        "judged_worth": course.judged_worth,
        "asked_in_time": course.asked_in_time,
        "judged_worth_in_time": course.judged_worth_in_time,
        "expected_detections": course.expected,
        "recall": asdict(course.recall),
        "total_seconds": round(course.total_seconds, 1),
        "analysis_seconds": round(course.analysis_seconds, 2),
        "working_seconds": round(course.working_seconds, 1),
        "loads": course.loads,
        "finished": course.is_finished,
        "seconds_at_level": _levels(course.seconds_at_level),
        "points": [asdict(each) for each in course.points],
    }


def _levels(seconds: Mapping[int, float]) -> dict[str, float]:
    return {str(level): round(seconds.get(level, 0.0), 1) for level in range(len(_LEVELS))}


def _total(course: ScanCourse) -> str:
    return _minutes(course.total_seconds) if course.is_finished else "more than a day"


def _in_time(course: ScanCourse) -> str:
    return f"{course.asked_in_time:,}, {share_in_words(course.judged_worth_in_time)}"


def _at(seconds: Mapping[int, float], level: int) -> str:
    spent = seconds.get(level, 0.0)
    return _minutes(spent) if spent else "–"


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"
