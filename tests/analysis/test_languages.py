import pytest

from tinyarms_daemon.analysis.languages import (
    ALL_LANGUAGES,
    LanguageKind,
    kind_of,
    language_of,
    may_be_source,
)


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a.py", "python"),
        ("src/stubs.pyi", "python"),
        ("a.js", "javascript"),
        ("a.jsx", "javascript"),
        ("a.mjs", "javascript"),
        ("a.cjs", "javascript"),
        ("a.ts", "typescript"),
        ("a.d.ts", "typescript"),
        ("a.mts", "typescript"),
        ("a.cts", "typescript"),
        ("a.tsx", "tsx"),
        ("a.go", "go"),
        ("A.java", "java"),
        ("a.h", "cpp"),
        ("a.c", "cpp"),
        ("a.hpp", "cpp"),
        ("a.cs", "csharp"),
        ("a.php", "php"),
        ("a.sh", "bash"),
        (".bashrc", "bash"),
        ("a.rs", "rust"),
        ("a.swift", "swift"),
        ("a.css", "css"),
        ("a.scss", "scss"),
        ("a.less", "less"),
        ("a.html", "html"),
        ("src/Menu.vue", "html"),
        ("src/Menu.svelte", "html"),
        ("A.PY", "python"),
        ("we ird\n'na\"me 💥.py", "python"),
        ("-rf.ts", "typescript"),
        ("a.txt", None),
        ("py", None),
        (".py", None),
        ("folder.py/readme", None),
    ],
)
def test_a_name_says_the_language(path, language):
    assert language_of(path, None) == language


@pytest.mark.parametrize(
    ("first_line", "language"),
    [
        (b"#!/usr/bin/env python3", "python"),
        (b"#!/usr/bin/python3.11 -u", "python"),
        (b"#! /bin/sh", "bash"),
        (b"#!/bin/bash -e\r", "bash"),
        (b"#!/usr/bin/env -S node --no-warnings", "javascript"),
        (b"#!/usr/bin/env FOO=1 deno run", "typescript"),
        (b"#!/usr/bin/perl", None),
        (b"# no shebang", None),
        (b"", None),
        (b"\xff\xfe\x00", None),
        (b"#!\xff\xfe", None),
    ],
)
def test_the_first_line_says_the_language_of_a_file_without_a_suffix(first_line, language):
    assert language_of("bin/tool", first_line) == language


def test_a_suffix_counts_more_than_a_shebang():
    assert language_of("tool.rs", b"#!/bin/sh") == "rust"


def test_a_translation_catalog_is_no_typescript():
    assert language_of("de.ts", b'<?xml version="1.0"?>') is None


@pytest.mark.parametrize("path", ["a.py", "tool", "bin/tool", ".bashrc"])
def test_what_may_be_source_is_looked_into(path):
    assert may_be_source(path)


@pytest.mark.parametrize("path", ["a.png", "a.lock", "x.py.bak", ".gitignore"])
def test_what_is_certainly_no_source_is_not_looked_into(path):
    assert not may_be_source(path)


def test_every_language_has_a_kind():
    kinds = {language: kind_of(language) for language in sorted(ALL_LANGUAGES)}

    assert kinds["python"] is LanguageKind.CODE
    assert kinds["scss"] is LanguageKind.STYLE
    assert kinds["html"] is LanguageKind.MARKUP
