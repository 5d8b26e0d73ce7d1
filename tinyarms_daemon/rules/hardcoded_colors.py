"""hardcoded-colors: a literal color outside the project's tokens."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tinyarms_daemon.analysis.code_colors import code_colors
from tinyarms_daemon.analysis.colors import normalized
from tinyarms_daemon.analysis.embedded_styles import style_sheets_of
from tinyarms_daemon.analysis.file_roles import defines_tokens, is_test
from tinyarms_daemon.analysis.markup_colors import markup_colors
from tinyarms_daemon.analysis.rule import (
    CheckedFile,
    FileRule,
    css,
    go,
    html,
    javascript,
    python,
    scss,
    swift,
    tsx,
)
from tinyarms_daemon.analysis.style_colors import ColorToken, color_tokens, used_color_spans
from tinyarms_daemon.analysis.syntax_tree import Span, SyntaxTree
from tinyarms_daemon.analysis.toolkit_colors import toolkit_colors
from tinyarms_daemon.domain.rule import Sighting
from tinyarms_daemon.domain.source import Place

_QUESTION = "Is this text a color that is shown?"


@dataclass(frozen=True, slots=True)
class HardcodedColorsOptions:
    """Where colors may be written out."""

    in_tests: bool = field(metadata={"help": "whether tests are checked as well"})
