"""What a question costs in tests: the packaged figures of the 7B."""

from tinyarms_daemon.domain.questions.deep_budget import QuestionCosts

QUESTION_COSTS = QuestionCosts(
    tokens_per_line=10,
    frame_tokens=60,
    answer_tokens=15,
    prefill_tokens_per_second=130,
    decode_tokens_per_second=17,
    least_seconds=12,
)
