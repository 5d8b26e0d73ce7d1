"""All generated pages by their names below docs/."""

from documentation.command_pages import commands_page, man_page
from documentation.configuration_page import configuration_page
from documentation.language_page import language_page
from documentation.rule_pages import rule_page, rules_index
from tinyarms_daemon.rules.registry import rule_descriptions


def generated_pages() -> dict[str, str]:
    """Name and text of each page."""
    rules = list(rule_descriptions().values())
    return {
        "configuration.md": configuration_page(),
        "commands.md": commands_page(),
        "tinyarmsctl.1": man_page(),
        "languages.md": language_page(rules),
        "rules/README.md": rules_index(rules),
        **{f"rules/{rule.id}.md": rule_page(rule) for rule in rules},
    }
