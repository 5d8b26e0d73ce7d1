"""What an editor is told of a file."""

from pathlib import Path

from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import repository_message
from tinyarms_daemon.faces.lsp.stored_findings import StoredFindings


def test_what_waits_for_a_second_opinion_is_not_shown_in_the_editor(tmp_path: Path) -> None:
    toolbox = FakeToolbox(watched_roots=(str(tmp_path),))
    toolbox.fake_service.repository_answers = [repository_message(root=str(tmp_path))]

    StoredFindings(lambda: toolbox).of_file(tmp_path / "a.py")

    ((_, query),) = [call for call in toolbox.fake_service.calls if call[0] == "findings"]
    assert query["statuses"] == ["open"]
