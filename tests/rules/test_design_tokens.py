"""design-tokens: what is named, what is to be written, and what a change of the scale changes."""

import pytest

from tests.rules.concluding import told
from tests.rules.observing import OnProject
from tinyarms_daemon.domain.findings.rule import Origin

RULE = OnProject("design-tokens")
findings, only = RULE.findings, RULE.only

ROOT = {"src/tokens.css": ":root { --space-s: 8px; --space-m: 1rem; --space-l: 32px; }\n"}
SASS = {"src/_tokens.scss": "$space-s: 8px;\n$space-m: $space-s * 2;\n$space-l: 32px;\n"}
CODE = {"src/theme.ts": "export const space = { s: 8, m: '16px', l: 32 };\n"}
CLASSIC = {
    "tailwind.config.js": "module.exports = { theme: { extend: { spacing: { 18: '4.5rem' },"
    " borderRadius: { card: '10px' } } } };\n"
}
WIDER = {"src/app.css": '@import "tailwindcss";\n@theme { --spacing: 5px; }\n'}
CURRENT = {"src/app.css": '@import "tailwindcss";\n@theme { --radius-card: 10px; }\n'}


@pytest.mark.parametrize(
    ("tokens", "path", "text", "suggestion"),
    [
        (ROOT, "src/a.css", "a { padding: 16px; }", "var(--space-m)"),
        (ROOT, "src/a.css", "a { padding: .5rem; }", "var(--space-s)"),
        (ROOT, "src/a.css", "a { margin: -8px; }", "calc(var(--space-s) * -1)"),
        (ROOT, "src/a.tsx", "<p style={{ padding: 16 }} />;", '"var(--space-m)"'),
        (ROOT, "src/a.tsx", "<p style={{ padding: '16px' }} />;", '"var(--space-m)"'),
        (ROOT, "src/a.tsx", "<p style={{ padding: '0 16px' }} />;", "var(--space-m)"),
        (ROOT, "src/a.html", '<p style="padding: 16px">x</p>', "var(--space-m)"),
        (SASS, "src/a.scss", ".a { padding: 16px; }", "$space-m"),
        (SASS, "src/a.scss", ".a { margin-top: -8px; }", "-$space-s"),
        (SASS, "src/a.scss", '@use "tokens";\n.a { padding: 16px; }', "tokens.$space-m"),
        (SASS, "src/a.scss", '@use "tokens" as *;\n.a { padding: 16px; }', "$space-m"),
        (
            {"src/_tokens.scss": '$spacers: ("s": 8px, "m": 16px, "l": 32px);\n'},
            "src/a.scss",
            '@use "tokens" as t;\n.a { padding: 16px; }',
            'map-get(t.$spacers, "m")',
        ),
        (
            {"src/_tokens.scss": '$spacers: ("s": 8px, "m": 16px, "l": 32px);\n'},
            "src/a.scss",
            '@use "sass:map" as m;\n@use "tokens" as *;\n.a { padding: 16px; }',
            'm.get($spacers, "m")',
        ),
        (
            {"src/_tokens.scss": '$s: 8px;\n$m: 16px;\n$spacers: ("s": $s, "m": $m);\n'},
            "src/a.scss",
            ".a { padding: 16px; }",
            "$m",
        ),
        (CODE, "src/a.tsx", "<p style={{ padding: 16 }} />;", "space.m"),
        (CODE, "src/a.tsx", "<p style={{ marginTop: -8 }} />;", "-space.s"),
        (CODE, "src/a.tsx", "<p style={{ padding: '0 16px' }} />;", None),
        (CODE, "src/a.tsx", "const A = styled.p`padding: 8px;`;", "${space.s}px"),
        (CODE, "src/a.tsx", "const A = styled.p`padding: 16px;`;", "${space.m}"),
        (CLASSIC, "src/a.tsx", '<p className="p-[16px]" />;', "p-4"),
        (CLASSIC, "src/a.tsx", '<p className="md:-mt-[8px]" />;', "-mt-2"),
        (CLASSIC, "src/a.tsx", '<p className="mt-[-8px]" />;', "-mt-2"),
        (CLASSIC, "src/a.tsx", '<p className="p-[4.5rem]!" />;', "p-18!"),
        (CLASSIC, "src/a.tsx", '<p className="rounded-t-[10px]" />;', "rounded-t-card"),
        (CLASSIC, "src/a.tsx", '<p className="rounded-[4px]" />;', "rounded"),
        (CLASSIC, "src/a.tsx", '<p className="min-[768px]:flex" />;', "md"),
        (CLASSIC, "src/a.css", "a { padding: 16px; }", "theme('spacing.4')"),
        (CURRENT, "src/a.tsx", '<p className="p-[52px]" />;', "p-13"),
        (CURRENT, "src/a.tsx", '<p className="rounded-[10px]" />;', "rounded-card"),
        (CURRENT, "src/a.tsx", '<p className="rounded-[4px]" />;', "rounded-sm"),
        (CURRENT, "src/a.css", "a { border-radius: 10px; }", "var(--radius-card)"),
        (CURRENT, "src/a.css", "a { @apply flex; padding: 16px; }", "calc(var(--spacing) * 4)"),
        (CURRENT, "src/a.css", "a { @apply flex; font-size: 14px; }", "var(--text-sm)"),
        (CURRENT, "src/a.module.css", "a { font-size: 14px; }", "var(--text-sm)"),
        (CURRENT, "src/a.tsx", "<p style={{ padding: 16 }} />;", '"calc(var(--spacing) * 4)"'),
        (CLASSIC, "src/a.tsx", "<p style={{ padding: 16 }} />;", None),
        (CLASSIC, "src/a.tsx", "const A = styled.p`padding: 16px;`;", None),
        (CLASSIC, "src/a.scss", "a { padding: 10px; }", "theme('spacing[2.5]')"),
        (CURRENT, "src/a.css", "a { line-height: 2rem; }", "calc(var(--spacing) * 8)"),
        (WIDER, "src/a.tsx", "<p style={{ padding: 20 }} />;", '"calc(var(--spacing) * 4)"'),
        (WIDER, "src/a.tsx", '<p className="p-[15px]" />;', "p-3"),
        (CURRENT, "src/a.tsx", '<p className="leading-[2rem]" />;', "leading-8"),
        (CURRENT, "src/a.tsx", '<p className="rounded-[9999px]" />;', "rounded-full"),
        (CURRENT, "src/a.tsx", "<p style={{ borderRadius: 9999 }} />;", None),
        ({"tokens.json": '{"space": {"m": "16px"}}'}, "src/a.css", "a { padding: 16px; }", None),
    ],
)
def test_a_token_of_the_value_is_named_in_the_form_that_fits(tokens, path, text, suggestion):
    observation = only({**tokens, path: text})

    assert observation.suggestion == suggestion
    assert "has this value" in observation.message


def test_between_two_steps_both_are_named():
    observation = only({**ROOT, "src/a.css": "a { padding: 12px; }"})

    assert observation.message == (
        "Spacing 12px is on no step of the scale; nearest are --space-s (8px) and --space-m (1rem)."
    )
    assert observation.suggestion is None
    assert [(place.path, place.note) for place in observation.related] == [
        ("src/tokens.css", "the token"),
        ("src/tokens.css", "the token"),
    ]
    assert observation.origin is Origin.GRAPH


def test_a_utility_class_is_held_against_the_scale_of_its_library():
    observation = only({"src/a.tsx": '<p className="p-[13px]" />;'})

    assert observation.message == (
        "Spacing 13px is on no step of the scale; nearest are p-3 (12px) and p-3.5 (14px)."
    )


def test_the_theme_of_tailwind_is_a_scale_for_styles_of_every_form():
    texts = {
        **CURRENT,
        "src/a.css": "a { @apply flex; padding: 13px; }",
        "src/a.module.css": "a { padding: 13px; }",
        "src/a.tsx": '<p style={{ padding: 13 }} className="p-[13px]" />;',
    }

    found = [(path, each.evidence) for path, each in findings(texts)]

    assert found == [
        ("src/a.css", "13px"),
        ("src/a.module.css", "13px"),
        ("src/a.tsx", "13"),
        ("src/a.tsx", "p-[13px]"),
    ]


def test_a_step_that_the_project_defines_anew_is_named_for_its_own_value_only():
    own = (
        '@import "tailwindcss";\n:root { --radius: 0.625rem; }\n'
        "@theme inline { --radius-sm: calc(var(--radius) - 4px); }\n"
    )

    found = findings(
        {"src/app.css": own, "src/a.tsx": '<p className="rounded-[6px] rounded-[4px]" />;'}
    )

    assert [each.suggestion for _, each in found] == ["rounded-sm", None]


def test_a_value_of_several_lines_is_told_in_one():
    shadow = "0 4px 8px black,\n    0 8px 16px black"
    scale = ":root { --shadow-card: 0 4px 8px #000, 0 8px 16px #000; }\n"

    found = only({"src/a.css": f"{scale}a {{ box-shadow: {shadow}; }}\n"})

    assert "\n" not in found.message


def test_two_names_for_two_values_are_a_scale_where_they_are_grades():
    rule = {"src/a.css": "a { padding: 12px; }"}
    grades = {"src/tokens.css": ":root { --space-s: 8px; --space-m: 16px; }\n"}
    purposes = {"src/tokens.css": ":root { --space-inside: 8px; --space-between: 16px; }\n"}

    assert findings({**grades, **rule}) != []
    assert findings({**purposes, **rule}) == []
    assert findings({**purposes, "src/a.css": "a { padding: 16px; }"}) != []


def test_what_lies_outside_a_scale_is_on_no_step_of_it():
    texts = {**ROOT, "src/a.css": "a { margin-left: 63px; padding: 5px; margin-top: 9px; }"}

    assert [each.evidence for _, each in findings(texts)] == ["63px", "5px", "9px"]


def test_a_scale_is_not_for_spaces_of_half_its_smallest_or_double_its_largest_step():
    texts = {**ROOT, "src/a.css": "a { margin-left: 240px; padding: 4px 64px 2px; }"}

    assert not findings(texts)


def test_a_negative_margin_takes_back_what_lies_around_it_unless_it_is_a_step():
    texts = {**ROOT, "src/a.css": "a { margin: -7px -16px; }"}

    assert [each.evidence for _, each in findings(texts)] == ["-16px"]


@pytest.mark.parametrize(("layer", "is_told"), [(50, False), (150, True), (9999, False)])
def test_a_layer_is_held_against_the_names_that_lie_below_and_above_it(layer, is_told):
    scale = ":root { --z-menu: 100; --z-dialog: 200; --z-toast: 300; }\n"

    assert bool(findings({"src/a.css": f"{scale}a {{ z-index: {layer}; }}"})) is is_told


@pytest.mark.parametrize(("duration", "is_told"), [("0.2s", True), ("0.9s", False)])
def test_a_duration_far_longer_than_those_of_a_scale_is_not_held_against_it(duration, is_told):
    scale = ":root { --duration-1: 150ms; --duration-2: 250ms; }\n"

    assert bool(findings({"src/a.css": f"{scale}a {{ transition: all {duration}; }}"})) is is_told


def test_a_hairline_needs_no_token_in_a_class_either():
    assert findings({**CLASSIC, "src/a.tsx": '<p className="p-[1px] -mt-[1px]" />;'}) == []


def test_the_utility_classes_of_a_mail_are_gone_when_it_is_read():
    texts = {**CLASSIC, "src/emails/a.tsx": "<p className='p-[8px]' style={{ margin: 8 }} />;"}

    assert [each.evidence for _, each in findings(texts)] == ["p-[8px]"]


@pytest.mark.parametrize(
    ("path", "text", "use"),
    [
        (
            "src/theme/generated/Tokens.ts",
            (
                "// This file is autogenerated. Please do not edit it.\n"
                "export const spacing = { s: 8, m: 16, l: 32 };\n"
            ),
            ("src/a.tsx", "<p style={{ padding: 16 }} />;"),
        ),
        (
            "src/tokens/_default.scss",
            (
                "// Do not edit directly\n// Generated on Tue, 23 Jun 2026 19:20:00 GMT\n\n"
                ":root { --space-s: 8px; --space-m: 16px; --space-l: 32px; }\n"
            ),
            ("src/a.scss", ".a { padding: 16px; }"),
        ),
    ],
    ids=["a module", "a style sheet"],
)
def test_tokens_that_a_tool_has_written_are_a_scale_as_well(path, text, use):
    found = told(RULE.rules[0], {path: text, use[0]: use[1]})

    assert [(where, evidence[:2]) for where, evidence, _ in found] == [(use[0], "16")]


def test_what_a_tool_has_written_elsewhere_is_no_scale():
    text = "/* @generated */\n:root { --space-s: 8px; --space-m: 16px; --space-l: 32px; }\n"

    assert not told(RULE.rules[0], {"src/a.css": "a { padding: 16px; }", "src/bundle.css": text})


def test_a_mixin_in_a_file_of_tokens_is_what_pages_take_in_but_for_one_of_a_mode():
    properties = "--space-s: 8px; --space-m: 16px; --space-l: 32px;"
    use = {"src/a.scss": ".a { padding: 16px; }"}

    found = findings({"src/tokens.scss": f"@mixin my-tokens {{ {properties} }}\n", **use})

    assert [each.suggestion for _, each in found] == ["var(--space-m)"]
    assert not findings({"src/tokens.scss": f"@mixin my-tokens-dark {{ {properties} }}\n", **use})
    assert not findings({"src/card.scss": f"@mixin card {{ {properties} }}\n", **use})


def test_one_digit_orders_the_parts_of_a_component_where_layers_are_counted_in_hundreds():
    levels = "$zindex-levels: (1: 1, 2: 2, 3: 3);\n$zindex-menu: 1000;\n$zindex-modal: 1050;\n"
    few = ":root { --z-menu: 1; --z-dialog: 2; --z-toast: 3; }\n"

    found = findings(
        {
            "src/_variables.scss": levels,
            "src/a.scss": ".a { z-index: 3; } .b { z-index: 5; } .c { z-index: 1050; }",
        }
    )

    assert [each.evidence for _, each in found] == ["1050"]
    assert [each.evidence for _, each in findings({"src/a.css": f"{few}a {{ z-index: 2; }}"})]


def test_what_lies_between_texts_is_no_size_of_a_text():
    tokens = """{"gap-layout": {"text-text-medium": {"$value": "16px"},
        "text-text-large": {"$value": "24px"}, "text-text-small": {"$value": "8px"}}}"""

    assert not findings({"tokens.json": tokens, "src/a.css": "a { font-size: 16px; }"})


def test_a_sheet_that_takes_back_how_browsers_show_elements_needs_no_tokens():
    scale = {"src/_tokens.scss": "$font-weight-normal: 400;\n$font-weight-bold: 700;\n"}
    rule = "b { font-weight: 700; }\n"

    assert not findings({**scale, "src/misc/_normalize.scss": rule, "src/reset.scss": rule})
    assert [path for path, _ in findings({**scale, "src/card.scss": rule})] == ["src/card.scss"]


def test_classes_in_the_script_of_a_component_are_read_where_they_stand():
    text = (
        '<template><p :class="label" /></template>\n<script>\nexport default { computed: {\n'
        "  label() { return this.level ? 'text-[14px] leading-5' : 'p-4'; } } };\n</script>\n"
    )

    found = only({"src/app.css": '@import "tailwindcss";\n', "src/A.vue": text})

    assert (found.evidence, found.suggestion, found.region.start.line) == (
        "text-[14px]",
        "text-sm",
        4,
    )


def test_a_theme_that_replaces_the_usual_scale_puts_it_out_of_force():
    config = "module.exports = { theme: { spacing: { a: '10px', b: '20px', c: '30px' } } };\n"
    texts = {"tailwind.config.js": config, "src/a.tsx": '<p className="p-[16px] m-[20px]" />;'}

    found = {each.evidence: each.suggestion for _, each in findings(texts)}

    assert found == {"p-[16px]": None, "m-[20px]": "m-b"}


def test_what_a_text_of_some_kind_looks_like_is_a_token_of_a_theme():
    theme = "export const theme = { typography: { h3: { fontSize: 20, lineHeight: 28 } } };"
    native = "import { StyleSheet } from 'react-native';\n"
    use = "const styles = StyleSheet.create({ a: { fontSize: 20, lineHeight: 28, margin: 20 } });"

    found = findings({"src/theme.ts": theme, "src/A.tsx": native + use})

    assert [each.evidence for _, each in found] == ["20", "28"]
    assert "theme.typography.h3.fontSize" in found[0][1].message


def test_a_page_may_say_what_a_rem_comes_to():
    texts = {
        "src/base.css": "html { font-size: 62.5%; }\n",
        "src/tokens.css": ":root { --space-m: 1.6rem; }\n",
        "src/a.css": "a { padding: 16px; margin: 1rem; }",
    }

    assert [each.evidence for _, each in findings(texts)] == ["16px"]


def test_equal_values_on_one_line_are_one_finding():
    texts = {**ROOT, "src/a.css": "a { padding: 8px 0 8px; }"}

    assert [place.note for place in only(texts).related] == ["the token", "8px"]


@pytest.mark.parametrize(
    "text",
    [
        "a { padding: var(--space-s, 8px) calc(8px * 2) 8% 8em; }",
        "a { border: 8px solid; top: 8px; transform: translate(8px); }",
        "a { --inner: 8px; }",
        "@font-face { padding: 8px; }",
        "@property --x { initial-value: 8px; }",
        "a { grid-template-columns: 8px 1fr; background-position: 8px 8px; }",
    ],
)
def test_other_lengths_are_left_alone(text):
    assert findings({**ROOT, "src/a.css": text}) == []


@pytest.mark.parametrize("path", ["src/theme/button.css", "src/tokens/button.css"])
def test_a_rule_of_style_is_none_of_the_definitions_that_it_lies_among(path):
    (found,) = findings({**ROOT, path: "a { --inner: 8px; padding: 8px; }"})

    assert found[1].evidence == "8px"


@pytest.mark.parametrize("path", ["tests/a.css", "src/a.test.css", "emails/welcome.html"])
def test_tests_and_mail_are_left_alone(path):
    text = "<style>a { padding: 8px; }</style>" if path.endswith("html") else "a { padding: 8px; }"

    assert findings({**ROOT, path: text}) == []


def test_a_theme_may_be_what_a_function_gives():
    theme = (
        "const AppTheme = (): Theme => ({ fontSizes: [12, 14, 16] }) as Theme;\n"
        "export default AppTheme;\n"
    )
    texts = {"src/theme.ts": theme, "src/a.tsx": "<p style={{ fontSize: 14 }} />;"}

    assert [each.evidence for _, each in findings(texts)] == ["14"]


def test_a_constant_that_is_no_grade_is_no_token():
    texts = {
        "src/codes.ts": "export const SPACE = 32;\nexport const TEXT_NODE = 3;\n",
        "src/a.tsx": "<p style={{ padding: 32, fontSize: 3 }} />;",
    }

    assert findings(texts) == []


def test_arithmetic_on_tokens_of_a_document_is_read():
    tokens = (
        '{"space": {"base": {"$value": "1rem"}, "1": {"$value": "calc({space.base} * .25)"},'
        ' "2": {"$value": "{space.base} * 0.5"}}}'
    )
    texts = {"design/tokens.json": tokens, "src/a.css": "a { padding: 4px 8px 5px; }"}

    assert [each.message.partition("; ")[2] for _, each in findings(texts)] == [
        "the token space.1 has this value.",
        "the token space.2 has this value.",
        "nearest are space.1 (0.25rem) and space.2 (0.5rem).",
    ]


def test_the_space_in_one_place_is_no_step_of_a_scale():
    variables = "$global-margin: 16px;\n$grid-margin-gutters: (small: 20px, medium: 30px);\n"
    texts = {"src/a.scss": f"{variables}.a {{ margin: 16px 20px; padding: 24px; }}"}

    assert findings(texts) == []


def test_the_sizes_of_one_component_are_no_scale():
    button = (
        'export const SIZE = { s: "24px", m: "32px", l: "40px" };\nexport const B = () => <b />;\n'
    )
    texts = {"src/Button.tsx": button, "src/a.css": "a { padding: 8px; height: 24px; }"}

    assert findings(texts) == []


def test_a_component_in_scss_uses_the_variables_of_its_project():
    texts = {
        "src/_tokens.scss": "$space-s: 4px;\n$space-m: 8px;\n",
        "src/A.vue": (
            '<template><p /></template>\n<style lang="scss">\np { padding: 8px 5px; }\n</style>\n'
        ),
    }

    assert [each.evidence for _, each in findings(texts)] == ["8px", "5px"]


def test_a_style_beside_tailwind_is_told_the_class_that_sets_it():
    texts = {**CLASSIC, "src/a.tsx": "<p style={{ paddingTop: 16, marginLeft: -13 }} />;"}

    top, left = (each.message for _, each in RULE.findings(texts))

    assert top == "Spacing 16 is written in place; pt-4 of Tailwind's theme has this value."
    assert left.endswith("nearest are -ml-3 (12px) and -ml-3.5 (14px).")


def test_the_classes_nearest_to_a_negative_one_are_negative():
    texts = {**CLASSIC, "src/a.tsx": '<p className="ml-[-0.45rem]" />;'}

    (found,) = RULE.findings(texts)

    assert found[1].message.endswith("nearest are -ml-1.5 (6px) and -ml-2 (8px).")


def test_what_one_module_is_set_up_with_is_no_scale_of_others():
    texts = {
        "src/_card.scss": '$config: ("gap-s": 8px, "gap-m": 16px);\n.card { margin: 16px; }\n',
        "src/_menu.scss": ".menu { margin: 16px; }\n",
    }

    assert [path for path, _ in RULE.findings(texts)] == ["src/_card.scss"]


@pytest.mark.parametrize(("version", "suggestions"), [("^3.4.1", ["min-w-32"]), ("^3.3.0", [])])
def test_least_widths_have_steps_from_a_version_of_tailwind_on(version, suggestions):
    texts = {
        "src/app.css": "@tailwind base;\n",
        "package.json": f'{{"devDependencies": {{"tailwindcss": "{version}"}}}}',
        "src/a.tsx": '<p className="min-w-[8rem]" />;',
    }

    assert [each.suggestion for _, each in RULE.findings(texts)] == suggestions


def test_a_shadow_is_told_as_it_is_written_and_what_draws_a_line_is_none():
    classes = "shadow-[0_1px_0_1px_#abc] shadow-[0_0_0_3px_#abc]"
    texts = {**CLASSIC, "src/a.tsx": f'<p className="{classes}" />;'}

    (found,) = RULE.findings(texts)

    assert found[1].message == (
        "Shadow 0 1px 0 1px #abc is on no step of the scale; nearest are shadow-sm and shadow."
    )


def test_the_short_names_of_a_system_of_styles_are_known():
    texts = {**ROOT, "src/a.tsx": "<Box sx={{ px: '13px', mt: 2, m: '1rem' }} />;"}

    assert [(each.evidence, each.suggestion) for _, each in RULE.findings(texts)] == [
        ("'13px'", None),
        ("'1rem'", '"var(--space-m)"'),
    ]


def test_the_token_for_the_property_is_named_first():
    texts = {
        "src/_tokens.scss": "$m-5: 5px;\n$m-10: 10px;\n$p-5: 5px;\n$p-10: 10px;\n",
        "src/a.scss": "a { padding: 5px; margin: 0 10px; }\nb { gap: 10px; }\n",
    }

    assert [each.suggestion for _, each in findings(texts)] == ["$p-5", "$m-10", "$m-10"]
    assert findings(texts)[0][1].message.endswith("the tokens $p-5 and $m-5 have this value.")


def test_a_style_sheet_of_a_mail_is_left_alone_but_for_what_is_gone_when_it_is_read():
    tokens = {"src/_tokens.scss": "$space-s: 4px;\n$space-m: 8px;\n"}

    assert findings({**tokens, "src/mail/a.css": "a { padding: 8px; }"}) == []
    assert len(findings({**tokens, "src/newsletter/a.scss": "a { padding: 8px; }"})) == 1


def test_a_step_within_a_step_of_a_map_is_the_size_on_one_width_of_the_screen():
    media = (
        "$media: (\n"
        "  s: (font: (m: 18px, l: 24px, xl: 32px)),\n"
        "  l: (font: (m: 22px, l: 26px, xl: 44px)),\n"
        ");\n"
    )
    scale = "$font-sizes: (m: 18px, l: 24px, xl: 32px);\n"
    page = {"src/a.scss": ".page { font-size: 24px; }"}

    assert not findings({"src/_media.scss": media, **page})
    assert findings({"src/_media.scss": scale, **page})
