"""design-tokens: a raw measure where the project has a token."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.file_roles import defines_tokens, is_reset, is_test
from tinyarms_daemon.analysis.file_topic import file_topic
from tinyarms_daemon.analysis.languages import STYLE_LANGUAGES
from tinyarms_daemon.analysis.measures.measure_findings import measure_told, undecided
from tinyarms_daemon.analysis.measures.raw_values import is_hairline, root_font_size
from tinyarms_daemon.analysis.measures.scale import (
    ROOT,
    TAILWIND,
    Scales,
    package_fact,
    root_fact,
    scale_facts,
    scale_topic,
    sign_fact,
)
from tinyarms_daemon.analysis.measures.scale_limits import ScaleLimits
from tinyarms_daemon.analysis.measures.style_uses import StyleUse, measures_of, style_uses, use_of
from tinyarms_daemon.analysis.project_rule import ProjectRule
from tinyarms_daemon.analysis.rule import CheckedFile, css, html, json, less, scss, tsx, typescript
from tinyarms_daemon.analysis.styles.embedded_styles import is_style_sheet, style_sheets_of
from tinyarms_daemon.analysis.styles.token_kinds import SCALES, Kind
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.analysis.tokens.project_tokens import document_tokens, tokens_of
from tinyarms_daemon.analysis.tokens.scss_modules import spaces_said
from tinyarms_daemon.analysis.tokens.tailwind import installed_sign, is_package, tailwind_sign
from tinyarms_daemon.analysis.tokens.token_reference import purpose_at
from tinyarms_daemon.domain.findings.project import Conclusion, FactData
from tinyarms_daemon.domain.findings.rule import Observation, Severity, Sighting, option
from tinyarms_daemon.ports.project import Project


@dataclass(frozen=True, slots=True)
class DesignTokensOptions(ScaleLimits):
    """Which values are held against the project's scales."""

    in_tests: bool = option("whether tests are checked as well")


class DesignTokens(ProjectRule):
    """A raw measure beside a scale of tokens drifts from it: nobody knows whether 13px was meant.

    Told are spacing, sizes and weights of fonts, line heights, radii, shadows, z-indexes,
    durations and breakpoints where the project, or its Tailwind, has a scale of that kind.
    Definitions of tokens, hairlines, percentages, calculations and tests are left alone, and so are
    widths and heights, except in a utility class where a step has just their value, and sheets that
    take back what browsers show. Spaces far below or above a scale, and negative margins, are told
    only where they have a token. Where layers are counted in hundreds, one digit names none, and
    no layer is held against names of which all lie above it, or all below.
    """

    id = "design-tokens"
    title = "Raw measure where there is a design token"
    fix_hint = "Use the token that is named; or add the value to the scale, if it is meant."
    severity = Severity.NOTE
    languages = frozenset(
        {"css", "scss", "less", "html", "typescript", "tsx", "javascript", "json"}
    )
    version = 29
    Options = DesignTokensOptions

    bad = {
        "a value that has a token, and one between two": css(
            ":root { --space-1: 4px; --space-2: 8px; --space-3: 12px; }\n"
            "a { padding: «8px» «10px»; margin: 0 auto; }\n"
        ),
        "a variable of Less": less(
            "@space-1: 4px;\n@space-2: 8px;\n@space-3: 12px;\n.a { padding: «8px» @space-1; }\n"
        ),
        "a variable of SCSS": scss(
            "$radius-s: 2px;\n$radius-m: 6px;\n$radius-l: 12px;\n\n"
            ".a { border-radius: «6px» 0; width: 6px; }\n"
        ),
        "a property whose name SCSS lets stand around": scss(
            "$space-s: 4px;\n$space-m: 8px;\n\n.a { padding: { left: «8px»; color: 8px; } }\n"
        ),
        "a utility class, where Tailwind brings its scale": tsx(
            '<p className="md:«p-[13px]» «text-[17px]» w-[347px] -mt-[1px] rounded-[1px]" />;'
        ),
        "units with numbers": scss(
            "$unit-1: 4px;\n$unit-2: 8px;\n$unit-3: 12px;\n\n.a { padding: «8px» «10px»; }\n"
        ),
        "rules in a style sheet that is called a theme": css(
            ":root { --space-1: 4px; --space-2: 8px; --space-3: 12px; }\na { padding: «8px»; }\n",
            path="src/admin-theme.css",
        ),
        "a styled component with a type": tsx(
            "<style>{`:root { --space-s: 4px; --space-m: 8px }`}</style>;\n"
            "const A = styled(Box)<P & Q>`padding: «8px»;`;"
        ),
        "a shadow, a layer and a duration": css(
            ":root { --shadow-card: 0 1px 2px rgb(0 0 0 / 10%); --z-menu: 10 }\n"
            ":root { --duration-1: 0.1s }\n"
            "a { box-shadow: «0 1px 2px #0000001a»; z-index: «10»; transition: all «100ms»; }\n"
        ),
        "a style in markup": html(
            "<style>:root { --gap-s: 4px; --gap-m: 8px; }</style>\n"
            '<p style="margin: «8px» 0; border: 1px solid">text</p>\n'
        ),
    }
    good = {
        "no scale": css("a { padding: 13px; border-radius: 7px; z-index: 999; }\n"),
        "what stands in for a custom property": css(
            ":root { --z-1: 10; --z-2: 20; --z-3: 30; }\na { z-index: 20; z-index: var(--z-2); }\n"
        ),
        "one space": scss("$base-margin: 1rem;\n.a { padding: 1rem; }\n"),
        "measures of parts of a page are no scale": css(
            ":root { --header-height: 64px; --card-padding: 16px; }\n"
            "a { padding: 16px; height: 64px; }\n"
        ),
        "nothing, hairlines and shares": css(
            ":root { --space-1: 4px; --space-2: 8px; --space-3: 12px; --radius: 4px; }\n"
            "a { padding: 0 1px 5% 1em; border: 4px solid; border-radius: 50%; }\n"
            "b { margin: -1px auto; }\n"
        ),
        "calculations": css(
            ":root { --space-1: 4px; --space-2: 8px; --space-3: 12px; }\n"
            "a { padding: calc(8px + 1vw) var(--space-1, 8px); }\n"
        ),
        "one gutter is no scale, and neither is one unit": scss(
            "$grid-gutter: 16px;\n$unit: 8px;\n.a { padding: 16px 8px; }\n"
        ),
        "definitions of tokens": css(
            ":root { --space-1: 4px; --space-2: 8px; --space-3: 12px; }\n"
            "a { --space-inner: 8px; }\n@theme { --spacing-a: 8px; }\n"
        ),
        "a nudge, and a margin that takes back what lies around it": css(
            ":root { --space-1: 4px; --space-2: 8px; --space-3: 12px; }\n"
            "a { padding: 2px 24px; margin-left: -10px; }\n"
        ),
        "a round end": css(
            ":root { --radius-s: 4px; --radius-m: 8px; --radius-l: 16px; }\n"
            "a { border-radius: 100px; }\n"
        ),
        "what the controls have around them in each direction": less(
            "@padding-base-vertical: 6px;\n@padding-base-horizontal: 12px;\n"
            "@padding-large-vertical: 10px;\n.a { margin: 2px; padding: 6px 12px; }\n"
        ),
        "numbers that are no styles": tsx(
            "export const spacing = { s: 4, m: 8, l: 16 };\n"
            "const f = () => draw({ padding: 8, margin: { top: 16 } });\n"
        ),
        "a test": css(
            ":root { --space-1: 4px; --space-2: 8px; }\na { padding: 8px; }\n",
            path="tests/page.css",
        ),
    }
    projects_bad = {
        "custom properties and their users": {
            "src/tokens.css": css(
                ":root { --space-s: 0.5rem; --space-m: 1rem; --space-l: 2rem; }\n"
            ),
            "src/card.css": css("a { padding: «16px» «12px»; gap: var(--space-s); }\n"),
            "src/Card.tsx": tsx('<p style={{ margin: «8», padding: "0 «32px»" }} />;'),
        },
        "a theme in code": {
            "src/theme.ts": typescript(
                "export const theme = { space: [0, 4, 8, 16], radii: [6] };"
            ),
            "src/Card.tsx": tsx("const Card = styled.div`padding: «8px»; margin: «5px»;`;"),
        },
        "a theme of Tailwind": {
            "app/globals.css": css('@import "tailwindcss";\n@theme { --text-tiny: 0.625rem; }\n'),
            "app/page.tsx": tsx('<p className="«text-[10px]» «p-[52px]» «min-[700px]»:flex" />;'),
        },
        "a theme of Tailwind that has a step for nothing": {
            "app/globals.css": css(
                '@import "tailwindcss";\n@theme { --radius-none: 0px; --radius-card: 10px; }\n'
            ),
            "app/page.tsx": tsx('<p className="«rounded-[11px]»" />;'),
        },
        "a configuration of Tailwind that has a step for nothing": {
            "tailwind.config.js": typescript(
                "module.exports = { theme: { spacing: { none: '0', s: '4px', m: '9px' } } };"
            ),
            "app/page.tsx": tsx('<p className="«p-[5px]»" />;'),
        },
        "values that Tailwind makes no steps of, beside one that it does": {
            "app/globals.css": css('@import "tailwindcss";\n'),
            "app/page.tsx": tsx(
                '<p className="shadow-[inset_0_1px_1px_#fff] p-[1.5em] «leading-[52px]»" />;'
            ),
        },
        "a version of Tailwind that counts every step": {
            "package.json": json('{"devDependencies": {"tailwindcss": "^4.1.0"}}'),
            "app/page.tsx": tsx('<p className="«p-[52px]» «z-[60]» «h-[20px]» h-[18px]" />;'),
        },
        "a class that only the current Tailwind has": {
            "app/page.tsx": tsx('<p className="bg-(--brand) «min-h-[80px]» min-h-[100px]" />;'),
        },
        "a shadow of a document, written in parts": {
            "tokens/base.json": json(
                '{"ink": {"$value": {"colorSpace": "srgb", "components": [0, 0, 0],\n'
                '  "alpha": 0.2}},\n'
                ' "shadow": {"card": {"$value": {"color": "{ink}", "offsetX": "0px",\n'
                '   "offsetY": {"value": 2, "unit": "px"}, "blur": "4px", "spread": "0px"}}}}'
            ),
            "src/a.css": css("a { box-shadow: «0 2px 4px rgb(0 0 0 / 20%)»; }\n"),
        },
        "tokens of a document": {
            "design/tokens.json": json('{"size": {"radius": {"m": {"$value": "6px"}}}}'),
            "src/a.css": css("a { border-radius: «6px»; }\n"),
        },
    }
    projects_good = {
        "the layers of one component": {
            "src/components/upload/_var.less": less(
                "@upload-z-index: 2;\n@upload-z-index-card: 3;\n@upload-z-index-mask: 4;\n"
                "@upload-gap: 4px;\n@upload-gap-card: 8px;\n"
            ),
            "src/components/slider/_index.less": less(".a { z-index: 2; margin: 8px; }\n"),
        },
        "steps of classes in a style sheet": {
            "app/main.css": css("@tailwind components;\na { animation: turn 0.3s; }\n"),
        },
        "a version of Tailwind that is not told": {
            "package.json": json('{"peerDependencies": {"tailwindcss": ">=3.0.0"}}'),
            "app/page.tsx": tsx('<p className="min-h-[80px] rounded-[2px]" />;'),
        },
        "a theme of Tailwind that another package is built by": {
            "package.json": json("{}"),
            "packages/site/package.json": json("{}"),
            "packages/site/tailwind.config.js": typescript(
                "module.exports = { theme: { spacing: { s: '4px', m: '8px', l: '12px' } } };"
            ),
            "packages/kit/package.json": json("{}"),
            "packages/kit/src/a.css": css("a { padding: 8px; font-weight: 700; }\n"),
        },
        "a scale of another program": {
            "apps/shop/src/tokens.css": css(":root { --space-1: 4px; --space-2: 8px; }\n"),
            "apps/desk/src/a.css": css("a { padding: 8px; }\n"),
        },
        "variables of SCSS that CSS cannot use": {
            "src/_tokens.scss": scss("$space-1: 4px;\n$space-2: 8px;\n$space-3: 12px;\n"),
            "src/tokens.less": less("@space-1: 4px;\n@space-2: 8px;\n@space-3: 12px;\n"),
            "src/a.css": css("a { padding: 8px; }\n"),
        },
    }

    def detect(
        self, tree: SyntaxTree, file: CheckedFile, options: DesignTokensOptions
    ) -> Iterator[Sighting]:
        """One undecided sighting for each raw value; equal ones on a line are one."""
        if is_test(file.path) and not options.in_tests:
            return
        # A style sheet defines tokens by names of its own, wherever it lies.
        if is_reset(file.path) if is_style_sheet(tree) else defines_tokens(file.path):
            return
        spaces = spaces_said(tree) if tree.language == "scss" else ""
        topic = file_topic(file.path)  # nothing in other files but the scales decides on a value
        for use in sorted(style_uses(tree, file.path), key=lambda each: each.raw.span):
            if not is_hairline(use.raw, options.hairline):
                yield _sighting(tree, use, spaces, topic)

    def learns_of_generated(self, path: str) -> bool:
        """A module of tokens is often built of a design tool's document, and used as it is."""
        return defines_tokens(path)

    def learn(
        self,
        tree: SyntaxTree,
        file: CheckedFile,
        options: DesignTokensOptions,  # noqa: ARG002
    ) -> Iterator[tuple[str, str, FactData]]:
        """The tokens that the file defines, and what it shows of Tailwind."""
        yield from scale_facts(tokens_of(tree, file.path))
        if is_test(file.path):
            return
        sign = tailwind_sign(tree, file.path)
        if sign is not None:
            yield sign_fact(sign)
        sizes = map(root_font_size, style_sheets_of(tree))
        if tree.language in STYLE_LANGUAGES and (size := next(filter(None, sizes), None)):
            yield root_fact(size)

    def learn_document(
        self,
        document: Document,
        file: CheckedFile,
        options: DesignTokensOptions,  # noqa: ARG002
    ) -> Iterator[tuple[str, str, FactData]]:
        """The tokens of a document; what is a package, and which Tailwind it asks for."""
        yield from scale_facts(document_tokens(document, file.path))
        if is_package(file.path):
            yield package_fact()
        if (sign := installed_sign(document, file.path)) is not None:
            yield sign_fact(sign)

    def widen(self, topics: Collection[str], project: Project) -> Collection[str]:
        """Tailwind's theme and the size of a rem concern every scale; sizes serve as spacing where
        there is none."""
        del project
        wider = set(topics)
        if wider & {TAILWIND, ROOT}:
            wider |= {scale_topic(kind) for kind in SCALES}
        if scale_topic(Kind.SIZE) in wider:
            wider.add(scale_topic(Kind.SPACE))
        return wider

    def conclude(
        self, project: Project, topics: Collection[str] | None, options: DesignTokensOptions
    ) -> Iterator[Conclusion]:
        """Each raw value that has a token, or lies between the steps of a scale."""
        scales = Scales(project, options)
        found: dict[str, list[tuple[Observation, str, Kind]]] = defaultdict(list)
        for path, observation, topic in _uses(project, topics):
            use = use_of(observation.measures)
            match = scales.match(path, use, str(observation.measures.get("spaces", "")))
            if match is not None:
                told = measure_told(path, observation, use, match)
                found[path].append((told, topic, use.raw.kind))
        for path, all_told in found.items():
            for told, topic, kind in _outermost(all_told):
                yield Conclusion(path, told, frozenset({topic, scale_topic(kind)}))


def _outermost(
    told: Iterable[tuple[Observation, str, Kind]],
) -> Iterator[tuple[Observation, str, Kind]]:
    """What is not a part of something else that is told of: a duration of a whole transition."""
    end = None
    for each in sorted(told, key=lambda each: (each[0].region.start, _backwards(each[0]))):
        region = each[0].region
        if end is None or region.end > end:
            end = region.end
            yield each


def _backwards(observation: Observation) -> tuple[int, int]:
    end = observation.region.end
    return -end.line, -end.column


def _uses(
    project: Project, topics: Collection[str] | None
) -> Iterator[tuple[str, Observation, str]]:
    """The undecided observations that rest on some topics: on their file, or on a whole scale."""
    whole = [topic for topic in topics or () if topic.startswith(scale_topic(""))]
    wanted = None if topics is None or whole else topics
    for path, use in project.uses(wanted):
        scale = scale_topic(str(use.observation.measures["kind"]))
        if topics is None or use.topic in topics or scale in topics:
            yield path, use.observation, use.topic


def _sighting(tree: SyntaxTree, use: StyleUse, spaces: str, topic: str) -> Sighting:
    span, raw = use.raw.span, use.raw
    text = tree.text[slice(*span)]
    region = tree.positions.region(*span)
    measures = measures_of(use, spaces)
    if raw.kind is Kind.SPACE and (purpose := purpose_at(tree.text, span[0])):
        measures["purpose"] = purpose
    return Sighting(
        region=region,
        text=text,
        message=undecided(raw),
        measures=measures,
        topic=topic,
        group=f"{region.start.line} {raw.kind} {text}",
    )
