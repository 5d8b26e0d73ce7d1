import pytest

from tinyarms_daemon.analysis.file_roles import defines_tokens, is_migration, is_test


@pytest.mark.parametrize(
    "path",
    [
        *("tests/test_a.py", "test_a.py", "a_test.go", "src/__tests__/a.ts", "src/a.test.tsx"),
        *("src/a.spec.js", "conftest.py", "src/test/java/CartTest.java", "a.stories.tsx"),
        *("cypress/a.ts", "Cart/CartTests.cs", "fixtures/a.json.ts", "src/tests.rs"),
        *(
            "kinto/core/testing.py",
            "borg/testsuite/a.py",
            "src/test_helpers/a.ts",
            "TestData/a.cs",
            "tests-support/a.go",
            "benchmarks/dispatch.py",
            "packages/core/bench/run.ts",
            "src/geometry.bench.ts",
            "scripts/bench_scan.py",
        ),
    ],
)
def test_some_paths_are_those_of_tests(path):
    assert is_test(path)


@pytest.mark.parametrize(
    "path",
    [
        "src/contest.py",
        "latest/a.py",
        "test_runner/a.py",
        "testimonials/a.tsx",
        "src/testimony.ts",
        "attestation.go",
        "src/workbench/panel.ts",
        "benchmark.py",
        "a.py",
    ],
)
def test_other_paths_only_look_like_them(path):
    assert not is_test(path)


@pytest.mark.parametrize(
    "path",
    [
        *("src/theme.ts", "src/theme/colors.ts", "styles/_variables.scss", "tokens/base.css"),
        *("tailwind.config.js", "src/darkTheme.ts", "themes/dark/button.css", "palette.py"),
        *(
            "src/theme/index.ts",
            "src/Button.theme.ts",
            "brand-colors.css",
            "design-tokens/a/b.ts",
            "app/Colors.swift",
        ),
    ],
)
def test_some_paths_are_those_of_tokens(path):
    assert defines_tokens(path)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "src/ThemeToggle.tsx",
            "src/useTheme.ts",
            "src/ColorPicker.tsx",
            "src/theme/Navbar/index.tsx",
            "a.css",
        ),
        *("src/color-palette/index.tsx", "src/styles/button.css", "vite.config.ts"),
        *("src/AccessToken.js", "pages/api-tokens.tsx", "auth/refresh_token.py"),
    ],
)
def test_other_paths_only_use_them(path):
    assert not defines_tokens(path)


@pytest.mark.parametrize(
    "path",
    [
        *("shop/migrations/0001_initial.py", "alembic/versions/b74907136bc1_add_keys.py"),
        *("db/migrate/20240311_add_users.rb", "migrations/versions/0012.py"),
        "src/migrations/1699999999999-CreateUsers.ts",
    ],
)
def test_some_paths_are_those_of_migrations(path):
    assert is_migration(path)


@pytest.mark.parametrize(
    "path", ["django/db/migrations/autodetector.py", "api/versions/v2.py", "0001_initial.py"]
)
def test_others_are_code_that_deals_with_migrations_or_versions(path):
    assert not is_migration(path)
