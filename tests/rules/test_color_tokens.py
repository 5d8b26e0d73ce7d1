"""hardcoded-colors with the project's palette: what is named, and what is to be written."""

import pytest

from tests.rules.concluding import concluded
from tests.rules.observing import OnProject
from tinyarms_daemon.domain.findings.rule import Origin

RULE = OnProject("hardcoded-colors")
findings, only = RULE.findings, RULE.only

ROOT = {"src/theme.css": ":root { --color-primary: #3B82F6; }\n"}
CLASSIC = {
    "tailwind.config.js": "module.exports = { theme: { extend: { colors: { primary: '#3B82F6',"
    " brand: { DEFAULT: '#ff8800', 500: '#00ff00' } } } } };\n"
}
CURRENT = {"app/globals.css": '@import "tailwindcss";\n@theme { --color-primary: #3B82F6; }\n'}


@pytest.mark.parametrize(
    ("tokens", "path", "text", "suggestion"),
    [
        (ROOT, "src/a.css", "a { color: #3b82f6; }", "var(--color-primary)"),
        (ROOT, "src/a.scss", ".a { color: rgb(59, 130, 246); }", "var(--color-primary)"),
        (ROOT, "src/a.html", '<p style="color: #3B82F6">x</p>', "var(--color-primary)"),
        (ROOT, "src/a.tsx", '<p style={{ color: "#3B82F6" }} />;', "var(--color-primary)"),
        (ROOT, "src/a.tsx", '<p className="bg-[#3B82F6]" />;', "bg-[var(--color-primary)]"),
        (
            ROOT,
            "src/a.tsx",
            '<p className="shadow-[0_0_9px_#3B82F6]" />;',
            "shadow-[0_0_9px_var(--color-primary)]",
        ),
        (ROOT, "src/a.tsx", 'const f = (c) => { c.fillStyle = "#3B82F6"; };', None),
        (CLASSIC, "src/a.tsx", '<p className="hover:bg-[#3B82F6]/50" />;', "bg-primary/50"),
        (CLASSIC, "src/a.tsx", '<p className="text-[#f80]" />;', "text-brand"),
        (CLASSIC, "src/a.tsx", '<p className="text-[#0f0]" />;', "text-brand-500"),
        (CLASSIC, "src/a.css", "a { color: #0f0; }", "theme('colors.brand.500')"),
        (CURRENT, "app/a.tsx", '<p className="bg-[#3B82F6]" />;', "bg-primary"),
        (CURRENT, "app/a.css", "a { @apply border-[#3b82f6]; }", "border-primary"),
        (CURRENT, "app/a.css", "a { color: #3b82f6; }", "var(--color-primary)"),
        (
            {"src/_colors.scss": "$brand: #3B82F6;\n"},
            "src/a.scss",
            '@use "colors" as c;\n.a { color: #3b82f6; }',
            "c.$brand",
        ),
        (
            {"src/theme.ts": 'export const theme = { colors: { brand: "#3B82F6" } };\n'},
            "src/a.tsx",
            '<p style={{ color: "#3B82F6" }} />;',
            "theme.colors.brand",
        ),
        (
            {"src/theme.ts": 'export const theme = { colors: { brand: "#3B82F6" } };\n'},
            "src/a.tsx",
            "const A = styled.p`color: #3B82F6;`;",
            "${theme.colors.brand}",
        ),
        (
            {"ui/colors.py": 'BRAND = "#3B82F6"\n'},
            "ui/plot.py",
            'plt.plot(x, color="#3b82f6")\n',
            "BRAND",
        ),
        (
            {"theme/palette.go": 'package theme\n\nconst Brand = "#3B82F6"\n'},
            "ui/view.go",
            'package ui\n\nfunc f() {\n\tlipgloss.Color("#3b82f6")\n}\n',
            "theme.Brand",
        ),
        (
            {"design/tokens.json": '{"color": {"brand": {"$value": "#3B82F6"}}}'},
            "src/a.css",
            "a { color: #3b82f6; }",
            None,
        ),
    ],
)
def test_a_token_of_the_value_is_named_in_the_form_that_fits(tokens, path, text, suggestion):
    observation = only({**tokens, path: text})

    assert observation.suggestion == suggestion
    assert "has this value" in observation.message
    assert [place.path for place in observation.related] == list(tokens)
    assert observation.origin is Origin.GRAPH


def test_a_token_that_says_it_is_for_something_else_is_named_and_not_suggested():
    texts = {
        "src/_tokens.scss": "$card-bg: #fff;\n$hero-text-color: #fff;\n$tag-bg: #abc;\n",
        "src/a.scss": ".a { color: #fff; }\n.b { background: #fff; }\n.c { color: #abc; }\n",
    }

    told = [(each.suggestion, each.message.split("; ")[1]) for _, each in findings(texts)]

    assert told == [
        ("$hero-text-color", "the tokens $hero-text-color and $card-bg have this value."),
        ("$card-bg", "the tokens $card-bg and $hero-text-color have this value."),
        (None, "the token $tag-bg has this value."),
    ]


def test_channels_of_a_variable_are_handed_to_their_function():
    texts = {"src/_tokens.scss": "$ink-color: 12, 34, 56;\n", "src/a.scss": "a { color: #0c2238; }"}

    assert only(texts).suggestion == "rgb($ink-color)"


def test_channels_without_a_function_are_handed_to_theirs():
    texts = {
        "src/base.css": ":root { --primary: 217 91% 60%; }\n.dark { --primary: 0 0% 100%; }\n",
        "tailwind.config.ts": "export default { theme: { extend: { colors: {"
        ' primary: { DEFAULT: "hsl(var(--primary))" } } } } } satisfies Config;\n',
        "src/a.css": "a { color: hsl(217 91% 60%); }",
        "src/a.tsx": '<p className="bg-[hsl(217_91%_60%)]" />;',
    }

    suggestions = {path: each.suggestion for path, each in findings(texts)}

    assert suggestions == {"src/a.css": "theme('colors.primary')", "src/a.tsx": "bg-primary"}


def test_the_values_of_other_modes_are_no_tokens():
    texts = {
        "src/theme.css": ":root { --text: #111111; }\n.dark { --text: #eeeeee; }\n"
        "@media (prefers-color-scheme: dark) { :root { --text: #dddddd; } }\n",
        "src/a.css": "a { color: #eeeeee; } b { color: #dddddd; }",
    }

    messages = [each.message for _, each in findings(texts)]

    assert all("no token names it" in message for message in messages)
    assert len(messages) == 2


def test_a_very_near_token_is_named_as_near():
    observation = only({**ROOT, "src/a.css": "a { color: #3b82f7; }"})

    assert (
        observation.message
        == "Color #3b82f7 is nearly that of the token --color-primary (#3b82f6)."
    )
    assert observation.suggestion is None


def test_another_alpha_is_another_color():
    observation = only({**ROOT, "src/a.css": "a { color: #3b82f680; }"})

    assert observation.message == "Color #3b82f680 is written in place; no token names it."


def test_a_value_without_a_token_is_one_finding_with_all_its_places():
    texts = {
        "src/b.css": "a { color: #8a2be2; }\n\nb { color: blueviolet; }",
        "src/c.tsx": '<p className="bg-[#8A2BE2]" />;',
        "src/a.py": 'plt.plot(x, color="#8a2be2")\n',
    }

    ((path, observation),) = findings(texts)

    assert path == "src/a.py"
    assert observation.message == "Color #8a2be2 is written in 4 places; no token names it."
    assert [(place.path, place.start_line, place.note) for place in observation.related] == [
        ("src/b.css", 1, "#8a2be2"),
        ("src/b.css", 3, "blueviolet"),
        ("src/c.tsx", 1, "bg-[#8A2BE2]"),
    ]


def test_a_value_without_a_token_keeps_its_name_when_its_first_place_moves():
    before = only({"src/a.css": "a { color: #8a2be2; }", "src/b.css": "b { color: #8a2be2; }"})
    after = only({"src/b.css": "b { color: #8a2be2; }"})

    assert after.fingerprint == before.fingerprint


def test_a_suppressed_place_is_none_of_the_open_ones():
    texts = {
        "src/a.css": "a { color: #8a2be2; } /* tinyarms: ignore[hardcoded-colors] */\n",
        "src/b.css": "b { color: #8a2be2; }",
    }

    found = {path: (each.suppressed, each.related) for path, each in findings(texts)}
    names = {each.fingerprint for _, each in findings(texts)}

    assert found == {"src/a.css": (True, ()), "src/b.css": (False, ())}
    assert len(names) == 2


def test_a_token_of_another_language_or_program_is_not_named():
    texts = {
        **ROOT,
        "apps/shop/theme.css": ":root { --shop: #112233; }\n",
        "apps/desk/a.css": "a { color: #112233; }",
        "tools/plot.py": 'plt.plot(x, color="#3B82F6")\n',
    }

    assert all("no token names it" in each.message for _, each in findings(texts))


def test_a_question_stays_a_question():
    observation = only({**ROOT, "src/a.tsx": 'const f = () => show("#1234");'})

    assert observation.question is not None


def test_a_call_that_sets_channels_is_told_with_the_token_but_not_replaced_by_it():
    observation = only(
        {
            "ui/colors.py": 'BRAND = "#3B82F6"\n',
            "ui/sheet.py": "def f(pdf):\n    pdf.set_fill_color(59, 130, 246)\n",
        }
    )

    assert "BRAND" in observation.message
    assert observation.suggestion is None


def test_what_a_color_is_for_is_said_by_the_last_word_of_its_property():
    tokens = {"src/theme.css": ":root { --text-ink: #123; --shadow-ink: #123; }\n"}
    observation = only({**tokens, "src/a.css": "a { text-shadow: 0 1px #123; }"})

    assert observation.suggestion == "var(--shadow-ink)"


@pytest.mark.parametrize(
    ("path", "text", "evidence"),
    [
        (
            "a.html",
            '<svg><mask id="m"><rect fill="#fff" /></mask><rect fill="#0af" /></svg>',
            ["#0af"],
        ),
        (
            "Card.swift",
            (
                "import UIKit\nfunc f() {\n"
                "  card.color = #colorLiteral(red: 0.1, green: 0.2, blue: 0.9, alpha: 1)\n"
                "  card.tint = .black.withAlphaComponent(0.5)\n}\n"
            ),
            ["#colorLiteral(red: 0.1, green: 0.2, blue: 0.9, alpha: 1)", ".black"],
        ),
        (
            "card.go",
            'package a\n\nfunc f() { paint(lipgloss.Color("244"), lipgloss.Color("7")) }\n',
            ['lipgloss.Color("244")'],
        ),
    ],
    ids=["what is cut out is not seen", "Xcode's own literals", "what no terminal chooses itself"],
)
def test_colors_of_other_forms_are_told_where_they_are_seen(path, text, evidence):
    assert [each.evidence for _, each in findings({path: text})] == evidence


def test_colors_that_a_tool_has_written_for_tokens_are_named_and_none_of_them_is_told():
    header = "// Do not edit directly, this file was generated.\n"

    found = concluded(
        RULE.rules[0],
        {
            "src/tokens/colors.ts": f"{header}export const colors = {{ ink: '#1a2b3c' }};\n",
            "src/a.tsx": '<p style={{ color: "#1a2b3c" }} />;',
        },
    )

    assert [(each.path, "colors.ink" in each.observation.message) for each in found] == [
        ("src/a.tsx", True)
    ]


def test_a_map_of_all_colors_is_left_alone_whatever_else_its_module_holds():
    branding = (
        "type Color = { [name: string]: string };\n"
        "export const color: Color = { midnight: '#004346', boost: '#2ED1FF' };\n"
        "export function darker(name: string) { return `${color[name]}80`; }\n"
    )

    assert not findings({"src/branding.ts": branding})


def test_a_map_from_something_to_colors_is_no_color_of_go():
    text = (
        "package a\n\nvar shades = map[uint8]*color.RGBA{\n\t30: {R: 0x00, G: 0x00, B: 0x00},\n}\n"
        "\nfunc f() { paint(color.RGBA{1, 2, 3, 255}) }\n"
    )

    assert [each.evidence for _, each in findings({"a.go": text})] == ["color.RGBA{1, 2, 3, 255}"]
