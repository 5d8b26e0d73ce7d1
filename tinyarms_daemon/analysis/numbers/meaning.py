"""Whether the code around a number says what it means."""

import re
from itertools import islice

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, name_of, switched
from tinyarms_daemon.analysis.numbers import known_numbers as known
from tinyarms_daemon.analysis.numbers import statuses
from tinyarms_daemon.analysis.numbers.arithmetic import arithmetic_says
from tinyarms_daemon.analysis.numbers.beside import (
    is_in_message,
    is_named_behind,
    is_told_beside,
)
from tinyarms_daemon.analysis.numbers.calls import call_says
from tinyarms_daemon.analysis.numbers.comparisons import comparison_says
from tinyarms_daemon.analysis.numbers.context import (
    OPERAND_CHARACTERS,
    NumberInContext,
    literal_values,
)
from tinyarms_daemon.analysis.numbers.key_codes import key_words
from tinyarms_daemon.analysis.numbers.known_calls import bounds, keeps_meaning
from tinyarms_daemon.analysis.numbers.measures import is_length_kept
from tinyarms_daemon.analysis.numbers.near import is_among_statuses
from tinyarms_daemon.analysis.numbers.surroundings import (
    is_definition,
    is_mathematical,
    is_published,
)
from tinyarms_daemon.analysis.syntax_tree import Node

# What is called so follows a formula that somebody else has published.
_FORMULAS = word_set(
    """
    uuid guid hash hashcode crc checksum murmur murmurhash fnv adler djb cyrb xorshift mulberry alea
    prng lcg md5 seeded quadratic sha luma luminance contrast rgb rgba hsl hsla husl hsv hsva hsb
    hwb cmyk hex gamma srgb oklab lab lch ease easing expo elastic bezier leap luhn julian haversine
    celsius fahrenheit sepia noise perlin simplex spline catmull hermite cubic ciede deltae ordinal
    plural pluralize isbn isin iban ean fizzbuzz collatz zeller easter aes rijndael
    """
)
_BASE_64 = re.compile("base_?64|b64", re.IGNORECASE)
# Numbers that stand for the members of an enumeration that nobody wrote.
_CODES = word_set("keycode keycodes which charcode opcode errno state mode kind type tag")
_NAMES = word_set("""
    identifier scoped_identifier member_access_expression string_literal string
    class_constant_access_expression interpreted_string_literal member_expression
    """)
_PATH = re.compile(r"[A-Za-z_$][\w$]*(?:\??\.[\w$]+)*")
_CASES = word_set("switch_case expression_case")
_BODIES = word_set("statement_list block return_statement expression_list")
_NUMBER_IN_NAME = re.compile(r"(?<![\d.])\d{2,}|(?<=[a-z][a-z_])\d(?!\d)")  # none in `IPv6`
_ENCODING = re.compile(r"utf_?\d+", re.IGNORECASE)  # whose number is part of its name alone
_DISTANCE = re.compile(r"abs\w*\([^()]* - [^()]*\)$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"(?<!\w)\d[\w.]*")
_QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'|`[^`\n]*`""")
_TWO_BYTES = 0xFFFF
_BITS_OF_BYTE = 8
_PORTS_OF_WEB = frozenset({"80", "443"})
_ASPECTS = frozenset(map(frozenset, ((16, 9), (16, 10), (4, 3), (5, 4), (21, 9))))  # of screens
_CHOICES = word_set("conditional_expression ternary_expression")
_SEVERAL = word_set("expression_list tuple")
_ENDING = word_set("main run_main exit_code exitcode")  # with the exit of a program


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
        self._written = number.written

    def is_said(self) -> bool:
        """Whether nothing is left unsaid."""
        if (
            is_published(self._number)
            or known.is_conversion(self._number.symbol)
            or (self._is_in_formula and self._is_part_of_formula())
        ):
            return True
        if len(self._number.factors) > 1 and known.is_unit_product(self._number.factors):
            return True
        text = self._written
        is_word = text[:2].lower() == "0x" or self._value >= _TWO_BYTES
        if is_word and (known.is_all_ones(self._value) or known.is_mark_of_unicode(self._value)):
            return True
        if self._is_in_name() or self._is_ratio() or self._is_port_of_web() or self._is_default():
            return True
        said = _SAID.get(self._use.role)
        return (
            said is None
            or said(self)
            or is_told_beside(self._number)
            or is_definition(self._number)
        )

    def _is_part_of_formula(self) -> bool:
        """Whether the number is one that its function computes by, and not how often it does so,
        how long something is, or what it hands to others."""
        use = self._use
        if use.role is Role.ARGUMENT:
            is_word = self._written[:2].lower() == "0x"  # of a hash
            keeps = keeps_meaning(use.name) and not bounds(use.name)
            return is_word or is_mathematical(use.name) or keeps
        loop = use.node.parent
        is_count = loop is not None and "for" in loop.type and self._value != _BITS_OF_BYTE
        return not is_count and not (use.role is Role.COMPARISON and self._is_limit())

    def _is_limit(self) -> bool:
        """Whether something may be no longer than this, or no larger whole number."""
        is_large = self._value > self._number.limits.largest_coefficient
        is_whole = float(self._value).is_integer() and not known.is_angle(self._value, "hue")
        is_ordered = self._use.operator[:1] in ("<", ">")
        return known.is_length(self._use.name) or (is_large and is_whole and is_ordered)

    def _is_in_name(self) -> bool:
        """`base_26`, `tasksOver100ms`, `threeMonthsAgo`, and `case RSA4096:` around it"""
        names = [self._around]
        if self._use.role is Role.COMPARISON:
            names.append(self._number.operand_text)
        for each in self._number.uses:
            if each.role is Role.NAMED:
                names += [each.name, *self._quoted(each.other)]
            elif self._value >= self._number.limits.least_in_case and each.role in (
                Role.CASE,
                Role.OTHER,
            ):
                names.append(self._chosen_by(each.node))
        if self._use.role is Role.ARGUMENT:
            names += self._quoted(self._use.node)
        said = _ENCODING.sub("", " ".join(names))
        in_words = known.is_in_words(self._value, words_of(f"{said} {self._use.name}"))
        return in_words or self._written in _NUMBER_IN_NAME.findall(said)

    def _quoted(self, node: Node | None) -> list[str]:
        """Numbers in the texts of a key or a call: `df["SMA_20"] = mean(df, 20)`"""
        texts = _QUOTED.findall(self._tree.end_of(node, OPERAND_CHARACTERS) if node else "")
        return _NUMBER_IN_NAME.findall(" ".join(texts))

    def _is_ratio(self) -> bool:
        """`16 / 9`, as everybody knows them"""
        quotient = self._number.node.parent
        if quotient is None or quotient.start_byte != self._number.node.start_byte:
            return False
        operator = quotient.child_by_field_name("operator")
        divisor = quotient.named_children[-1]
        is_divided = operator is not None and operator.type == "/"
        values = literal_values(self._tree, divisor) or set()
        return is_divided and frozenset({self._value, *values}) in _ASPECTS

    def _is_port_of_web(self) -> bool:
        """`443 if is_secure else 80`"""
        choice = self._number.node.parent
        if choice is None or choice.type not in _CHOICES:
            return False
        chosen = {self._tree.text_of(each) for each in choice.named_children}
        return chosen >= _PORTS_OF_WEB

    def _is_default(self) -> bool:
        """`isFinite(most) ? most : 100`, `size if size else 40`: what a name stands for where it
        has no value; held within bounds it is no default"""
        choice = self._number.node.parent
        if choice is None or choice.type not in _CHOICES:
            return False
        chosen = [self._tree.text_of(each) for each in choice.named_children]
        conditions = [each for each in chosen if each != self._written and len(each) > 1]
        if len(conditions) != len("ab"):
            return False
        name, condition = sorted(conditions, key=len)
        is_bound = "<" in condition or ">" in condition.replace("=>", "")
        named = re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", condition)
        return named is not None and not is_bound and _PATH.fullmatch(name) is not None

    def _chosen_by(self, node: Node) -> str:
        """What a branch is chosen by: the value of a case, the condition of an `if`."""
        chosen = node.child_by_field_name("condition") or node.child_by_field_name("value")
        if chosen is None or chosen.end_byte > self._number.node.start_byte:
            return ""
        return _BARE_NUMBER.sub("", self._number.beginning_of(chosen))

    def is_doubtful(self) -> bool:
        """Whether the syntax can't tell: how near two values are where they are taken for equal, as
        in `abs(a - b) < 1e-9`."""
        is_distance = _DISTANCE.search(self._number.operand_text) is not None
        is_compared = self._use.role is Role.COMPARISON
        return is_compared and is_distance and known.is_tolerance(self._value, self._number.limits)

    def _arithmetic_says(self) -> bool:
        return arithmetic_says(self._number, self._around)

    def _comparison_says(self) -> bool:
        return comparison_says(self._number, self._around)

    def _call_says(self) -> bool:
        return call_says(self._number, self._around)

    def _return_says(self) -> bool:
        """Whether the name of the function says it: an exit, a status, a share, the half."""
        function = self._number.symbol.rpartition(".")[2]
        return (
            self._value == 1 / 2
            or function in _ENDING
            or (statuses.is_status(self._value) and self._is_answer())
            or known.is_natural_limit(self._value, function, self._around, self._number.limits)
        )

    def _is_answer(self) -> bool:
        """`return page, 404`, or any status where requests are dealt with"""
        values = self._number.node.parent
        return (values is not None and values.type in _SEVERAL) or is_among_statuses(self._number)

    def _index_says(self) -> bool:
        """A place does, but for the length that is kept of something."""
        return not is_length_kept(self._use, self._value, self._number.limits)

    def _place_says(self) -> bool:
        """A numbered place of a list says nothing; others are not looked at."""
        return False

    def _fallback_says(self) -> bool:
        """The name that gets a value where it has none says it, but no call that is handed both,
        unless a status is missing: `reply(error.code or 400)`"""
        is_handed_on = any(each.role is Role.ARGUMENT for each in islice(self._number.uses, 2))
        return (
            self._number.target is not None
            or not is_handed_on
            or (statuses.is_status(self._value) and statuses.is_called_so(self._use.name or ""))
        )

    def _case_says(self) -> bool:
        """Whether the cases list what the subject of the switch can be by its nature."""
        subject = switched(self._use.node)
        if subject is None or self._stands_for_name() or is_named_behind(self._number):
            return True
        keys = key_words(self._value, self._tree.language)
        if is_in_message(self._number) or not keys.isdisjoint(words_of(self._number.near)):
            return True
        said = name_of(self._tree, subject).rpartition(".")[2]
        words = [word for word in words_of(said) if word != "get"]
        return _CODES.isdisjoint(["".join(words), *words])

    def _stands_for_name(self) -> bool:
        """`3 => Kind::Raw`, `case 6: return "SOA"`: a table of what numbers stand for"""
        arm = self._use.node if self._use.node.type in _CASES else self._use.node.parent
        if arm is None or not arm.type.endswith(("arm", "case", "clause")):
            return False
        value = arm.named_children[-1]
        while value.type in _BODIES and value.named_child_count == 1:
            value = value.named_children[0]
        is_alone = arm.type.endswith("arm") or value.parent != arm
        return is_alone and value.type in _NAMES

    def _range_says(self) -> bool:
        outer = self._number.uses.second
        is_loop = outer is not None and "for" in outer.node.type
        return not is_loop or self._use.node.type == "brace_expression"


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
    Role.INDEX: NumberMeaning._index_says,
    Role.CASE: NumberMeaning._case_says,
    Role.RETURNED: NumberMeaning._return_says,
    Role.NAMED: NumberMeaning._place_says,
    Role.RANGE: NumberMeaning._range_says,
}
