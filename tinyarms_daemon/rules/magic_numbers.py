"""magic-numbers: a number in logic that doesn't say what it means."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tinyarms_daemon.analysis import known_numbers as known
from tinyarms_daemon.analysis.constant_names import suggested_name
from tinyarms_daemon.analysis.definitions import symbol_at
from tinyarms_daemon.analysis.file_roles import is_test
from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.known_calls import Argument, is_place, says_meaning
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.literal_use import Role, Use, uses_of
from tinyarms_daemon.analysis.number_literals import (
    NUMBER_KINDS,
    is_octal,
    number_value,
    numbers_of,
)
from tinyarms_daemon.analysis.rule import CheckedFile, FileRule, bash, go, java, python, rust, tsx
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree
from tinyarms_daemon.domain.rule import Severity, Sighting

_CONSTANT_NAME = re.compile(r"(?:^|\.)_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$")
_CONSTANT_KINDS = frozenset({"const_spec", "const_item", "static_item", "const_element"})
_FORMULA = re.compile(
    r"hash|crc|checksum|murmur|fnv|adler|djb|cyrb|xorshift|mulberry|prng|lcg|luma|luminance"
    r"|rgb|hsl|husl|hsv|hex|gamma|srgb|ease|easing|bezier|leap|luhn|julian|haversine|celsius|fahrenheit",
    re.IGNORECASE,
)
_HEX_COLOR = re.compile(r"0x(?:[0-9a-f]{6}|ff[0-9a-f]{6})", re.IGNORECASE)
_HASHING = re.compile(r"hash|crc|checksum", re.IGNORECASE)
_STYLES = word_set("style styles sx css contentcontainerstyle stylesheet")
# Numbers that stand for the members of an enumeration that nobody wrote.
_CODES = word_set("keycode keycodes which charcode opcode errno state mode kind type")
_CHARACTERS = word_set("c ch char chars code cp codepoint charcode byte rune cc")
_QUESTION = "Does the code here leave unsaid what this number means?"
_JOINING = frozenset({Role.ARITHMETIC, Role.BITWISE})
_LITERAL_EXPRESSIONS = word_set("""
    binary_expression binary_operator multiplicative_expression additive_expression
    infix_expression parenthesized_expression unary_expression unary_operator
    unary_op_expression prefix_expression argument value_argument
    """)
_MEMBERS = word_set("keyword_argument pair public_field_definition field_definition")
_COMBINING = frozenset({Role.ARITHMETIC, Role.COMPARISON})
_NAMING = frozenset({Role.NAMED, Role.ARGUMENT})
_BESIDE = frozenset({Role.ARITHMETIC, Role.FALLBACK, Role.BITWISE, Role.AUGMENTED})
_ROUNDING = word_set("round floor ceil trunc rint")
_SHORT = 80  # characters of an argument that may say something
_FAR = 12  # steps outwards: further away nothing says what a number means
_TEN = 10
_MOST_SUMMANDS = 10
_SMALL_EXPONENT = 4


@dataclass(frozen=True, slots=True)
class MagicNumbersOptions:
    """Which numbers need no name, and where."""

    harmless_numbers: tuple[float, ...] = field(
        metadata={"help": "numbers that mean themselves, with both signs"}
    )
    in_tests: bool = field(metadata={"help": "whether tests are checked as well"})


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that is not harmless, with the way outwards from it."""

    tree: SyntaxTree
    node: Node
    value: float
    uses: tuple[Use, ...]
    factors: tuple[float, ...]

    @property
    def target(self) -> Use | None:
        """What the result of the arithmetic around the number is assigned to."""
        for use in self.uses:
            if use.role is Role.NAMED:
                return use
            if use.role not in _BESIDE:
                return None
        return None

    @property
    def symbol(self) -> str:
        """The definition around the number."""
        return symbol_at(self.tree, self.tree.span_of(self.node)[0]) or ""


class MagicNumbers(FileRule):
    """A bare number in logic hides what it means, and whether two equal ones mean the same.

    A name says it once, where it can be changed once. Numbers that a name, a unit, a position or
    the rest of the expression explains are left alone.
    """

    id = "magic-numbers"
    title = "Unexplained number in logic"
    fix_hint = "Give the number a name that says what it means, and use the name."
    severity = Severity.NOTE
    languages = CODE_LANGUAGES
    Options = MagicNumbersOptions

    bad = {
        "a limit in a condition": python("if retries > «5»:\n    give_up()\n"),
        "a rate in a product": python("total = price * «1.0825»\n"),
        "a time to wait": tsx("setTimeout(refresh, «2500»);"),
        "a limit of a length": go(
            "package p\n\nfunc f(s string) bool {\n\treturn len(s) > «72»\n}\n"
        ),
        "a key code": tsx("if (event.keyCode === «27») close();"),
        "what is added to a variable": java("class C { void f() { score += «15»; } }"),
        "a number of tries in a range": python("for attempt in range(«4»):\n    fetch()\n"),
        "one number in two places": tsx("if (a > «37» || b > 37) stop();"),
        "a pause in a script": bash("sleep «45»\n"),
    }
    good = {
        "zero, one, two and minus one": python("if n > 2 or n == -1:\n    n = n * 2 + 1\n"),
        "halving": python("middle = width * 0.5\n"),
        "a constant": python("MAX_RETRIES = 5\n"),
        "a constant made of constants": tsx("export const TTL = 7 * DAY_MS;"),
        "an enum member": tsx("enum Level { Low = 10, High = 20 }"),
        "the default of a parameter": python("def fetch(timeout=30):\n    return timeout\n"),
        "a keyword argument": python("fetch(url, timeout=30)\n"),
        "a property": tsx("query({ staleTime: 30000, retry: 5 });"),
        "a style prop": tsx("<Box p={4} style={{ width: size * 1.5 }} />;"),
        "an index": python("name = row[3]\nhead = row[:10]\n"),
        "an index that is computed": tsx("const next = list[i + 3];"),
        "a table": python("sizes = [8, 16, 24]\ncodes = {'a': 5}\n"),
        "a status": tsx("if (response.status === 404 || res.statusCode >= 500) retry();"),
        "a status that is sent": tsx("res.status(404).json({ error });"),
        "seconds of a day": python("expires = now + 60 * 60 * 24\n"),
        "bytes of a mebibyte": python("if size > limit * 1024 * 1024:\n    stop()\n"),
        "seconds to milliseconds": tsx("const timeoutMs = seconds * 1000;"),
        "a count of a unit": go("package p\n\nfunc f() {\n\tctx.WithTimeout(5 * time.Second)\n}\n"),
        "per cent": tsx("const percent = (done / total) * 100;"),
        "a mask": python("low = value & 255\nhigh = value >> 8\n"),
        "a default behind a name": tsx("const port = process.env.PORT || 3000;"),
        "a default behind a string": python("limit = options.get('limit', 50)\n"),
        "a number of digits": tsx("price.toFixed(3); parseInt(text, 16);"),
        "a version": python(
            "if sys.version_info >= (3, 11) or sys.version_info[1] > 9:\n    f()\n"
        ),
        "degrees": tsx("const radians = (degrees * Math.PI) / 180;"),
        "the mean of three": python("mean = (a + b + c) / 3\n"),
        "a number of parts": python("if len(parts) != 3:\n    raise ValueError\n"),
        "a number of arguments": python("if len(sys.argv) < 3:\n    usage()\n"),
        "a date": tsx("const start = new Date(2024, 5, 17);"),
        "a hash function": java("class C { int hashCode() { return 31 * a + b; } }"),
        "a line of dashes": python("print('-' * 60)\n"),
        "a test": python("assert total == 37\n", path="tests/test_total.py"),
        "a type": tsx("type Size = 12 | 14;"),
        "a mode of a file": python("os.chmod(path, 0o644)\n"),
        "an annotation": java("class C { @Size(max = 40) @Retry(3) String name; }"),
        "a unit test in its module": rust(
            "#[cfg(test)]\nmod tests {\n    fn f() {\n        g(37);\n    }\n}\n"
        ),
    }
    lookalikes = {
        "a tolerance of rounding": python("if abs(a - b) < «1e-9»:\n    same()\n"),
        "a code point": tsx("if (code === «0x0d») line++;"),
    }

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: MagicNumbersOptions
    ) -> Iterator[Sighting]:
        """One sighting for each place; those of one value are one finding."""
        if is_test(file.path) and not options.in_tests:
            return
        harmless = {abs(number) for number in options.harmless_numbers}
        stem = file.path.rpartition("/")[2].partition(".")[0]
        if _FORMULA.search(stem):
            return
        for number in _numbers(tree, harmless):
            judgement = _Judgement(number, stem)
            if not judgement.is_said():
                yield _sighting(number, file.language, judgement.question())


def _numbers(tree: SyntaxTree, harmless: set[float]) -> Iterator[_Number]:
    test_scopes = _test_scopes(tree)
    for node in numbers_of(tree):
        text = tree.text_of(node)
        value = number_value(text)
        if value is None or abs(value) in harmless or is_octal(text):
            continue
        if any(start <= node.start_byte < end for start, end in test_scopes):
            continue
        number = _in_context(tree, node, abs(value), harmless)
        if number is not None:
            yield number


def _test_scopes(tree: SyntaxTree) -> list[tuple[int, int]]:
    """Where the tests of a Rust module stand."""
    if tree.language != "rust":
        return []
    pattern = '((attribute_item) @mark . (mod_item) @tests (#match? @mark "cfg.*test"))'
    return [match["tests"][0].byte_range for match in tree.matches(pattern)]


def _in_context(tree: SyntaxTree, node: Node, value: float, harmless: set[float]) -> _Number | None:
    """A number with the expression of nothing but literals around it taken as one; None for all
    but the first that such an expression has to answer for."""
    uses: list[Use] = []
    factors = [value]
    for use in uses_of(tree, node):
        others = _literal_values(tree, use.other) if not uses and use.role in _JOINING else None
        if others is None:
            uses.append(use)
        elif use.other is not None and use.other.start_byte < node.start_byte and others - harmless:
            return None
        else:
            factors += others
        if len(uses) == _FAR:
            break
    return _Number(tree, node, value, tuple(uses), tuple(factors)) if uses else None


def _literal_values(tree: SyntaxTree, node: Node | None) -> set[float] | None:
    """The numbers of an expression that holds nothing else; None for any other."""
    values: set[float] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each is None or len(values) > _FAR:
            return None
        if each.type in NUMBER_KINDS:
            values.add(abs(number_value(tree.text_of(each)) or 0))
        elif each.named_child_count and each.type in _LITERAL_EXPRESSIONS:
            waiting += each.named_children
        else:
            return None
    return values


class _Judgement:
    """Whether the code around a number says what it means."""

    def __init__(self, number: _Number, stem: str) -> None:
        self._number = number
        target = number.target
        self._around = f"{number.symbol} {target.name if target else ''} {stem}"
        self._tree = number.tree
        self._value = number.value
        self._use = number.uses[0]
        self._said = {
            Role.COMPARISON: self._comparison_says,
            Role.ARITHMETIC: self._arithmetic_says,
            Role.AUGMENTED: self._arithmetic_says,
            Role.ARGUMENT: self._call_says,
            Role.FALLBACK: self._fallback_says,
            Role.CASE: self._case_says,
            Role.RANGE: self._range_says,
        }

    def is_said(self) -> bool:
        """Whether nothing has to be told. In all other roles a name or a position speaks."""
        if _FORMULA.search(self._number.symbol.rpartition(".")[2]):
            return True
        if len(self._number.factors) > 1 and known.is_unit_product(self._number.factors):
            return True
        return self._said.get(self._use.role, lambda: True)()

    def question(self) -> str | None:
        """What a model has to judge where the syntax can't; None where it is certain."""
        use = self._use
        if use.role is not Role.COMPARISON:
            return None
        is_written_in_hex = self._tree.text_of(self._number.node)[:2].lower() == "0x"
        if is_written_in_hex and _CHARACTERS.intersection(words_of(use.name)):
            return _QUESTION
        return _QUESTION if known.is_tolerance(self._value) else None

    def _comparison_says(self) -> bool:
        use = self._use
        other = use.other
        if other is None or any(each.node.type.startswith("preproc") for each in self._number.uses):
            return True
        is_exact = "=" in use.operator and use.operator[:1] not in "<>"
        return (
            known.is_natural_limit(self._value, self._operand_text(), self._around)
            or (is_exact and known.is_small_shape(self._value, use.name))
            or (other.type.endswith("string") and self._tree.language != "bash")
            or any(mark in self._operand_text() for mark in ("& ", ">> "))
        )

    def _arithmetic_says(self) -> bool:
        use = self._use
        operator = use.operator.rstrip("=") or use.operator
        target = self._number.target
        beside = f"{self._operand_text()} {self._outer_operand_text()}"
        return (
            use.other is None
            or "string" in use.other.type
            or (known.is_unit_constant(use.name) and not self._is_compared())
            or bool(_HASHING.search(beside))
            or known.converts(self._value, operator, beside, self._around)
            or (operator == "**" and (self._value <= _SMALL_EXPONENT or self._is_left(_TEN)))
            or self._is_mean(operator)
            or self._is_rounding()
            or (target is not None and _is_constant(target))
            or self._is_place_or_style()
        )

    def _call_says(self) -> bool:
        use = self._use
        if use.node.type == "command":
            return use.name not in ("sleep", "usleep")
        if any(each.role is Role.DECLARED for each in self._number.uses[:3]):
            return True
        if _HEX_COLOR.fullmatch(self._tree.text_of(self._number.node)):
            return True
        return (
            says_meaning(use.name, self._argument(), self._around)
            or self._describes_member()
            or self._is_styled()
        )

    def _fallback_says(self) -> bool:
        return bool(self._use.name) or self._outer_says()

    def _case_says(self) -> bool:
        """Whether the cases list what the subject of the switch can be by its nature."""
        for node in (each.node for each in self._number.uses):
            for name in ("value", "condition", "expr", "subject"):
                subject = node.child_by_field_name(name)
                if subject is not None and "case" not in node.type:
                    return not _CODES.intersection(words_of(self._tree.end_of(subject, 60)))
        return True

    def _range_says(self) -> bool:
        is_loop = len(self._number.uses) > 1 and "for" in self._number.uses[1].node.type
        return not is_loop or self._use.node.type == "brace_expression"

    def _outer_says(self) -> bool:
        return all(each.role is not Role.ARGUMENT for each in self._number.uses[:2])

    def _operand_text(self) -> str:
        other = self._use.other
        return "" if other is None else self._tree.end_of(other, 120)

    def _is_compared(self) -> bool:
        uses = self._number.uses
        return len(uses) > 1 and uses[1].role is Role.COMPARISON

    def _outer_operand_text(self) -> str:
        """What the result of the arithmetic is compared or combined with."""
        outer = self._number.uses[1] if len(self._number.uses) > 1 else None
        if outer is None or outer.other is None or outer.role not in _COMBINING:
            return ""
        return self._tree.end_of(outer.other, 120)

    def _describes_member(self) -> bool:
        """`timeout = Option(30)` in the body of a class, or as an argument with a name."""
        use = self._use
        arguments = use.node.named_children
        outer = self._number.uses[1] if len(self._number.uses) > 1 else None
        if outer is None or outer.role is not Role.NAMED or arguments[0].id != use.child.id:
            return False
        if outer.node.type in _MEMBERS:
            return True
        statement = outer.node.parent
        block = statement.parent if statement is not None else None
        owner = block.parent if block is not None else None
        return owner is not None and owner.type == "class_definition"

    def _is_left(self, value: float) -> bool:
        other = self._use.other
        is_left = other is not None and other.start_byte > self._number.node.start_byte
        return is_left and self._value == value

    def _is_mean(self, operator: str) -> bool:
        """`(a + b + c) / 3`"""
        if operator not in ("/", "//") or self._value > _MOST_SUMMANDS:
            return False
        return self._operand_text().count("+") + 1 == self._value

    def _is_rounding(self) -> bool:
        """`Math.round(x * 10) / 10`"""
        if self._use.operator[:1] not in "*/" or not math.log10(self._value or 1).is_integer():
            return False
        said = f"{self._operand_text()} {' '.join(each.name for each in self._number.uses[1:3])}"
        return bool(_ROUNDING.intersection(words_of(said)))

    def _is_place_or_style(self) -> bool:
        """Whether the arithmetic computes an index, a position in a list, or a style."""
        for each in self._number.uses:
            if each.role in (Role.INDEX, Role.BITWISE):
                return True
            if each.role is Role.ARGUMENT:
                return is_place(each.name) or self._is_styled()
            if each.role not in _BESIDE:
                break
        return self._is_styled()

    def _is_styled(self) -> bool:
        names = (each.name for each in self._number.uses if each.role in _NAMING)
        return any(name.rpartition(".")[2].lower() in _STYLES for name in names)

    def _argument(self) -> Argument:
        use = self._use
        arguments = [each for each in use.node.named_children if each.type != "comment"]
        index = next(i for i, each in enumerate(arguments) if each.id == use.child.id)
        texts = ["", *(self._beginning(each) for each in arguments), ""]
        numbers = sum(_literal_values(self._tree, each) is not None for each in arguments)
        return Argument(self._value, texts[index], texts[index + 2], len(arguments), numbers)

    def _beginning(self, node: Node) -> str:
        return self._tree.text_of(node) if node.end_byte - node.start_byte < _SHORT else ""


def _is_constant(target: Use) -> bool:
    """Whether what is assigned to is a constant by its name, or by its place in the file."""
    if target.node.type in _CONSTANT_KINDS or _CONSTANT_NAME.search(target.name):
        return True
    declaration = target.node.parent
    above = declaration.parent if declaration is not None else None
    return (
        declaration is not None
        and declaration.type == "lexical_declaration"
        and declaration.children[0].type == "const"
        and above is not None
        and above.type in ("program", "export_statement")
    )


def _sighting(number: _Number, language: str, question: str | None) -> Sighting:
    tree = number.tree
    text = tree.text_of(number.node)
    target = number.target
    name = suggested_name(number.uses[0], target.name if target else "", language)
    return Sighting(
        region=tree.region_of(number.node),
        text=text,
        message=f"The number {text} has no name that says what it means, such as {name}.",
        suggestion=name,
        measures={"value": number.value},
        identity=f"{number.value:g}",
        group=f"{number.value:g}",
        question=question,
    )
