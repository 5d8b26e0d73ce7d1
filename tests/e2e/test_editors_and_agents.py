"""The servers for editors and for coding agents, asked by clients of their protocols."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from mcp import StdioServerParameters
from mcp.client.session import ClientSession
from mcp.client.stdio import stdio_client
from pygls.lsp.client import LanguageClient

from tests.e2e.running import GitRepository, House, RunningDaemon, css
from tinyarms_daemon.faces.lsp.code_actions import DISMISS

_PATIENCE_SECONDS = 30.0


class Editor(LanguageClient):
    """An editor that keeps what is published last."""

    def __init__(self) -> None:
        super().__init__("an editor", "1")
        self.published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.server_status: int | None = None
        self.opened = ""

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def keep(parameters: types.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(parameters)

    async def server_exit(self, server: asyncio.subprocess.Process) -> None:
        self.server_status = server.returncode

    async def diagnostics(self) -> list[types.Diagnostic]:
        told = await asyncio.wait_for(self.published.get(), _PATIENCE_SECONDS)
        assert told.uri == self.opened
        return list(told.diagnostics)

    async def open(self, path: Path) -> None:
        self.opened = path.as_uri()
        self.text_document_did_open(
            types.DidOpenTextDocumentParams(
                text_document=types.TextDocumentItem(
                    uri=path.as_uri(), language_id="css", version=1, text=path.read_text()
                )
            )
        )


def watched(house: House) -> tuple[RunningDaemon, GitRepository, Path]:
    """A daemon that watches a style sheet with one color, behind characters of two units, and with
    characters in its path that an address writes in another way."""
    repository = GitRepository(house.folder / "shop", house.environment)
    file = repository.write("[slug] #1/ä%20.css", "/* 😋 */ .a { color: #123456; }\n")
    daemon = house.start()
    daemon.add(repository.root)
    return daemon, repository, file


def test_an_editor_sees_findings_and_dismisses_one(house: House) -> None:
    _, _, file = watched(house)

    async def session() -> None:
        editor = Editor()
        await editor.start_io(*house.ctl_command("lsp"), env=house.environment)
        root = types.InitializeParams(capabilities=types.ClientCapabilities())
        await editor.initialize_async(root)
        editor.initialized(types.InitializedParams())
        await editor.open(file)
        (diagnostic,) = await editor.diagnostics()

        assert diagnostic.code == "hardcoded-colors"
        assert (diagnostic.range.start.line, diagnostic.range.start.character) == (0, 21)

        actions = await editor.text_document_code_action_async(
            types.CodeActionParams(
                text_document=types.TextDocumentIdentifier(uri=file.as_uri()),
                range=diagnostic.range,
                context=types.CodeActionContext(diagnostics=[diagnostic]),
            )
        )
        titles = [action.title for action in actions or ()]
        assert "Dismiss hardcoded-colors: false alarm" in titles
        await editor.workspace_execute_command_async(
            types.ExecuteCommandParams(command=DISMISS, arguments=[1, "false alarm", None])
        )
        while await editor.diagnostics():
            pass

        text = file.read_text() + css("#654321")
        change = types.TextDocumentContentChangeWholeDocument(text=text)
        version = types.VersionedTextDocumentIdentifier(uri=file.as_uri(), version=2)
        editor.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=version, content_changes=[change])
        )
        file.write_text(text)
        while not await editor.diagnostics():
            pass
        await editor.shutdown_async(None)
        editor.exit(None)
        await editor.stop()
        assert editor.server_status == 0

    asyncio.run(session())


def test_an_agent_lists_shows_scans_and_dismisses(house: House) -> None:
    repository = GitRepository(house.folder / "shop", house.environment)
    repository.write("a.css", css("#123456"))
    house.ctl("repo", "add", str(repository.root))
    command, *arguments = house.ctl_command("mcp")
    server = StdioServerParameters(command=command, args=arguments, env=house.environment)

    async def said(client: ClientSession, tool: str, **given: Any) -> tuple[bool, str]:
        result = await client.call_tool(tool, given)
        return bool(result.is_error), "".join(getattr(each, "text", "") for each in result.content)

    async def session() -> None:
        async with stdio_client(server) as (read, write), ClientSession(read, write) as client:
            await client.initialize()
            tools = {tool.name for tool in (await client.list_tools()).tools}
            assert tools == {"list_findings", "show_finding", "dismiss_finding", "scan_path"}

            _, listed = await said(client, "list_findings", rule="hardcoded-colors")
            assert listed.startswith("[1] warning shop:a.css:2 hardcoded-colors Color #123456")

            _, shown = await said(client, "show_finding", finding_id=1)
            assert ">2: .color-123456" in shown

            repository.write("b.css", css("#654321"))
            _, scanned = await said(client, "scan_path", path=str(repository.root / "b.css"))
            assert "shop:b.css:2" in scanned and "a.css" not in scanned

            await said(client, "dismiss_finding", finding_id=1, reason="a partner's color")
            _, left = await said(client, "list_findings", path="a.css")
            assert left == "No open findings."

            is_error, told = await said(client, "show_finding", finding_id=99)
            assert is_error and "There is no finding 99" in told
            is_error, told = await said(client, "list_findings", rule="magic")
            assert is_error and "There is no rule 'magic'" in told

    asyncio.run(session())


@pytest.mark.parametrize(("command", "package"), [("lsp", "pygls"), ("mcp", "mcp")])
def test_a_missing_extra_is_told_with_the_command(house: House, command: str, package: str) -> None:
    hidden = house.folder / "hidden" / package
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text(f"raise ModuleNotFoundError('hidden', name={package!r})\n")

    ended = house.ctl(command, PYTHONPATH=str(hidden.parent))

    assert ended.status == 4
    assert f"pip install 'tinyarms-daemon[{command}]'" in ended.err
