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

_TOLD = """
import sys
from tinyarms_daemon.adapters.analysis_wire import encode, load_message
from tinyarms_daemon.worker import serve

class OneMessage:
    waiting = [encode(load_message(["semantic-duplication"], sys.argv[1:]))]

    def poll(self, seconds=0.0):
        return seconds > 0 or bool(self.waiting)

    def recv_bytes(self):
        if not self.waiting:
            raise EOFError
        return self.waiting.pop()

try:
    serve(OneMessage(), 1.0)
except EOFError:
    print("tinyarms_daemon.rules.semantic_duplication" in sys.modules, "numpy" in sys.modules)
"""


@pytest.mark.parametrize("rule", ["semantic-duplication", "complex-dry"])
def test_the_array_library_is_loaded_where_a_rule_is_made_ready_to_conclude(rule: str) -> None:
    said = subprocess.run([sys.executable, "-c", _LOADED, rule], capture_output=True, check=True)

    assert said.stdout.split() == [b"False", b"True"]


@pytest.mark.parametrize(
    ("ready", "is_loaded"), [((), b"False"), (["semantic-duplication"], b"True")]
)
def test_a_worker_that_loads_rules_is_ready_to_conclude_from_those_alone_that_it_is_told(
    ready: list[str], is_loaded: bytes
) -> None:
    said = subprocess.run([sys.executable, "-c", _TOLD, *ready], capture_output=True, check=True)

    assert said.stdout.split() == [b"True", is_loaded]
