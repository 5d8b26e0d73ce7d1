"""The language server: stored findings of the open documents, kept up to date."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from tinyarms_daemon import __version__
from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.faces.cli.toolbox import Toolbox
from tinyarms_daemon.faces.lsp.code_actions import DISMISS, SHOW, code_actions
from tinyarms_daemon.faces.lsp.diagnostics import SOURCE, diagnostics_of
from tinyarms_daemon.faces.lsp.stored_findings import FileFindings, StoredFindings


def serve(make_toolbox: Callable[[], Toolbox]) -> None:
    """Speak the protocol on stdin and stdout until the editor ends it."""
    FindingsServer(StoredFindings(make_toolbox)).start_io()


class FindingsServer(LanguageServer):
    """Publishes on opening, on saving, and when the daemon tells of findings."""

    def __init__(self, stored: StoredFindings) -> None:
        super().__init__("tinyarms", __version__)
        self._stored = stored
        self._stopped = threading.Event()
        self._troubled = False
        _register(self)

    def begin_following(self) -> None:
        """Refresh the open documents whenever findings change."""
        loop = asyncio.get_running_loop()

        def on_change() -> None:
            asyncio.run_coroutine_threadsafe(self.refresh(), loop)

        # A daemon thread: an editor that goes away does not wait for the last question's answer.
        threading.Thread(
            target=self._stored.follow, args=(on_change, self._stopped), name="events", daemon=True
        ).start()

    def end_following(self) -> None:
        """No more refreshing."""
        self._stopped.set()

    async def refresh(self) -> None:
        """Publish anew what every open document has."""
        for document in list(self.workspace.text_documents.values()):
            await self.publish(document.uri)

    async def publish(self, uri: str) -> None:
        """Publish the diagnostics of one document; trouble is told once, until it is over."""
        path = to_fs_path(uri)
        if path is None:
            return
        try:
            found = await asyncio.to_thread(self._stored.of_file, Path(path))
            self._troubled = False
        except TinyarmsError as error:
            self._tell(error)
            return
        # The workspace's own keys are decoded, which is another address where a name has a # or %.
        documents = self.workspace.text_documents.values()
        document = next((each for each in documents if each.uri == uri), None)
        if document is not None:
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(
                    uri=uri, version=document.version, diagnostics=_diagnostics(found, document)
                )
            )

    async def dismiss(
        self, finding_id: int, reason: str, expires_seconds: float | None = None
    ) -> None:
        """Set a finding aside and show what is left."""
        try:
            await asyncio.to_thread(self._stored.dismiss, finding_id, reason, expires_seconds)
        except TinyarmsError as error:
            self.window_show_message(
                types.ShowMessageParams(type=types.MessageType.Error, message=f"tinyarms: {error}")
            )
        await self.refresh()

    def _tell(self, error: TinyarmsError) -> None:
        if not self._troubled:
            self._troubled = True
            self.window_log_message(
                types.LogMessageParams(type=types.MessageType.Warning, message=f"tinyarms: {error}")
            )


def _diagnostics(found: FileFindings | None, document: TextDocument) -> list[types.Diagnostic]:
    if found is None:
        return []
    return [
        diagnostic
        for finding in found.findings
        for diagnostic in diagnostics_of(
            finding, found.path, found.root, document.lines, document.position_codec
        )
    ]


def _register(server: FindingsServer) -> None:
    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        server.begin_following()

    @server.feature(types.SHUTDOWN)
    def shutdown(_: Any) -> None:
        server.end_following()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(parameters: types.DidOpenTextDocumentParams) -> None:
        await server.publish(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(parameters: types.DidSaveTextDocumentParams) -> None:
        await server.publish(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(parameters: types.DidCloseTextDocumentParams) -> None:
        empty = types.PublishDiagnosticsParams(uri=parameters.text_document.uri, diagnostics=[])
        server.text_document_publish_diagnostics(empty)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    def actions(parameters: types.CodeActionParams) -> list[types.CodeAction]:
        document = server.workspace.get_text_document(parameters.text_document.uri)
        return [
            action
            for diagnostic in parameters.context.diagnostics
            if diagnostic.source == SOURCE
            for action in code_actions(
                diagnostic, document.uri, document.path, document.lines, document.position_codec
            )
        ]

    @server.command(DISMISS)
    async def dismiss(finding_id: int, reason: str, expires_seconds: float | None = None) -> None:
        await server.dismiss(finding_id, reason, expires_seconds)

    @server.command(SHOW)
    async def show(uri: str, line: int) -> None:
        position = types.Position(line=line, character=0)
        selection = types.Range(start=position, end=position)
        await server.window_show_document_async(
            types.ShowDocumentParams(uri=uri, take_focus=True, selection=selection)
        )
