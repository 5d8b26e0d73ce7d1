"""Whether the code around a number says what it means."""

import re
from itertools import islice

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, name_of, switched
from tinyarms_daemon.analysis.numbers import known_numbers as known
from tinyarms_daemon.analysis.numbers import statuses
from tinyarms_daemon.analysis.numbers.arithmetic import arithmetic_says
from tinyarms_daemon.analysis.numbers.beside import is_named_behind, is_told_beside
from tinyarms_daemon.analysis.numbers.context import NumberInContext, literal_values
from tinyarms_daemon.analysis.numbers.known_calls import (
    Argument,
    allocates,
    bounds,
    says_meaning,
)
from tinyarms_daemon.analysis.numbers.near import (
    ends_ordinals,
    goes_over,
    has_initials,
    is_among_statuses,
    is_in_clock,
    is_read_before,
    is_size_of_word,
)
from tinyarms_daemon.analysis.numbers.surroundings import (
    is_coefficient,
    is_definition,
    is_in_row,
    is_styled,
)
from tinyarms_daemon.analysis.syntax_tree import Node

# What is called so follows a formula that somebody else has published.
_FORMULAS = word_set(
    """
    hash hashcode crc checksum murmur murmurhash fnv adler djb cyrb xorshift mulberry prng lcg md5 seeded quadratic
    sha luma luminance rgb hsl husl hsv hwb hex gamma srgb oklab lab lch ease easing bezier leap
    luhn julian haversine celsius fahrenheit noise perlin simplex spline catmull hermite cubic
    ciede deltae ordinal plural pluralize isbn iban ean fizzbuzz collatz zeller easter aes rijndael
    """
)
_BASE_64 = re.compile("base_?64|b64", re.IGNORECASE)
_HEX_COLOR = re.compile(r"0x(?:[0-9a-f]{6}|ff[0-9a-f]{6})", re.IGNORECASE)
# Numbers that stand for the members of an enumeration that nobody wrote.
_CODES = word_set("keycode keycodes which charcode opcode errno state mode kind type")
_CHARACTERS = word_set(
    "b r c ch char chars code cp codepoint charcode byte rune cc data buf buffer bytes octet"
)
_MEMBERS = word_set("keyword_argument pair public_field_definition field_definition")
_NAMES = word_set("""
    identifier scoped_identifier member_access_expression string_literal string
    class_constant_access_expression
    """)
_PREPROCESSED = frozenset({"cpp", "csharp"})
_ROW_OF_DATA = 32  # arguments: so many of them are no parameters
_NEAR = 6  # steps outwards, over which a name still speaks of the number
_NUMBER_IN_NAME = re.compile(r"(?<![\d.])\d{2,}|(?<=[a-z][a-z_])\d(?!\d)")  # none in `IPv6`
_BARE_NUMBER = re.compile(r"(?<!\w)\d[\w.]*")
_TOO_FEW = frozenset({"<", ">="})
_BITS = re.compile(r"(?<!&)&(?!&)|>>")
_THREE_DIGITS = re.compile(r"(?<![\w.])\d{3}(?![\w.])")
_PER_CENT = 100
_FROM_ZERO = re.compile(r"[(,]\s*0\s*[,)]")
_LEAST_IN_CASE = 100  # smaller numbers are part of many names: `utf8`, `int32`
_LOOP = 200  # characters of a loop that may say what it goes over
_SHORT = 80  # characters of an argument that may say something
_EITHER = frozenset({"||", "or"})
_TOLD_IN_WORDS = re.compile(r"""===?\s*["'`]\w""")
_TWO_BYTES = 0xFFFF


class NumberMeaning:
    """What the code around one number says of it. `stem` is the name of the file."""

    def __init__(self, number: NumberInContext, stem: str) -> None:
        self._number = number
        target = number.target
        names = f"{_functions(number)} {stem}"
        self._is_in_formula = not _FORMULAS.isdisjoint(words_of(names)) or bool(
            _BASE_64.search(names)
        )
        self._around = f"{number.symbol} {target.name if target else ''} {stem}"
        self._tree = number.tree
        self._value = number.value
        self._use = number.uses.first
        self._written = number.tree.text_of(number.node)

    def is_said(self) -> bool:
        """Whether nothing is left unsaid."""
        if self._is_in_formula or known.is_conversion(self._number.symbol):
            return True
        if len(self._number.factors) > 1 and known.is_unit_product(self._number.factors):
            return True
        text = self._written
        is_word = text[:2].lower() == "0x" or self._value >= _TWO_BYTES
        if is_word and (known.is_all_ones(self._value) or known.is_surrogate(self._value)):
            return True
        if self._is_in_name() or self._is_ratio():
            return True
        said = _SAID.get(self._use.role)
        return (
            said is None
            or said(self)
            or is_told_beside(self._number)
            or ends_ordinals(self._number)
            or is_definition(self._number)
            or is_in_row(self._number)
        )

    def _is_in_name(self) -> bool:
        """`base_26`, `tasksOver100ms`, and `case RSA4096:` around it"""
        names = [self._around]
        for each in self._number.uses:
            if each.role is Role.NAMED:
                names.append(each.name)
            elif self._value >= _LEAST_IN_CASE and each.role in (Role.CASE, Role.OTHER):
                names.append(self._chosen_by(each.node))
        return self._written in _NUMBER_IN_NAME.findall(" ".join(names))

    def _is_ratio(self) -> bool:
        """`16 / 9`"""
        quotient = self._number.node.parent
        if quotient is None or quotient.start_byte != self._number.node.start_byte:
            return False
        operator = quotient.child_by_field_name("operator")
        divisor = quotient.named_children[-1]
        is_divided = operator is not None and operator.type == "/"
        return is_divided and literal_values(self._tree, divisor) is not None

    def _chosen_by(self, node: Node) -> str:
        """What a branch is chosen by: the value of a case, the condition of an `if`."""
        chosen = node.child_by_field_name("condition") or node.child_by_field_name("value")
        if chosen is None or chosen.end_byte > self._number.node.start_byte:
            return ""
        return _BARE_NUMBER.sub("", self._beginning(chosen))

    def is_doubtful(self) -> bool:
        """Whether the syntax can't tell: a tolerance of rounding, a code point in hex."""
        use = self._use
        text = self._written.lower()
        if use.role is not Role.COMPARISON:
            return "e-" in text and known.is_tolerance(self._value)
        is_in_hex = text[:2] == "0x"
        is_code_point = is_in_hex and bool(_CHARACTERS.intersection(words_of(use.name)))
        return is_code_point or known.is_tolerance(self._value)

    def _comparison_says(self) -> bool:
        use = self._use
        other = use.other
        if other is None or self._is_preprocessed():
            return True
        if literal_values(self._tree, other) is not None:
            return True  # the grammar's reading of Swift's `flags & 8 == 8`
        is_exact = "=" in use.operator and use.operator[:1] not in "<>"
        return (
            known.is_natural_limit(self._value, self._number.operand_text, self._around)
            or (is_exact and known.is_small_shape(self._value, use.name, self._measured()))
            or statuses.is_class_of_codes(self._value, self._number.operand_text)
            or ((is_exact or use.operator in _TOO_FEW) and self._is_long_as_its_form())
            or (other.type.endswith("string") and self._tree.language != "bash")
            or bool(_BITS.search(self._number.operand_text))
            or (not is_exact and known.is_bit_position(self._value, self._written))
            or is_coefficient(self._number)
            or goes_over(self._number)
            or (has_initials(use.name) and is_in_clock(self._number))
            or (self._value == 1 / 2 and "/" in self._number.operand_text)
            or (not is_exact and self._is_loop_over_unit())
            or (is_exact and (is_named_behind(self._number) or self._is_other_name()))
            or self._is_class_of_statuses()
        )

    def _measured(self) -> str:
        """What a length is compared of; the function says what form it has: `parse_css_color`"""
        return f"{self._number.operand_text} {self._number.symbol.rpartition('.')[2]}"

    def _is_long_as_its_form(self) -> bool:
        """Whether a length is that of a format's parts, of what was read, or of a number."""
        is_of_parts = known.is_number_of_parts(self._value, self._number.operand_text)
        return is_of_parts or (
            known.is_length(self._use.name)
            and (is_read_before(self._number) or is_size_of_word(self._number))
        )

    def _is_other_name(self) -> bool:
        """`event.key === "Escape" || event.keyCode === 27`: the same, told in words"""
        outer = self._number.uses.second
        if outer is None or outer.other is None or outer.operator not in _EITHER:
            return False
        return bool(_TOLD_IN_WORDS.search(self._tree.end_of(outer.other, _SHORT)))

    def _is_loop_over_unit(self) -> bool:
        """`for (let i = 1; i <= 12; i++) months.push(i);`"""
        loop = self._use.node.parent
        if loop is None or "for" not in loop.type:
            return False
        start, end = self._tree.span_of(loop)
        said = self._tree.text[start : min(end, start + _LOOP)]
        return known.is_range_of(self._value, said) or known.is_range_of(self._value - 1, said)

    def _is_class_of_statuses(self) -> bool:
        """`code >= 200 && code < 300`, whatever holds the status"""
        is_limit = statuses.is_limit_of_statuses(self._value, self._use.name)
        if is_limit and is_among_statuses(self._number):
            return True
        both = self._use.node.parent or self._use.node
        numbers = [int(each) for each in _THREE_DIGITS.findall(self._tree.end_of(both, _SHORT))]
        return self._value in numbers and statuses.is_class_of_statuses(*numbers)

    def _arithmetic_says(self) -> bool:
        return arithmetic_says(self._number, self._around)

    def _call_says(self) -> bool:
        use = self._use
        if use.node.type == "command":
            return use.name not in ("sleep", "usleep")
        if any(each.role is Role.DECLARED for each in islice(self._number.uses, 3)):
            return True
        text = self._written.lower()
        if self._tree.language == "rust":
            called = use.name.rpartition(".")[2]
            if called[:1].isupper():
                return True  # a value with the name of its type or variant: `Key::F(5)`
            if called in ("min", "max"):
                return known.is_bound(self._value, self._around, use.name)
        if _HEX_COLOR.fullmatch(text) or (text[:2] == "0x" and use.name == "range"):
            return True
        if use.node.named_child_count > _ROW_OF_DATA:
            return True
        outer = self._number.uses.second
        called = outer.name if outer is not None and outer.role is Role.NAMED else ""
        around = f"{self._around} {called}"
        if use.name == "range":
            named = (each.name for each in islice(self._number.uses, _NEAR))
            around = " ".join((around, *named, self._number.loop_variable, self._row()))
        return (
            says_meaning(use.name, self._argument(), around)
            or self._is_share_in_bounds()
            or self._is_chance()
            or self._describes_member()
            or (allocates(use.name) and is_size_of_word(self._number))
            or is_styled(self._number)
        )

    def _row(self) -> str:
        """What a call is an element of: `("hour", hour, range(24))`"""
        outer = self._number.uses.second
        is_element = outer is not None and outer.role is Role.ELEMENT
        return self._beginning(outer.node) if outer is not None and is_element else ""

    def _is_share_in_bounds(self) -> bool:
        """`Math.max(0, Math.min(100, value))`, in either order"""
        if self._value != _PER_CENT:
            return False
        calls = [each for each in islice(self._number.uses, 2) if bounds(each.name)]
        return any(_FROM_ZERO.search(self._beginning(each.node)) for each in calls)

    def _fallback_says(self) -> bool:
        return bool(self._use.name) or self._outer_says()

    def _case_says(self) -> bool:
        """Whether the cases list what the subject of the switch can be by its nature."""
        subject = switched(self._use.node)
        if subject is None or self._stands_for_name():
            return True
        said = name_of(self._tree, subject).rpartition(".")[2]
        words = [word for word in words_of(said) if word != "get"]
        return _CODES.isdisjoint(["".join(words), *words])

    def _stands_for_name(self) -> bool:
        """`3 => Kind::Raw`: a table of what numbers stand for"""
        arm = self._use.node.parent
        if arm is None or not arm.type.endswith("arm"):
            return False
        value = arm.named_children[-1]
        return value.type in _NAMES

    def _range_says(self) -> bool:
        outer = self._number.uses.second
        is_loop = outer is not None and "for" in outer.node.type
        return not is_loop or self._use.node.type == "brace_expression"

    def _outer_says(self) -> bool:
        return all(each.role is not Role.ARGUMENT for each in islice(self._number.uses, 2))

    def _is_preprocessed(self) -> bool:
        return self._tree.language in _PREPROCESSED and any(
            each.node.type.startswith("preproc") for each in self._number.uses
        )

    def _is_chance(self) -> bool:
        """`if random(100) < chance`: in per cent"""
        outer = self._number.uses.second
        is_compared = outer is not None and outer.role is Role.COMPARISON
        return is_compared and self._value == _PER_CENT and known.is_random(self._use.name)

    def _describes_member(self) -> bool:
        """`timeout = Option(30)` in the body of a class, or as an argument with a name."""
        use = self._use
        arguments = use.node.named_children
        outer = self._number.uses.second
        if outer is None or outer.role is not Role.NAMED or arguments[0].id != use.child.id:
            return False
        if outer.node.type in _MEMBERS or outer.node.type.endswith("parameter"):
            return True
        statement = outer.node.parent
        block = statement.parent if statement is not None else None
        owner = block.parent if block is not None else None
        return owner is not None and owner.type == "class_definition"

    def _argument(self) -> Argument:
        use = self._use
        arguments = [each for each in use.node.named_children if each.type != "comment"]
        index = next(i for i, each in enumerate(arguments) if each.id == use.child.id)
        texts = ["", *(self._beginning(each) for each in arguments), ""]
        numbers = sum(literal_values(self._tree, each) is not None for each in arguments)
        return Argument(self._value, index, texts[index], texts[index + 2], len(arguments), numbers)

    def _beginning(self, node: Node) -> str:
        start, end = self._tree.span_of(node)
        return self._tree.text[start : min(end, start + _SHORT)]


def _functions(number: NumberInContext) -> str:
    """The functions around a number, as names that begin with a small letter are of such."""
    *outer, innermost = number.symbol.split(".")
    return " ".join([*(name for name in outer if name.lstrip("_")[:1].islower()), innermost])


_SAID = {
    Role.COMPARISON: NumberMeaning._comparison_says,
    Role.ARITHMETIC: NumberMeaning._arithmetic_says,
    Role.AUGMENTED: NumberMeaning._arithmetic_says,
    Role.ARGUMENT: NumberMeaning._call_says,
    Role.FALLBACK: NumberMeaning._fallback_says,
    Role.CASE: NumberMeaning._case_says,
    Role.RANGE: NumberMeaning._range_says,
}
