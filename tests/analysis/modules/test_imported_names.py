"""Which library a name of a file is of."""

import pytest

from tinyarms_daemon.analysis.modules.imported_names import libraries_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


@pytest.mark.parametrize(
    ("language", "text", "libraries"),
    [
        (
            "python",
            (
                "import os.path\nimport numpy as np\nfrom html.parser import HTMLParser as Parser\n"
                "from . import own\nfrom typing import Any\n"
            ),
            {"os": "os", "np": "numpy", "Parser": "html"},
        ),
        (
            "typescript",
            (
                'import fs, { join as j } from "node:path";\nimport * as own from "./own";\n'
                'const { parse } = require("yaml");\nconst size = 3;\n'
            ),
            {"fs": "node:path", "j": "node:path", "join": "node:path", "parse": "yaml"},
        ),
        (
            "go",
            'package a\n\nimport (\n\t"encoding/json"\n\tpb "example.org/rpc/v2"\n\t"fmt"\n)\n',
            {"json": "encoding/json", "pb": "example.org/rpc/v2"},
        ),
        ("css", "a { color: red }", {}),
    ],
)
def test_each_import_binds_names(language: str, text: str, libraries: dict[str, str]) -> None:
    assert libraries_of(SyntaxTree(language, text)) == libraries
