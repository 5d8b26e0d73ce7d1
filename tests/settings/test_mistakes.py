"""Each kind of mistake, by its line and its message."""

import os
from pathlib import Path

import pytest

from tests.settings.loading import load, problems_of, written
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.settings.problem import ConfigurationError

_DURATION = "(a number with ms, s, m, h, d or w, such as 400ms or 1h30m)"
_SIZE = "(a number with B, KB, MB, GB, KiB, MiB or GiB, such as 512KiB)"
_ADDRESS = "an address with a scheme, a host and no path, such as http://127.0.0.1:11434"
_RULES = (
    "architectural-anti-patterns, complex-dry, cross-file-patterns, design-tokens, file-size, "
    "hardcoded-colors, import-aliases, line-references, magic-numbers, model-remark, "
    "semantic-duplication, simple-dry, unused-suppression"
)
_DEEP = (
    "schedule, leftovers, budget_minutes, least_question, churn_days, churn_commits, "
    "changed_percent, alarm_after, intent_cards, card_characters, card_tokens, embedding_model, "
    "embedding_context, vectors_per_call"
)

MISTAKES = {
    "a mistyped key names the right one": (
        "\nmodels:\n  level2-cod: x\n",
        (
            "3: `models.level2-cod` is no key; did you mean `models.level2-code`? "
            "(Allowed here: level2-code, level3-deep.)"
        ),
    ),
    "a key in the wrong place names the right place": (
        "\nallow_remote: true\n",
        (
            "2: `allow_remote` is no key; did you mean `ollama.allow_remote`? (Allowed here: "
            "models, skills, ollama, inference, judging, rules, paths, watch, analysis, deep, "
            "wake, store, jobs, logs, headroom, dashboard, notifications, measuring.)"
        ),
    ),
    "a key like none is told what there is": (
        "paths: {zzzzzz: 1}\n",
        "1: `paths.zzzzzz` is no key; allowed here: ignore.",
    ),
    "a value where a section belongs": (
        "deep: sunday\n",
        f"1: `deep` is 'sunday'; it must be a mapping with {_DEEP}.",
    ),
    "a list where a section belongs": (
        "deep: [1]\n",
        f"1: `deep` is a list; it must be a mapping with {_DEEP}.",
    ),
    "a unit that does not exist": (
        "watch:\n  settle: 5 parsecs\n",
        f"2: `watch.settle` is '5 parsecs'; it must be a duration from 10ms to 30s {_DURATION}.",
    ),
    "a duration out of range": (
        "watch: {settle: 31s}\n",
        f"1: `watch.settle` is '31s'; it must be a duration from 10ms to 30s {_DURATION}.",
    ),
    "a duration longer than any time": (
        "watch: {settle: 999999999999w}\n",
        (
            "1: `watch.settle` is '999999999999w'; "
            f"it must be a duration from 10ms to 30s {_DURATION}."
        ),
    ),
    "a duration of the wrong type": (
        "watch: {settle: true}\n",
        f"1: `watch.settle` is true; it must be a duration from 10ms to 30s {_DURATION}.",
    ),
    "a value left empty": (
        "watch: {settle: }\n",
        f"1: `watch.settle` is empty; it must be a duration from 10ms to 30s {_DURATION}.",
    ),
    "a size with a wrong unit": (
        "analysis: {max_file_size: 1 MX}\n",
        f"1: `analysis.max_file_size` is '1 MX'; it must be a size from 1KiB to 100MB {_SIZE}.",
    ),
    "a number out of range": (
        "analysis: {workers: 0}\n",
        "1: `analysis.workers` is 0; it must be a whole number from 1 to 64.",
    ),
    "a fraction where a whole number belongs": (
        "analysis: {workers: 1.5}\n",
        "1: `analysis.workers` is 1.5; it must be a whole number from 1 to 64.",
    ),
    "a yes where a number belongs": (
        "analysis: {workers: yes}\n",
        "1: `analysis.workers` is true; it must be a whole number from 1 to 64.",
    ),
    "a number where a yes or no belongs": (
        "ollama: {allow_remote: 1}\n",
        "1: `ollama.allow_remote` is 1; it must be true or false.",
    ),
    "a word out of a few": (
        "logs: {level: warn}\n",
        (
            "1: `logs.level` is 'warn'; it must be one of a few words; did you mean warning? "
            "(Allowed: debug, info, warning, error.)"
        ),
    ),
    "a skill with a model that has no role": (
        "skills: {code-linting-fast: {model: level2_code}}\n",
        (
            "1: `skills.code-linting-fast.model` is 'level2_code'; it must be one of a few words; "
            "did you mean level2-code? (Allowed: level2-code, level3-deep.)"
        ),
    ),
    "an unknown rule in a skill, in the line of the item": (
        "skills:\n  code-linting-fast:\n    rules:\n      - file-size\n      - filesize\n",
        (
            "5: `skills.code-linting-fast.rules[1]` is 'filesize'; it must be the id of a rule; "
            f"did you mean file-size? (Allowed: {_RULES}.)"
        ),
    ),
    "rules of a skill that are no list": (
        "skills: {code-linting-fast: {rules: file-size}}\n",
        (
            "1: `skills.code-linting-fast.rules` is 'file-size'; it must be a list, such as "
            "[first, second]."
        ),
    ),
    "options for an unknown rule": (
        "rules:\n  magic-number: {enabled: false}\n",
        f"2: `rules.magic-number` is no rule; did you mean magic-numbers? (Allowed: {_RULES}.)",
    ),
    "rules that are a list": (
        "rules: [file-size]\n",
        "1: `rules` must be a mapping from rules to their options.",
    ),
    "a rule that is switched off in short": (
        "rules: {file-size: false}\n",
        (
            "1: `rules.file-size` must be a mapping, such as {enabled: false}; "
            "allowed: enabled, max_lines, named_definitions, data_percent."
        ),
    ),
    "an unknown option": (
        "rules: {file-size: {max_line: 3}}\n",
        (
            "1: `rules.file-size.max_line` is no option of this rule; did you mean max_lines? "
            "(Allowed: enabled, max_lines, named_definitions, data_percent.)"
        ),
    ),
    "an option of the wrong type": (
        "rules: {file-size: {max_lines: many}}\n",
        "1: `rules.file-size.max_lines` is 'many'; it must be a whole number, at least 1.",
    ),
    "an option out of range": (
        "rules: {file-size: {max_lines: 0}}\n",
        "1: `rules.file-size.max_lines` is 0; it must be a whole number, at least 1.",
    ),
    "a switch that is neither on nor off": (
        "rules: {file-size: {enabled: maybe}}\n",
        "1: `rules.file-size.enabled` is 'maybe'; it must be true or false.",
    ),
    "an item of an option's list, in its line": (
        "rules:\n  unused-suppression:\n    allowed:\n      - 1\n      - x\n",
        "5: `rules.unused-suppression.allowed[1]` is 'x'; it must be a number.",
    ),
    "options that do not fit together": (
        "rules: {unused-suppression: {least: 10}}\n",
        "1: `rules.unused-suppression` must have a least that is at most its most.",
    ),
    "a cron line with too few fields": (
        "deep: {schedule: weekly}\n",
        (
            "1: `deep.schedule` is 'weekly'; it must be five fields, minute hour day month "
            "weekday, such as '0 3 * * sun'."
        ),
    ),
    "a weekday as a number": (
        "deep: {schedule: 0 3 * * 0}\n",
        (
            "1: `deep.schedule` is '0 3 * * 0'; it must name the weekday (mon to sun): numbers "
            "mean different days to different programs."
        ),
    ),
    "a day that never comes": (
        "deep: {schedule: 0 3 31 feb *}\n",
        (
            "1: `deep.schedule` is '0 3 31 feb *'; it must name a day that its months have; this "
            "one would never come."
        ),
    ),
    "a host without a scheme": (
        "ollama: {host: 127.0.0.1:11434}\n",
        f"1: `ollama.host` is '127.0.0.1:11434'; it must be {_ADDRESS}.",
    ),
    "a host with a password": (
        "ollama: {host: 'http://me:secret@127.0.0.1:11434'}\n",
        f"1: `ollama.host` is 'http://me:secret@127.0.0.1:11434'; it must be {_ADDRESS}.",
    ),
    "a host on another machine": (
        "ollama: {host: 'http://10.0.0.5:11434'}\n",
        (
            "1: `ollama.host` is http://10.0.0.5:11434, another machine, which would be sent your "
            "code; use this machine's own address, such as http://127.0.0.1:11434, or set "
            "`ollama.allow_remote` to true."
        ),
    ),
    "a model in the cloud": (
        "models: {level3-deep: 'qwen3-coder:480b-cloud'}\n",
        (
            "1: `models.level3-deep` is 'qwen3-coder:480b-cloud'; it must be a model on this "
            "machine: Ollama runs this one in its cloud."
        ),
    ),
    "a model without a name": (
        "models: {level3-deep: 7}\n",
        (
            "1: `models.level3-deep` is 7; it must be a model's name in Ollama, such as "
            "qwen2.5-coder:3b."
        ),
    ),
    "a pattern that would take a matcher for ever": (
        "paths:\n  ignore:\n    - ok/**\n    - a*a*a*a*b\n",
        (
            "4: `paths.ignore[1]` is 'a*a*a*a*b'; it must be simpler: at most 3 * between two "
            "slashes, and 4 ** in all."
        ),
    ),
    "two values that contradict each other": (
        "\nwatch: {ceiling: 200ms}\n",
        "2: `watch.ceiling` must not be less than `watch.settle`.",
    ),
    "a key that stands twice": (
        "watch:\n  settle: 1s\n  settle: 2s\n",
        "3: `watch.settle` stands twice, first in line 2; keep one.",
    ),
    "broken YAML": (
        "watch:\n  settle: [1s\n",
        "3: not valid YAML: did not find expected ',' or ']'.",
    ),
    "a tab for indentation": (
        "watch:\n\tsettle: 1s\n",
        (
            "2: not valid YAML: found character that cannot start any token; "
            "indent with spaces, not with tabs."
        ),
    ),
    "a file that is a list": (
        "- watch\n",
        "1: must be a mapping, such as `rules:` with its keys.",
    ),
    "an alias": (
        "watch: &a {settle: 1s}\njobs: *a\n",
        "2: aliases (*name) are not read; write the value out.",
    ),
    "a tag that would make an object": (
        "watch: !!python/object/apply:os.system [ls]\n",
        "1: tags (!!name) are not read; write the plain value.",
    ),
    "a second document": (
        "watch:\n---\njobs:\n",
        "3: a second document (after ---) is not read; keep one.",
    ),
    "a key that is a list": (
        "[a, b]: 1\n",
        "1: a key must be a plain word.",
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_with_its_line_and_remedy(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert problems_of(tmp_path, text) == [f"config.yaml:{expected}"]


def test_all_problems_come_at_once_and_in_order(tmp_path: Path) -> None:
    text = """
models: {level2-cod: x}
watch: {settle: 5 parsecs, ceiling: fast}
rules:
  file-size: {max_lines: x, enabled: 3}
  unknown-rule: {}
ollama:
  host: http://10.0.0.5:11434
jobs: {retry_ceiling: 2s}
deep: {schedule: never}
"""
    lines = [problem.split(":")[1] for problem in problems_of(tmp_path, text)]

    assert lines == ["2", "3", "3", "5", "5", "6", "8", "9", "10"]


def test_problems_of_all_layers_come_at_once(tmp_path: Path) -> None:
    user = written(tmp_path, "watch: {setle: 1s}\n")

    with pytest.raises(ConfigurationError) as caught:
        load(user, {"TINYARMS_DEEP__SCHEDULE": "x"}, {"jobs": {"max_attempts": 0}})

    places = [problem.origin.place for problem in caught.value.problems]
    assert places == [str(user), "TINYARMS_DEEP__SCHEDULE", "command line"]


def test_a_wrong_value_is_told_even_if_a_higher_layer_overrides_it(tmp_path: Path) -> None:
    user = written(tmp_path, "watch: {storm_paths: none}\n")

    with pytest.raises(ConfigurationError, match=r"config\.yaml:1: `watch\.storm_paths`"):
        load(user, {"TINYARMS_WATCH__STORM_PATHS": "60"})


def test_values_that_would_contradict_the_defaults_may_fit_each_other(tmp_path: Path) -> None:
    user = written(tmp_path, "watch: {ceiling: 200ms}\n")

    settings = load(user, {"TINYARMS_WATCH__SETTLE": "100ms"})

    assert settings.watch.ceiling > settings.watch.settle


def test_another_machine_may_be_asked_when_it_is_allowed(tmp_path: Path) -> None:
    text = "ollama: {host: 'http://10.0.0.5:11434/', allow_remote: true}\n"
    settings = load(written(tmp_path, text))

    assert settings.ollama.host == "http://10.0.0.5:11434"


@pytest.mark.parametrize("host", ["http://localhost:1", "https://[::1]:2", "http://127.9.9.9"])
def test_addresses_of_this_machine_need_no_permission(host: str) -> None:
    settings = load(overrides={"ollama": {"host": host}})

    assert settings.ollama.host == host


@pytest.mark.parametrize(
    "host",
    [
        "http://127.0.0.1.example.org",
        "http://0.0.0.0:11434",
        "http://localhost.example.org",
        "http://2130706433",
    ],
)
def test_names_that_only_look_like_this_machine_are_refused(host: str) -> None:
    with pytest.raises(ConfigurationError, match="another machine"):
        load(overrides={"ollama": {"host": host}})


@pytest.mark.parametrize(
    "host",
    ["ftp://127.0.0.1", "http://", "http://a:99999", "http://[::1", "http://a/b", "http://a\nb", 5],
)
def test_what_is_no_address_is_refused(host: object) -> None:
    with pytest.raises(ConfigurationError, match="it must be an address"):
        load(overrides={"ollama": {"host": host}})


def test_a_folder_as_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: it is no regular file"):
        load(tmp_path)


def test_a_pipe_as_configuration_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.yaml")

    with pytest.raises(ConfigurationError, match="cannot be read: it is no regular file"):
        load(tmp_path / "config.yaml")


def test_a_file_that_cannot_be_reached_is_told_with_the_reason(tmp_path: Path) -> None:
    path = written(tmp_path, "")

    with pytest.raises(ConfigurationError, match=r"inner\.yaml: cannot be read: not a directory\."):
        load(path / "inner.yaml")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"watch: \xff\xfe\n")

    with pytest.raises(ConfigurationError, match="not valid YAML: it holds bytes"):
        load(path)


def test_a_user_file_may_be_a_symbolic_link(tmp_path: Path) -> None:
    written(tmp_path, "watch: {storm_paths: 9}\n", "real.yaml")
    (tmp_path / "config.yaml").symlink_to("real.yaml")

    assert load(tmp_path / "config.yaml").watch.storm_paths == 9


def test_messages_stay_on_one_line_whatever_the_file_holds(tmp_path: Path) -> None:
    text = '"a\\nb\\e[31m": 1\nwatch: {settle: "x\\ny\\e[31m"}\n'

    problems = problems_of(tmp_path, text)

    assert len(problems) == 2
    assert all(problem.isprintable() for problem in problems)


def test_a_configuration_error_is_a_usage_error() -> None:
    assert issubclass(ConfigurationError, UsageError)
