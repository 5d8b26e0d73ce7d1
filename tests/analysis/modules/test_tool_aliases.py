"""The aliases that the configuration of a bundler or of jest writes out."""

import pytest

from tinyarms_daemon.analysis.modules.tool_aliases import (
    BUNDLER_CONFIG,
    JEST_CONFIG,
    bundler_aliases,
    jest_aliases,
)
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def found(text: str, path: str = "web/vite.config.ts") -> list[tuple[str, str]]:
    return [(a.pattern, a.target) for a in bundler_aliases(SyntaxTree("typescript", text), path)]


AT_SRC = [("@", "web/src"), ("@/*", "web/src/*")]


@pytest.mark.parametrize(
    "value",
    [
        'path.resolve(__dirname, "src")',
        'path.resolve(__dirname, "./src/")',
        'resolve(__dirname, "src")',
        'path.join(__dirname, "src")',
        "`${__dirname}/src`",
        '__dirname + "/src"',
        '"./src"',
        'fileURLToPath(new URL("./src", import.meta.url))',
        'new URL("./src", import.meta.url).pathname',
        '"/src"',
        'path.resolve("src")',
        'path.resolve(process.cwd(), "src")',
        'path.resolve(import.meta.dirname, "src")',
        "source",
        'at("src")',
        '(at("src") as string)',
    ],
)
def test_a_path_is_read_however_it_is_computed(value):
    text = (
        'const source = path.resolve(__dirname, "src");\n'
        "const at = (dir) => path.join(__dirname, dir);\n"
        f'export default {{ resolve: {{ alias: {{ "@": {value} }} }} }};\n'
    )

    assert found(text) == AT_SRC


@pytest.mark.parametrize(
    "text",
    [
        'module.exports = { resolve: { alias: [{ find: "@", replacement: r("./src") }] } };',
        'const alias = { "@": "./src" }; export default { resolve: { alias } };',
        'const aliases = { "@": "./src" }; export default { resolve: { alias: aliases } };',
        'config.resolve.alias["@"] = "./src";',
        'config.resolve.alias.set("@", "./src");',
        'config.resolve.alias = { ...config.resolve.alias, "@": "./src" };',
        'Object.assign(config.resolve.alias, { "@": "./src" });',
    ],
)
def test_an_alias_is_found_however_it_is_set(text):
    assert found(f"const r = (name) => path.resolve(__dirname, name);\n{text}") == AT_SRC


@pytest.mark.parametrize(
    ("entry", "aliases"),
    [
        ('{ find: /^~\\/(.*)$/, replacement: "/src/$1" }', [("~/*", "web/src/*")]),
        ('{ find: /^@\\//, replacement: "/src/" }', [("@/*", "web/src/*")]),
        ('{ find: /^@ui$/, replacement: "/src/ui" }', [("@ui", "web/src/ui")]),
        ('{ find: /^(a|b)/, replacement: "/src/$1" }', []),
        ('{ find: "lodash", replacement: "lodash-es" }', []),
    ],
)
def test_plain_regular_expressions_are_understood(entry, aliases):
    assert found(f"export default {{ resolve: {{ alias: [{entry}] }} }};") == aliases


def test_an_exact_alias_stands_for_nothing_below_it():
    assert found('export default { alias: { "api$": "./src/api.ts" } };') == [
        ("api", "web/src/api.ts")
    ]


@pytest.mark.parametrize(
    "value", ['"vue/dist/vue.js"', "unknown", "paths.src", "f(1)", "self", "loop('x')", "null"]
)
def test_what_cannot_be_known_is_no_alias(value):
    text = f"const self = self; const loop = (a) => loop(a);\nx = {{ alias: {{ '@': {value} }} }};"

    assert found(text) == []


def test_the_mapper_of_jest_is_read():
    text = """module.exports = { moduleNameMapper: {
        "^@/(.*)$": "<rootDir>/src/$1", "^~(.*)$": ["<rootDir>/lib$1"], "\\\\.css$": "identity",
    } };"""

    aliases = list(jest_aliases(SyntaxTree("javascript", text), "web/jest.config.js"))

    assert [(alias.pattern, alias.target) for alias in aliases] == [("@/*", "web/src/*")]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "vite.config.ts",
            "a/vitest.config.mts",
            "webpack.config.js",
            "build/webpack.base.conf.js",
        ),
        *("webpack.common.js", "vue.config.js", "craco.config.js", "next.config.mjs"),
        *("electron.vite.config.ts", "babel.config.js", "config-overrides.js"),
    ],
)
def test_configurations_are_known_by_their_names(path):
    assert BUNDLER_CONFIG.search(path)


def test_other_files_are_no_configuration():
    assert not BUNDLER_CONFIG.search("src/config.ts")
    assert JEST_CONFIG.search("packages/a/jest.config.ts")
