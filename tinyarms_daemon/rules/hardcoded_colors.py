"""hardcoded-colors: a literal color outside the project's tokens."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from tinyarms_daemon.analysis.colors.color_findings import named_color, nameless_color
from tinyarms_daemon.analysis.colors.color_spots import measures_of
from tinyarms_daemon.analysis.colors.color_topics import (
    ColorConcern,
    file_fact,
    palette_facts,
    place_topics,
    touched_topics,
)
from tinyarms_daemon.analysis.colors.seen_colors import SeenColor, seen_colors
from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.file_roles import defines_tokens, is_test, lies_among_tokens
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import (
    CheckedFile,
    css,
    go,
    html,
    javascript,
    less,
    python,
    scss,
    swift,
    tsx,
    typescript,
)
from tinyarms_daemon.analysis.styles.embedded_styles import is_style_sheet
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.analysis.tokens.palette import Palette
from tinyarms_daemon.analysis.tokens.project_tokens import document_tokens, tokens_of
from tinyarms_daemon.domain.findings.project import Conclusion, FactData, Use
from tinyarms_daemon.domain.findings.rule import Sighting, option
from tinyarms_daemon.ports.project import Project

# Sheets of components, and what lies further down in a theme that is a whole site.
_PARTS_OF_THEME = re.compile(
    r"(?:^|/)themes?/(?:[^/]+/)*components/"
    r"|(?:^|/)themes/[^/]+/(?!(?:[^/]+/)*(?:themes?|skins?|tokens|palettes?|colou?rs)/)[^/]+/",
    re.IGNORECASE,
)
_QUESTION = "Is this text a color that is shown?"
_MOST_DIFFERENCE = 3  # that the option may be: a color that is farther is not touched


@dataclass(frozen=True, slots=True)
class HardcodedColorsOptions:
    """Where colors may be written out."""

    in_tests: bool = option("whether tests are checked as well")
    near_difference: float = option(
        "CIEDE2000 difference below which a token's color counts as very near",
        at_most=_MOST_DIFFERENCE,
    )


class HardcodedColors(ProjectRule):
    """A literal color cannot follow the theme, and drifts from the palette unseen.

    Definitions of tokens, themes and palettes are where colors belong; tests are left alone. A
    color for which the project has no token is one finding, with all its places.
    """

    id = "hardcoded-colors"
    title = "Literal color outside the design tokens"
    fix_hint = "Name the color once as a design token, and use the token here."
    languages = word_set("typescript tsx javascript css scss less html python go swift json")
    version = 27
    Options = HardcodedColorsOptions

    bad = {
        "hex and names in a style": tsx(
            '<p style={{ color: "«#3B82F6»", border: "1px «#ccc»", fill: "«tomato»" }} />;'
        ),
        "utility classes": tsx(
            'cn("hover:«bg-[#123]»", on && "«text-[rgb(9,130,246)]»", `m ${x} «border-[#fff]/9»`);'
        ),
        "an attribute of SVG": tsx('const A = () => <><path fill="«#fff»" stroke="«red»" /></>;'),
        "a function of literals": tsx(
            'const shade = (a) => mix(a, "«rgba(0, 0, 0, 0.5)»", fade("«navy»"));'
        ),
        "an element that is no component": tsx(
            "<meshBasicMaterial color={on ? '«red»' : '«teal»'} />;"
        ),
        "a styled component, with a type or without": tsx(
            "const Box = styled.div`color: «#333»; margin: ${gap}px;`;\n"
            "const A = styled(Card)<Props>`color: «tomato»;`, B = styled.p<P>`color: «red»;`;"
        ),
        "what is put into a styled component": tsx(
            "const A = styled.p`background: ${(p) => (p.on ? '«teal»' : 'none')}; color: ${x};`;"
        ),
        "a component of a library for React Native": tsx(
            "import { Icon } from '@acme/kit-react-native-base';\n\n"
            "const A = () => <Icon color={'«white»'} />;"
        ),
        "what takes its colors from a theme": typescript(
            "const usePalette = (k: string) =>\n"
            "  colorsFromTheme(getTheme(k), { contrast: '«#1f2e3d»' });"
        ),
        "a canvas, a number and a shape": javascript(
            'function draw(ctx) { ctx.fillStyle = "«#222»"; make({ color: «0xff8800» }); }\n'
            "function f() { circle(at, { color: '«red»', fillColor: '«#f03»' }); }"
        ),
        "CSS": css(
            "a { color: «#fff»; border: 1px solid «red»; }\n"
            "a { background: linear-gradient(«navy», «hsl(0 50% 50% / 0.5)»); }\n"
        ),
        "a color handed to a mixin, or darkened": scss(
            ".a { @include button(«#0d6efd»); color: darken(«#fff», 10%); }\n"
        ),
        "the same in Less": less('.a { .button(«#0d6efd»; ~"0 1px «#fff»"); }\n'),
        "a style element, and attributes of markup": html(
            '<style>p { color: «teal»; }</style><p style="color: «#fff»">text</p>\n'
            '<body bgcolor="«navy»"><svg fill="«#eee»"></svg></body>\n'
        ),
        "a template's block of style": html(
            "{% block extra_css %}\n.a { color: «#333»; width: {{ w }}px; }\n{% endblock %}\n"
        ),
        "a script in a document": html(
            "<script>new Chart(el, { borderColor: '«#4bc0c0»' });</script>\n"
        ),
        "markup that is put into an element, and a part of such": javascript(
            'function f(row) { row.innerHTML = `<rect fill="«#ccc»" width="${w}" />`; }\n'
            'function g(html) { html += `style="background: «#000»; width: ${w};" `; }\n'
        ),
        "an attribute that is bound to an expression": html(
            """<i :style="{ color: '«#333»' }" :fill="on ? '«red»' : 'none'" />\n"""
            """<i [style.color]="'«#123»'" @click="c = '«#abc123»'" />\n"""
            """<i fill="{on ? '«#fff»' : 'none'}" style:background="«teal»" />\n"""
        ),
        "a gradient into which something is put": tsx(
            "const f = (a) => join(`linear-gradient(90deg, ${a} 0%, «#fff» 100%)`);"
        ),
        "a color among other values in a utility class": tsx(
            "cn(base, 'p-2 «shadow-[0_8px_24px_rgba(0,0,0,0.12)]»');"
        ),
        "what a format puts into a style": python(
            "def head(dark):\n"
            "    return '<p style=\"color: {}\">'.format('«#c681d5»' if dark else '«#642c68»')\n"
        ),
        "rules of style in strings": python(
            "class Tab:\n    CSS = '.tab { color: «#333»; margin: 0 }'\n\n"
            "def style(label):\n    label.setStyleSheet('color: «#345»; margin: 0')\n"
        ),
        "a plot": python(
            "import matplotlib.pyplot as plt\n\n"
            "plt.plot(x, y, color='«crimson»', mec='«#00ff7f»')\n"
            "plt.plot(x, color=['«#0e4429»', '«#26a641»'][level])\n"
        ),
        "channels in Python": python(
            "from PIL import ImageDraw\n\n\ndef f(draw):\n"
            "    draw.rectangle(box, fill=«(255, 0, 0)», width=3)\n"
        ),
        "a rule beside the tokens of a theme": css(
            ":root { --brand: #3b82f6; }\na { color: «#333»; }\n", path="src/admin-theme.css"
        ),
        "a component's rules in a theme": scss(
            ".dot { color: «#b3b3b3»; }\n", path="themes/default/components/dot.scss"
        ),
        "a sheet of a site that is a theme": css(
            ".badge { background: «#868e96»; }\n", path="data/themes/blog/assets/css/page.css"
        ),
        "what is written on a background": tsx(
            'const badge = { ok: { background: "«#d1fae5»", text: "«#065f46»" } };\n'
            "const f = () => <p style={badge.ok} />;"
        ),
        "what is named after a color": python(
            "def f(popup):\n    popup(text_color='«white»', bgcol='«orange»')\n"
        ),
        "the colors of an animation": tsx(
            '<animate attributeName="fill" values="«#06c»;«#09f»" dur="5s" />;'
        ),
        "a terminal's style, and channels in Go": go(
            "package ui\n\n"
            'var title = lipgloss.NewStyle().Foreground(lipgloss.Color("«#7D56F4»"))\n\n'
            "func f() {\n\tpaint(«color.RGBA{R: 255, G: 0, B: 0, A: 255}»)\n}\n"
        ),
        "channels in Swift": swift(
            "func f() {\n    paint(«Color(red: 0.1, green: 0.2, blue: 0.3)»)\n}\n"
        ),
        "channels of a type that Swift knows": swift(
            "func f() {\n"
            "    let ink: UIColor = «.init(red: 0.1, green: 0.2, blue: 0.3, alpha: 1)»\n"
            "    paint(ink)\n}\n"
        ),
        "a color that a toolkit has a name for": swift(
            "func f() {\n    view.backgroundColor = «UIColor.white»\n"
            "    label.textColor = «.red»\n}\n"
        ),
    }
    good = {
        "data in a document": html(
            '<script type="application/json">{"color": "#4bc0c0"}</script>\n'
        ),
        "maps of all colors, or of those of one mode, beside other code": tsx(
            "const colorsRaw = { teal: '#117888', ink: '#00111f' };\nconst f = () => <p />;\n"
            "const darkColors = { text: '#e6e7e9', surface: '#1b2635' };\n"
            "const colors = { teal: '#117888', ink: 'black' } as const satisfies Inks;"
        ),
        "names of variants in a list": javascript(
            "function f(name) { const availableColor = ['primary', 'success', 'blue', 'green']; }"
        ),
        "a design token": tsx("<p style={{ color: theme.brand }} className='bg-primary' />;"),
        "a custom property": css(
            ":root { --brand: #3b82f6; }\na { color: var(--brand); }\n@theme { --color-a: #3b8; }\n"
        ),
        "maps that a mixin is handed": scss(
            "@include themed((ink: #1b1f23, paper: #f6f8fa));\n"
            "@include modes(((ink, (light: #1b1f23, dark: #f6f8fa)),));\n"
        ),
        "variables of Less, and their use": less(
            "@ink: #123456;\n.a(@b: #fff) { color: fade(@ink, 20%); .b(@c); }\n"
        ),
        "SCSS variables and maps": scss(
            '$brand: #3b82f6 !default;\n$map: ("a": #fff, b: (c: red));\n.a { color: $brand; }\n'
        ),
        "what stands in for a custom property": css(
            "a { color: #333; color: var(--text); }\nb { color: var(--text, #333); }\n"
        ),
        "the manifest of a web app": javascript(
            "const f = (p) => p({ theme_color: '#0a6', background_color: '#fff' });"
        ),
        "the alpha of a mask": css("a { mask-image: linear-gradient(#000, transparent); }\n"),
        "a theme object": tsx(
            'const App = () => <X theme={createTheme({ palette: { main: "#3b82f6" } })} />;'
        ),
        "constants in their own module": tsx('export const brand = "#3b82f6";'),
        "a file of tokens": tsx(
            'export function pick() { return "#3b82f6"; }', path="src/theme/colors.ts"
        ),
        "a theme of plain rules": css(".hljs { color: #657b83; }\n", path="themes/solarized.css"),
        "keywords, and words that are names": css(
            "a { color: transparent; fill: currentColor; stroke: inherit; font-family: tan; }\n"
        ),
        "a fragment of a URL, and a selector": tsx(
            'const f = () => document.querySelector("#facade") ?? <a href="#fade">x</a>;'
        ),
        "ids, and what refers to them": css("#fade { fill: url(#abc); filter: url(#fed); }\n"),
        "numbers of issues": tsx('// see #123\nconst f = () => log("Fixes #123456 and #abc");'),
        "the variant of a component": html('<x-button color="red"></x-button>\n'),
        "a color that is entered into a theme": python(
            "def f(theme):\n    theme.register(a='#4b1818'); theme.setdefault('b', '#17a2b8')\n"
        ),
        "a key that is built": go(
            'package ui\n\nvar codes = map[Color]string{parsed("#af8787"): "138"}\n'
        ),
        "nothing to see": swift("func f() {\n    paint(UIColor(white: 1, alpha: 0))\n}\n"),
        "an entry of a table of names": javascript(
            'function f(name) { return { red: "#f00", navy: "#000080" }[name]; }'
        ),
        "shades by the name of a color": javascript(
            "const f = () => ({ gray: ['#f8f9fa', '#343a40'], red: ['#fff5f5', '#e03131'] });"
        ),
        "a theme in Go": go(
            "package ui\n\nvar Styles = Theme{Border: tcell.ColorTomato, Ink: tcell.ColorRed}\n"
        ),
        "a text that is shown": python("def f():\n    return QLabel('#fff')\n"),
        "an attribute that is no color": tsx('const f = (e) => e.setAttribute("href", "#fff");'),
        "a custom property by a computed key": tsx(
            '<p style={{ ["--brand" as string]: "#3b82f6" }} />;'
        ),
        "a key of a map, a type and a module": tsx(
            'import a from "#abc";\nfunction f(c: "#fff" | "#000") { g(a, { "#fff": "white" }); }'
        ),
        "a color of the terminal": python(
            "import click\n\nclick.secho('x', fg='red')\nsay('x', color='red')\n"
        ),
        "a color that is computed": tsx("const f = (r) => `rgba(${r}, ${r}, 0, 1)`;"),
        "a token with an alpha": css("a { color: rgb(var(--brand) / 50%); }\n"),
        "a test": tsx('expect(c).toBe("#3b82f6");', path="src/a.test.tsx"),
        "a color of the browser's own frame": html('<meta name="theme-color" content="#fff">\n'),
        "a theme in a class": python(
            "class Dusk(Style):\n    styles = {Comment: '#93a1a1', Number: 'bold #2aa198'}\n"
        ),
        "a setting that has a default": python(
            "SHEET_COLOR = getattr(settings, 'SHEET_COLOR', '#ffffff')\n"
        ),
        "rows of custom properties in code": tsx(
            'const f = () => new Map([["--line", ["#fefefe", "#111111"]], ["--ink", "#222222"]]);'
        ),
        "a palette in Swift": swift(
            "enum Palette {\n    static let brand = Color(red: 0.1, green: 0.2, blue: 0.3)\n}\n"
        ),
    }
    projects_bad = {
        "a color that has a token": {
            "src/theme.css": css(":root { --color-primary: #3B82F6; }\n"),
            "src/Button.tsx": tsx(
                '<p className="«bg-[#3b82f6]»" style={{ color: "«rgb(59 130 246)»" }} />;'
            ),
            "src/card.css": css("a { color: «#3b82f6»; border-color: «#3b82f7»; }\n"),
        },
        "a color without a token, in several places": {
            "src/a.css": css("a { color: «#8a2be2»; }\nb { color: blueviolet; }\n"),
            "src/b.tsx": tsx('<p style={{ color: "#8A2BE2" }} />;'),
            "src/tokens.css": css(":root { --color-primary: #3B82F6; }\n"),
        },
        "a token of a theme in code": {
            "src/theme/colors.ts": typescript('export const colors = { brand: "#ff8800" };\n'),
            "src/Chart.tsx": tsx('const f = (c) => { c.fillStyle = "«#f80»"; };'),
        },
    }
    projects_good = {
        "tokens and their uses": {
            "src/theme.css": css(":root { --color-primary: #3B82F6; }\n"),
            "src/a.css": css("a { color: var(--color-primary); }\n"),
        },
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
        if _is_left_alone(tree, file, options):
            return
        for seen in tree.fact(seen_colors):
            yield _sighting(tree, seen)

    def learns_of_generated(self, path: str) -> bool:
        """A module of tokens is often built of a design tool's document, and used as it is."""
        return defines_tokens(path)

    def learn(
        self, tree: SyntaxTree, file: CheckedFile, options: HardcodedColorsOptions
    ) -> Iterator[tuple[str, str, FactData]]:
        """The colors to which the file gives names, and those that it writes out."""
        yield from palette_facts(tokens_of(tree, file.path))
        if not (file.is_generated or _is_left_alone(tree, file, options)):
            colors = {seen.color.value for seen in tree.fact(seen_colors) if seen.color}
            if colors:
                yield file_fact(file.path, tree.text, colors)

    def learn_document(
        self,
        document: Document,
        file: CheckedFile,
        options: HardcodedColorsOptions,  # noqa: ARG002
    ) -> Iterator[tuple[str, str, FactData]]:
        """The colors of a document of tokens."""
        return palette_facts(document_tokens(document, file.path))

    def widen(self, topics: Collection[str], project: Project) -> Collection[str]:
        """A token's color concerns the colors near to it as well."""
        return touched_topics(topics, project, _MOST_DIFFERENCE)

    def conclude(
        self, project: Project, topics: Collection[str] | None, options: HardcodedColorsOptions
    ) -> Iterator[Conclusion]:
        """Each place whose color has a token, or nearly; of every other color one finding."""
        palette = Palette(project, options.near_difference)
        concern = ColorConcern(project, topics)
        uses = sorted(project.uses(concern.colors), key=lambda each: each[1].topic)  # else by place
        for color, places in groupby(uses, key=lambda each: each[1].topic):
            nameless: list[tuple[str, Use]] = []
            for path, use in places:
                if palette.defines(path, use.observation.region, color):
                    continue
                named = named_color(path, use.observation, palette)
                if named is None:
                    nameless.append((path, use))
                elif concern.is_place(path, color):
                    yield Conclusion(path, named, place_topics(path, color))
            if concern.is_value(color):
                yield from nameless_color(nameless)


def _is_left_alone(tree: SyntaxTree, file: CheckedFile, options: HardcodedColorsOptions) -> bool:
    """Whether a file is a test, or there to define colors. A style sheet defines them by names of
    its own, whatever it is called; a folder of themes holds style sheets that are one each, but for
    those of components, and of a site of which all is a theme."""
    if is_test(file.path) and not options.in_tests:
        return True
    if is_style_sheet(tree):
        return lies_among_tokens(file.path) and not _PARTS_OF_THEME.search(file.path)
    return defines_tokens(file.path)


def _sighting(tree: SyntaxTree, seen: SeenColor) -> Sighting:
    text = tree.text[slice(*seen.span)]
    return Sighting(
        region=tree.positions.region(*seen.span),
        text=text,
        message=f"Color {text} is written in place; no token names it.",
        measures=measures_of(tree, seen.span, seen.color) if seen.color else {},
        topic=seen.color.value if seen.color and not seen.is_doubtful else None,
        question=_QUESTION if seen.is_doubtful else None,
    )
