"""Modules and what they import from each other: files, aliases, cycles."""
