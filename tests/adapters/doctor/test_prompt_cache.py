"""What doctor says of runners that keep old prompts."""

import pytest

from tinyarms_daemon.adapters.doctor.preconditions import examine_prompt_cache


@pytest.mark.parametrize(
    ("environment", "ok"),
    [({}, False), ({"LLAMA_ARG_CACHE_RAM": "256"}, True), ({"LLAMA_ARG_CACHE_RAM": "x"}, False)],
    ids=str,
)
def test_a_server_without_a_cap_is_told_with_its_remedy(
    environment: dict[str, str], ok: bool
) -> None:
    examined = examine_prompt_cache(iter([environment]))

    assert examined.ok is ok
    assert (examined.remedy is None) is ok
    assert not examined.required


def test_what_cannot_be_looked_at_is_no_alarm() -> None:
    assert examine_prompt_cache(iter([])).ok
