"""The raw values of styles: where they are, and what is none."""

import pytest

from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.analysis.measures.style_uses import style_uses
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def seen(path: str, text: str) -> list[str]:
    """Kind and source of each raw value, in the order of the source."""
    tree = SyntaxTree(language_of(path, None) or "", text)
    uses = sorted(style_uses(tree, path), key=lambda use: use.raw.span)
    return [f"{use.raw.kind} {text[slice(*use.raw.span)]}" for use in uses]


@pytest.mark.parametrize(
    ("declaration", "values"),
    [
        ("padding: 16px auto 1rem 0", ["space 16px", "space 1rem"]),
        ("margin-inline-start: -8px", ["space -8px"]),
        ("gap: 4px 8px !important", ["space 4px", "space 8px"]),
        ("border-radius: 8px 50% / 4px", ["radius 8px", "radius 4px"]),
        ("border-end-end-radius: 3px", ["radius 3px"]),
        ("font-size: 14px", ["font-size 14px"]),
        (
            "font: italic 600 14px/1.4 Inter",
            ["font-weight 600", "font-size 14px", "line-height 1.4"],
        ),
        ("line-height: 1.45", ["line-height 1.45"]),
        ("z-index: 100", ["z-index 100"]),
        ("box-shadow: 0 1px 2px #0003, 0 0 1px red", ["shadow 0 1px 2px #0003, 0 0 1px red"]),
        ("transition: 200ms", ["duration 200ms"]),
        ("transition: var(--a) a, b .3s", ["duration .3s"]),
        ("transition: a .2s e", [f"duration {part}" for part in ("a .2s e", ".2s", ".2s e")]),
        ("animation-duration: 150ms", ["duration 150ms"]),
        ("width: 24px; max-height: 8px", []),
    ],
)
def test_measures_are_seen_in_what_takes_them(declaration, values):
    assert seen("a.css", f"a {{ {declaration}; }}") == values


@pytest.mark.parametrize(
    "declaration",
    [
        *("padding: 0 5% 2em auto", "margin: calc(8px * 2) min(8px, 1vw)"),
        *("padding: var(--a, 8px)", "border: 2px solid", "top: 8px", "z-index: 1", "z-index: -1"),
        *("line-height: 1", "line-height: normal", "font-weight: bold", "opacity: 0.5"),
        *("box-shadow: var(--shadow)", "box-shadow: none", "transition: all 0s", "flex: 0 0 40px"),
        *("transition: all var(--fast) 300ms", "letter-spacing: 2px", "--padding: 8px"),
        *("animation: spin infinite", "font-size: 120%", "border-radius: 50%"),
    ],
)
def test_what_needs_no_token_is_not_seen(declaration):
    assert seen("a.css", f"a {{ {declaration}; }}") == []


@pytest.mark.parametrize(
    ("declaration", "values"),
    [
        ("padding: $a * 2", []),
        ("padding: 8px + $a", []),
        ("padding: 7px $a * 2", ["space 7px"]),
        ("margin: #{$a * 8px} 4px", ["space 4px"]),
        ("padding: $a 8px", ["space 8px"]),
        ("$space: 8px", []),
        ("transition: all $fast ease 300ms", []),
    ],
)
def test_arithmetic_of_scss_is_left_alone(declaration, values):
    assert seen("a.scss", f".a {{ {declaration}; }}") == values


def test_widths_of_media_queries_are_seen():
    text = "@media (min-width: 768px) and (max-width: 60em) and (min-resolution: 2dppx) { a { } }"

    assert seen("a.css", text) == ["breakpoint 768px", "breakpoint 60em"]


def test_ranges_of_media_queries_are_seen():
    text = (
        "@media (400px <= width < 700px) { a { } } @media (width>=50em), (height > 9px) { b { } }"
    )

    assert seen("a.css", text) == ["breakpoint 400px", "breakpoint 700px", "breakpoint 50em"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("<p style={{ padding: 8, margin: '0 4px', width: 0 }} />;", ["space 8", "space 4px"]),
        ("<p style={{ padding: big ? 8 : '12px' }} />;", ["space 8", "space '12px'"]),
        ("<p style={{ 'border-radius': 8, [x]: 4 }} />;", ["radius 8"]),
        ("<p contentContainerStyle={{ gap: 8 }} />;", ["space 8"]),
        ("const s = StyleSheet.create({ a: { paddingHorizontal: 8 } });", ["space 8"]),
        ("const A = styled.p({ ':hover': { marginTop: 8 } });", ["space 8"]),
        ("const A = styled(B)`margin: 8px; ${x}\n  gap: 4px;`;", ["space 8px", "space 4px"]),
        (
            "const A = styled.p`padding: ${(p) => (p.on ? '8px' : p.gap)}; color: ${'4px'};`;",
            ["space '8px'"],
        ),
        ("const boxStyle: CSSProperties = { gap: 8 };", ["space 8"]),
        ("const f = (): React.CSSProperties => ({ gap: 8 });", ["space 8"]),
        ("const styles = useMemo(() => ({ gap: 8 }), []);", ["space 8"]),
        ("const a = { gap: 8 } satisfies CSSProperties;", ["space 8"]),
        ("<A sx={{ p: 2, gap: 1, padding: '8px', zIndex: 30 }} />;", ["space '8px'", "z-index 30"]),
        ("<A slotProps={{ b: { style: { gap: 8 } } }} />;", ["space 8"]),
        ("const box = { gap: 8 }; const A = () => <p style={box} />;", ["space 8"]),
        ("const s = { a: { gap: 8 } }; const A = () => <p style={[s.a, b]} />;", ["space 8"]),
        (
            "<p style={{ padding: `8px ${x}px`, fontSize: ['9px', '10px'] }} />;",
            ["space 8px", "font-size '9px'", "font-size '10px'"],
        ),
        ("const f = (e) => { e.style.padding = '8px'; e.style.color = '8px'; };", ["space '8px'"]),
        ("const f = (e) => Object.assign(e.style, { margin: '8px' });", ["space '8px'"]),
        ("const q = { gap: 8, padding: 8 };", []),
        ("draw({ padding: 8 });", []),
        ("<A animate={{ padding: 8 }} options={{ gap: 8 }} gap={8} />;", []),
        ("<p style={{ padding: x * 8, gap: `${8}px`, margin: size }} />;", []),
        ("<p style={{ padding: -0, lineHeight: 1 }} />;", []),
    ],
)
def test_style_objects_are_told_from_other_objects(text, values):
    assert seen("a.tsx", text) == values


@pytest.mark.parametrize(
    ("classes", "values"),
    [
        ("p-[13px]", ["space p-[13px]"]),
        ("md:hover:-mt-[8px]", ["space -mt-[8px]"]),
        (
            "!text-[17px] text-[length:9px]",
            ["font-size text-[17px]", "font-size text-[length:9px]"],
        ),
        ("[&>a]:rounded-tl-[5px]!", ["radius rounded-tl-[5px]!"]),
        ("data-[state=open]:z-[60]", ["z-index z-[60]"]),
        ("leading-[1.4] font-[650]", ["line-height leading-[1.4]", "font-weight font-[650]"]),
        ("duration-[250ms]", ["duration duration-[250ms]"]),
        ("shadow-[0_1px_2px_rgba(0,0,0,0.1)]", ["shadow shadow-[0_1px_2px_rgba(0,0,0,0.1)]"]),
        (
            "min-[800px]:flex lg:max-[60em]:p-[3px]",
            [
                "breakpoint min-[800px]",
                "breakpoint max-[60em]",
                "space p-[3px]",
            ],
        ),
        ("w-[16px] tw-p-[13px]", ["space w-[16px]", "space tw-p-[13px]"]),
        ("m-[0] p-[5%] p-[var(--x)] p-[calc(1px+8px)]", []),
        ("text-[#fff] bg-[13px] grid-cols-[13px_1fr] [margin:13px] max-w-[65ch]", []),
        ("text-[color:red] leading-[1] leading-[0] z-[1] item-[13]", []),
    ],
)
def test_utility_classes_are_read_behind_their_variants(classes, values):
    assert seen("a.tsx", f'<p className="{classes}" />;') == values
    assert seen("a.html", f'<p class="{classes}">x</p>') == values


def test_utility_classes_are_read_wherever_strings_are_put_together():
    text = 'const a = cva("p-[13px]", { v: { s: `m-[3px] ${x} gap-[5px]` } });'

    assert seen("a.ts", text) == ["space p-[13px]", "space m-[3px]", "space gap-[5px]"]
    assert seen("a.css", "a { @apply px-[14px] flex; }") == ["space px-[14px]"]


def test_widths_in_the_keys_of_style_objects_are_seen():
    text = "const A = styled.p({ '@media (min-width: 768px)': { gap: 8 } });"

    assert seen("a.ts", text) == ["breakpoint 768px", "space 8"]


def test_what_a_rem_comes_to_is_no_use_of_a_font_size():
    for page in ("html", "body, html", ":root"):
        assert seen("a.css", f"{page} {{ font-size: 18px; padding: 8px }}") == ["space 8px"]


def test_mail_is_left_alone():
    assert seen("emails/a.html", '<p style="padding: 8px">x</p>') == []
