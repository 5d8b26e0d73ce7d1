"""`tinyarmsctl mcp`: findings for a coding agent."""

import click

from tinyarms_daemon.faces.cli.extras import extra
from tinyarms_daemon.faces.cli.session import Session


@click.command(epilog="Example (Claude Code): claude mcp add tinyarms -- tinyarmsctl mcp")
@click.pass_obj
def mcp(session: Session) -> None:
    """Serve a coding agent (Model Context Protocol).

    It speaks on stdin and stdout. The agent may list, show and dismiss findings, and scan a path.
    Answers are terse.
    """
    with extra("mcp", "The server for coding agents", ("mcp", "mcp_types", "anyio")):
        from tinyarms_daemon.faces.mcp.server import serve
    serve(session.toolbox)
