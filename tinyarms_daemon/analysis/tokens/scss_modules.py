"""The names under which a file of SCSS uses others."""

from collections.abc import Iterator, Mapping

from tinyarms_daemon.analysis.styles.embedded_styles import style_sheets_of
from tinyarms_daemon.analysis.styles.style_sheet import Statement, TokenKind
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.analysis.tokens.token_reference import MAP_MODULE, module_name


def spaces_said(tree: SyntaxTree) -> str:
    """The names of the modules that a file uses, as text: `tokens=t,colors=colors`."""
    return tree.fact(_spaces_said)


def spaces_of(said: str) -> Mapping[str, str]:
    """The same by the modules' file names."""
    pairs = (each.partition("=") for each in said.split(",") if each)
    return {module: name for module, _, name in pairs}


def _spaces_said(tree: SyntaxTree) -> str:
    return ",".join(
        f"{module}={name}"
        for sheet in style_sheets_of(tree)
        for statement in sheet.statements
        for module, name in _used(statement)
    )


def _used(statement: Statement) -> Iterator[tuple[str, str]]:
    value = statement.value
    if statement.name != "@use" or not value or value[0].kind is not TokenKind.STRING:
        return
    path = value[0].text.strip("\"'")
    if ":" in path and path != MAP_MODULE:
        return
    module = module_name(path if "." in path.rpartition("/")[2] else f"{path}.scss")
    texts = [token.text for token in value]
    name = texts[texts.index("as") + 1] if "as" in texts[:-1] else module.rpartition(":")[2]
    yield module, "" if name == "*" else name
