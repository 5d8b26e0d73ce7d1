"""What a coding agent is told."""

from tests.fakes.control_messages import findings_message
from tinyarms_daemon.faces.mcp.terse_text import findings_text


def test_that_nothing_is_open_is_said_before_what_could_not_be_checked() -> None:
    message = findings_message(skipped=[{"path": "big.py", "reason": "too large"}])

    assert findings_text(message, 20) == "No open findings.\nNot checked: 1 file."
