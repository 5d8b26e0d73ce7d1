"""When a server that keeps failing is left alone."""

from datetime import timedelta

from tests.fakes.clock import NOON
from tinyarms_daemon.domain.models.circuit_breaker import CircuitBreaker

MINUTE = timedelta(minutes=1)


def breaker() -> CircuitBreaker:
    return CircuitBreaker(failures_allowed=3, first_pause=MINUTE, longest_pause=60 * MINUTE)


def test_a_failure_or_two_may_be_chance() -> None:
    server = breaker()

    server.failed(NOON)
    server.failed(NOON)

    assert not server.is_open(NOON)


def test_after_more_it_is_left_alone_for_longer_each_time() -> None:
    server = breaker()
    for _ in range(3):
        server.failed(NOON)
    first = server.open_until

    server.failed(NOON + MINUTE)

    assert (first, server.open_until) == (NOON + MINUTE, NOON + 3 * MINUTE)


def test_failures_of_questions_that_were_asked_together_make_no_longer_pause() -> None:
    server = breaker()

    for _ in range(16):
        server.failed(NOON)

    assert server.open_until == NOON + MINUTE


def test_an_answer_makes_all_well() -> None:
    server = breaker()
    for _ in range(3):
        server.failed(NOON)

    server.answered()

    assert not server.is_open(NOON)
    assert server.failures == 0
