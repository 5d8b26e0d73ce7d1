"""What is known of models before they are seen at work here."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualFigures:
    """By tag. Speeds of answering are measured on this machine, else planned; those of reading, and
    what a loaded model takes, are measured ones alone: of these the guess from what is known
    otherwise is better than an estimate."""

    answering_tokens_per_second: Mapping[str, float] = field(default_factory=dict)
    reading_tokens_per_second: Mapping[str, float] = field(default_factory=dict)
    resident_bytes: Mapping[str, int] = field(default_factory=dict)
