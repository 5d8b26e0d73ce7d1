"""Messages as a service would answer, with what a test says of them."""

from typing import Any

from tinyarms_daemon.control.messages import (
    CallFiguresMessage,
    EventMessage,
    FindingDetailMessage,
    FindingMessage,
    FindingsMessage,
    HeadroomMessage,
    JobMessage,
    ModelDetailMessage,
    RepositoryMessage,
    StatusMessage,
    WhyMessage,
)

NO_CALLS: CallFiguresMessage = {
    "count": 0,
    "failed": 0,
    "unanchored": 0,
    "total_ms_median": None,
    "total_ms_p95": None,
    "load_ms_median": None,
    "prompt_tokens_median": None,
    "reply_tokens_median": None,
    "tokens_per_second_median": None,
}


def finding_message(**said: Any) -> FindingMessage:
    """A warning about a color, unless said otherwise."""
    message: dict[str, Any] = {
        "id": 17,
        "fingerprint": "ta1:0123456789abcdef0123456789abcdef",
        "repository": "shop",
        "path": "src/Button.tsx",
        "start_line": 12,
        "start_column": 23,
        "end_line": 12,
        "end_column": 35,
        "symbol": "Button",
        "rule": "hardcoded-colors",
        "severity": "warning",
        "confidence": 1.0,
        "origin": "syntax",
        "model": None,
        "baseline": "new",
        "message": "Color #3B82F6 is written in place; the token --color-primary has this value.",
        "evidence": "bg-[#3B82F6]",
        "suggestion": "bg-primary",
        "related": [{"path": "src/theme.css", "start_line": 4, "end_line": 4, "note": "the token"}],
        "status": "open",
        "first_seen": "2026-11-23T02:00:00Z",
        "last_seen": "2026-11-23T11:58:00Z",
    }
    return message | said  # type: ignore[return-value]


def finding_detail(finding: FindingMessage, **said: Any) -> FindingDetailMessage:
    """The finding with a source of three lines around its place."""
    line = finding["start_line"]
    source = [
        {"number": line - 1, "text": "  return ("},
        {"number": line, "text": '    <p className="p-2 bg-[#3B82F6]" />'},
        {"number": line + 1, "text": "  )"},
    ]
    return {**finding, "root": "/home/me/shop", "source": source} | said  # type: ignore[return-value]


def findings_message(*findings: FindingMessage, **said: Any) -> FindingsMessage:
    """Findings of one root, counted."""

    def counts(key: str) -> dict[str, int]:
        values = [finding[key] for finding in findings]  # type: ignore[literal-required]
        return {value: values.count(value) for value in dict.fromkeys(values)}

    message = {
        "schema": 1,
        "roots": ["/home/me/shop"],
        "findings": list(findings),
        "summary": {
            "files": 120,
            "checked": 120,
            "findings": len(findings),
            "by_severity": counts("severity"),
            "by_rule": counts("rule"),
            "deferred": 0,
            "seconds": 3.1,
        },
        "skipped": [],
    }
    return message | said  # type: ignore[return-value]


def job_message(**said: Any) -> JobMessage:
    """A first scan that ended well."""
    message: dict[str, Any] = {
        "id": 1,
        "kind": "asked",
        "repository": "shop",
        "paths": [],
        "state": "done",
        "requested_at": "2026-11-23T11:59:00Z",
        "not_before": None,
        "started_at": "2026-11-23T11:59:00Z",
        "finished_at": "2026-11-23T11:59:03Z",
        "attempts": 1,
        "reasons": [],
        "error": None,
        "units_total": 120,
        "units_done": 118,
        "units_skipped": 2,
        "units_failed": 0,
        "findings_opened": 14,
        "findings_fixed": 0,
    }
    return message | said  # type: ignore[return-value]


def event_message(number: int, kind: str, **said: Any) -> EventMessage:
    """Something that happened in `shop`."""
    message: dict[str, Any] = {
        "id": number,
        "kind": kind,
        "at": "2026-11-23T12:00:01Z",
        "repository": "shop",
        "job": 2,
        "path": None,
        "finding": None,
        "detail": {},
    }
    return message | said  # type: ignore[return-value]


def repository_message(**said: Any) -> RepositoryMessage:
    """A watched repository, scanned a moment ago."""
    message: dict[str, Any] = {
        "name": "shop",
        "root": "/home/me/shop",
        "files": 120,
        "skipped": 2,
        "open": 14,
        "last_scan_at": "2026-11-23T11:55:00Z",
        "next_deep_scan_at": "2026-11-29T03:00:00Z",
        "judged_percent": None,
        "questions_waiting": 0,
        "unavailable": None,
        "configuration_problem": None,
    }
    return message | said  # type: ignore[return-value]


def status_message(**said: Any) -> StatusMessage:
    """A running daemon that is busy with one repository of two."""
    message: dict[str, Any] = {
        "daemon": {
            "running": True,
            "pid": 4242,
            "version": "0.1.0",
            "uptime_seconds": 11000.0,
            "paused_until": None,
            "home": "/home/me/.local/state/tinyarms",
            "socket": "/home/me/.local/state/tinyarms/daemon.sock",
            "config": "/home/me/.config/tinyarms/config.yaml",
        },
        "current": {"job": 12, "kind": "asked", "repository": "shop", "done": 40, "total": 120},
        "deep_scans": [],
        "described": None,
        "queue": {"on_save": 1, "asked": 80, "weekly": 0, "deferred": 3, "failed": 0},
        "repositories": [
            repository_message(),
            repository_message(
                name="tools",
                root="/home/me/tools",
                files=1,
                skipped=0,
                open=0,
                last_scan_at=None,
                unavailable="the folder /home/me/tools is not there",
            ),
        ],
        "headroom": {
            "memory_available": {
                "value": 3.25,
                "unit": "GB",
                "source": "psutil",
                "age_seconds": 2.0,
                "state": "ok",
            },
            "thermal_state": {
                "value": None,
                "unit": None,
                "source": "none",
                "age_seconds": None,
                "state": "unsupported",
            },
        },
        "models": [
            {
                "name": "level2-code",
                "role": "quick",
                "tag": "qwen2.5-coder:3b",
                "installed": True,
                "resident": False,
                "admitted": True,
                "reasons": [],
                "calls": NO_CALLS,
                "control": {"planted": 0, "clean": 0, "precision": None, "recall": None},
                "muted_rules": [],
            },
            {
                "name": "level3-deep",
                "role": "deep",
                "tag": "qwen2.5-coder:7b",
                "installed": False,
                "resident": None,
                "admitted": False,
                "reasons": ["3.2 GB of 6.1 GB memory is free"],
                "calls": NO_CALLS,
                "control": {"planted": 0, "clean": 0, "precision": None, "recall": None},
                "muted_rules": [],
            },
        ],
        "findings": {
            "open": 14,
            "by_severity": {"error": 2, "warning": 9, "note": 3},
            "by_rule": {"hardcoded-colors": 9, "magic-numbers": 3, "file-size": 2},
        },
        "alarms": [],
    }
    return message | said  # type: ignore[return-value]


def model_detail(**said: Any) -> ModelDetailMessage:
    """A model that has been asked."""
    message: ModelDetailMessage = {
        "name": "level2-code",
        "role": "fast",
        "tag": "qwen2.5-coder:3b",
        "installed": True,
        "resident": True,
        "admitted": None,
        "reasons": [],
        "control": {"planted": 4, "clean": 4, "precision": 1.0, "recall": 0.75},
        "muted_rules": ["magic-numbers"],
        "digest": "f72c",
        "context_tokens": 4096,
        "size_bytes": 1_900_000_000,
        "predicted_bytes": 2_700_000_000,
        "measured_bytes": 2_164_260_864,
        "decode_tokens_per_second": 44.5,
        "calls": {
            "count": 12,
            "failed": 1,
            "unanchored": 2,
            "total_ms_median": 2100.0,
            "total_ms_p95": 3900.0,
            "load_ms_median": 1800.0,
            "prompt_tokens_median": 620.0,
            "reply_tokens_median": 70.0,
            "tokens_per_second_median": 44.5,
        },
    }
    return message | said  # type: ignore[return-value]


def reading_message(value: float | str | None, unit: str | None, **said: Any) -> Any:
    """A reading that was taken a moment ago."""
    state = "unknown" if value is None else "ok"
    made = {"value": value, "unit": unit, "source": "psutil", "age_seconds": 0.2, "state": state}
    return made | said


def headroom_message(**said: Any) -> HeadroomMessage:
    """A machine on battery that admits the small model alone."""
    message: dict[str, Any] = {
        "readings": {
            "battery_percent": reading_message(41, "percent"),
            "memory_available": reading_message(6_300_000_000, "bytes"),
            "power_source": reading_message("battery", None),
            "thermal_level": reading_message(None, "level", age_seconds=12.0),
        },
        "models": [
            {
                "name": "level2-code",
                "role": "fast",
                "tag": "qwen2.5-coder:3b",
                "decision": "admitted",
                "reasons": [],
                "retry_at": None,
                "limits": {"thermal_level": "at most level 0 (level 1)"},
            },
            {
                "name": "level3-deep",
                "role": "deep",
                "tag": "qwen2.5-coder:7b",
                "decision": "deferred",
                "reasons": ["power source: battery; needs mains"],
                "retry_at": "2026-11-23T12:05:00Z",
                "limits": {"power_source": "mains"},
            },
        ],
        "receipt": {
            "since": "2026-11-16T12:00:00Z",
            "calls": 40,
            "model_minutes": 3.5,
            "prompt_tokens": 28_000,
            "reply_tokens": 3_200,
            "findings": 5,
            "accepted": 3,
            "dismissed": 1,
        },
    }
    return message | said  # type: ignore[return-value]


def why_message(**said: Any) -> WhyMessage:
    """A weekly scan that waits for the mains."""
    message: dict[str, Any] = {
        "job": job_message(kind="weekly", state="deferred"),
        "decisions": [
            {
                "at": "2026-11-23T11:55:00Z",
                "tag": "qwen2.5-coder:7b",
                "role": "deep",
                "decision": "deferred",
                "reasons": ["power source: battery; needs mains"],
                "retry_at": "2026-11-23T12:00:00Z",
                "predicted_bytes": 6_460_000_000,
                "readings": {"power_source": reading_message("battery", None)},
            }
        ],
        "calls": [],
        "forecast": "due Sun 03:00; battery 41 %; runs at the next AC; overdue alarm in 3 days",
    }
    return message | said  # type: ignore[return-value]
