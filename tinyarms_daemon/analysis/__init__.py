"""Source text to syntax tree to observations. Pure; the one home of tree-sitter."""
