"""From the newest results to the report: each figure with its status, and what follows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

from tinyarms_daemon.domain.headroom.in_words import bound_in_words, figure_in_words, share_in_words
from tinyarms_daemon.domain.measuring.recommendation import Recommendation
from tinyarms_daemon.faces.measuring_report.charts import Bar, Line, bar_chart, line_chart

Document = Mapping[str, Any]
VALIDATED, ESTIMATED, NOT_MEASURED = "VALIDATED", "ESTIMATED", "NOT MEASURED"
_MINUTE = 60.0
_MOST_POINTS = 60  # of a line: rests between bursts are averaged, or nothing could be seen
_RULES = (
    "A where storage, memory, need and gain hold; C where the large model is fast enough for a "
    "save besides; B where any of the four does not hold."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing: `name` is its file's where it has one of its own."""

    name: str
    label: str
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands below it, in this order; the first row of `rows` is their head."""

    title: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    chart: Chart | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuringReport:
    """The whole of it."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """A figure of the model study: what it says, and what was measured here (None: nothing)."""

    name: str
    stated: str
    measured: str | None
    source: str

    @property
    def status(self) -> str:
        """How it is known."""
        return ESTIMATED if self.measured is None else VALIDATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a report says beside the results: versions, the study's figures, and the recommendation
    that follows from what is known."""

    machine: str
    versions: str
    figures: tuple[StatedFigure, ...]
    recommendation: Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything that a report is made of; None where a phase has no result."""

    made_at: str
    standing: Standing
    validation: Document
    benchmark: Document | None
    simulation: Document | None


def assembled(results: Results) -> MeasuringReport:
    sections = (
        _recommendation(results.standing.recommendation),
        _machine(results),
        _figures(results.standing.figures),
        _throughput(results.benchmark, results.simulation),
        _accuracy(results.validation),
        _criteria(results),
        _weekly(results.simulation),
    )
    return MeasuringReport(title="What the models do on this machine", sections=sections)


def _recommendation(said: Recommendation) -> Section:
    verdict = {True: "holds", False: "does not hold", None: NOT_MEASURED}
    notes = [_RULES]
    if said.is_provisional:
        notes.append("Provisional: what is not measured is taken as the model study estimates it.")
    return Section(
        title="Recommendation",
        paragraphs=(f"{said.option.value}{' (provisional)' if said.is_provisional else ''}.",),
        rows=(
            ("rule", "found", ""),
            *((each.rule, each.found, verdict[each.holds]) for each in said.grounds),
        ),
        notes=tuple(notes),
    )


def _moment(said: object) -> str:
    return f"{datetime.fromisoformat(str(said)).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _machine(results: Results) -> Section:
    def when(document: Document | None, key: str, command: str) -> str:
        return NOT_MEASURED + f" (`{command}`)" if document is None else _moment(document[key])

    return Section(
        title="Machine and versions",
        rows=(
            ("", ""),
            ("machine", results.standing.machine),
            ("versions", results.standing.versions),
            ("report made", results.made_at),
            ("validated", _moment(results.validation["validated_at"])),
            (
                "speed and memory measured",
                when(results.benchmark, "measured_at", "tinyarmsctl bench models"),
            ),
            (
                "weekly scan simulated",
                when(results.simulation, "simulated_at", "tinyarmsctl simulate"),
            ),
        ),
    )


def _figures(figures: Sequence[StatedFigure]) -> Section:
    return Section(
        title="Figures of the model study",
        rows=(
            ("figure", "stated", "measured here", "status", "source"),
            *(
                (each.name, each.stated, each.measured or "–", each.status, each.source)
                for each in figures
            ),
        ),
    )


def _throughput(benchmark: Document | None, simulation: Document | None) -> Section:
    lines = [*_measured_lines(benchmark), *_simulated_lines(simulation)]
    title = "Throughput over time"
    if not lines:
        said = f"{NOT_MEASURED}: `tinyarmsctl bench models` and `tinyarmsctl simulate` draw it."
        return Section(title=title, paragraphs=(said,))
    notes = ["Solid lines are measured; dashed ones are simulated, and ESTIMATED."]
    if any(lines[0].levels):
        notes.append("The ground is colored where the machine of the first line was warm.")
    if not any(line.is_measured for line in lines):
        notes.append(f"Sustained speed on this machine: {NOT_MEASURED}.")
    return Section(
        title=title,
        chart=Chart(
            name="throughput",
            label="Answered tokens a second over minutes",
            svg=line_chart(lines, "Answered tokens a second over minutes", "tokens/s"),
        ),
        notes=tuple(notes),
    )


def _measured_lines(benchmark: Document | None) -> Iterator[Line]:
    for model in benchmark["models"] if benchmark else ():
        samples = model.get("sustained") or []
        if samples:
            yield Line(
                name=f"{model['name']}, sustained ({VALIDATED})",
                points=tuple(
                    (each["seconds"] / _MINUTE, each["decode_tokens_per_second"])
                    for each in samples
                ),
                levels=tuple(each["thermal_level"] for each in samples),
            )


def _simulated_lines(simulation: Document | None) -> Iterator[Line]:
    """What heat leaves of the speed while a model works without a rest, and with ours."""
    if simulation is None:
        return
    tag = simulation["large"]["model"]
    speed = next(
        each["value"]
        for each in simulation["figures"]
        if "decode" in each["name"] and each["name"].endswith(tag)
    )
    for name, course in (
        ("every file, one after the other", simulation["naive"]),
        ("as configured, with rests", simulation["large"]),
    ):
        points = course["points"]
        if points:
            wide = -(-len(points) // _MOST_POINTS)
            spans = [points[at : at + wide] for at in range(0, len(points), wide)]
            yield Line(
                name=f"{tag}, {name} ({ESTIMATED})",
                points=tuple(
                    (
                        span[-1]["seconds"] / _MINUTE,
                        speed * fmean(each["speed"] * each["busy"] for each in span),
                    )
                    for span in spans
                ),
                levels=tuple(max(each["level"] for each in span) for span in spans),
                is_measured=False,
            )


def _accuracy(validation: Document) -> Section:
    examined = [each for each in validation["examined"] if each["problem"] is None]
    problems = [
        f"{each['name']}: {NOT_MEASURED}. {each['problem']}"
        for each in validation["examined"]
        if each["problem"] is not None
    ]
    few = (
        f"{validation['cases']} labelled cases of {validation['dataset']}: few, so each figure "
        "stands with where it lies on all code like this with 95 % confidence (Wilson)."
    )
    return Section(
        title="Accuracy",
        paragraphs=(few,),
        rows=tuple(_accuracy_rows(examined)),
        chart=_accuracy_chart(examined),
        notes=tuple(problems),
    )


def _accuracy_rows(examined: Sequence[Document]) -> Iterator[tuple[str, ...]]:
    """A row for each of them in each category."""
    yield ("category", "who", "accuracy", "precision", "recall", "missed", "false", "a case")
    for category in examined[0]["categories"] if examined else ():
        for each in examined:
            counted = each["categories"][category]
            yield (
                category,
                each["name"],
                _within(counted["accuracy"], counted["accuracy_interval"]),
                _within(counted["precision"], counted["precision_interval"]),
                _within(counted["recall"], counted["recall_interval"]),
                str(counted["false_negatives"]),
                str(counted["false_positives"]),
                _seconds(counted["median_seconds"]),
            )


def _accuracy_chart(examined: Sequence[Document]) -> Chart:
    """All categories together: a group of bars for each figure, a bar for each of them."""
    label = "Precision, recall and accuracy"
    groups = [
        (
            figure,
            [
                Bar(
                    each["name"],
                    each["categories"]["all"][figure],
                    *(each["categories"]["all"][f"{figure}_interval"] or (None, None)),
                )
                for each in examined
            ],
        )
        for figure in ("precision", "recall", "accuracy")
    ]
    return Chart(name="accuracy", label=label, svg=bar_chart(groups, label))


def _criteria(results: Results) -> Section:
    said = [*results.validation["criteria"]]
    said += results.simulation["criteria"] if results.simulation else []
    return Section(
        title="What was asked of the large model",
        rows=(
            ("criterion", "needed", "measured", ""),
            *(
                (
                    each["name"],
                    bound_in_words(each["least"], each["most"], each["unit"]),
                    figure_in_words(each["measured"], each["unit"]),
                    each["met"] if each["measured"] is not None else NOT_MEASURED,
                )
                for each in said
            ),
        ),
        notes=tuple(f"{each['name']}: {each['note']}." for each in said if each["note"]),
    )


def _weekly(simulation: Document | None) -> Section:
    title = "The weekly scan, in virtual time"
    if simulation is None:
        return Section(title=title, paragraphs=(f"{NOT_MEASURED}: `tinyarmsctl simulate`.",))
    large, small, naive = simulation["large"], simulation["small"], simulation["naive"]
    courses = (large, small)
    levels = [each["seconds_at_level"] for each in (large, small, naive)]

    def minutes(seconds: float) -> str:
        return f"{seconds / _MINUTE:.0f} min"

    return Section(
        title=title,
        paragraphs=(
            f"{simulation['files']} files of {simulation['repository']}, on a simulated MacBook "
            "Air (M2, no fan); ranking, budget, ledger and gate are the daemon's own. Speeds: "
            + "; ".join(
                f"{each['name']} {each['value']:g} {each['unit']} "
                f"({VALIDATED if each['status'] == VALIDATED else ESTIMATED})"
                for each in simulation["figures"]
            )
            + ".",
        ),
        rows=(
            ("", f"{large['model']}, as configured", f"{small['model']} alone", "naive"),
            ("total time", *(minutes(each["total_seconds"]) if each["finished"] else "over a day"
                             for each in courses), minutes(naive["total_seconds"])),
            ("the model works", *(minutes(each["working_seconds"]) for each in courses),
             minutes(naive["total_seconds"])),
            ("questions asked", *(f"{each['asked']} of {each['questions']}" for each in courses),
             f"{naive['files']} files"),
            ("share judged, by worth",
             *(share_in_words(each["judged_worth"]) for each in courses), "–"),
            ("expected detections",
             *(share_in_words(each["expected_detections"]) for each in courses), "–"),
            *(
                (f"at thermal level {level}", *(minutes(each[level]) for each in levels))
                for level in ("0", "1", "2", "3")
            ),
        ),
    )  # fmt: skip


def _within(share: float | None, interval: Sequence[float] | None) -> str:
    if share is None or interval is None:
        return "–"
    return f"{share_in_words(share)} [{share_in_words(interval[0])}, {share_in_words(interval[1])}]"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f} s"
