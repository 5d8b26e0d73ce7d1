"""What is asked and answered, as JSON: the keys that users and scripts rely on."""

from typing import NotRequired, TypedDict

MESSAGES_VERSION = 1
LARGEST_ID = 2**53  # above it, JSON numbers are not exact
NO_END = "9999-12-31T23:59:59Z"  # of a pause that lasts until it is taken back
# Every reply names the version of its messages, so that two programs of different versions notice.
VERSION_HEADER = "Tinyarms-Messages"


class RelatedMessage(TypedDict):
    path: str
    start_line: int
    end_line: int
    note: str


class FindingMessage(TypedDict):
    id: int | None
    fingerprint: str
    repository: str | None
    path: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    symbol: str | None
    rule: str
    severity: str
    confidence: float
    origin: str
    model: str | None
    baseline: str
    message: str
    evidence: str
    suggestion: str | None
    related: list[RelatedMessage]
    status: str
    first_seen: str | None
    last_seen: str | None
    fixed_at: NotRequired[str | None]
    dismissal: NotRequired[dict[str, str | None]]
    root: NotRequired[str]
    """Where `path` begins; said where the answer is about several roots."""


class SkippedMessage(TypedDict):
    path: str
    reason: str
    root: NotRequired[str]


class SummaryMessage(TypedDict):
    """`files` were looked at (checked or unchanged); `deferred` candidates wait for a model."""

    files: int
    checked: int
    findings: int
    by_severity: dict[str, int]
    by_rule: dict[str, int]
    deferred: int
    seconds: float | None


class QuestionPlaceMessage(TypedDict):
    path: str
    start_line: int
    end_line: int


class QuestionMessage(TypedDict):
    """What a model would be asked: the first place beside each of the others."""

    rule: str
    worth: float
    estimated_seconds: float
    second_opinion: bool
    places: list[QuestionPlaceMessage]


class FindingsMessage(TypedDict):
    """`questions` are there where they were asked for."""

    schema: int
    roots: list[str]
    findings: list[FindingMessage]
    summary: SummaryMessage
    skipped: list[SkippedMessage]
    questions: NotRequired[list[QuestionMessage]]


class SourceLine(TypedDict):
    number: int
    text: str


class FindingDetailMessage(FindingMessage):
    """A finding with the source around it; empty where the file no longer shows it."""

    source: list[SourceLine]


class DaemonMessage(TypedDict):
    running: bool
    pid: int | None
    version: str | None
    uptime_seconds: float | None
    paused_until: str | None
    home: str
    socket: str
    config: NotRequired[str]


class CurrentMessage(TypedDict):
    """What the analysis lane does now, or, where it does nothing, what a model is asked."""

    job: int
    kind: str
    repository: str
    done: int
    total: int


class DeepScanMessage(TypedDict):
    """What a deep scan has still to ask, the model's own time for it, and when that ends, with the
    machine's rests, if nothing else holds it back (null: nobody works on it)."""

    job: int
    repository: str
    questions_left: int
    seconds_left: float
    estimated_end: str | None


class QueueMessage(TypedDict):
    """Units (files, questions) by why they wait."""

    on_save: int
    asked: int
    weekly: int
    deferred: int
    failed: int


class RepositoryMessage(TypedDict):
    """`judged_percent` is the share, by worth, of the questions of deep scans that a model answered
    in the last seven days; None where it had none."""

    name: str
    root: str
    files: int
    skipped: int
    open: int
    last_scan_at: str | None
    next_deep_scan_at: str | None
    judged_percent: int | None
    questions_waiting: int
    unavailable: str | None
    configuration_problem: str | None


class OpenFindingsMessage(TypedDict):
    open: int
    by_severity: dict[str, int]
    by_rule: dict[str, int]


class ReadingMessage(TypedDict):
    value: float | int | str | None
    unit: str | None
    source: str
    age_seconds: float | None
    state: str


class ControlMessage(TypedDict):
    """How a model did on questions whose answers are known; None where none were asked."""

    planted: int
    clean: int
    precision: float | None
    recall: float | None


class CallFiguresMessage(TypedDict):
    """Over the latest calls; None where there are none."""

    count: int
    failed: int
    unanchored: int
    total_ms_median: float | None
    total_ms_p95: float | None
    load_ms_median: float | None
    prompt_tokens_median: float | None
    reply_tokens_median: float | None
    tokens_per_second_median: float | None


class ModelMessage(TypedDict):
    """None means not known, for instance because Ollama does not answer."""

    name: str
    role: str
    tag: str
    installed: bool | None
    resident: bool | None
    admitted: bool | None
    reasons: list[str]
    calls: CallFiguresMessage
    control: ControlMessage
    muted_rules: list[str]


class ModelDetailMessage(ModelMessage):
    """With its memory and speed; bytes are None where they are not known."""

    digest: str | None
    context_tokens: int
    size_bytes: int | None
    predicted_bytes: int | None
    measured_bytes: int | None
    decode_tokens_per_second: float | None


class ModelHeadroomMessage(TypedDict):
    """`decision` is admitted, deferred or use_resident; `limits` says what the model wants."""

    name: str
    role: str
    tag: str
    decision: str
    reasons: list[str]
    retry_at: str | None
    limits: dict[str, str]


class ReceiptMessage(TypedDict):
    """What models did in the last week, and what came of it."""

    since: str
    calls: int
    model_minutes: float
    prompt_tokens: int
    reply_tokens: int
    findings: int
    accepted: int
    dismissed: int


class HeadroomMessage(TypedDict):
    readings: dict[str, ReadingMessage]
    models: list[ModelHeadroomMessage]
    receipt: ReceiptMessage


class DecisionMessage(TypedDict):
    at: str
    tag: str
    role: str
    decision: str
    reasons: list[str]
    retry_at: str | None
    predicted_bytes: int | None
    readings: dict[str, ReadingMessage]


class DescribedMessage(TypedDict):
    """How many definitions there are, and how many a small model has described in advance, by an
    intent card and by a vector."""

    definitions: int
    cards: int
    vectors: int


class StatusMessage(TypedDict):
    daemon: DaemonMessage
    current: CurrentMessage | None
    deep_scans: list[DeepScanMessage]
    described: DescribedMessage | None
    queue: QueueMessage
    repositories: list[RepositoryMessage]
    headroom: dict[str, ReadingMessage]
    models: list[ModelMessage]
    findings: OpenFindingsMessage
    alarms: list[str]


class JobMessage(TypedDict):
    id: int
    kind: str
    repository: str
    paths: list[str]
    state: str
    requested_at: str
    not_before: str | None
    started_at: str | None
    finished_at: str | None
    attempts: int
    reasons: list[str]
    error: str | None
    units_total: int
    units_done: int
    units_skipped: int
    units_failed: int
    findings_opened: int
    findings_fixed: int


class PrunedMessage(TypedDict):
    """How many rows were forgotten, by their table."""

    forgotten: dict[str, int]


class CallTallyMessage(TypedDict):
    """How often calls of a model for a job ended so; of what it answered, `without_anchor` had none
    in the source."""

    model: str
    kind: str
    outcome: str
    calls: int
    without_anchor: int
    last_at: str


class WhyMessage(TypedDict):
    """A job, every decision about it, the oldest first, how what was asked then ended, and what is
    to be expected."""

    job: JobMessage
    decisions: list[DecisionMessage]
    calls: list[CallTallyMessage]
    forecast: str


class EventMessage(TypedDict):
    id: int
    kind: str
    at: str
    repository: str | None
    job: int | None
    path: str | None
    finding: FindingMessage | None
    detail: dict[str, object]


class HeadroomSampleMessage(TypedDict):
    """What was read at a moment; None where it was not known."""

    at: str
    values: dict[str, float | int | str | None]


class HeadroomMomentMessage(TypedDict):
    """Something that headroom explains or that explains headroom, such as a deferral or a scan."""

    at: str
    kind: str
    text: str


class HeadroomHistoryMessage(TypedDict):
    samples: list[HeadroomSampleMessage]
    moments: list[HeadroomMomentMessage]


class ScanRequestMessage(TypedDict):
    """Paths are absolute; each lies in a watched repository. Empty: every repository."""

    paths: list[str]
    deep: NotRequired[bool]
    no_model: NotRequired[bool]
    budget_seconds: NotRequired[int]


class FindingQueryMessage(TypedDict, total=False):
    """The filters of `findings`; times are ISO 8601 in UTC."""

    repository: str
    rules: list[str]
    severity: str
    statuses: list[str]
    path: str
    by_first_place: bool
    since: str
    new: bool
    limit: int
    counted: list[str]
    """The files and folders of which `files` is the number; all where it is not said."""
