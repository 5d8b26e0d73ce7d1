"""What is known of rules without loading them."""

import subprocess
import sys

from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES
from tinyarms_daemon.rules.registry import all_rules, rule_ids, rule_versions


def test_every_rule_has_a_name_that_the_configuration_may_say() -> None:
    assert set(rule_ids()) == KNOWN_RULES


def test_the_version_that_is_read_off_a_rules_source_is_the_rules() -> None:
    assert dict(rule_versions()) == {rule.id: rule.version for rule in all_rules()}


def test_versions_are_known_without_loading_a_rule_or_a_grammar() -> None:
    asked = "import sys; from tinyarms_daemon.rules.registry import rule_versions; "
    asked += "dict(rule_versions()); print(*sys.modules, sep='\\n')"

    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()

    assert [name for name in loaded if name.startswith("tinyarms_daemon.rules.")] == [
        "tinyarms_daemon.rules.registry"
    ]
    assert "tree_sitter" not in loaded
