"""Expressions in the attributes of markup."""

import pytest

from tinyarms_daemon.analysis.bound_attributes import expressions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def _read(markup: str) -> list[str]:
    tree = SyntaxTree("html", markup)
    return [" ".join(each.tree.text.split()) for each in expressions_of(tree, lambda _: True)]


@pytest.mark.parametrize(
    ("attribute", "script"),
    [
        (""":fill="on ? 'red' : tone\"""", "fill= on ? 'red' : tone"),
        (""":style="{ color: tone }\"""", "style= { color: tone }"),
        ("""v-bind:stop-color="tone\"""", "stop_color= tone"),
        ("""[style.color]="tone\"""", "style.color= tone"),
        ("""@click="tone = 'red'\"""", "; tone = 'red'"),
        ("""(click)="open()\"""", "; open()"),
        ("""fill="{on ? 'red' : tone}\"""", "fill= on ? 'red' : tone"),
        ("""fill={on ? "red" : { tone }}""", 'fill= on ? "red" : { tone }'),
        ("""style:color={tone}""", "color= tone"),
    ],
)
def test_an_expression_is_read_as_what_its_attribute_is_set_to(attribute, script):
    assert _read(f"<i {attribute}></i>") == [script]


@pytest.mark.parametrize("attribute", ['title="red"', 'title="{{ red }}"', "disabled"])
def test_a_text_is_no_expression(attribute):
    assert _read(f"<i {attribute}></i>") == []


def test_an_expression_that_never_closes_ends_where_it_begins():
    assert _read("<i fill={tone ></i>") == ["fill="]


def test_places_count_from_the_attribute():
    markup = '<i class="a" :fill="tone + \'#fff\'"></i>'

    (expression,) = expressions_of(SyntaxTree("html", markup), lambda text: "#" in text)

    start = expression.span[0] + expression.tree.text.index("#fff")
    assert markup[start : start + 4] == "#fff"
