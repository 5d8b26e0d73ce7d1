"""What is generated is fresh, and what is written by hand leads somewhere."""

import re
import shutil
import subprocess

import pytest

from documentation.__main__ import DOCS
from documentation.pages import generated_pages

_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def test_every_generated_page_is_what_make_docs_writes() -> None:
    pages = generated_pages()

    stale = [
        name
        for name, text in pages.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != text
    ]
    strays = {f"rules/{path.name}" for path in (DOCS / "rules").glob("*.md")} - pages.keys()
    assert (stale, strays) == ([], set()), "run `make docs`"


@pytest.mark.parametrize(
    "name", ["README.md", *(f"docs/{each.name}" for each in DOCS.glob("*.md"))]
)
def test_links_within_the_documentation_lead_somewhere(name: str) -> None:
    page = DOCS.parent / name

    targets = _LINK.findall(page.read_text(encoding="utf-8"))

    assert [each for each in targets if not (page.parent / each).exists()] == []


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff on this machine")
def test_the_man_page_is_sound() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(DOCS / "tinyarmsctl.1")],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr == ""
    assert "missing or broken" in done.stdout
