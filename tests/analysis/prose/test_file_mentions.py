"""Files that are named in prose, and whether a place in them is meant."""

import pytest

from tinyarms_daemon.analysis.prose.comment_prose import comment_prose_of
from tinyarms_daemon.analysis.prose.file_mentions import MENTION, mentions_in
from tinyarms_daemon.analysis.prose.mention_sense import Sense, sense_of
from tinyarms_daemon.analysis.prose.prose import Prose
from tinyarms_daemon.analysis.prose.sentences import is_running_text, sentence_around
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def prose(text: str, language: str = "typescript") -> Prose:
    (found,) = comment_prose_of(SyntaxTree(language, text), MENTION)
    return found


def named(text: str) -> list[tuple[str, int | None, int | None]]:
    tree = SyntaxTree("typescript", f"// {text}\n")
    return [
        (each.path, each.line, each.last_line)
        for found in comment_prose_of(tree, MENTION)
        for each in mentions_in(found)
    ]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("see client.ts.", [("client.ts", None, None)]),
        ("see `src/http/client.ts`", [("src/http/client.ts", None, None)]),
        ("(../client.ts)", [("../client.ts", None, None)]),
        ("client.ts:42", [("client.ts", 42, None)]),
        ("client.ts:42-50", [("client.ts", 42, 50)]),
        ("client.ts#L42-L50", [("client.ts", 42, 50)]),
        ("app/[slug]/(shop)/page.tsx", [("app/[slug]/(shop)/page.tsx", None, None)]),
        ("a.test.ts and b.d.ts", [("a.test.ts", None, None), ("b.d.ts", None, None)]),
        ("served at /client.ts, and in /src/client.ts", [("/src/client.ts", None, None)]),
        ("client.ts:retry", [("client.ts", None, None)]),
        ("client.ts:retry*", []),
        ("client.ts::retry", [("client.ts", None, None)]),
        ("client.ts#Client.retry()", [("client.ts", None, None)]),
        ("https://example.org/client.ts", []),
        ("*.ts and {a,b}.ts and src/**/a.ts", []),
        ("client.tsxx client.ts.bak client.ts/", []),
        ("Node.js and Vue.js", []),
        ("console.log(x.js())", []),
        ("a/" * 300 + "b", []),
        ("[" * 300, []),
    ],
)
def test_names_of_files_are_told_from_other_words(text, mentions):
    assert named(text) == mentions


def test_comments_one_below_the_other_are_one_text():
    found = prose("// The first line says\n// what client.ts does.\n")

    assert found.text == "The first line says\nwhat client.ts does."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("typescript", "/**\n * See client.ts\n */\n"),
        ("python", '"""See client.ts\n"""\n'),
        ("python", "def f():\n    '''\n    See client.ts\n    '''\n"),
        ("css", "/* See client.ts */\n"),
        ("html", "<!-- See client.ts -->\n"),
        ("rust", "/// See client.ts\n"),
        ("bash", "# See client.ts\n"),
    ],
)
def test_the_marks_of_a_comment_are_no_part_of_it(language, text):
    found = prose(text, language)

    assert found.text.strip() == "See client.ts"
    assert "".join(text[place] for place in found.places) == found.text


def sense(text: str, *, in_document: bool = False, heads_file: bool = False) -> Sense:
    found = prose(f"/* {text} */")
    (mention, *_) = mentions_in(found)
    sentence = sentence_around(found, mention.span)
    if not is_running_text(found, mention.span):
        return Sense.WHOLE
    return sense_of(
        sentence, mention.path, least_words=2, in_document=in_document, heads_file=heads_file
    )


@pytest.mark.parametrize(
    "text",
    [
        "The limits are defined in client.ts, all of them.",
        "See client.ts for how often it is tried.",
        "Nothing is sent twice (see client.ts).",
        "This must match the limits of server.go and those in client.ts.",
        "Keep this in sync with client.ts.",
        "Set by client.ts after the first request.",
        "Copied from the version in {@code client.ts}.",
        "Goes on as long as client.ts does, and longer.",
        "client.ts retries, so nothing is lost here.",
        "The client.ts rules hold for all of them.",
        "See the comment at the top of client.ts.",
        "When the first try fails, client.ts's loop goes on.",
        "The listener (client.ts) keeps on working.",
        "See client.ts for an example of `retry`.",
        "When that fails, edit client.ts so that it gives up.",
        "client.ts retry() expects a number here.",
        "client.ts must share its limits with this.",
        "@tries: how often it is tried, see client.ts",
        "Please modify client.ts to add one more.",
        "Any limit should be added to the table in client.ts as well.",
        "Mirrors what is said by the test (client.ts) of limits.",
        "The guard is kept for symmetry with client.ts.",
        "For what a client does, see client.ts.",
        "See client.ts for an example of how to try once more.",
        "More is said for those who wait, see client.ts or server.ts for details.",
        "How often one tries is covered by the tests in client.ts.",
    ],
)
def test_what_is_in_a_file_stands_on_a_line(text):
    assert sense(text) is Sense.PART


def test_what_a_session_in_a_docstring_prints_is_no_running_text():
    text = '"""Waits.\n\nSo does client.py.\n\n>>> wait(3)\nretried in client.py, as set\n"""\n'
    found = prose(text, "python")

    assert [is_running_text(found, each.span) for each in mentions_in(found)] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "Run client.ts before all of this.",
        "Generated by client.ts from a table.",
        "Depends on client.ts for all requests.",
        "Rename client.ts to something else one day.",
        "This should really be in client.ts one day.",
        "Nothing in client.ts knows of this place.",
        "client.ts is the entry point of it all.",
        "client.ts: everything that speaks HTTP",
        "A wrapper around client.ts that counts.",
        "Builds on top of client.ts and counts.",
        "If a file named client.ts is there, it is read.",
        "The client.ts script is a wrapper of the server.",
        "The limits are saved to client.ts by the server.",
        "TODO: move this to client.ts",
        "Limits, written by: client.ts",
        "client.ts contains helpers for the server.",
        "This should probably move to client.ts",
        "Generated file - update the limits in client.ts instead.",
        "Use this instead of client.ts in all tests.",
        "The limits (think client.ts) are not the point here.",
        "Verify that client.ts runs and retries.",
        "The copied client.ts should still be there.",
        "To serve files like client.ts automatically, ask for them.",
        "Unlike client.ts, this gives up at once.",
        "const a = client.ts; // and so on",
        "| client.ts | everything that is in HTTP |",
        "$ node client.ts to see what is in it",
        "go:generate go run tools/make.go from client.ts into the tables",
        "TODO: base the limits on client.ts",
        "It may be better located in client.ts with the others.",
        "client.ts cannot be loaded without a server.",
        "The former client.ts had limits of its own.",
        "File : client.ts Author : somebody",
        "The limits are tested with -l \\\n client.ts and so on",
        "assert limits('client.ts never says any')",
        "Headers (<server.h>, <client.h>) are looked up here.",
        "@import Client from './client.ts' and so on",
        "Relative to the folder, e.g. 'client.ts' here.",
        "See client.ts and server.ts",
        "--- client.ts functions for limits ---",
        "Name: client.ts Purpose: limits",
        "Lives here rather than client.ts, since tests load that anew.",
        "Key source paths: `src/limits/`, `src/client.ts`",
        "Imports between this file and client.ts would be a circle.",
        "All of the work is done by client.ts in the end.",
        "This type cannot be moved into client.ts for now.",
        "Before this was split out of client.ts, that was longer.",
        "Helpers go to a sibling file (e.g. `client.ts`) instead.",
        "`src/` — all that a client does (client.ts) and more",
        "These limits and the client.ts module will be removed one day.",
        "Moved here from client.ts to have them together.",
        "They were originally defined in client.ts, with the others.",
        "Here only since client.ts doesn't compile without it.",
        "This is too complex to belong in client.ts by now.",
        "Verify client.ts will fail when a limit is there.",
        "Kept, since these are parsed from client.ts as they are.",
        "How often is told by what tries (client.ts for pages, http.ts for all else, etc.).",
        "This is of no concern to the script (client.ts) that tries.",
    ],
)
def test_a_file_as_a_whole_has_no_line(text):
    assert sense(text) is Sense.WHOLE


@pytest.mark.parametrize(
    "text",
    [
        "The output of client.ts is what counts here.",
        "It works closely with client.ts and waits.",
        "These are the arguments to client.ts when it begins.",
        "This relies on client.ts, and there is not much to say.",
        "It was made for client.ts, so take care.",
        "Refactor client.ts to avoid this.",
        "See examples/client.ts for an example.",
        "For an example, see :ref:`examples/client.ts <more>`.",
        "Tests for the limits that are set in client.ts.",
        "The limits are read via client.ts and kept.",
        "Tests for the limits of requests in client.ts",
        "See test_client.ts for an example.",
        "One must know all the limits in client.ts for that.",
    ],
)
def test_what_may_be_of_the_whole_file_is_of_a_part_where_it_names_one(text):
    assert sense(text) is Sense.NAMED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Limits of requests. Some of them are set in client.ts", Sense.PART),
        ("For more about limits, see client.ts.", Sense.NAMED),
        ("Limits. See the comment in client.ts for why.", Sense.PART),
        ("The limits are read by the parser in client.ts, one by one.", Sense.PART),
        ("Limits. client.ts reads them once a day.", Sense.NAMED),
        ("Limits. client.ts reads `most_tries` once a day.", Sense.PART),
        ("The public limits get included in client.ts as they are.", Sense.NAMED),
        ("The limits are those of `retry` in client.ts, and more.", Sense.PART),
        ("Limits. See client.ts for a comment on why they are.", Sense.PART),
    ],
)
def test_what_speaks_for_a_file_speaks_of_others_as_a_whole(text, expected):
    assert sense(text, heads_file=True) is expected


def test_where_something_lives_a_document_says_of_the_whole_file():
    assert sense("The client lives in client.ts.", in_document=True) is Sense.NAMED
    assert sense("The client lives in client.ts.") is Sense.PART


def test_a_list_of_a_document_says_what_each_file_is_for():
    text = "Limits (client.ts): how often it is tried"

    assert sense(text, in_document=True) is Sense.WHOLE


def test_a_document_that_only_points_at_a_file_leads_to_all_of_it():
    whole = sense("See client.ts for how a client is made.", in_document=True)
    told = sense("The limits (see client.ts) are those of the server.", in_document=True)

    assert (whole, told) == (Sense.NAMED, Sense.PART)


def test_documents_tell_people_where_to_change_something():
    text = "Set your own limits in client.ts and go on."

    assert sense(text, in_document=True) is Sense.PART


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", '#!/usr/bin/env python3\n"""As in client.ts."""\nA = 1\n', True),
        ("python", "# As in client.ts.\n\nimport os\n", True),
        ("python", "# As in client.ts.\nA = 1\n", False),
        ("python", 'import os\n"""As in client.ts."""\n', False),
        ("go", "// Limits, as in client.ts.\n\npackage shop\n", True),
        ("go", "package shop\n\n// Limits, as in client.ts.\nvar limit = 1\n", False),
        ("cpp", "#ifndef SHOP_H\n#define SHOP_H\n/* As in client.ts. */\n#include <a.h>\n", True),
        ("typescript", "/** As in client.ts. */\nexport function retry() {}\n", False),
        ("typescript", "/** As in client.ts. */\n\nimport { a } from './a';\n", True),
    ],
)
def test_a_comment_above_all_code_that_belongs_to_none_of_it_speaks_for_the_file(
    language, text, expected
):
    assert prose(text, language).heads_file is expected
