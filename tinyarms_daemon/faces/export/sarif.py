"""Findings as SARIF 2.1.0, the format that code hosts and editors read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from tinyarms_daemon.control.messages import (
    FindingMessage,
    FindingsMessage,
    RelatedMessage,
    SkippedMessage,
)
from tinyarms_daemon.domain.findings.rule import RuleDescription, Severity, Skill

Json = dict[str, object]

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_VERSION = "2.1.0"
FINGERPRINT_KEY = "tinyarms/v1"
# The one by which GitHub tells an alert it knows from a new one; else it hashes lines by itself.
GITHUB_FINGERPRINT_KEY = "primaryLocationLineHash"

_ESCAPED_BYTE = re.compile(rb"\\x([89a-f][0-9a-f])")  # as portable_path writes it
_HIGHEST_RANK = 100.0
_PROBLEM_SEVERITIES = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "recommendation",
}

# GitHub code scanning refuses or cuts what is beyond (docs.github.com, «SARIF support for code
# scanning» and «SARIF results exceed limits»).
MOST_RESULTS = 25_000
MOST_LOCATIONS = 100
MOST_RULE_TEXT_CHARACTERS = 1024
# 10 MB when compressed is the limit of a whole file; a snippet this long tells what is meant.
MOST_SNIPPET_CHARACTERS = 2_000


def sarif_log(
    message: FindingsMessage,
    rules: Sequence[RuleDescription],
    tool_version: str,
    root_of: Mapping[str, str] | None = None,
) -> Json:
    """One SARIF log with one run. Paths are relative to their root where there is one root, or
    they or `root_of`, by the name of the finding's repository, say which."""
    findings = message["findings"][:MOST_RESULTS]
    bases = _bases(message["roots"])
    base = next(iter(bases)) if len(bases) == 1 else None
    by_root = {root: name for name, root in bases.items()}

    def base_of(told: FindingMessage | SkippedMessage) -> str | None:
        named = (root_of or {}).get(str(told.get("repository")), "")
        return base or by_root.get(told.get("root", named))

    descriptors = _descriptors(rules, findings)
    indexes = {str(descriptor["id"]): index for index, descriptor in enumerate(descriptors)}
    run: Json = {
        "tool": {"driver": _driver(descriptors, tool_version)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {name: {"uri": _folder_uri(root)} for name, root in bases.items()},
        "invocations": [
            _invocation(message["skipped"], base_of, len(message["findings"]) - len(findings))
        ],
        "results": [_result(finding, indexes, base_of(finding)) for finding in findings],
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
        "fullDescription": {"text": _cut(rationale, MOST_RULE_TEXT_CHARACTERS)},
        "help": {
            "text": f"{rationale} {rule.fix_hint}".strip(),
            "markdown": f"{rationale}\n\n**Instead:** {rule.fix_hint}",
        },
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {
            "tags": ["maintainability", rule.skill.value],
            "precision": "high" if rule.skill is Skill.FAST else "medium",
            "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
            "languages": list(rule.languages),
            "version": rule.version,
        },
    }


def _invocation(
    skipped: Iterable[SkippedMessage],
    base_of: Callable[[SkippedMessage], str | None],
    left_out: int,
) -> Json:
    notifications: list[Json] = [
        {
            "level": "warning",
            "message": {"text": f"Skipped: {skip['reason']}"},
            "locations": [
                {"physicalLocation": {"artifactLocation": _artifact(skip["path"], base_of(skip))}}
            ],
        }
        for skip in skipped
    ]
    if left_out:
        said = f"{left_out} findings of least severity are left out: {MOST_RESULTS} fit in a run."
        notifications.append({"level": "warning", "message": {"text": said}})
    return {"executionSuccessful": True, "toolExecutionNotifications": notifications}


def _result(finding: FindingMessage, indexes: Mapping[str, int], base: str | None) -> Json:
    result: Json = {
        "ruleId": finding["rule"],
        "ruleIndex": indexes[finding["rule"]],
        "kind": "fail",
        "level": finding["severity"],
        "message": {"text": finding["message"]},
        "locations": [_location(finding, base)],
        "partialFingerprints": {
            FINGERPRINT_KEY: finding["fingerprint"],
            GITHUB_FINGERPRINT_KEY: f"{finding['fingerprint'].removeprefix('ta1:')}:1",
        },
        "baselineState": "absent" if finding["status"] == "fixed" else finding["baseline"],
        "suppressions": _suppressions(finding),
        "rank": finding["confidence"] * _HIGHEST_RANK,
        "properties": _properties(finding),
    }
    if finding["related"]:
        result["relatedLocations"] = [
            _related_location(number, place, base)
            for number, place in enumerate(finding["related"][: MOST_LOCATIONS - 1], start=1)
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
        region["snippet"] = {"text": _cut(finding["evidence"], MOST_SNIPPET_CHARACTERS)}
    location: Json = {
        "physicalLocation": {"artifactLocation": _artifact(finding["path"], base), "region": region}
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


def _cut(text: str, most_characters: int) -> str:
    return text if len(text) <= most_characters else text[: most_characters - 1] + "…"


def _artifact(path: str, base: str | None) -> Json:
    artifact: Json = {"uri": _encoded(path)}
    if base is not None:
        artifact["uriBaseId"] = base
    return artifact


def _folder_uri(root: str) -> str:
    """A folder's URI ends with a slash, or its last part would be replaced."""
    return f"file://{_encoded(root.rstrip('/'))}/"


def _encoded(path: str) -> str:
    """A URI has the bytes of the name itself, which a message shows escaped where they are no
    UTF-8. A name that has such an escape in so many letters is taken for that too."""
    raw = _ESCAPED_BYTE.sub(
        lambda match: bytes([int(match[1], 16)]), path.encode("utf-8", "surrogateescape")
    )
    return quote(raw, safe="/")
