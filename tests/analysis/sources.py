"""A text in each language, and texts made from it that no person would write."""

from hypothesis import strategies as st

from tinyarms_daemon.analysis.languages import (
    CODE_LANGUAGES,
    DOCUMENT_LANGUAGES,
    MARKUP_LANGUAGES,
    STYLE_LANGUAGES,
)

GRAMMARS = sorted(CODE_LANGUAGES | STYLE_LANGUAGES | MARKUP_LANGUAGES)
LANGUAGES = sorted([*GRAMMARS, *DOCUMENT_LANGUAGES])

_JAVASCRIPT = """
// tinyarms: ignore[magic-numbers]
import x from "#abc";
const é = 37 + x.y[3], COLORS = { 'a-b': "#3B82F6", 💥: `rgba(1, 2, ${x}, .5)` };
function f({ timeout = 30 }) { if (x.length > 72) return setTimeout(g, 2500);
 switch (e.keyCode) { case 27: h(); } }
class K { m = () => 5 * 60 * 1000; static p = 9; } /* c */
const S = styled.div`color: #fff; ${x} { border: 1px solid ${y}; }`;
"""
SOURCES = {
    "javascript": _JAVASCRIPT
    + '<p className="p-2 bg-[#fff]" style={{ color: "red" }}>{/* c */}</p>;',
    "typescript": _JAVASCRIPT + 'type T = 3 | "#fff"; enum E { A = 7 } abstract class Q {}',
    "tsx": _JAVASCRIPT + 'const C: T<5> = <p fill="#fff">{n > 9 ? 3 : `#${5}`}</p>;',
    "python": '''
import matplotlib
"""Doc "é"."""
class Cart(Enum):
    RED = 3
    def total(self, rate: float = 0.2) -> int:
        "#fff"
        return self.price * 1.19 + {"color": '#333', "c": [1, 5]}["c"][7]  # tinyarms: ignore[x]
if len(é) > 72 and 3 <= y < 10: plot(x, color='red', c=f"rgb({x}, 2, 3) #fff {y * 5:3}")
@retry(3)
def f(*a, **k): match a:
    case 5: time.sleep(2.5)
''',
    "go": """
package main
const ( A = iota + 3; B )
func (c *Cart[T]) Total(é int) (int, error) { // c
  if len(s) > 72 { return 37 * é, nil }
  x := color.RGBA{R: 255, G: 0, B: 0, A: 255}
  lipgloss.Color("#7D56F4"); time.Sleep(5 * time.Second)
  switch k { case 27: }; y := []int{1, 5}; z[3] = `#fff`
}
""",
    "java": """
/** doc */ class C extends D { static final int X = 5; enum E { A(7) }
 @Test(timeout = 8) int m(String é) { if (é.length() > 72L) return 37 * x; foo(16, "#fff"); } } // c
""",
    "cpp": """
#define MAX 5
#if X > 3
int Cart::total(int a = 9) { char buf[256]; if (s.size() > 72) return 37 * x;
 auto l = [](int a) { return 30; }; } // é
#endif
class K : public B { static const int N = 34; K() : a_(36) {} };
""",
    "csharp": """
namespace N { [Attr(5)] class C { const int A = 6; int P => 35;
 int M(int a = 10) { if (s.Length > 72) return $"{a * 34} é"; Foo(16, name: 17);
  var r = x switch { 29 => 30, _ => 0 }; } } } // c
""",
    "php": """<p style="color: #fff"><?php
const A = 5; class C { public function m($é = 9) { if (strlen($s) > 72) { return $x * 37; }
 foo(16, name: 17); $t = ['k' => 19, "#fff"]; } }
# c
""",
    "bash": """#!/bin/bash
readonly X=5 # c
f() { if (( c > 72 )) && [ "$é" -gt 9 ]; then sleep 12; fi; echo "$((i % 18))" '#fff' <<EOF
text $x
EOF
}
""",
    "rust": """
//! doc
impl Cart { fn m(&self) -> i32 { if s.len() > 72 { return x * 37; }
 for i in 0..20 {} vec![31; 32]; "é #fff" } }
#[cfg(test)] mod tests { fn t() { assert_eq!(x, 39); } }
""",
    "swift": """
struct V: View {
 var body: some View { Text("é").padding(33).background(Color(hex: "#3B82F6")) } // c
 func m(a: Int = 9) -> Int { if s.count > 72 { return x * 37 };
  let c = UIColor(red: 1, green: 0, blue: 0, alpha: 1); for i in 0..<21 {} } }
""",
    "css": """
:root { --brand: #3B82F6; } /* tinyarms: ignore[hardcoded-colors] */
.é#fade:hover > a[href="#abc"] { color: #fff; background: rgba(0 0 0 / var(--a)) url(#x) "é#fff";
 @apply bg-[#fff]; }
@media (min-width: 3px) { b { border: 1px solid red !important } }
""",
    "scss": """
@use "config" with ($primary: #fff); // c
$map: ("a": #fff, b: (c: red)); @mixin foo($c: #fff) { color: $c; }
.a { &-é { color: darken(#fff, 10%); } border: { color: red; }
 #{$p}-color: rgba(#000, .5); @include foo(#fff); }
""",
    "less": """
@import (reference) "a.less"; @c: #fff; // c
.m(@a; @b: #fff) when (@a) { color: @b; } #n > .v(#fff; 3px);
.é-@{p} { @{q}-color: fade(#fff, 10%); width: ~"calc(3px + @{w})"; @r: { b: c }; @r(); .m; }
""",
    "json": """{ // c
  "compilerOptions": { "baseUrl": ".", "paths": { "@é/*": ["src/*"] } }, "extends": "./x.json",
  "space": { "1": { "$value": "4px" } }, "brand": { "$type": "color", "$value": "#3B82F6" }, }
""",
    "markdown": """# Title é
See src/file for the limit, and `src/file:3` as well; [here](src/file#L99).
<!-- tinyarms: ignore[line-references] -->
```ts
const x = "#fff"; // src/file
```
| a | src/file |
> quoted *src/file.*
""",
    "html": """<!doctype html><html><head><style>a { color: red } /* c */</style>
<script>let x = "#fff"</script></head>
<body bgcolor="red" class="bg-[#fff] x">
<a href="#fade" style="color: red; margin: 3px">é #fff</a><svg fill=red />
<!-- tinyarms: ignore[a] --></body></html>
""",
}

_PIECES = st.sampled_from(
    [
        *("(", ")", "[", "]", "{", "}", "<", ">", "</", "/>", '"', "'", "`", "${", "#{", "#", "\\"),
        *(
            "/*",
            "*/",
            "//",
            "<!--",
            "-->",
            "\n",
            "\r\n",
            "\t",
            ";",
            ":",
            ",",
            "=",
            "=>",
            "@",
            "$",
            "%",
        ),
        *("#fff", "37", "0x1F", "1e9", "rgb(1,2,3)", "red", "é", "💥", "\u2028", "\x0b", "\ufeff"),
        *(
            "def ",
            "if ",
            "return ",
            "class ",
            "tinyarms: ignore[",
            "bg-[#fff]",
            "color:",
            "case 5:",
        ),
    ]
)
WILD_TEXT = st.one_of(
    st.lists(_PIECES, max_size=40).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)


@st.composite
def mutated(draw: st.DrawFn, language: str) -> str:
    """The language's source with pieces cut out, doubled, and wild text put in."""
    text = SOURCES[language]
    for _ in range(draw(st.integers(1, 6))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        replacement = draw(st.one_of(st.just(""), st.just(text[start:end] * 2), WILD_TEXT))
        text = text[:start] + replacement + text[end:]
    return text
