"""What is asked before a model is loaded, and what may be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Lack(StrEnum):
    """What may be lacking that no single reading tells, beside the resources that are read."""

    SWAP_GROWTH = "swap_growth"
    LOAD_GAP = "load_gap"
    FOREIGN_MODEL = "foreign_model"
    DECODE_SPEED = "decode_speed"
    REST = "rest"
    THERMAL_HOLD = "thermal_hold"
    AWAKE_FOR = "awake_for"
    FOOTPRINT = "footprint"
    RUNNER_FOOTPRINT = "runner_footprint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A resource that does not suffice. `measured` is None where it is not known."""

    resource: str
    measured: str | None
    needed: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """The model may be loaded, or is and may be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Not now. `retry_at` is when asking again makes sense."""

    shortfalls: tuple[Shortfall, ...]
    retry_at: datetime


@dataclass(frozen=True, slots=True)
class UseResident:
    """Another model, which is resident already, is to answer in place of the one asked for."""

    tag: str


AdmissionDecision = Admitted | Deferred | UseResident


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionRequest:
    """A model, by its tag and its skill (`fast`, `deep`), for one unit of a job.

    `context_tokens` is what it would be loaded with; `resident` holds what the runtime has loaded
    now, by tag with bytes; None is not known. `prompt_tokens` is how long the question is, None
    where it is as long as usual. What a person waits for (`asked`) needs no absent owner and no
    long-held coolness.
    """

    tag: str
    role: str
    context_tokens: int
    job_id: int | None = None
    resident: Mapping[str, int] | None = None
    prompt_tokens: int | None = None
    asked: bool = False
