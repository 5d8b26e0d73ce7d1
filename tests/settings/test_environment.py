"""Settings from environment variables."""

from datetime import timedelta

import pytest

from tests.settings.loading import load
from tinyarms_daemon.settings.problem import ConfigurationError


def message(**environment: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(environment=environment)
    return str(caught.value)


def test_a_variable_sets_the_key_of_its_name() -> None:
    settings = load(environment={"TINYARMS_OLLAMA__HOST": "http://localhost:9"})

    assert settings.ollama.host == "http://localhost:9"


def test_dashes_are_underscores_and_case_does_not_count() -> None:
    settings = load(environment={"tinyarms_Skills__code_linting_FAST__Timeout": "7s"})

    assert settings.skills.code_linting_fast.timeout == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("text", "ignored"),
    [("[a, 'b c']", ("a", "b c")), ("[]", ())],
)
def test_a_list_is_written_as_in_yaml(text: str, ignored: tuple[str, ...]) -> None:
    settings = load(environment={"TINYARMS_PATHS__IGNORE": text})

    assert settings.paths.ignore == ignored


def test_signs_that_mean_something_in_yaml_need_no_quotes() -> None:
    settings = load(environment={"TINYARMS_DEEP__SCHEDULE": "*/15 * * * *"})

    assert settings.deep.schedule == "*/15 * * * *"


def test_quotes_are_taken_off() -> None:
    settings = load(environment={"TINYARMS_DEEP__SCHEDULE": "'0 4 * * mon'"})

    assert settings.deep.schedule == "0 4 * * mon"


@pytest.mark.parametrize("name", ["TINYARMS_HOME", "TINYARMS_CONFIG", "HOME", "TINY"])
def test_variables_that_mean_something_else_are_left_alone(name: str) -> None:
    assert load(environment={name: "/tmp/x"}) == load()


def test_an_empty_variable_says_nothing() -> None:
    assert load(environment={"TINYARMS_OLLAMA__HOST": " "}) == load()


def test_an_unknown_variable_names_the_nearest() -> None:
    said = message(TINYARMS_OLAMA__HOST="http://localhost:9")

    assert said == (
        "TINYARMS_OLAMA__HOST: sets nothing; did you mean TINYARMS_OLLAMA__HOST, for `ollama.host`?"
    )


def test_a_variable_like_none_says_how_to_go_on() -> None:
    said = message(TINYARMS_X="1")

    assert said == (
        "TINYARMS_X: sets nothing: no key has this name; unset it, or see `tinyarmsctl config "
        "show`."
    )


def test_a_variable_that_names_a_section_is_told_of_its_keys() -> None:
    said = message(TINYARMS_OLLAMA="http://localhost:9")

    assert said == (
        "TINYARMS_OLLAMA: names a section; name one of its keys, such as "
        "TINYARMS_OLLAMA__ALLOW_REMOTE."
    )


def test_a_wrong_value_names_variable_and_key() -> None:
    said = message(TINYARMS_RULES__FILE_SIZE__MAX_LINES="many")

    assert said == (
        "TINYARMS_RULES__FILE_SIZE__MAX_LINES: `rules.file-size.max_lines` is 'many'; "
        "it must be a whole number, at least 1."
    )


def test_a_broken_list_is_told() -> None:
    said = message(TINYARMS_PATHS__IGNORE="[a, {")

    assert said.startswith("TINYARMS_PATHS__IGNORE: not valid YAML: ")


def test_bytes_that_are_no_text_are_told() -> None:
    said = message(TINYARMS_PATHS__IGNORE="[\udcff]", TINYARMS_OLLAMA__HOST="\udcff")

    assert said.splitlines() == [
        (
            "TINYARMS_OLLAMA__HOST: `ollama.host` is '\\udcff'; it must be an address with a "
            "scheme, a host and no path, such as http://127.0.0.1:11434."
        ),
        "TINYARMS_PATHS__IGNORE: not valid YAML: it holds bytes that are not text.",
    ]


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ("127.0.0.1:1234", "http://127.0.0.1:1234"),
        ("localhost", "http://localhost:11434"),
        (":1234", "http://127.0.0.1:1234"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("http://127.0.0.1:1234/", "http://127.0.0.1:1234"),
        ("[::1]:1234", "http://[::1]:1234"),
        ("", "http://127.0.0.1:11434"),
    ],
)
def test_ollamas_own_variable_says_where_it_is(said: str, host: str) -> None:
    assert load(environment={"OLLAMA_HOST": said}).ollama.host == host


def test_our_own_variable_goes_before_ollamas() -> None:
    environment = {"OLLAMA_HOST": ":1", "TINYARMS_OLLAMA__HOST": "http://localhost:2"}

    assert load(environment=environment).ollama.host == "http://localhost:2"


def test_an_address_of_another_machine_is_refused_wherever_it_comes_from() -> None:
    said = message(OLLAMA_HOST="gpu.example.org")

    assert "gpu.example.org" in said and "another machine" in said
