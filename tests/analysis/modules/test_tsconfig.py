"""Which aliases a tsconfig or a jsconfig has for which files."""

import pytest

from tinyarms_daemon.analysis.modules.tsconfig import Configs, is_chosen
from tinyarms_daemon.analysis.modules.tsconfig_file import learn_config

PATHS = '"compilerOptions": {"paths": {"@/*": ["./src/*"]}}'


def aliases(path: str, files: dict[str, str], packages: dict[str, str] | None = None):
    """Pattern and targets of the aliases that hold in a file."""
    learned = {name: learn_config(text) for name, text in files.items()}
    found = Configs(learned, packages or {}).aliases_for(path)
    return [(alias.pattern, alias.targets) for alias in found]


HERE = [("@/*", ("src/*",))]


@pytest.mark.parametrize(
    ("rest", "path", "found"),
    [
        ("", "src/a.ts", HERE),
        ("", "tools/deep/a.tsx", HERE),
        ("", "node_modules/a/b.ts", []),
        ("", "src/a.js", []),
        (', "include": ["src"]', "src/deep/a.ts", HERE),
        (', "include": ["src"]', "srcs/a.ts", []),
        (', "include": ["src/**/*.ts"]', "src/deep/a.ts", HERE),
        (', "include": ["src/**/*.ts"]', "src/deep/a.tsx", []),
        (', "include": ["src"], "exclude": ["**/*.test.ts"]', "src/a.test.ts", []),
        (', "include": ["src"], "exclude": ["src/old"]', "src/old/a.ts", []),
        (', "files": ["src/main.ts"]', "src/deep/a.ts", HERE),
        (', "files": ["src/main.ts"]', "test/a.ts", []),
        (', "files": []', "src/a.ts", []),
    ],
)
def test_an_alias_holds_in_the_files_that_its_config_includes(rest, path, found):
    assert aliases(path, {"tsconfig.json": f"{{{PATHS}{rest}}}"}) == found


@pytest.mark.parametrize(
    ("name", "options", "is_taken"),
    [
        ("jsconfig.json", "", True),
        ("tsconfig.json", '"allowJs": true,', True),
        ("tsconfig.json", '"checkJs": true,', True),
        ("tsconfig.json", "", False),
    ],
)
def test_scripts_belong_to_a_config_that_takes_them(name, options, is_taken):
    said = f'{{"compilerOptions": {{{options} "paths": {{"@/*": ["./src/*"]}}}}}}'

    assert bool(aliases("src/a.js", {name: said})) is is_taken


def test_paths_begin_where_base_url_is_or_where_they_are_written():
    base = '{"compilerOptions": {"baseUrl": "./src", "paths": {"@/*": ["lib/*"]}}}'
    child = '{"extends": "../../base/tsconfig.json"}'
    files = {"base/tsconfig.json": base, "apps/web/tsconfig.json": child}

    assert aliases("apps/web/a.ts", files) == [
        ("@/*", ("base/src/lib/*",)),
        ("*", ("base/src/*",)),
    ]


def test_what_a_config_says_itself_counts_more_than_what_it_extends():
    files = {
        "tsconfig.json": '{"extends": ["./tsconfig.a", "./tsconfig.b.json"]}',
        "tsconfig.a.json": '{"compilerOptions": {"paths": {"a/*": ["a/*"]}}, "include": ["a"]}',
        "tsconfig.b.json": '{"compilerOptions": {"paths": {"b/*": ["b/*"]}}}',
    }

    assert aliases("a/x.ts", files) == [("b/*", ("b/*",))]
    assert aliases("b/x.ts", files) == []


def test_a_config_of_a_package_of_the_project_can_be_extended():
    files = {
        "apps/web/tsconfig.json": '{"extends": "@shop/config"}',
        "packages/config/tsconfig.json": (
            '{"compilerOptions": {"paths": {"~/*": ["${configDir}/src/*"]}}}'
        ),
    }

    found = aliases("apps/web/src/a.ts", files, {"@shop/config": "packages/config"})

    assert found == [("~/*", ("apps/web/src/*",))]


def test_configs_that_extend_each_other_come_to_an_end():
    files = {
        "tsconfig.json": f'{{"extends": "./tsconfig.b.json", {PATHS}}}',
        "tsconfig.b.json": '{"extends": "./tsconfig.json"}',
    }

    assert aliases("src/a.ts", files) == HERE


def test_the_nearest_config_that_includes_a_file_counts():
    files = {
        "tsconfig.json": f"{{{PATHS}}}",
        "apps/tsconfig.json": (
            '{"compilerOptions": {"paths": {"#/*": ["./*"]}}, "include": ["web"]}'
        ),
    }

    assert aliases("apps/web/a.ts", files) == [("#/*", ("apps/*",))]
    assert aliases("apps/other/a.ts", files) == HERE


def test_references_are_followed_to_the_config_that_includes_a_file():
    files = {
        "tsconfig.json": (
            '{"files": [], "references": [{"path": "./tsconfig.app.json"}, {"path": "lib"}]}'
        ),
        "tsconfig.app.json": f'{{{PATHS}, "include": ["src"]}}',
        "lib/tsconfig.json": (
            '{"compilerOptions": {"paths": {"%/*": ["./*"]}}, "include": ["../shared"]}'
        ),
    }

    assert aliases("src/a.ts", files) == HERE
    assert aliases("shared/a.ts", files) == [("%/*", ("lib/*",))]


def test_a_base_that_is_there_for_paths_only_is_no_alias():
    files = {"tsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["src/*"]}}}'}

    assert aliases("src/a.ts", files) == HERE
    assert aliases("a.ts", {"tsconfig.json": '{"compilerOptions": {"baseUrl": "."}}'}) == [
        ("*", ("*",))
    ]


def test_what_a_config_builds_is_not_included():
    said = '{"compilerOptions": {"outDir": "./built", "paths": {"@/*": ["./src/*"]}}}'

    assert aliases("src/a.ts", {"tsconfig.json": said}) == HERE
    assert aliases("built/a.ts", {"tsconfig.json": said}) == []


def test_a_star_alone_stands_for_every_name():
    said = '{"compilerOptions": {"paths": {"*": ["./src/*"]}}}'

    assert aliases("src/a.ts", {"tsconfig.json": said}) == [("*", ("src/*",))]


@pytest.mark.parametrize(
    ("path", "pattern", "is_in"),
    [
        ("src/a.ts", "src", True),
        ("src/a.ts", "src/*", True),
        ("src/deep/a.ts", "src/*", True),
        ("src/a.ts", "**/*", True),
        ("a.ts", "**/*", True),
        ("a/b/node_modules/c.ts", "**/node_modules", True),
        ("src/a.test.ts", "**/*.test.ts", True),
        ("src/atest.ts", "**/*.test.ts", False),
        ("src/a.ts", "src/?.ts", True),
        ("src/ab.ts", "src/?.ts", False),
        ("src/a.ts", "*" * 40, False),
    ],
)
def test_patterns_choose_files_and_folders(path, pattern, is_in):
    assert is_chosen(path, pattern) is is_in
