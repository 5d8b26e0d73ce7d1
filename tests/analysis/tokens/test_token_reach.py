"""Which files can use which tokens, and what colors of numbers are worth."""

import pytest

from tinyarms_daemon.analysis.styles.built_colors import built_color
from tinyarms_daemon.analysis.tokens.token_reach import is_of_one_package, reaches


@pytest.mark.parametrize(
    ("token", "user", "expected"),
    [
        ("src/theme.css", "src/a/b.tsx", True),
        ("styles/tokens.css", "apps/shop/src/a.css", True),
        ("packages/ui/tokens.css", "apps/shop/src/a.css", True),
        ("apps/shop/tokens.css", "apps/shop/src/a.css", True),
        ("apps/shop/tokens.css", "apps/desk/src/a.css", False),
        ("apps/shop/tokens.css", "packages/ui/a.css", False),
        ("examples/one/theme.css", "examples/one/a.css", True),
        ("examples/one/theme.css", "examples/two/a.css", False),
        ("src/theme.css", "examples/one/a.css", False),
        ("src/theme.css", "docs/site.css", False),
        ("docs/theme.css", "src/a.css", False),
        ("src/docs/theme.css", "src/a.css", True),
        ("app/globals.css", "app/docs/page.tsx", True),
        ("src/theme.css", "src/plot.py", False),
        ("src/colors.py", "src/plot.py", True),
        ("design/tokens.json", "src/plot.py", True),
        ("themes/kelp/kelp.css", "themes/material/main/nav.scss", False),
        ("themes/kelp/kelp.css", "themes/kelp/main/nav.scss", True),
        ("themes/base/tokens.css", "themes/material/nav.scss", True),
        ("themes/dark.css", "themes/material/nav.scss", True),
        ("themes/kelp/kelp.css", "themes/dark.scss", False),
        ("themes/base/tokens.css", "themes/dark.scss", True),
        ("themes/kelp/kelp.css", "components/nav.scss", True),
    ],
)
def test_a_token_reaches_the_files_of_its_program(token, user, expected):
    assert reaches(token, False, user) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("packages/kit/a.css", "packages/site/b.css", False),
        ("packages/kit/a.css", "packages/kit/src/b.css", True),
        ("theme.css", "packages/kit/b.css", True),
        ("packages/kit/demo/a.css", "packages/kit/b.css", True),
        ("packages/kit/a.css", "packages/kit-icons/b.css", False),
    ],
)
def test_packages_beside_each_other_are_two(one, other, expected):
    packages = {"", "packages/kit", "packages/kit/demo", "packages/kit-icons", "packages/site"}
    assert is_of_one_package(one, other, packages) is expected
    assert is_of_one_package(other, one, packages) is expected
    assert is_of_one_package(one, other, set())


def test_a_local_token_reaches_its_own_file():
    assert reaches("a.scss", True, "a.scss")
    assert not reaches("a.scss", True, "b.scss")


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("0x3b82f6", "#3b82f6ff"),
        ("color.RGBA{R: 255, G: 0, B: 0, A: 128}", "#ff000080"),
        ("color.RGBA{255, 0, 0, 255}", "#ff0000ff"),
        ("Color(red: 0.1, green: 0.2, blue: 0.3)", "#1a334cff"),
        ("UIColor(red: 1, green: 0, blue: 0, alpha: 0.5)", "#ff000080"),
        ("QColor(1, 2, 3)", "#010203ff"),
        ("Color(hex: 0x112233)", "#112233ff"),
        ("Color(hue: 1, saturation: 1, brightness: 1)", None),
        ("color.RGBA{R: 300, G: 0, B: 0, A: 255}", None),
        ("color.RGBA{r, g, b, 255}", None),
        ("color.Gray{128}", None),
        ("Color()", None),
        ("#fff", None),
    ],
)
def test_colors_that_code_builds_are_worth_what_a_screen_shows(text, color):
    assert built_color(text) == color
