"""Options that several commands share."""

import click

from tinyarms_daemon.control.messages import LARGEST_ID
from tinyarms_daemon.domain.findings.rule import SEVERITIES
from tinyarms_daemon.faces.cli.completing import complete_repositories, complete_rules


class WholeNumber(click.IntRange):
    """An integer within bounds."""

    name = "integer"  # what a word is told not to be


RECORD_ID = WholeNumber(max=LARGEST_ID)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)
repository_option = click.option(
    "--repo",
    "repository",
    metavar="NAME",
    shell_complete=complete_repositories,
    help="Only in this repository.",
)
rules_option = click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    shell_complete=complete_rules,
    help="Only this rule; may be repeated.",
)
only_new_option = click.option(
    "--new",
    "only_new",
    is_flag=True,
    help="Only what was not there when the repository was first scanned.",
)
severity_choice = click.Choice(SEVERITIES)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="warning",
    show_default=True,
    help="The least severity of an open finding that ends it with status 1.",
)
