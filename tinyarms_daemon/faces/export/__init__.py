"""Findings as files: SARIF, CSV, Markdown and a page of HTML."""
