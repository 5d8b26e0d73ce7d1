"""Text and elements of HTML in which nothing of what was found can become markup."""

from html import escape

from tinyarms_daemon.domain.printable import printable

# Nothing is loaded, and nothing runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(title: str, style: str, body: str) -> str:
    """A whole page that stands by itself, around content that is markup already."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"{element('title', text(title))}<style>{style}</style>"
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def text(content: object) -> str:
    """What may stand between tags and within a quoted attribute; line ends stay."""
    lines = str(content).split("\n")
    return escape("\n".join(printable(line) for line in lines), quote=True)


def element(name: str, content: str = "", **attributes: object) -> str:
    """An element around content that is markup already; `class_` is `class`, `_` is `-`."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{content}</{name}>"
