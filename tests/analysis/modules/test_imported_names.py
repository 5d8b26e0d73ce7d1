"""Which names a file's imports bind."""

import pytest

from tinyarms_daemon.analysis.modules.imported_names import imported_names
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        (
            "python",
            (
                "import os.path\nimport numpy as np\nfrom html.parser import HTMLParser as Parser\n"
                "from . import own\nfrom typing import Any\n"
            ),
            {"os", "np", "Parser", "own", "Any"},
        ),
        (
            "typescript",
            (
                'import fs, { join as j } from "node:path";\nimport * as own from "./own";\n'
                'const { parse } = require("yaml");\nconst size = 3;\n'
            ),
            {"fs", "j", "join", "own", "parse"},
        ),
        (
            "javascript",
            (
                "const asserts = goog.require('goog.asserts');\n"
                "const {clamp} = goog.require('goog.math');\n"
                "const Size = goog.requireType('goog.math.Size');\n"
                "const later = goog.global('goog.later');\n"
            ),
            {"asserts", "clamp", "Size"},
        ),
        (
            "go",
            'package a\n\nimport (\n\t"encoding/json"\n\tpb "example.org/rpc/v2"\n\t"fmt"\n)\n',
            {"json", "pb", "fmt"},
        ),
        ("css", "a { color: red }", set()),
    ],
)
def test_each_import_binds_names(language: str, text: str, names: set[str]) -> None:
    assert imported_names(SyntaxTree(language, text)) == names
