"""The tokens of style sheets, as the projects that people know define them."""

import pytest

from tinyarms_daemon.analysis.styles.token_kinds import Kind
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.analysis.tokens.design_token import DesignToken, Notation, token_of
from tinyarms_daemon.analysis.tokens.project_tokens import tokens_of


def tokens(text: str, language: str = "css", path: str = "src/base.css") -> tuple[DesignToken, ...]:
    return tokens_of(SyntaxTree(language, text), path)


def said(text: str, language: str = "css", path: str = "src/base.css") -> list[tuple[str, ...]]:
    """Kind, name and value of each token."""
    return [(each.kind, each.name, each.value) for each in tokens(text, language, path)]


@pytest.mark.parametrize(
    ("definition", "kind", "value"),
    [
        ("--space-4: 1rem", "space", "1rem"),
        ("--spacing-md: 16px", "space", "16px"),
        ("--gap: 12px", "space", "12px"),
        ("--x-large-space: 2rem", "space", "2rem"),
        ("--small-border-radius: 2px", "radius", "2px"),
        ("--font-size-sm: 14px", "font-size", "14px"),
        ("--text-lg: 1.125rem", "font-size", "1.125rem"),
        ("--font-weight-bold: 700", "font-weight", "700"),
        ("--font-bold: 700", "font-weight", "700"),
        ("--line-height-tight: 1.25", "line-height", "1.25"),
        ("--leading-6: 24px", "line-height", "24px"),
        ("--radius-md: 8px", "radius", "8px"),
        ("--border-radius: 4px", "radius", "4px"),
        ("--corner-radius-full: 9999px", "radius", "9999px"),
        (
            "--shadow-sm: 0 1px 2px 0 rgb(0 0 0 / 0.05)",
            "shadow",
            "0px 1px 2px 0px #0000000d",
        ),
        (
            "--elevation-2: #000 0 1px 2px, inset 0 1px #fff",
            "shadow",
            "0px 1px 2px 0px #000000ff, inset 0px 1px 0px 0px #ffffffff",
        ),
        ("--z-modal: 1000", "z-index", "1000"),
        ("--z-index-toast: 1100", "z-index", "1100"),
        ("--dur-fast: 150ms", "duration", "150ms"),
        ("--duration-fast: 0.15s", "duration", "150ms"),
        ("--transition-fast: 150ms", "duration", "150ms"),
        ("--breakpoint-md: 48em", "breakpoint", "768px"),
        ("--size-4: 16px", "size", "16px"),
        ("--brand: #3B82F6", "color", "#3b82f6ff"),
        ("--primary: 222.2 47.4% 11.2%", "color", "#0f172aff"),
        ("--primary-rgb: 13,110,253", "color", "#0d6efdff"),
    ],
)
def test_a_name_and_its_value_say_what_a_token_is_for(definition, kind, value):
    assert said(f":root {{ {definition}; }}") == [(kind, definition.partition(":")[0], value)]


@pytest.mark.parametrize(
    "definition",
    [
        *("--header-height: 64px", "--card-padding: 16px", "--sidebar-width: 240px"),
        *("--letter-spacing-wide: 1px", "--button-radius: 8px", "--icon-size: 24px"),
        *("--border-width: 2px", "--opacity-half: 0.5", "--ease-in: 0.4", "--avatar-size: 32px"),
        *("--space-fluid: clamp(1rem, 2vw, 2rem)", "--space-none: 0", "--radius-half: 50%"),
        *("--space-x: var(--from-elsewhere)", "--font-sans: Inter, sans-serif"),
        *("--app-padding-sm: 28px", "--text-h1-font-size: 40px"),
    ],
)
def test_other_measures_are_no_tokens_of_a_scale(definition):
    assert said(f":root {{ {definition}; }}") == []


@pytest.mark.parametrize(
    ("block", "counts"),
    [
        (":root {%s}", True),
        ("html, body {%s}", True),
        ("@layer base { :root {%s} }", True),
        (":root, .light {%s}", True),
        (".theme-ocean {%s}", True),
        ("@theme {%s}", True),
        (".card {%s}", False),
        (".card:root .x {%s}", False),
        (".dark {%s}", False),
        ("[data-theme='dark'] {%s}", False),
        ("@media (prefers-color-scheme: dark) { :root {%s} }", False),
        ("@media (min-width: 600px) { :root {%s} }", False),
        ("@font-face {%s}", False),
    ],
)
def test_tokens_are_what_holds_on_the_whole_page_in_every_mode(block, counts):
    assert bool(tokens(block % " --space-1: 4px; ")) is counts


def test_the_usual_value_counts_where_modes_have_others():
    text = """
        .theme-a { --space-1: 9px; }
        :root { --space-1: 4px; --space-2: calc(var(--space-1) * 2); --bg: var(--white); }
        :root { --white: #fff; }
        [data-theme="dark"] { --space-1: 5px; --white: #000; }
    """

    assert said(text) == [
        ("space", "--space-1", "4px"),
        ("space", "--space-2", "8px"),
        ("color", "--bg", "#ffffffff"),
        ("color", "--white", "#ffffffff"),
    ]


def test_variables_and_maps_of_scss_are_tokens_with_what_they_come_to():
    text = """
        $spacer: 1rem !default;
        $spacers: (0: 0, 1: $spacer * .25, "lg": math.div($spacer, 2), nested: (a: rem-calc(24)));
        $brand: #0d6efd;
        $line-height-base: 1.5;
        $card-spacer-y: $spacer;
        @if $big { $spacer: 2rem; }
        .a { $space-local: 3px; color: $brand; }
    """

    assert said(text, "scss") == [
        ("space", "$spacer", "1rem"),
        ("space", "map-get($spacers, 1)", "0.25rem"),
        ("space", 'map-get($spacers, "lg")', "0.5rem"),
        ("space", "map-get($spacers, nested, a)", "24px"),
        ("color", "$brand", "#0d6efdff"),
        ("line-height", "$line-height-base", "1.5"),
    ]


def test_arithmetic_in_parentheses_and_what_a_page_may_set_otherwise_are_no_maps():
    text = """
        $font-size-base: 1rem; $font-size-sm: ($font-size-base * .875) !default;
        $-space-2: var(--ui-space-2, 8px); $gap: var(--gap, 4px); $space-3: var(--other, 12px);
    """

    assert said(text, "scss") == [
        ("font-size", "$font-size-base", "1rem"),
        ("font-size", "$font-size-sm", "0.875rem"),
        ("space", "$-space-2", "8px"),
        ("space", "$gap", "4px"),
    ]


def test_what_begins_the_name_of_a_measure_is_no_prefix():
    steps = "".join(f"$letter-spacing-{step}: {step}px;\n" for step in range(1, 6))

    assert said(steps, "scss", "src/_utilities.scss") == []
    assert said(f"{steps}$brand: #00f;", "scss") == [("color", "$brand", "#0000ffff")]


def test_the_prefix_of_a_project_is_no_part_of_a_page():
    text = """
        :root {
            --acme-space-1: 4px; --acme-space-2: 8px; --acme-radius-s: 2px; --acme-blue: #00f;
            --acme-card-padding: 16px;
        }
    """

    assert [name for _, name, _ in said(text)] == [
        *("--acme-space-1", "--acme-space-2", "--acme-radius-s", "--acme-blue"),
    ]


def test_a_part_of_a_page_has_no_scale_though_all_names_begin_with_it():
    text = "$callout-padding: 4px; $callout-margin: 8px; $callout-radius: 2px;"

    assert said(text, "scss", "scss/_callout.scss") == []


def test_variables_beside_many_rules_are_for_their_own_file():
    rules = "".join(f".a{index} {{ color: red; }}\n" for index in range(5))

    (local,) = tokens(f"$space-1: 4px;\n{rules}", "scss")
    (shared,) = tokens(f"$space-1: 4px;\n{rules}", "scss", "styles/_variables.scss")
    (property_,) = tokens(f":root {{ --space-1: 4px; }}\n{rules}")

    assert (local.is_local, shared.is_local, property_.is_local) == (True, False, False)


def test_the_theme_of_tailwind_gives_steps_to_utility_classes():
    text = """
        @theme inline {
            --color-primary: var(--primary); --color-far: var(--far); --spacing: 0.25rem;
            --spacing-18: 4.5rem; --text-tiny: 10px; --text-tiny--line-height: 1.5;
            --radius-md: calc(var(--radius) - 2px); --font-weight-heavy: 850;
        }
        :root { --primary: #00f; --radius: 10px; }
    """

    found = {each.step: (each.kind, each.value, each.derived_from) for each in tokens(text)[:6]}

    assert found == {
        "primary": ("color", "#0000ffff", "--primary"),
        "far": ("color", "", "--far"),
        "18": ("space", "4.5rem", ""),
        "tiny": ("font-size", "10px", ""),
        "md": ("radius", "8px", ""),
        "heavy": ("font-weight", "850", ""),
    }


def test_a_token_survives_its_form_as_a_fact():
    for token in tokens("@theme { --color-a: #fff; --color-b: var(--c); }\n$x: 1px;"):
        assert token_of(Kind.COLOR, token.as_data()) == token


def test_definitions_that_refer_to_each_other_are_worth_nothing():
    text = ":root { --space-1: var(--space-2); --space-2: calc(var(--space-1) * 2); --a: var(--a) }"

    assert said(text) == []


def test_arithmetic_without_end_is_given_up():
    assert said(f":root {{ --space-1: {'(' * 5000}4px{')' * 5000}; }}") == []


def test_a_library_may_give_its_tokens_to_its_class_in_a_file_of_tokens():
    text = ".chat { --chat-space-2: 8px; --chat-radius: 4px; }\n.chat.dark { --chat-space-2: 9px; }"

    assert said(text, path="src/_layout-variables.css") == [
        ("space", "--chat-space-2", "8px"),
        ("radius", "--chat-radius", "4px"),
    ]
    assert said(text, path="src/Button.css") == []


def test_a_variable_of_less_is_named_as_it_is_written_there():
    text = "@space-1: 4px; @space-2: 2 * @space-1; @brand: #3B82F6; @primary: @brand;"

    found = tokens(text, "less", "src/tokens.less")

    assert [(each.name, each.value, each.derived_from, each.notation) for each in found] == [
        ("@space-1", "4px", "", Notation.LESS),
        ("@space-2", "8px", "", Notation.LESS),
        ("@brand", "#3b82f6ff", "", Notation.LESS),
        ("@primary", "#3b82f6ff", "@brand", Notation.LESS),
    ]
