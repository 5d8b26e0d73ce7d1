"""hardcoded-colors: a literal color outside the project's tokens."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tinyarms_daemon.analysis.code_colors import string_colors
from tinyarms_daemon.analysis.colors import normalized
from tinyarms_daemon.analysis.embedded_styles import style_sheets_of
from tinyarms_daemon.analysis.file_roles import defines_tokens, is_test
from tinyarms_daemon.analysis.markup_colors import markup_colors
from tinyarms_daemon.analysis.rule import (
    CheckedFile,
    FileRule,
    css,
    go,
    html,
    javascript,
    python,
    scss,
    swift,
    tsx,
)
from tinyarms_daemon.analysis.style_colors import ColorToken, color_tokens, used_color_spans
from tinyarms_daemon.analysis.syntax_tree import Span, SyntaxTree
from tinyarms_daemon.analysis.toolkit_colors import number_colors
from tinyarms_daemon.domain.rule import Sighting
from tinyarms_daemon.domain.source import Place

_TRANSPARENT = "00"  # the alpha of what is written out to be `transparent`
_QUESTION = "Is this text a color that is shown?"


@dataclass(frozen=True, slots=True)
class HardcodedColorsOptions:
    """Where colors may be written out."""

    in_tests: bool = field(metadata={"help": "whether tests are checked as well"})


class HardcodedColors(FileRule):
    """A literal color cannot follow the theme, and drifts from the palette unseen.

    Definitions of tokens, themes and palettes are where colors belong; tests are left alone.
    """

    id = "hardcoded-colors"
    title = "Literal color outside the design tokens"
    fix_hint = "Name the color once as a design token, and use the token here."
    languages = frozenset(
        {"typescript", "tsx", "javascript", "css", "scss", "html", "python", "go", "swift"}
    )
    Options = HardcodedColorsOptions

    bad = {
        "hex in a style": tsx('<p style={{ color: "«#3B82F6»" }} />;'),
        "hex in a utility class": tsx('<p className="p-2 hover:«bg-[#3B82F6]»" />;'),
        "utility classes that are put together": tsx(
            'cn("p-1", on && "«text-[rgb(59,130,246)]»", `m-1 ${x} «border-[#fff]/50»`);'
        ),
        "a color's name in a style": tsx('<p style={{ backgroundColor: "«tomato»" }} />;'),
        "an attribute of SVG": tsx('<path fill="«#fff»" stroke="«red»" />;'),
        "a function of literals": tsx('const shade = (a) => mix(a, "«rgba(0, 0, 0, 0.5)»");'),
        "a border": tsx('<p style={{ border: "1px solid «#ccc»" }} />;'),
        "a styled component": tsx("const Box = styled.div`color: «#333»; margin: ${gap}px;`;"),
        "a canvas": javascript('function draw(ctx) { ctx.fillStyle = "«#222»"; }'),
        "a number": javascript("function f() { return make({ color: «0xff8800» }); }"),
        "CSS": css("a { color: «#fff»; border: 1px solid «red»; }\n"),
        "functions in CSS": css(
            "a { background: linear-gradient(«red», «hsl(0 50% 50% / 0.5)»); }\n"
        ),
        "a fallback": css("a { color: var(--text, «#333»); }\n"),
        "a color handed to a mixin": scss(".a { @include button(«#0d6efd»); }\n"),
        "a color that is darkened": scss(".a { color: darken(«#fff», 10%); }\n"),
        "a style attribute": html('<p style="color: «#fff»">text</p>\n'),
        "a style element": html("<style>p { color: «teal»; }</style>\n"),
        "an attribute of markup": html(
            '<body bgcolor="«white»"><svg fill="«#fff»"></svg></body>\n'
        ),
        "a plot": python(
            "import matplotlib.pyplot as plt\n\nplt.plot(x, y, color='«crimson»', mec='«#00ff7f»')\n"
        ),
        "a style sheet in a string": python(
            "def style(label):\n    label.setStyleSheet('color: «#333»; margin: 0')\n"
        ),
        "a terminal's style": go(
            'package ui\n\nvar title = lipgloss.NewStyle().Foreground(lipgloss.Color("«#7D56F4»"))\n'
        ),
        "channels in Go": go(
            "package ui\n\nfunc f() {\n\tpaint(«color.RGBA{R: 255, G: 0, B: 0, A: 255}»)\n}\n"
        ),
        "channels in Swift": swift(
            "func f() {\n    paint(«Color(red: 0.1, green: 0.2, blue: 0.3)»)\n}\n"
        ),
    }
    good = {
        "a design token": tsx("<p style={{ color: theme.brand }} className='bg-primary' />;"),
        "a custom property": css(":root { --brand: #3b82f6; }\na { color: var(--brand); }\n"),
        "SCSS variables and maps": scss(
            '$brand: #3b82f6 !default;\n$map: ("a": #fff, b: (c: red));\n.a { color: $brand; }\n'
        ),
        "a theme in CSS": css("@theme { --color-brand: #3b82f6; }\n"),
        "a theme object": tsx(
            'const App = () => <X theme={createTheme({ palette: { main: "#3b82f6" } })} />;'
        ),
        "constants in their own module": tsx('export const brand = "#3b82f6";'),
        "a file of tokens": tsx(
            'export function pick() { return "#3b82f6"; }', path="src/theme/colors.ts"
        ),
        "keywords": css("a { color: transparent; fill: currentColor; stroke: inherit; }\n"),
        "a fragment of a URL": tsx('<a href="#fade">x</a>;'),
        "an id": css("#fade { margin: 0; }\n"),
        "a selector": tsx('const f = () => document.querySelector("#facade");'),
        "a reference to a gradient": css("a { fill: url(#abc); filter: url(#fed); }\n"),
        "an issue number in a comment": tsx("// see #123\nconst f = () => 1;"),
        "an issue number in a text": tsx('const f = () => log("Fixes #123456 and #abc");'),
        "a word that is a color's name": css("a { font-family: tan; animation-name: red; }\n"),
        "the variant of a component": html('<x-button color="red"></x-button>\n'),
        "a key of a map": tsx('const f = () => ({ "#fff": "white" });'),
        "a type": tsx('function f(c: "#fff" | "#000") {}'),
        "a module": tsx('import a from "#abc";\nconst f = () => a;'),
        "a color of the terminal": python("import click\n\nclick.secho('x', fg='red')\n"),
        "a color that is computed": tsx("const f = (r) => `rgba(${r}, ${r}, 0, 1)`;"),
        "a color that is a token with an alpha": css("a { color: rgb(var(--brand) / 50%); }\n"),
        "a test": tsx('expect(color).toBe("#3b82f6");', path="src/a.test.tsx"),
        "a color of the browser's own frame": html('<meta name="theme-color" content="#fff">\n'),
        "a palette in Swift": swift(
            "enum Palette {\n    static let brand = Color(red: 0.1, green: 0.2, blue: 0.3)\n}\n"
        ),
    }
    lookalikes = {
        "the variant of a component in code": tsx('<Badge color="«green»" />;'),
        "a word in hex letters": tsx('const f = () => paint("«#facade»");'),
        "a number after a hash": tsx('const f = () => show("«#1234»");'),
    }

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: HardcodedColorsOptions
    ) -> Iterator[Sighting]:
        """One sighting for each place in which a color is written out."""
        if defines_tokens(file.path) or (is_test(file.path) and not options.in_tests):
            return
        tokens = _tokens(tree)
        for span, is_doubtful in sorted(_found(tree)):
            value = normalized(tree.text[slice(*span)])
            if value is None or not value.endswith(_TRANSPARENT):
                yield _sighting(tree, span, value, tokens, _QUESTION if is_doubtful else None)


def _found(tree: SyntaxTree) -> set[tuple[Span, bool]]:
    found = {(color.span, color.is_doubtful) for color in string_colors(tree)}
    for sheet in style_sheets_of(tree):
        found |= {(span, False) for span in used_color_spans(sheet, tree.text)}
    found |= {(span, False) for span in (*markup_colors(tree), *number_colors(tree))}
    return found


def _tokens(tree: SyntaxTree) -> dict[str, ColorToken]:
    """The first token of each color that the file itself defines, by the color's value."""
    tokens: dict[str, ColorToken] = {}
    for sheet in style_sheets_of(tree):
        for token in color_tokens(sheet):
            tokens.setdefault(token.value, token)
    return tokens


def _sighting(
    tree: SyntaxTree,
    span: Span,
    value: str | None,
    tokens: dict[str, ColorToken],
    question: str | None,
) -> Sighting:
    text = tree.text[slice(*span)]
    token = tokens.get(value) if value else None
    line = tree.positions.line_of(token.span[0]) if token else 0
    known = f"the token {token.name} has this value" if token else "no token names it here"
    return Sighting(
        region=tree.positions.region(*span),
        text=text,
        message=f"Color {text} is written in place; {known}.",
        suggestion=token.reference if token else None,
        related=(Place(None, line, line, "the token"),) if token else (),
        measures={"color": value} if value else {},
        question=question,
    )
