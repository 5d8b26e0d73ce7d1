"""What daemon and worker say to each other: JSON, so that a worker that fell to a hostile file
can hand over wrong words at worst, and nothing that runs."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tinyarms_daemon.domain.findings.project import (
    AskedPlace,
    Candidate,
    ChangedTopics,
    Conclusion,
    Fact,
    RuleConclusions,
    Use,
)
from tinyarms_daemon.domain.findings.rule import Observation, Origin, Severity
from tinyarms_daemon.domain.findings.source import Place, Position, Region
from tinyarms_daemon.domain.records import fields_of, made_of
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    MinifiedLines,
    Outcome,
)
from tinyarms_daemon.domain.work.repository import FileStat

# The exit status of a worker that reached its limit of memory.
OUT_OF_MEMORY = 12
WAITING_FACTOR = 6
"""A file's limit is one of computing; by the clock it has so many times as long, since a machine
that is busy with other things comes to it late, and no file is to be skipped for that."""


def encode(message: dict[str, Any]) -> bytes:
    """A message as ASCII JSON; odd bytes of file names travel as escaped surrogates."""
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def decode(raw: bytes) -> dict[str, Any]:
    """The message again. ValueError for what is none."""
    try:
        message = json.loads(raw)
    except RecursionError:
        raise ValueError("nested too deeply to be a message") from None
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return message


def load_message(rules: Collection[str], ready: Collection[str]) -> dict[str, Any]:
    """Rules that will be in a profile soon, and those of them that are to be ready to conclude."""
    return {"load": sorted(rules), "ready": sorted(ready)}


def profile_message(profile: AnalysisProfile) -> dict[str, Any]:
    """A profile, sent once before the requests that use it."""
    return {
        "profile": {
            "rules": {rule: dict(options) for rule, options in profile.rules.items()},
            "max_file_bytes": profile.max_file_bytes,
            "digest": profile.digest,
            "minified": profile.minified and asdict(profile.minified),
        }
    }


def profile_of(message: dict[str, Any]) -> AnalysisProfile:
    said = message["profile"]
    look = said["minified"]
    return AnalysisProfile(**said | {"minified": look and MinifiedLines(**look)})


def request_message(request: AnalysisRequest) -> dict[str, Any]:
    return {"request": fields_of(request)}


def request_of(message: dict[str, Any]) -> AnalysisRequest:
    said = message["request"]
    return AnalysisRequest(**said | {"definitions": tuple(said["definitions"])})


def report_message(report: FileReport) -> dict[str, Any]:
    return fields_of(report) | {
        "stat": report.stat and list(fields_of(report.stat).values()),
        "checked_rules": sorted(report.checked_rules),
        "observations": [observation_message(each) for each in report.observations],
        "learned_rules": sorted(report.learned_rules),
        "uses": [[use.topic, observation_message(use.observation)] for use in report.uses],
    }


def report_of(message: dict[str, Any]) -> FileReport:
    """The report in a message. KeyError, TypeError or ValueError for what is none."""
    return made_of(
        FileReport,
        message,
        outcome=Outcome(message["outcome"]),
        stat=message["stat"] and FileStat(*message["stat"]),
        checked_rules=frozenset(message["checked_rules"]),
        observations=tuple(observation_of(each) for each in message["observations"]),
        learned_rules=frozenset(message["learned_rules"]),
        facts=tuple(Fact(*fact) for fact in message["facts"]),
        definition_keys=tuple((str(key), int(at)) for key, at in message["definition_keys"]),
        uses=tuple(Use(topic, observation_of(each)) for topic, each in message["uses"]),
    )


def conclude_message(
    database: str, repository_id: int, changed: ChangedTopics, rules: Sequence[str]
) -> dict[str, Any]:
    """A request to conclude what the facts in a database say to these rules."""
    topics = None if changed is None else {rule: sorted(topics) for rule, topics in changed.items()}
    asked = {"database": database, "repository_id": repository_id, "topics": topics}
    return {"conclude": {**asked, "rules": [*rules]}}


def changed_topics_of(message: dict[str, Any]) -> ChangedTopics:
    """The changed topics in a request to conclude."""
    topics = message["conclude"]["topics"]
    return None if topics is None else {rule: frozenset(said) for rule, said in topics.items()}


def conclusions_message(concluded: Iterable[RuleConclusions]) -> dict[str, Any]:
    return {
        "conclusions": [
            {
                "rule": each.rule,
                "topics": None if each.topics is None else sorted(each.topics),
                "conclusions": [
                    [
                        conclusion.path,
                        observation_message(conclusion.observation),
                        sorted(conclusion.topics),
                        sorted(conclusion.aliases),
                        conclusion.waits_at,
                    ]
                    for conclusion in each.conclusions
                ],
                "candidates": [candidate_message(candidate) for candidate in each.candidates],
                "basis": each.basis,
            }
            for each in concluded
        ]
    }


def conclusions_of(message: dict[str, Any]) -> list[RuleConclusions]:
    """The conclusions in a message. KeyError, TypeError or ValueError for what is none."""
    return [
        RuleConclusions(
            each["rule"],
            None if each["topics"] is None else frozenset(each["topics"]),
            tuple(
                Conclusion(
                    path,
                    observation_of(observation),
                    frozenset(topics),
                    frozenset(aliases),
                    tuple((str(at), str(key)) for at, key in waits_at),
                )
                for path, observation, topics, aliases, waits_at in each["conclusions"]
            ),
            tuple(candidate_of(candidate) for candidate in each["candidates"]),
            each["basis"],
        )
        for each in message["conclusions"]
    ]


def candidate_message(candidate: Candidate) -> dict[str, Any]:
    return fields_of(candidate) | {
        "places": [list(fields_of(place).values()) for place in candidate.places]
    }


def candidate_of(message: dict[str, Any]) -> Candidate:
    """The candidate in a message. KeyError, TypeError or ValueError for what is none."""
    places = tuple(AskedPlace(*place) for place in message["places"])
    return Candidate(**message | {"places": places})


def observation_message(observation: Observation) -> dict[str, Any]:
    region = observation.region
    return fields_of(observation) | {
        "region": [region.start.line, region.start.column, region.end.line, region.end.column],
        "related": [list(fields_of(place).values()) for place in observation.related],
        "measures": dict(observation.measures),
    }


def observation_of(message: dict[str, Any]) -> Observation:
    start_line, start_column, end_line, end_column = message["region"]
    return Observation(
        **message
        | {
            "severity": Severity(message["severity"]),
            "origin": Origin(message["origin"]),
            "region": Region(Position(start_line, start_column), Position(end_line, end_column)),
            "related": tuple(Place(*place) for place in message["related"]),
            "scope": None if message["scope"] is None else tuple(message["scope"]),
        }
    )
