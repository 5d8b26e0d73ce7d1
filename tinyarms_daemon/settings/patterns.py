"""Patterns of paths to leave out, in gitignore's form."""

_LONGEST_PATTERN = 256
_WILDCARDS_IN_A_NAME = 3  # a matcher that backtracks takes time to this power, and worse with more
_DEPTH_WILDCARDS = 4


def read_pattern(value: object) -> str:
    """A line as in a .gitignore file, simple enough to be matched fast.

    A stranger's repository may hold such patterns; a dozen wildcards in a name would keep a
    matcher busy for years. Raises ValueError that says what must be.
    """
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("must be a pattern in one line, as in .gitignore, such as 'vendor/**'.")
    if len(value) > _LONGEST_PATTERN:
        raise ValueError(f"must be at most {_LONGEST_PATTERN} characters long.")
    names = value.split("/")
    wildcards = max((name.count("*") for name in names if name != "**"), default=0)
    if wildcards > _WILDCARDS_IN_A_NAME or names.count("**") > _DEPTH_WILDCARDS:
        raise ValueError(
            f"must be simpler: at most {_WILDCARDS_IN_A_NAME} * between two slashes, "
            f"and {_DEPTH_WILDCARDS} ** in all."
        )
    return value
