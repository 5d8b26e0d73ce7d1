"""What the arithmetic of style sheets comes to."""

import re
from collections.abc import Callable, Sequence

from tinyarms_daemon.analysis.styles.style_sheet import Token, TokenKind
from tinyarms_daemon.analysis.styles.token_values import (
    ROOT_FONT_SIZE_PX,
    Amount,
    amount_of,
    pixels,
)

Lookup = Callable[[str], Amount | None]
"""What a custom property or a variable is worth, by its name as it is written."""

_TO_REM = re.compile(r"(?:px-?)?(?:to-?)?(?:rem|px)(?:-?calc)?|pxtorem|torem", re.IGNORECASE)
_DIVISION = "div("
_DEEPEST = 32  # parentheses in each other


def evaluated(tokens: Sequence[Token], lookup: Lookup = lambda _: None) -> Amount | None:
    """What a value comes to that is a number, a reference, or arithmetic of both."""
    reader = _Arithmetic(tokens, lookup)
    amount = reader.sum()
    return amount if amount is not None and reader.at_end else None


class _Arithmetic:
    """Reads sums of products; what it cannot read makes the whole None."""

    def __init__(self, tokens: Sequence[Token], lookup: Lookup) -> None:
        self._tokens = tokens
        self._lookup = lookup
        self._at = 0
        self._depth = 0

    @property
    def at_end(self) -> bool:
        """Whether everything was read."""
        return self._at >= len(self._tokens)

    def sum(self) -> Amount | None:
        """Terms that are added."""
        total = self._product()
        while total is not None and (sign := self._take("+", "-")):
            term = self._product()
            if term is not None and term.unit != total.unit:
                total, term = _in_pixels(total), _in_pixels(term)
            if term is None or total is None or term.unit != total.unit:
                return None
            total = Amount(total.number + (1 if sign == "+" else -1) * term.number, total.unit)
        return total

    def _product(self) -> Amount | None:
        total = self._factor()
        while total is not None and (sign := self._take("*", "/")):
            total = _combined(total, self._factor(), sign)
        return total

    def _factor(self) -> Amount | None:
        if self.at_end:
            return None
        token = self._tokens[self._at]
        self._at += 1
        if token.kind is TokenKind.NUMBER:
            return amount_of(token.text)
        self._depth += 1
        if self._depth > _DEEPEST:
            return None
        amount = self._reference_or_group(token)
        self._depth -= 1
        return amount

    def _reference_or_group(self, token: Token) -> Amount | None:
        if token.kind is TokenKind.VARIABLE:
            return self._lookup(token.text)
        if token.kind is TokenKind.WORD and self._take("."):  # the module of a function
            is_call = not self.at_end and self._tokens[self._at].kind is TokenKind.FUNCTION
            return self._factor() if is_call else None
        if token.text == "(":
            return self._closed(self.sum())
        if token.text == "-":
            amount = self._factor()
            return amount.times(-1) if amount else None
        return self._call(token.text.lower()) if token.kind is TokenKind.FUNCTION else None

    def _call(self, function: str) -> Amount | None:
        if function == "var(":
            name = self._tokens[self._at].text if not self.at_end else ""
            self._at += 1
            return self._closed(self._lookup(name))
        if function == _DIVISION:
            dividend = self.sum()
            divisor = self.sum() if self._take(",") else None
            quotient = _combined(dividend, divisor, "/") if dividend else None
            return self._closed(quotient)
        if function == "calc(":
            return self._closed(self.sum())
        if _TO_REM.fullmatch(function[:-1]):
            amount = self._closed(self.sum())
            return Amount(amount.number, "px") if amount and amount.unit in ("", "px") else None
        return None

    def _closed(self, amount: Amount | None) -> Amount | None:
        return amount if self._take(")") else None

    def _take(self, *texts: str) -> str:
        if not self.at_end and self._tokens[self._at].text in texts:
            self._at += 1
            return self._tokens[self._at - 1].text
        return ""


def _in_pixels(amount: Amount) -> Amount | None:
    """A length as the browser takes it where the page says nothing."""
    length = pixels(amount, ROOT_FONT_SIZE_PX)
    return None if length is None else Amount(length, "px")


def _combined(one: Amount, two: Amount | None, sign: str) -> Amount | None:
    if two is None:
        return None
    if sign == "*":
        if one.unit and two.unit:
            return None
        return Amount(one.number * two.number, one.unit or two.unit)
    if not two.number or (two.unit and two.unit != one.unit):
        return None
    return Amount(one.number / two.number, "" if two.unit else one.unit)
