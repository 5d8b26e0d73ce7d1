"""Markdown: what is read, where it stands, and what is a comment."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.prose.markdown import markdown_comments_of, prose_of
from tinyarms_daemon.analysis.prose.prose import ProseKind

EVERYTHING = re.compile(r"\S")
MARKS = st.sampled_from(
    [
        *"ab \n`*_[]()<>!#|-\\&;:.\r\t",
        "\n\n",
        "```\n",
        "<!--",
        "-->",
        "a.py",
        "](",
        "&amp;",
        "> ",
        "é",
    ]
)


def document(text: str) -> Document:
    return Document("markdown", text)


def proses(text: str):
    return list(prose_of(document(text), EVERYTHING))


def texts(text: str) -> list[str]:
    return [each.text for each in proses(text)]


def test_marks_are_not_read():
    found = texts("A **bold** word, `code` and [a label](target.md).\n")

    assert found == ["A bold word, code and a label."]


def test_a_paragraph_that_begins_bold_is_read_to_its_end():
    found = texts("**Bold** words,\nand `code` on the *second* line.\n")

    assert found == ["Bold words,\nand code on the second line."]


def test_an_escape_is_read_as_what_it_stands_for():
    found = texts("See my\\_file.py &amp; more\n")

    assert found == ["See my_file.py & more"]


def test_blocks_of_code_and_the_front_matter_are_no_prose():
    found = texts("---\ntitle: x\n---\n\n```\nfenced\n```\n\n    indented\n\nread\n")

    assert found == ["read"]


def test_each_character_has_its_place_in_quotes_lists_and_tables():
    text = "> - one *two*\n>   three\n\n| a | b |\n|---|---|\n| `x` | y |\n\n# Head #\n"

    for each in proses(text):
        assert "".join(text[place] for place in each.places) == each.text


def test_a_cell_is_told_from_a_paragraph_and_a_heading():
    found = proses("# Head\n\n| cell |\n|---|\n\ntext\n")

    assert [(each.kind, each.text) for each in found] == [
        (ProseKind.HEADING, "Head"),
        (ProseKind.CELL, "cell"),
        (ProseKind.PARAGRAPH, "text"),
    ]


def test_prose_knows_the_headings_it_stands_under():
    found = proses("# One\n\n## Two\n\na\n\n# Three\n\nb\n")

    assert [each.headings for each in found if each.kind is ProseKind.PARAGRAPH] == [
        ("One", "Two"),
        ("Three",),
    ]


def test_what_is_set_as_code_is_known():
    (found,) = proses("call `` x ` y `` now\n")

    assert [found.text[slice(*span)] for span in found.code] == ["x ` y"]


@pytest.mark.parametrize(
    "text",
    [
        "go [to `a`](src/a.ts#L4) now\n",
        'go [to `a`](src/a.ts#L4 "title (x)") now\n',
        "go [*to* `a`]( <src/a.ts#L4> ) now\n",
    ],
)
def test_a_link_knows_its_label_and_where_its_target_is_written(text):
    (found,) = proses(text)
    (link,) = found.links

    assert found.text == "go to a now"
    assert found.text[slice(*link.label)] == "to a"
    assert text[slice(*link.target_places)] == link.target == "src/a.ts#L4"


def test_a_link_by_reference_knows_where_it_leads():
    (found,) = proses("go [there][x] now\n\n[x]: src/a.ts#L4\n")

    assert found.text == "go there now"
    assert [link.target for link in found.links] == ["src/a.ts#L4"]


def test_comments_are_found_in_blocks_lines_and_lists():
    text = "<!-- one -->\n\ntext <!-- two --> text\n\n- item\n  <!-- three\n  lines -->\n"

    spans = markdown_comments_of(document(text))

    assert [text[slice(*span)] for span in spans] == [
        "<!-- one -->",
        "<!-- two -->",
        "<!-- three\n  lines -->",
    ]


def test_a_comment_in_a_block_of_code_is_none():
    assert markdown_comments_of(document("```html\n<!-- no -->\n```\n\n`<!-- no -->`\n")) == ()


@pytest.mark.parametrize(
    "comment",
    [
        "[//]: # (one)",
        '[//]: # "one"',
        "[comment]: <> (one)",
        "[//]:# 'one [two] (three)'",
    ],
)
def test_a_definition_of_a_link_that_leads_nowhere_is_a_comment(comment: str):
    text = f"# Head\n\n{comment}\nread\n\n- item\n\n  {comment}\n"

    spans = markdown_comments_of(document(text))

    assert [text[slice(*span)] for span in spans] == [comment, comment]


@pytest.mark.parametrize(
    "text",
    [
        "[there]: https://example.org (a title)\n",
        "[there]: #below (a title)\n",
        "A paragraph\n[//]: # (goes on here)\n",
        "```\n[//]: # (code)\n```\n",
        "    [//]: # (code)\n",
    ],
)
def test_what_leads_somewhere_or_is_shown_is_no_comment(text: str):
    assert markdown_comments_of(document(text)) == ()


@given(st.lists(MARKS, max_size=60).map("".join))
def test_places_lie_within_the_text_in_order(text):
    for each in proses(text):
        assert list(each.places) == sorted(each.places)
        assert len(each.places) == len(each.text)
        assert all(0 <= place < max(len(text), 1) for place in each.places)


@given(st.lists(MARKS, max_size=60).map("".join))
def test_comments_begin_and_end_as_comments_do(text):
    for start, end in markdown_comments_of(document(text)):
        assert text[start:].startswith("<!--")
        assert text[:end].endswith(("-->", "->", ">"))
