"""The relative specifiers that a file imports."""

import pytest

from tinyarms_daemon.analysis.modules.module_files import (
    climbs,
    resolve_module,
    stem_of,
    target_base,
)
from tinyarms_daemon.analysis.modules.relative_imports import relative_imports_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def specifiers(text: str) -> list[str]:
    return [each.specifier for each in relative_imports_of(SyntaxTree("typescript", text))]


@pytest.mark.parametrize(
    "text",
    [
        'import a from "../a";',
        'import "../a";',
        'import type { A } from "../a";',
        'import a = require("../a");',
        'export * from "../a";',
        'export { b as c } from "../a";',
        'const a = require("../a");',
        'const a = require("../a").default;',
        'const a = await import("../a");',
        "const a = import(`../a`);",
        'const a = import(/* name */ "../a");',
        'type A = typeof import("../a");',
        'jest.mock("../a", () => ({}));',
        'vi.mock("../a");',
        'jest.requireActual("../a");',
        'vi.importActual("../a");',
        'require.resolve("../a");',
        'jest.mock<typeof import("b")>("../a", () => ({}));',
        'const a = await vi.importActual<typeof import("b")>("../a");',
    ],
)
def test_everything_that_names_a_module_is_found(text):
    assert specifiers(text) == ["../a"]


def test_a_module_is_found_behind_what_the_grammar_does_not_understand():
    text = (
        "vi.mock('b', async (original) => {\n"
        "  const actual = await original<typeof import('b')>()\n"
        "  return { S: () => isOpen ? (<div>{x}</div>) : null }\n"
        "})\n"
        "vi.mock(\n  '../a',\n  () => ({ C: () => <p onClick={x}>said '../c'</p> })\n)\n"
        "import { O } from '../d'\n"
    )
    tree = SyntaxTree("tsx", text)

    assert tree.has_errors
    assert [each.specifier for each in relative_imports_of(tree)] == ["../a", "../d"]


@pytest.mark.parametrize(
    "text",
    [
        'const a = "../a";',
        'readFile("../a");',
        'jest.fn("../a");',
        'mock("../a");',
        'jest.mock("b", "../a");',
        '// import "../a";',
        'declare module "../a" {}',
        'import a from "a";',
        "import(`../${name}`);",
    ],
)
def test_other_strings_name_no_module(text):
    assert specifiers(text) == []


@pytest.mark.parametrize(
    ("base", "file"),
    [
        ("src/a", "src/a.ts"),
        ("src/a.js", "src/a.ts"),
        ("src/b", "src/b/index.tsx"),
        ("src/b/index", "src/b/index.tsx"),
        ("src/c.service", "src/c.service.ts"),
        ("src/logo.svg", "src/logo.svg"),
        ("src/none", None),
        ("src/none.ts", None),
        ("node_modules/x/y.css", None),
    ],
)
def test_a_specifier_means_the_file_that_a_bundler_would_find(base, file):
    paths = {"src/a.ts", "src/b/index.tsx", "src/c.service.ts"}

    assert resolve_module(base, paths) == file


def test_all_specifiers_of_a_module_have_one_stem():
    assert {stem_of(base) for base in ("a/b", "a/b.ts", "a/b.js", "a/b/index.tsx", "a/b.d.ts")} == {
        "a/b"
    }


def test_what_leads_out_of_the_project_means_nothing():
    assert target_base("src/a.ts", "../../b") is None
    assert target_base("src/x/a.ts", "../b?raw") == "src/b"
    assert climbs("../../a/..") == 2
