"""Write every generated page: `make docs`."""

from pathlib import Path

from documentation.pages import generated_pages

DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    """Write what differs, and take away rules' pages that belong to no rule any more."""
    pages = generated_pages()
    for name, text in pages.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote docs/{name}")
    for path in (DOCS / "rules").glob("*.md"):
        if f"rules/{path.name}" not in pages:
            path.unlink()
            print(f"removed docs/rules/{path.name}")


if __name__ == "__main__":
    main()
