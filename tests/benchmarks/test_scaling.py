"""What the table of sizes is measured on."""

import ast
from pathlib import Path

from benchmarks.scaling import copy_code


def test_code_for_the_table_of_sizes_is_whole_and_no_file_twice(tmp_path: Path) -> None:
    copy_code(tmp_path, 300)
    texts = [file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.py")]
    assert len(texts) == 300
    assert len(set(texts)) == 300
    assert all(ast.parse(text).body for text in texts)
