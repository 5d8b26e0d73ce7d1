"""The design tokens of a project: where they are defined, who can use them, how they look."""
