"""Modules that hold many matters, and those that only have many definitions."""

import pytest

from tests.rules.concluding import bound, concluded
from tinyarms_daemon.rules.architectural_anti_patterns import ArchitecturalAntiPatterns

MODULE = {"module_lines": 20, "module_definitions": 12, "module_neighbors": 0, "module_words": 8}
MODULE_RULE = bound(ArchitecturalAntiPatterns(), **MODULE)


def test_overloads_are_one_definition_of_a_module() -> None:
    text = "from typing import overload\n\n\n" + "".join(
        f"@overload\ndef {name}(value: {kind}) -> {kind}: ...\n\n\n"
        for name in ("union", "select", "except_", "join")
        for kind in ("int", "str", "bytes")
    )

    assert not concluded(MODULE_RULE, {"shop.py": text})


def test_a_module_of_no_topic_that_speaks_of_much_is_told() -> None:
    text = "".join(
        f"def {verb}_{what}(value):\n    return value\n\n\n"
        for what in ("invoice", "picture", "account", "route")
        for verb in ("draw", "store", "send", "check")
    )

    (said,) = concluded(MODULE_RULE, {"utils.py": text})

    assert said.observation.message == (
        "God module: 32 lines of code with 16 definitions that speak of 8 different words under a "
        "name of no topic, joined by no import."
    )


@pytest.mark.parametrize(
    ("path", "is_told"),
    [
        ("utils.py", True),
        ("shop/common/__init__.py", True),
        ("mxUtils.js", True),
        ("sql_utils.py", False),
        ("changes.py", False),
        ("utils/fs.py", False),
    ],
)
def test_words_say_something_where_the_name_of_the_module_says_nothing(
    path: str, is_told: bool
) -> None:
    function = "function {}() {{}}\n\n" if path.endswith(".js") else "def {}():\n    pass\n\n\n"
    text = "".join(
        function.format(f"{verb}_{what}")
        for what in ("invoice", "picture", "account", "route")
        for verb in ("draw", "store", "send", "check", "read")
    )

    assert bool(concluded(MODULE_RULE, {path: text})) == is_told


def test_one_that_speaks_of_less_is_not() -> None:
    text = "".join(
        f"def draw_{verb}_twice(value):\n    return value\n\n\n" for verb in "abcdefghijkl"
    )

    assert not concluded(MODULE_RULE, {"utils.py": text})


def test_a_module_of_parts_that_one_function_holds_together_is_told() -> None:
    words = ("invoice", "picture", "account", "route", "letter", "parcel", "seller", "harbor")
    parts = "".join(
        f"def {verb}_{what}(value):\n    return value\n\n\n"
        for what in words
        for verb in ("draw", "store", "send", "check")
    )
    # One that needs all of them makes one cluster.
    calls = " + ".join(f"draw_{what}(value)" for what in words)
    whole = f"{parts}def everything(value):\n    return {calls}\n"

    (said,) = concluded(MODULE_RULE, {"shop.py": whole})

    assert "33 definitions in 9 parts" in said.observation.message
    more = bound(ArchitecturalAntiPatterns(), **MODULE, module_parts=len(words) + 2)
    assert not concluded(more, {"shop.py": whole})


def test_a_file_of_go_is_joined_to_others_as_its_package_is() -> None:
    shop = "package shop\n\n" + "".join(
        f"func {verb}{what}(value int) int {{\n\treturn value\n}}\n\n"
        for what in ("Invoice", "Picture", "Account", "Route")
        for verb in ("Draw", "Store", "Send", "Check")
    )
    callers = {
        f"{name}/{name}.go": f'package {name}\n\nimport "example.org/it/shop"\n\n'
        f"var {name} = shop.DrawRoute\n"
        for name in ("bill", "ship")
    }
    known = bound(ArchitecturalAntiPatterns(), **MODULE | {"module_neighbors": 2})
    files = {"go.mod": "module example.org/it\n", "shop/utils.go": shop}

    assert concluded(known, files | callers)
    assert not concluded(known, files | dict([*callers.items()][:1]))


def test_helpers_that_no_import_joins_are_joined_by_other_means() -> None:
    text = "<?php\n" + "".join(
        f"function {verb}_{what}($value) {{\n  return $value;\n}}\n\n"
        for what in ("invoice", "picture", "account", "route")
        for verb in ("draw", "store", "send", "check")
    )
    known = bound(
        ArchitecturalAntiPatterns(), **MODULE | {"module_neighbors": 2, "module_parts": 2}
    )

    assert concluded(known, {"functions.inc.php": text})
    assert not concluded(known, {"shop.php": text})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("utils.py", "class {name}(Field, Shown):\n    size = 1\n\n\n"),
        ("utils.ts", "export class {name} extends Field {{\n  size = 1;\n}}\n\n"),
        ("Utils.java", "class {name} extends Field {{\n  int size;\n}}\n\n"),
        ("Utils.cs", "class {name} : Field {{\n  int size;\n}}\n\n"),
    ],
)
def test_a_catalog_of_kinds_of_one_thing_is_no_god_module(path: str, kind: str) -> None:
    kinds = "".join(
        kind.format(name=f"{what}{of}")
        for what in ("Small", "Large", "Wide", "Long")
        for of in ("Invoice", "Picture", "Account", "Route")
    )

    assert not concluded(MODULE_RULE, {path: kinds})
    assert concluded(
        MODULE_RULE,
        {
            path: kinds.replace("(Field, Shown)", "")
            .replace(" extends Field", "")
            .replace(" : Field", "")
        },
    )


def test_a_catalog_of_kinds_of_kinds_is_none_either() -> None:
    below = {
        "Paper": ("Invoice", "Picture", "Letter", "Poster"),
        "Person": ("Account", "Seller", "Buyer", "Driver"),
        "Place": ("Route", "Street", "Harbor", "Shelf"),
    }
    text = "".join(
        f"class {root}(Field):\n    size = 1\n\n\n"
        + "".join(f"class {kind}({root}):\n    size = 2\n\n\n" for kind in kinds)
        for root, kinds in below.items()
    )

    assert not concluded(MODULE_RULE, {"utils.py": text})
    assert concluded(MODULE_RULE, {"utils.py": text.replace("(Field)", "")})


def test_a_module_whose_functions_all_do_the_same_is_no_god_module() -> None:
    text = "".join(
        f"def detect_{kind}_{what}(value):\n    return value\n\n\n"
        for what in ("invoice", "picture", "account", "route")
        for kind in ("plain", "small", "large", "wide")
    )

    assert not concluded(MODULE_RULE, {"utils.py": text})
    assert concluded(MODULE_RULE, {"utils.py": text.replace("detect_", "")})


def test_methods_of_a_prototype_are_no_definitions_of_their_module() -> None:
    text = "".join(
        f"Shop.prototype.{verb}_{what} = function () {{}};\n\n"
        for what in ("invoice", "picture", "account", "route")
        for verb in ("draw", "store", "send", "check")
    )

    assert not concluded(MODULE_RULE, {"shop.js": text})
