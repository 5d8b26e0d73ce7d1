"""Text and elements of HTML in which nothing of what was found can become markup."""

from html import escape

from tinyarms_daemon.domain.printable import printable


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
