"""What is asked and answered, as JSON: the keys that users and scripts rely on."""

from typing import NotRequired, TypedDict

MESSAGES_VERSION = 1
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


class SkippedMessage(TypedDict):
    path: str
    reason: str


class SummaryMessage(TypedDict):
    """`files` were looked at (checked or unchanged); `deferred` candidates wait for a model."""

    files: int
    checked: int
    findings: int
    by_severity: dict[str, int]
    by_rule: dict[str, int]
    deferred: int
    seconds: float | None


class FindingsMessage(TypedDict):
    schema: int
    roots: list[str]
    findings: list[FindingMessage]
    summary: SummaryMessage
    skipped: list[SkippedMessage]


class SourceLine(TypedDict):
    number: int
    text: str


class FindingDetailMessage(FindingMessage):
    """A finding with the source around it; empty where the file no longer shows it."""

    root: str
    source: list[SourceLine]
    rationale: NotRequired[str]


class DaemonMessage(TypedDict):
    running: bool
    pid: int | None
    version: str | None
    uptime_seconds: float | None
    paused_until: str | None
    home: str
    socket: str
    watching: NotRequired[dict[str, str]]


class CurrentMessage(TypedDict):
    """What the analysis lane does now."""

    job: int
    kind: str
    repository: str
    done: int
    total: int


class QueueMessage(TypedDict):
    """Units (files, questions) by why they wait."""

    on_save: int
    asked: int
    weekly: int
    deferred: int
    failed: int


class RepositoryMessage(TypedDict):
    name: str
    root: str
    files: int
    skipped: int
    open: int
    last_scan_at: str | None
    next_deep_scan_at: str | None
    unavailable: str | None


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


class ModelMessage(TypedDict):
    """None means not known, for instance because Ollama does not answer."""

    name: str
    role: str
    tag: str
    installed: bool | None
    resident: bool | None
    admitted: bool | None
    reasons: list[str]


class StatusMessage(TypedDict):
    daemon: DaemonMessage
    current: CurrentMessage | None
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


class EventMessage(TypedDict):
    id: int
    kind: str
    at: str
    repository: str | None
    job: int | None
    path: str | None
    finding: FindingMessage | None
    detail: dict[str, object]


class ScanRequestMessage(TypedDict):
    """Paths are absolute; each lies in a watched repository. Empty: every repository."""

    paths: list[str]
    rules: NotRequired[list[str]]
    deep: NotRequired[bool]


class FindingQueryMessage(TypedDict, total=False):
    """The filters of `findings`; times are ISO 8601 in UTC."""

    repository: str
    rules: list[str]
    severity: str
    statuses: list[str]
    path: str
    since: str
    new: bool
    limit: int
