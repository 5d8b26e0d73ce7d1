"""The files that travel with the program: complete and explained."""

import re

import pytest
import yaml

from tests.settings.loading import load
from tinyarms_daemon.bundled import bundled
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.settings.constants import Status, load_constants
from tinyarms_daemon.settings.schema import Settings
from tinyarms_daemon.settings.section import keys_of
from tinyarms_daemon.settings.stated import stated_values

_PROVENANCE = re.compile(r"\b(Measured|Published|Estimated|Chosen):")
DEFAULTS = bundled("config/default.yaml").read_text(encoding="utf-8").splitlines()
PACKAGED = {
    each.key: each.origin.line
    for each in stated_values(load())
    if each.origin.place.endswith("default.yaml") and each.origin.line is not None
}


def comment_above(line: int) -> str:
    """The comment that ends right above a line, counted from 1."""
    rows: list[str] = []
    for row in reversed(DEFAULTS[: line - 1]):
        if not row.lstrip().startswith("#"):
            break
        rows.append(row.strip(" #"))
    return " ".join(reversed(rows))


@pytest.mark.parametrize("key", PACKAGED)
def test_every_default_has_a_comment_with_range_and_reason(key: str) -> None:
    comment = comment_above(PACKAGED[key])

    assert _PROVENANCE.search(comment), f"{key}: {comment!r}"


def test_every_section_has_a_comment() -> None:
    sections = [number for number, row in enumerate(DEFAULTS, 1) if re.match(r"[a-z]+:", row)]

    assert len(sections) == len(keys_of(Settings))
    assert all(comment_above(number) for number in sections)


def test_the_seeds_keys_have_the_seeds_values() -> None:
    defaults = yaml.safe_load("\n".join(DEFAULTS))

    assert defaults["models"] == {
        "level2-code": "qwen2.5-coder:3b",
        "level3-deep": "qwen2.5-coder:7b",
    }
    assert defaults["skills"] == {
        "code-linting-fast": {
            "enabled": True,
            "model": "level2-code",
            "priority": 2,
            "timeout": "5s",
            "rules": [
                "hardcoded-colors",
                "magic-numbers",
                "file-size",
                "import-aliases",
                "line-references",
                "simple-dry",
                "design-tokens",
            ],
        },
        "code-linting-deep": {
            "enabled": False,
            "model": "level3-deep",
            "priority": 3,
            "timeout": "20s",
            "rules": [
                "complex-dry",
                "architectural-anti-patterns",
                "cross-file-patterns",
                "semantic-duplication",
            ],
        },
    }


def test_all_rules_are_enabled_by_default() -> None:
    settings = load()

    assert settings.enabled_rules(Skill.FAST) == settings.skill(Skill.FAST).rules
    assert settings.enabled_rules(Skill.DEEP) == settings.skill(Skill.DEEP).rules


def test_the_seeds_constant_stands_word_for_word() -> None:
    constants = yaml.safe_load(bundled("config/constants.yaml").read_text(encoding="utf-8"))

    assert constants["performance"]["latency_targets_ms"]["qwen2_5_coder_7b"] == {
        "value": 12500,
        "source": "ESTIMATED - 30-50 tok/s * ~400 tokens avg",
        "status": "NEEDS_VALIDATION",
    }


def test_every_constant_says_how_it_is_known() -> None:
    for name, constant in load_constants().items():
        unsure = constant.status in (Status.NEEDS_VALIDATION, Status.VALIDATED)
        kind = constant.source.split(" ")[0].lower() if unsure else constant.status.value
        assert kind in ("measured", "published", "estimated", "chosen"), name


def test_the_rooflines_are_bandwidth_over_size() -> None:
    constants = load_constants()
    bandwidth = constants["machine.memory_bandwidth_bytes_per_second"].number

    for model in ("qwen2_5_coder_3b", "qwen2_5_coder_7b"):
        size = constants[f"disk.download_bytes.{model}"].number
        roofline = constants[f"performance.roofline_tokens_per_second.{model}"].number
        assert roofline == round(bandwidth / size)
