"""`tinyarmsctl lsp`: findings in an editor."""

import click

from tinyarms_daemon.faces.cli.extras import extra
from tinyarms_daemon.faces.cli.session import Session


@click.command(epilog="Example, as an editor runs it: tinyarmsctl lsp")
@click.pass_obj
def lsp(session: Session) -> None:
    """Serve an editor (Language Server Protocol).

    It speaks on stdin and stdout. Open files show the findings that are stored, kept up to date by
    the daemon, and offer to dismiss one, to suppress it by a comment, and to go to related places.
    """
    with extra("lsp", "The language server", ("pygls", "lsprotocol", "cattrs")):
        from tinyarms_daemon.faces.lsp.server import serve
    serve(session.new_toolbox)
