"""What is known of a model, what is asked of it, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# The name of a model that Ollama runs in its cloud ends so (server routes, since 0.18.0): such a
# server passes the prompt on before it refuses anything.
_CLOUD = "cloud"
# A few tokens take as long as the clock is coarse; Ollama's own remainder is some milliseconds.
_TELLING_TOKENS = 32
_TELLING_QUEUE_SECONDS = 1.0


def is_cloud_name(tag: str) -> bool:
    """Whether Ollama would send a prompt for this name to its cloud: `x:cloud`, `x:7b-cloud`."""
    last = tag.strip().casefold().rpartition(":")[2]
    return last == _CLOUD or last.endswith(f"-{_CLOUD}")


def canonical_tag(tag: str) -> str:
    """The tag as Ollama lists it: without a version it is `:latest`."""
    return tag if ":" in tag.rpartition("/")[2] else f"{tag}:latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """A model as configured: one context for all that is asked of it, since another would make the
    runtime load it anew. `timeout_seconds` is for one answer of a model that is loaded;
    `keep_alive_seconds` is decided anew with each question, None leaves it as it is."""

    name: str
    role: str
    tag: str
    context_tokens: int
    timeout_seconds: float
    most_prompt_tokens: int
    keep_alive_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """One question in a schema. `timeout_seconds` is for the whole answer, the model loaded.

    `keep_alive_seconds` None leaves it as it is, for a model that somebody else has loaded.
    """

    tag: str
    system: str
    user: str
    schema: Mapping[str, object]
    context_tokens: int
    most_reply_tokens: int
    keep_alive_seconds: int | None
    timeout_seconds: float
    temperature: float = 0.0
    seed: int = 1


class ReplyEnd(StrEnum):
    """How a reply ended; only a complete one may be believed."""

    COMPLETE = "complete"
    CUT = "cut"  # the limit of tokens was reached: broken JSON
    ABANDONED = "abandoned"  # the server stopped without a word (HTTP 200, `done` false)
    STOPPED = "stopped"  # we closed the stream


@dataclass(frozen=True, slots=True)
class TokenChance:
    """One token of a reply with its natural log-probability, and those it was chosen from."""

    text: str
    log_probability: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReply:
    """A reply with the runtime's own figures; None is not known.

    `queue_seconds` is what is left of the total: waiting behind others, and templating.
    """

    end: ReplyEnd
    text: str
    prompt_tokens: int | None = None
    reply_tokens: int | None = None
    load_seconds: float | None = None
    prompt_seconds: float | None = None
    decode_seconds: float | None = None
    total_seconds: float | None = None
    tokens: tuple[TokenChance, ...] = ()

    @property
    def queue_seconds(self) -> float | None:
        """None where the runtime gave no figures."""
        if self.total_seconds is None:
            return None
        known = (self.load_seconds, self.prompt_seconds, self.decode_seconds)
        return max(self.total_seconds - sum(each or 0.0 for each in known), 0.0)

    @property
    def decode_tokens_per_second(self) -> float | None:
        """The clock of decoding starts after the first token; None for less than two."""
        if not self.decode_seconds or not self.reply_tokens or self.reply_tokens < 2:
            return None
        return (self.reply_tokens - 1) / self.decode_seconds

    @property
    def telling_tokens_per_second(self) -> float | None:
        """The speed of decoding where it tells of the machine's heat: over enough tokens, and with
        nobody else's question before it."""
        is_telling = (self.reply_tokens or 0) >= _TELLING_TOKENS
        is_alone = (self.queue_seconds or 0.0) <= _TELLING_QUEUE_SECONDS
        return self.decode_tokens_per_second if is_telling and is_alone else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDescription:
    """What a runtime says of a model that is installed: figures to predict its memory from, and the
    form of its weights (`Q4_K_M`)."""

    layers: int | None = None
    key_value_heads: int | None = None
    head_dimension: int | None = None
    quantization: str | None = None


@dataclass(frozen=True, slots=True)
class PullProgress:
    """One step of a download; bytes are of the layer that is being fetched, None before that."""

    status: str
    layer: str | None = None
    completed_bytes: int | None = None
    total_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualFigures:
    """By tag. Speeds of answering are measured on this machine, else planned; those of reading, and
    what a loaded model takes, are measured ones alone: of these the guess from what is known
    otherwise is better than an estimate."""

    answering_tokens_per_second: Mapping[str, float] = field(default_factory=dict)
    reading_tokens_per_second: Mapping[str, float] = field(default_factory=dict)
    resident_bytes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProof:
    """What an installed model shows of itself; None is not known.

    `size_tolerance` is the share of the expected size that it may differ by.
    `answer_seconds` is the time of a short answer, loading included, None where none was asked for;
    `problem` says why there was none.
    """

    tag: str
    size_bytes: int | None
    expected_bytes: int | None
    size_tolerance: float
    quantization: str | None
    answer_seconds: float | None = None
    problem: str | None = None

    @property
    def is_as_expected(self) -> bool:
        """False for a size that is far from the published one."""
        if self.size_bytes is None or self.expected_bytes is None:
            return True
        return (
            abs(self.size_bytes - self.expected_bytes) <= self.size_tolerance * self.expected_bytes
        )

    @property
    def in_words(self) -> str:
        """Size, quantization and answer, as far as they are known."""
        said = []
        if self.size_bytes is not None:
            said.append(f"{self.size_bytes / 1e9:.1f} GB")
        if self.quantization:  # Ollama tells an empty one where the file names none
            said.append(self.quantization)
        if not self.is_as_expected and self.expected_bytes is not None:
            said.append(f"not the {self.expected_bytes / 1e9:.1f} GB that are expected")
        if self.answer_seconds is not None:
            said.append(f"answers in {self.answer_seconds:.1f} s")
        if self.problem is not None:
            said.append(self.problem)
        return ", ".join(said)
