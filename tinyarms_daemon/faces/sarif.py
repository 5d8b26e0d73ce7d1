"""Findings as SARIF 2.1.0, the format that code hosts and editors read."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from tinyarms_daemon.control.messages import (
    FindingMessage,
    FindingsMessage,
    RelatedMessage,
    SkippedMessage,
)
from tinyarms_daemon.domain.rule import RuleDescription

Json = dict[str, object]

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_VERSION = "2.1.0"
FINGERPRINT_KEY = "tinyarms/v1"

_HIGHEST_RANK = 100.0


def sarif_log(
    message: FindingsMessage, rules: Sequence[RuleDescription], tool_version: str
) -> Json:
    """One SARIF log with one run. Paths are relative to their root where there is one root."""
    bases = _bases(message["roots"])
    base = next(iter(bases)) if len(bases) == 1 else None
    descriptors = _descriptors(rules, message["findings"])
    indexes = {str(descriptor["id"]): index for index, descriptor in enumerate(descriptors)}
    run: Json = {
        "tool": {"driver": _driver(descriptors, tool_version)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {name: {"uri": _folder_uri(root)} for name, root in bases.items()},
        "invocations": [_invocation(message["skipped"], base)],
        "results": [_result(finding, indexes, base) for finding in message["findings"]],
    }
    return {"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}


def _bases(roots: Sequence[str]) -> dict[str, str]:
    """Roots by the name that locations use; the name of a single one is what viewers expect."""
    if len(roots) == 1:
        return {"%SRCROOT%": roots[0]}
    return {f"ROOT{number}": root for number, root in enumerate(roots, start=1)}


def _driver(descriptors: list[Json], tool_version: str) -> Json:
    return {
        "name": "tinyarms",
        "version": tool_version,
        "semanticVersion": tool_version,
        "rules": descriptors,
    }


def _descriptors(
    rules: Iterable[RuleDescription], findings: Iterable[FindingMessage]
) -> list[Json]:
    """Every rule; one that is no longer known but has findings is there by its id."""
    known = {rule.id: _descriptor(rule) for rule in rules}
    for finding in findings:
        known.setdefault(finding["rule"], {"id": finding["rule"]})
    return list(known.values())


def _descriptor(rule: RuleDescription) -> Json:
    rationale = " ".join(rule.rationale.split())
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rationale},
        "help": {
            "text": f"{rationale} {rule.fix_hint}".strip(),
            "markdown": f"{rationale}\n\n**Instead:** {rule.fix_hint}",
        },
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {
            "tags": [rule.skill.value],
            "languages": list(rule.languages),
            "version": rule.version,
        },
    }


def _invocation(skipped: Iterable[SkippedMessage], base: str | None) -> Json:
    notifications = [
        {
            "level": "warning",
            "message": {"text": f"Skipped: {skip['reason']}"},
            "locations": [
                {"physicalLocation": {"artifactLocation": _artifact(skip["path"], base)}}
            ],
        }
        for skip in skipped
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": notifications}


def _result(finding: FindingMessage, indexes: Mapping[str, int], base: str | None) -> Json:
    result: Json = {
        "ruleId": finding["rule"],
        "ruleIndex": indexes[finding["rule"]],
        "kind": "fail",
        "level": finding["severity"],
        "message": {"text": finding["message"]},
        "locations": [_location(finding, base)],
        "partialFingerprints": {FINGERPRINT_KEY: finding["fingerprint"]},
        "baselineState": "absent" if finding["status"] == "fixed" else finding["baseline"],
        "suppressions": _suppressions(finding),
        "rank": finding["confidence"] * _HIGHEST_RANK,
        "properties": _properties(finding),
    }
    if finding["related"]:
        result["relatedLocations"] = [
            _related_location(number, place, base)
            for number, place in enumerate(finding["related"], start=1)
        ]
    return result


def _location(finding: FindingMessage, base: str | None) -> Json:
    region: Json = {
        "startLine": finding["start_line"],
        "startColumn": finding["start_column"],
        "endLine": finding["end_line"],
        "endColumn": finding["end_column"],
    }
    if finding["evidence"]:
        region["snippet"] = {"text": finding["evidence"]}
    location: Json = {
        "physicalLocation": {
            "artifactLocation": _artifact(finding["path"], base),
            "region": region,
        }
    }
    if finding["symbol"]:
        location["logicalLocations"] = [{"fullyQualifiedName": finding["symbol"]}]
    return location


def _related_location(number: int, place: RelatedMessage, base: str | None) -> Json:
    return {
        "id": number,
        "message": {"text": place["note"]},
        "physicalLocation": {
            "artifactLocation": _artifact(place["path"], base),
            "region": {"startLine": place["start_line"], "endLine": place["end_line"]},
        },
    }


def _suppressions(finding: FindingMessage) -> list[Json]:
    """Always said, since a log that is silent about it leaves it unknown."""
    if finding["status"] == "suppressed":
        return [{"kind": "inSource"}]
    if finding["status"] == "dismissed":
        reason = finding.get("dismissal", {}).get("reason") or ""
        return [{"kind": "external", "status": "accepted", "justification": reason}]
    return []


def _properties(finding: FindingMessage) -> Json:
    told = {
        "id": finding["id"],
        "repository": finding["repository"],
        "origin": finding["origin"],
        "model": finding["model"],
        "status": finding["status"],
        "suggestion": finding["suggestion"],
    }
    return {name: value for name, value in told.items() if value is not None}


def _artifact(path: str, base: str | None) -> Json:
    artifact: Json = {"uri": _encoded(path)}
    if base is not None:
        artifact["uriBaseId"] = base
    return artifact


def _folder_uri(root: str) -> str:
    """A folder's URI ends with a slash, or its last part would be replaced."""
    return f"file://{_encoded(root.rstrip('/'))}/"


def _encoded(path: str) -> str:
    return quote(path, safe="/", errors="surrogateescape")
