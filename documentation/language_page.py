"""Which language each rule reads."""

from collections.abc import Sequence

from tinyarms_daemon.analysis.languages import ALL_LANGUAGES, DOCUMENT_LANGUAGES
from tinyarms_daemon.domain.findings.rule import RuleDescription

_NAMES = {
    "bash": "Bash",
    "cpp": "C and C++",
    "csharp": "C#",
    "css": "CSS",
    "go": "Go",
    "html": "HTML, Vue, Svelte",
    "java": "Java",
    "javascript": "JavaScript, JSX",
    "json": "JSON",
    "less": "Less",
    "markdown": "Markdown",
    "php": "PHP",
    "python": "Python",
    "rust": "Rust",
    "scss": "SCSS",
    "swift": "Swift",
    "tsx": "TSX",
    "typescript": "TypeScript",
}


def language_page(rules: Sequence[RuleDescription]) -> str:
    """A table of languages and rules."""
    languages = sorted(ALL_LANGUAGES | DOCUMENT_LANGUAGES, key=lambda each: _NAMES[each])
    head = "| language | " + " | ".join(f"`{rule.id}`" for rule in rules) + " |"
    rows = [
        f"| {_NAMES[language]} | "
        + " | ".join("yes" if language in rule.languages else "" for rule in rules)
        + " |"
        for language in languages
    ]
    return "\n".join(
        [
            "# Languages",
            "",
            "Made from the rules by `make docs`. A file in a language that is not here is not",
            "looked at: among those that people ask for are Kotlin, Ruby, Scala, indented Sass,",
            "SQL and Lua.",
            "",
            "Of pages and of components of Vue and Svelte, the markup and the style sheets are",
            "read, CSS, SCSS and Less; of their scripts the colors, the numbers, the imports that",
            "climb and the comments.",
            "",
            head,
            "|---|" + "---|" * len(rules),
            *rows,
            "",
            "A file is skipped, and `tinyarmsctl -v findings` says why, where it is larger than",
            "`analysis.max_file_size`, is no text in UTF-8, UTF-16 or the encoding that a file of",
            "Python declares, is minified, generated or compiled, or takes longer than",
            "`analysis.file_timeout`.",
            "",
            "Lines are counted as git counts them: each ends with a line feed, a carriage return",
            "alone ends none.",
            "",
        ]
    )
