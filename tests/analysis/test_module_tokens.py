"""The tokens of scripts, of Tailwind's configuration, of documents, and of other code."""

import pytest

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.analysis.tokens.design_token import DesignToken
from tinyarms_daemon.analysis.tokens.project_tokens import document_tokens, tokens_of
from tinyarms_daemon.analysis.tokens.tailwind import TailwindSign, tailwind_sign


def tokens(text: str, path: str) -> tuple[DesignToken, ...]:
    language = language_of(path, None) or ""
    if language == "json":
        return document_tokens(Document(language, text), path)
    return tokens_of(SyntaxTree(language, text), path)


def said(text: str, path: str) -> list[tuple[str, str, str]]:
    """Kind, name and value of each token."""
    return [(each.kind, each.name, each.value) for each in tokens(text, path)]


def test_objects_of_a_theme_are_tokens_by_their_keys():
    text = """
        const UNIT = 8;
        const blue = { 500: "#3b82f6", "a-b": "rgb(1 2 3)" };
        export const theme = {
            space: [0, 4, UNIT, UNIT * 2],
            fontSizes: { body: 14, title: "1.5rem" },
            fontWeights: { bold: 700 }, lineHeights: { tight: 1.2 }, radii: { s: 4 },
            zIndices: { modal: 1000 }, durations: { fast: 150, slow: 0.5 },
            breakpoints: { md: "768px" }, shadows: { s: "0 1px 2px #0003" },
            colors: { primary: blue[500], blue },
        } as const;
    """

    assert said(text, "src/theme.ts") == [
        ("space", "theme.space[1]", "4px"),
        ("space", "theme.space[2]", "8px"),
        ("space", "theme.space[3]", "16px"),
        ("font-size", "theme.fontSizes.body", "14px"),
        ("font-size", "theme.fontSizes.title", "1.5rem"),
        ("font-weight", "theme.fontWeights.bold", "700"),
        ("line-height", "theme.lineHeights.tight", "1.2"),
        ("radius", "theme.radii.s", "4px"),
        ("z-index", "theme.zIndices.modal", "1000"),
        ("duration", "theme.durations.fast", "150ms"),
        ("duration", "theme.durations.slow", "500ms"),
        ("breakpoint", "theme.breakpoints.md", "768px"),
        ("shadow", "theme.shadows.s", "0px 1px 2px 0px #00000033"),
        ("color", "theme.colors.primary", "#3b82f6ff"),
        ("color", "theme.colors.blue[500]", "#3b82f6ff"),
        ("color", 'theme.colors.blue["a-b"]', "#010203ff"),
    ]


@pytest.mark.parametrize(
    ("text", "path", "names"),
    [
        ("export const spacing = { s: 4 };", "src/a.ts", ["spacing.s"]),
        ("export const brand = '#ff8800';", "src/a.ts", ["brand"]),
        ("export enum Colors { Brand = '#ff8800' }", "src/a.ts", ["Colors.Brand"]),
        ("const colors = { a: '#fff' };\nexport default colors;", "src/colors.js", ["colors.a"]),
        ("const a = { b: '#fff' };\nexport { a };", "src/theme/a.ts", ["a.b"]),
        ("module.exports = { colors: { a: '#fff' } };", "src/theme.js", ["theme.colors.a"]),
        ("exports.space = { s: 4 };", "src/tokens/x.js", ["space.s"]),
        ("export const C = class { static a = 1 };", "src/theme.ts", []),
        ("class Colors { static readonly a = '#fff'; b = '#000' }", "src/theme.ts", []),
        (
            "export class Colors { static readonly a = '#fff'; b = '#000' }",
            "src/theme.ts",
            ["Colors.a"],
        ),
        ("const App = createTheme({ colors: { a: '#fff' } });", "src/App.ts", ["App.colors.a"]),
        (
            "export const [c, vars] = createTheme({ space: { s: '4px' } });",
            "src/a.ts",
            ["vars.space.s"],
        ),
    ],
)
def test_tokens_are_what_a_module_is_there_to_share(text, path, names):
    assert [name for _, name, _ in said(text, path)] == names


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("const spacing = { s: 4 };", "src/a.ts"),
        ("export const card = { padding: 4, color: 'x' };", "src/a.ts"),
        ("export const COLORS = { a: '#fff' };\nexport function f() {}", "src/a.ts"),
        ("export const rows = [{ color: '#fff' }, { color: '#000' }];", "src/a.ts"),
        ("export const dark = { colors: { bg: '#000' } };", "src/theme.ts"),
        ("export const names = { color: 'red' };", "src/theme.ts"),
        ("export const theme = { components: { B: { color: '#fff' } } };", "src/theme.ts"),
        ("export const theme = { button: { padding: 8 } };", "src/theme.ts"),
        ("export const theme = { space: { s: 4 } };", "src/theme.test.ts"),
    ],
)
def test_what_only_looks_like_tokens_is_left_alone(text, path):
    assert said(text, path) == []


def test_a_unit_of_spacing_is_a_function_of_the_theme():
    text = "export const theme = createTheme({ spacing: 8 });"

    found = {each.name: each.value for each in tokens(text, "src/theme.ts")}

    assert found["theme.spacing(0.5)"] == "4px"
    assert found["theme.spacing(2)"] == "16px"


def test_systems_of_styles_use_tokens_by_strings():
    text = "export const t = defineTokens({ colors: { brand: { 500: { value: '#abc' } } } });"

    (token,) = tokens(text, "src/a.ts")

    assert (token.value, token.step) == ("#aabbccff", "brand.500")


CONFIG = """
    const defaultTheme = require("tailwindcss/defaultTheme");
    module.exports = {
        theme: {
            spacing: { 1: "4px" },
            screens: { ...defaultTheme.screens, xs: "400px" },
            extend: {
                colors: {
                    primary: { DEFAULT: "hsl(var(--primary))", soft: "#eef" },
                    faint: withOpacity("--faint"),
                },
                fontSize: { tiny: ["0.625rem", { lineHeight: "1rem" }] },
                borderRadius: { lg: "var(--radius)", card: "10px" },
                zIndex: { 60: "60" }, transitionDuration: { 250: "250ms" },
                spacing: ({ theme }) => ({ 18: "4.5rem" }),
            },
        },
    };
"""


def test_the_configuration_of_tailwind_gives_steps_to_utility_classes():
    found = {
        (each.kind, each.step): each.value or each.derived_from
        for each in tokens(CONFIG, "tailwind.config.js")
    }

    assert found == {
        ("space", "1"): "4px",
        ("breakpoint", "xs"): "400px",
        ("color", "primary"): "--primary",
        ("color", "primary-soft"): "#eeeeffff",
        ("color", "faint"): "--faint",
        ("font-size", "tiny"): "0.625rem",
        ("radius", "lg"): "--radius",
        ("radius", "card"): "10px",
        ("z-index", "60"): "60",
        ("duration", "250"): "250ms",
        ("space", "18"): "4.5rem",
    }


@pytest.mark.parametrize(
    ("path", "text", "sign"),
    [
        ("tailwind.config.js", CONFIG, TailwindSign(0, (Kind.SPACE,))),
        ("packages/ui/tailwind.preset.ts", "export default {};", TailwindSign(0)),
        ("a.css", '@import "tailwindcss";', TailwindSign(4)),
        ("a.css", "@tailwind base;\n@tailwind utilities;", TailwindSign(3)),
        ("a.css", "@tailwind utilities;", TailwindSign(0)),
        ("a.css", "@theme { --spacing: 5px; }", TailwindSign(4, (), "5px")),
        (
            "a.css",
            '@import "tailwindcss";\n@theme { --text-*: initial; }',
            TailwindSign(4, (Kind.FONT_SIZE,)),
        ),
        ("a.css", '@import "tailwind-like";\na { color: red; }', None),
        ("config.js", "module.exports = { theme: {} };", None),
    ],
)
def test_a_file_shows_which_tailwind_is_used(path, text, sign):
    tree = SyntaxTree(language_of(path, None) or "", text)

    assert tailwind_sign(tree, path) == sign


def test_documents_hold_tokens_in_the_forms_that_are_known():
    text = """{
        "color": {
            "blue": { "500": { "$value": "#3b82f6", "$type": "color" } },
            "primary": { "$value": "{color.blue.500}" },
            "new": { "$value": { "colorSpace": "srgb", "components": [1, 0, 0], "hex": "#ff0000" } }
        },
        "spacing": {
            "s": { "value": "8px" }, "m": { "$value": { "value": 16, "unit": "px" } },
            "l": "24px", "xl": 32
        },
        "font": { "size": { "base": { "value": "1rem", "comment": "8px" } } },
        "dark": { "color": { "bg": { "value": "#000000" } } },
        "button": { "padding": { "value": "6px" } }
    }"""

    assert said(text, "design/tokens.json") == [
        ("color", "color.blue.500", "#3b82f6ff"),
        ("color", "color.primary", "#3b82f6ff"),
        ("color", "color.new", "#ff0000ff"),
        ("space", "spacing.s", "8px"),
        ("space", "spacing.m", "16px"),
        ("space", "spacing.l", "24px"),
        ("space", "spacing.xl", "32px"),
        ("font-size", "font.size.base", "1rem"),
    ]


@pytest.mark.parametrize(
    "text", ["", "{", "]]}", '{"a": "\\', '{"color": {"a": "#fff"', "[[[", "1"]
)
def test_a_broken_document_is_read_as_far_as_it_goes(text):
    assert len(said(text, "tokens.json")) <= 1


def test_other_documents_hold_no_tokens():
    assert said('{"spacing": {"s": "8px"}}', "package.json") == []


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("ui/colors.py", 'BRAND = "#3B82F6"\nname = "x"\n', ["BRAND"]),
        ("ui/a.py", 'class Colors:\n    BRAND = "#3B82F6"\n', ["Colors.BRAND"]),
        ("ui/a.py", 'COLORS = {"brand": "#3B82F6"}\n\n\ndef f(): pass\n', ['COLORS["brand"]']),
        ("ui/a.py", 'def f():\n    BRAND_COLOR = "#3B82F6"\n', []),
        ("ui/a.py", 'ISSUE = "#123456"\n\n\ndef f(): pass\n', []),
        ("theme/a.go", 'package theme\n\nconst Brand = "#3B82F6"\n', ["theme.Brand"]),
        (
            "ui/a.go",
            'package ui\n\nvar brandColor = lipgloss.Color("#3B82F6")\n',
            ["ui.brandColor"],
        ),
        ("ui/a.go", 'package ui\n\nvar t = New().Foreground(Color("#3B82F6"))\n', []),
        (
            "ui/P.swift",
            'enum Palette { static let brand = Color(hex: "#3B82F6") }\n',
            ["Palette.brand"],
        ),
        ("ui/P.swift", "extension Color { static let a = UIColor(rgb: 0x3b82f6) }\n", ["Color.a"]),
    ],
)
def test_other_languages_name_colors(path, text, names):
    assert [name for _, name, _ in said(text, path)] == names
