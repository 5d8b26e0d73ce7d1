"""import-aliases: which alias is named, and what stays the same when files change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.memory_project import MemoryProject
from tests.rules.concluding import bound, concluded, reports_of, told
from tinyarms_daemon.domain.findings.rule import Origin, Severity
from tinyarms_daemon.rules.import_aliases import ImportAliases

PATHS = '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}'
MONEY = {"src/lib/money.ts": "export const cents = 100;\n"}
PAGE = "src/pages/cart/Total.tsx"


def suggested(said: str, specifier: str, more: dict[str, str] | None = None) -> str | None:
    """What is suggested for one import of a page; None for no finding."""
    files = {"tsconfig.json": said, **MONEY, **(more or {})}
    found = told(bound(ImportAliases()), {**files, PAGE: f'import "{specifier}";\n'})
    return next((each[2] for each in found if each[0] == PAGE), None)


@pytest.mark.parametrize(
    ("paths", "suggestion"),
    [
        ('"@/*": ["./src/*"]', "@/lib/money"),
        ('"@/*": ["./src/*"], "@lib/*": ["./src/lib/*"]', "@lib/money"),
        ('"@/*": ["./src/*"], "money": ["./src/lib/money.ts"]', "money"),
        ('"@/*": ["./generated/*", "./src/*"]', "@/lib/money"),
        ('"@/*": ["./src/*"], "@/lib/*": ["./other/*"]', None),
        ('"@/*": ["./app/*"]', None),
        ('"@/*/money": ["./src/*/money"]', "@/lib/money"),
    ],
)
def test_the_most_specific_alias_that_reaches_the_module_is_named(paths, suggestion):
    said = f'{{"compilerOptions": {{"paths": {{{paths}}}}}}}'

    assert suggested(said, "../../lib/money") == suggestion


@pytest.mark.parametrize(
    ("specifier", "suggestion"),
    [
        ("../../lib/money.ts", "@/lib/money.ts"),
        ("../../lib/money.js", "@/lib/money.js"),
        ("../../logo.svg", "@/logo.svg"),
        ("../../logo.svg?url", "@/logo.svg?url"),
        ("../../lib", "@/lib"),
        ("../..", "@/index"),
        ("../lib/money", None),
        ("../../lib/gone", None),
        ("../../../../outside/money", None),
    ],
)
def test_the_replacement_is_exact(specifier, suggestion):
    more = {"src/lib/index.ts": "export {};\n", "src/index.ts": "export {};\n"}

    assert suggested(PATHS, specifier, more) == suggestion


def test_a_finding_tells_where_the_alias_stands():
    config = (
        '{\n  // ours\n  "compilerOptions": {\n'
        '    "paths": {\n      "@/*": ["./src/*"],\n    },\n  },\n}\n'
    )
    files = {"tsconfig.json": config, **MONEY, PAGE: 'import "../../lib/money";\n'}

    (found,) = concluded(bound(ImportAliases()), files)

    (place,) = found.observation.related
    assert (place.path, place.start_line) == ("tsconfig.json", 5)
    assert found.observation.origin is Origin.GRAPH
    assert found.observation.severity is Severity.WARNING
    assert "@/* of tsconfig.json" in found.observation.message


def test_the_depth_is_an_option():
    files = {
        "tsconfig.json": PATHS,
        "src/money.ts": "export const cents = 100;\n",
        "src/cart/total.ts": 'import "../money";\n',
    }

    assert told(bound(ImportAliases(), depth=2), files) == []
    assert told(bound(ImportAliases(), depth=1), files) == [
        ("src/cart/total.ts", "../money", "@/money")
    ]


def test_a_package_imports_itself_by_its_own_name_only_where_it_does_so_already():
    said = '{"compilerOptions": {"paths": {"shop/*": ["./src/*"], "shop": ["./src"]}}}'
    package = {"package.json": '{"name": "shop"}'}
    elsewhere = {"other/package.json": "{}", "other/src/all.ts": 'import "shop/lib/money";\n'}
    already = {"src/all.ts": 'jest.mock("shop/lib/money");\n'}

    assert suggested(said, "../../lib/money") == "shop/lib/money"
    assert suggested(said, "../../lib/money", package) is None
    assert suggested(said, "../../lib/money", {**package, **elsewhere}) is None
    assert suggested(said, "../../lib/money", {**package, **already}) == "shop/lib/money"


def test_the_first_import_by_a_package_s_own_name_concerns_all_imports():
    rule = bound(ImportAliases())
    files = {"package.json": '{"name": "shop"}', **MONEY, PAGE: 'import "../../lib/money";\n'}
    project = MemoryProject(rule.rule.id, reports_of(rule, files))

    assert "module:src/lib/money" in ImportAliases().widen({"package:shop"}, project)
    assert ImportAliases().widen({"package:lodash"}, project) == {"package:lodash"}


def test_a_suppressed_import_stays_suppressed():
    files = {
        "tsconfig.json": PATHS,
        **MONEY,
        PAGE: '// tinyarms: ignore[import-aliases]\nimport "../../lib/money";\n',
    }

    (found,) = concluded(bound(ImportAliases()), files)

    assert found.observation.suppressed


@pytest.mark.parametrize("broken", ["", "{", "[]", "null", '{"compilerOptions": 1}', "{" * 5_000])
def test_a_config_that_is_no_config_has_no_aliases(broken):
    assert suggested(broken, "../../lib/money") is None


OTHER_LINES = st.lists(
    st.sampled_from(["", "// a comment", "const other = 1;", 'import "react";', "f();"]), max_size=8
)


@given(OTHER_LINES, OTHER_LINES, st.sampled_from([PAGE, "src/other/place/Renamed.tsx"]))
def test_a_finding_keeps_its_fingerprint_when_its_file_changes_elsewhere(before, after, path):
    line = 'import { cents } from "../../lib/money";'
    files = {"tsconfig.json": PATHS, **MONEY}
    rule = bound(ImportAliases())
    (plain,) = concluded(rule, {**files, PAGE: f"{line}\n"})

    (found,) = concluded(rule, {**files, path: "\n".join([*before, line, *after]) + "\n"})

    assert found.observation.fingerprint == plain.observation.fingerprint
    assert found.observation.evidence == "../../lib/money"


def test_two_like_imports_in_one_file_differ():
    text = 'jest.mock("../../lib/money");\njest.mock("../../lib/money");\n'

    found = concluded(bound(ImportAliases()), {"tsconfig.json": PATHS, **MONEY, PAGE: text})

    assert len({each.observation.fingerprint for each in found}) == 2


@pytest.mark.parametrize(
    "choice", ["`./webpack.${mode}.js`", '"./webpack." + mode', "'./webpack.' + mode + '.js'"]
)
def test_a_configuration_that_the_usual_one_may_choose_counts(choice):
    common = 'module.exports = { resolve: { alias: { "@": path.resolve("src") } } };\n'
    files = {
        "webpack.common.js": common,
        "src/money.js": "export const cents = 100;\n",
        "src/pages/cart/total.js": 'import { cents } from "../../money";\n',
    }
    usual = "module.exports = (mode) => {};\n"
    choosing = f"module.exports = (mode) => require({choice});\n"

    assert told(bound(ImportAliases()), {**files, "webpack.config.js": choosing})
    assert not told(bound(ImportAliases()), {**files, "webpack.config.js": usual})
