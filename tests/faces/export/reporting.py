"""A report of some findings, for the formats' tests."""

from tests.fakes.cli_toolbox import rule_description
from tests.fakes.clock import NOON
from tests.fakes.control_messages import findings_message, repository_message
from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.faces.export.report import Report


def report_of(*findings: FindingMessage) -> Report:
    """With these findings as history too, and one file that was skipped."""
    skipped = [{"path": "big|`.js", "reason": "too <large>"}]
    return Report(
        message=findings_message(*findings, skipped=skipped),
        history=findings,
        repositories=[repository_message()],
        rules=[rule_description()],
        made_at=NOON,
        tool_version="0.1.0",
    )
