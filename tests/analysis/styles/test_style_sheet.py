import pytest
from hypothesis import given

from tests.analysis.sources import WILD_TEXT
from tinyarms_daemon.analysis.styles.embedded_styles import style_sheets_of
from tinyarms_daemon.analysis.styles.style_sheet import Dialect, read_style_sheet, read_value
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def read(text: str, dialect: Dialect = Dialect.SCSS) -> list[tuple[str, str, list[str]]]:
    """Each statement's name, value and the names of the blocks around it, from the inside out."""
    found = []
    for statement in read_style_sheet(text, dialect).statements:
        blocks = []
        block = statement.block
        while block is not None:
            blocks.append(block.head.name)
            block = block.outer
        found.append((statement.name, " ".join(token.text for token in statement.value), blocks))
    return found


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("color: red", [("color", "red", [])]),
        ("A { COLOR : #FFF !important; }", [("", "A", []), ("color", "#FFF ! important", [""])]),
        ("a:hover { b: c }", [("", "a : hover", []), ("b", "c", [""])]),
        (":root { --X: #fff }", [("", ": root", []), ("--X", "#fff", [""])]),
        ("--x: { a: b }", [("--x", "", []), ("a", "b", ["--x"])]),
        ("$map: (a: #fff, 'b': (c: d));", [("$map", "( a : #fff , 'b' : ( c : d ) )", [])]),
        ("@use 'x' with ($a: #fff);", [("@use", "'x' with ( $a : #fff )", [])]),
        ("border: { color: red }", [("border", "", []), ("color", "red", ["border"])]),
        ("#{$p}-color: #fff;", [("#{$p}-color", "#fff", [])]),
        ("a: url(x;y) b;", [("a", "url(x;y) b", [])]),
        ("a: 'x;}' b", [("a", "'x;}' b", [])]),
        ("a { b: c", [("", "a", []), ("b", "c", [""])]),
        ("a: (b; c: d", [("a", "( b", []), ("c", "d", [])]),
        ("} a: b", [("a", "b", [])]),
        ("// a: b\nc: d", [("c", "d", [])]),
        ("/* a: b; */ c: /* x */ d", [("c", "d", [])]),
        ("□□□\n  color: red", [("color", "red", [])]),
    ],
)
def test_statements_are_read_as_the_standard_says(text, statements):
    assert read(text) == statements


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("@gap: 4px; a: @gap", [("$gap", "4px", []), ("a", "$gap", [])]),
        ("@media: 4px; @media @phone {", [("$media", "4px", []), ("@media", "$phone", [])]),
        ("@page :first {", [("@page", ": first", [])]),
        (".a(@x; @y: 1px) { b: c }", [("", ". a( $x ; $y : 1px )", []), ("b", "c", [""])]),
        (".a(#fff; 1px); b: c", [("@include", ". a( #fff ; 1px )", []), ("b", "c", [])]),
        ("#n > .a(#fff)", [("@include", "#n > . a( #fff )", [])]),
        (".@{p}-a { @{q}-b: c", [("", ". @{ p } -a", []), ("@{q}-b", "c", [""])]),
        ("a: ~'b #fff'; c: d", [("a", "b #fff", []), ("c", "d", [])]),
        ("@r: { a: b } @r();", [("$r", "", []), ("a", "b", ["$r"]), ("", "$r ( )", [])]),
        ("a: (b; c } d: e", [("a", "( b ; c", []), ("d", "e", [])]),
    ],
)
def test_less_names_calls_and_interpolates_in_its_own_way(text, statements):
    assert read(text, Dialect.LESS) == statements


def test_two_slashes_are_no_comment_in_plain_css():
    assert read("a: b // c;", Dialect.CSS) == [("a", "b / / c", [])]


@given(WILD_TEXT)
def test_tokens_of_less_stand_where_they_say_too(text):
    for statement in read_style_sheet(text, Dialect.LESS).statements:
        for token in statement.value:
            assert text[token.start : token.end][1:] == token.text[1:]


@given(WILD_TEXT)
def test_tokens_stand_where_they_say_in_any_text(text):
    sheet = read_style_sheet(text, Dialect.SCSS, 7)

    for statement in sheet.statements:
        for token in statement.value:
            assert text[token.start - 7 : token.end - 7] == token.text
    for comment in sheet.comments:
        assert text[comment.start - 7 : comment.end - 7] == comment.text


def test_a_value_by_itself_has_tokens():
    assert [token.text for token in read_value("1px solid #fff")] == ["1px", "solid", "#fff"]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("html", "<style>a { color: red }</style>", ["", "color"]),
        ("html", "<p style='margin: 0; top: 1px'>", ["margin", "top"]),
        ("tsx", "const A = styled.p<{ b: 1 }>`color: ${c}; top: 0`;", ["color", "top"]),
        ("tsx", "const A = styled(B).attrs({})`\n  ${mixin}\n  color: red;\n`;", ["color"]),
        ("tsx", "<style jsx>{`a { color: red }`}</style>;", ["", "color"]),
        ("javascript", "css`color: red`;", ["color"]),
        ("javascript", "html`color: red`;", []),
        ("python", "css = 'color: red'", []),
    ],
)
def test_style_sheets_are_found_in_markup_and_code(language, text, names):
    sheets = style_sheets_of(SyntaxTree(language, text))

    assert [statement.name for sheet in sheets for statement in sheet.statements] == names
