"""What a file is there for, by its path: tests, migrations, the definition of a design's tokens."""

import re
from functools import lru_cache

from tinyarms_daemon.analysis.identifier_words import word_set, words_of

_TEST_FOLDERS = word_set("""
    test tests testing testdata testutil testutils testsuite testsuites testcase testcases testlib
    testhelpers testsupport unittest unittests __tests__ spec specs __specs__ fixture fixtures
    __fixtures__ mock mocks __mocks__ e2e cypress playwright stories __stories__ snapshots
    __snapshots__ androidtest _tests _fixtures bench benches benchmark benchmarks
    """)
_FOR_TESTS = word_set(
    "suite suites case cases data util utils helper helpers support fixtures resources"
)
_TEST_NAME = re.compile(
    r"""(?:^|/)(?:
        (?:test|bench|benchmark)_[^/]* | conftest\.py | testing\.(?:go|py) | tests?\.(?:py|rs)
        | (?:tests?|spec)\.[cm]?[jt]sx? | [^/]*_tests?\.(?:py|rs)
        | [^/]*_(?:test|bench|benchmark)\.\w+
        | [^/]*[.-](?:test|tests|spec|specs|e2e|bench|cy|a11y|stories|story|fixture|mock)\.\w+
        | [^/]*(?:Test|Tests|Spec|TestCase|IT)\.(?:java|cs|php|swift|cpp|cc|kt)
    )$""",
    re.VERBOSE,
)
# What takes back how browsers show elements is the same in every project, whatever its tokens.
_RESET_NAME = re.compile(r"(?:^|[/._-])(?:normali[sz]e|sanitize|reset|reboot|preflight)\.\w+$")
_EXAMPLE_FOLDERS = word_set("example examples _example _examples")
_MIGRATION_FOLDERS = word_set("migrations migration migrate versions")
_NUMBERED = re.compile(r"v?\d{3,}[_-]|[0-9a-f]{10,}[_-]|\d{3,}\.\w+$", re.IGNORECASE)
_TOKEN_WORDS = word_set("""
    tokens token theme themes theming palette palettes colors colours colorscheme variables vars
    skin skins colormap colormaps cmaps swatches
    """)
_TOKEN_FOLDERS = word_set("tokens design-tokens themes palettes color-schemes colour-schemes")
# `useTheme`, a palette of commands, and the tokens by which somebody is known.
_OF_NO_TOKENS = word_set(
    "use command access api auth bearer csrf jwt login oauth personal refresh secret session"
)
# Folders of this name may hold components as well, further down.
_PARENT_FOLDERS = word_set("theme palette colors colours")
_CONFIGURATION_NAME = re.compile(
    r"(?:^|[._-])(?:tailwind|theme|uno|panda|windi)\.config(?:\.\w+)+$"
)


@lru_cache(maxsize=1024)
def is_test(path: str) -> bool:
    """Whether a file holds tests or benchmarks, or what these need."""
    *folders, _ = path.split("/")
    return any(map(_holds_tests, folders)) or bool(_TEST_NAME.search(path))


def _holds_tests(folder: str) -> bool:
    """`tests`, `integration_tests`, `Shop.UnitTests`, `test-helpers`"""
    words = words_of(folder)
    is_kind_of = len(words) > 1 and words[-1] in ("test", "tests") and words[0] != "ab"
    is_for_them = words[:1] in (("test",), ("tests",)) and words[-1] in _FOR_TESTS
    return folder.lower() in _TEST_FOLDERS or is_kind_of or is_for_them


def is_reset(path: str) -> bool:
    """Whether a style sheet's name says that it takes back how browsers show elements."""
    return bool(_RESET_NAME.search(path.lower()))


@lru_cache(maxsize=1024)
def is_example(path: str) -> bool:
    """Whether a file shows how something is used: each of these stands for itself."""
    return not _EXAMPLE_FOLDERS.isdisjoint(folder.lower() for folder in path.split("/")[:-1])


@lru_cache(maxsize=1024)
def is_migration(path: str) -> bool:
    """Whether a file is a step of a database's schema, by its folder and number: written once, and
    never changed for the sake of another."""
    *folders, name = path.lower().split("/")
    return any(folder in _MIGRATION_FOLDERS for folder in folders) and bool(_NUMBERED.match(name))


def is_product(path: str) -> bool:
    """Whether a file is code that may be written another way: no test and no migration."""
    return not (is_test(path) or is_migration(path))


@lru_cache(maxsize=1024)
def defines_tokens(path: str) -> bool:
    """Whether a file's name says that it defines colors, a theme or tokens."""
    name = path.rpartition("/")[2]
    if _CONFIGURATION_NAME.search(name):
        return True
    parts = map(words_of, name.lstrip("._").split(".")[:-1])  # `app-theme`, `Button.theme`
    is_named_so = any(
        part[-1] in _TOKEN_WORDS and _OF_NO_TOKENS.isdisjoint(part) for part in parts if part
    )
    return is_named_so or lies_among_tokens(path)


@lru_cache(maxsize=1024)
def lies_among_tokens(path: str) -> bool:
    """Whether a file's folder says that its files define colors, a theme or tokens."""
    folders = [folder.lower() for folder in path.split("/")[:-1]]
    parent = folders[-1] if folders else ""
    return parent in _PARENT_FOLDERS or not _TOKEN_FOLDERS.isdisjoint(folders)
