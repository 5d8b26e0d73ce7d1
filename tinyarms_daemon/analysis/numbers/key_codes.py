"""The keys behind the codes that browsers still tell (`event.keyCode`, `event.which`)."""

from tinyarms_daemon.analysis.identifier_words import word_set

# UI Events, «Legacy key attributes»: the fixed virtual key codes, and those by position.
_KEYS = {
    8: "BACKSPACE",
    9: "TAB",
    13: "ENTER",
    16: "SHIFT",
    17: "CONTROL",
    18: "ALT",
    20: "CAPS_LOCK",
    27: "ESCAPE",
    32: "SPACE",
    33: "PAGE_UP",
    34: "PAGE_DOWN",
    35: "END",
    36: "HOME",
    37: "ARROW_LEFT",
    38: "ARROW_UP",
    39: "ARROW_RIGHT",
    40: "ARROW_DOWN",
    46: "DELETE",
    107: "ADD",
    109: "SUBTRACT",
    187: "EQUAL",
    188: "COMMA",
    189: "DASH",
    190: "PERIOD",
    **{code: f"DIGIT_{chr(code)}" for code in range(ord("0"), ord("9") + 1)},
    **{code: chr(code) for code in range(ord("A"), ord("Z") + 1)},
    **{111 + number: f"F{number}" for number in range(1, 13)},
}
_TOLD_AS = word_set("keycode which")
_OF_BROWSERS = frozenset({"javascript", "typescript", "tsx", "html", "vue", "svelte"})


def key_name(code: float, told_as: str, language: str) -> str | None:
    """The key with a code, such as `ARROW_LEFT`; None where there is none that a browser tells."""
    if language not in _OF_BROWSERS or told_as.replace("_", "").lower() not in _TOLD_AS:
        return None
    return _KEYS.get(int(code)) if code == int(code) else None


def key_words(code: float, language: str) -> frozenset[str]:
    """The words that a key with this code is known by, where it has such: `escape`, `esc`."""
    if language not in _OF_BROWSERS:
        return frozenset()
    words = {word for word in _KEYS.get(int(code), "").lower().split("_") if len(word) > 1}
    return frozenset(words - {"arrow", "digit"} | ({"esc"} if "escape" in words else set()))
