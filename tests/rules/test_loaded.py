"""What rules bring along is loaded by those alone who conclude from it."""

import subprocess
import sys

import pytest

_LOADED = """
import sys
from tinyarms_daemon.rules.registry import rule_of
rule = rule_of(sys.argv[1])
print("numpy" in sys.modules)
rule.make_ready()
print("numpy" in sys.modules)
"""


@pytest.mark.parametrize("rule", ["semantic-duplication", "complex-dry"])
def test_the_array_library_is_loaded_where_a_rule_is_made_ready_to_conclude(rule: str) -> None:
    said = subprocess.run([sys.executable, "-c", _LOADED, rule], capture_output=True, check=True)

    assert said.stdout.split() == [b"False", b"True"]
