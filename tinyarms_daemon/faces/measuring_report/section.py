"""The report as data, whatever it is written as."""

from dataclasses import dataclass


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
