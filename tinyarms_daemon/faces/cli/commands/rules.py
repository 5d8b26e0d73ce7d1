"""`tinyarmsctl rules`: every rule with its reason, examples and options."""

from dataclasses import asdict

import click

from tinyarms_daemon.faces.cli.completing import complete_rules
from tinyarms_daemon.faces.cli.names import require_known
from tinyarms_daemon.faces.cli.options import json_option
from tinyarms_daemon.faces.cli.pages.rule import show_rule
from tinyarms_daemon.faces.cli.rendering import severity, styled
from tinyarms_daemon.faces.cli.session import Session, unless_subcommand


@click.group(invoke_without_command=True, epilog="Example: tinyarmsctl rules show magic-numbers")
@json_option
@unless_subcommand
def rules(session: Session, as_json: bool) -> None:
    """List the rules."""
    descriptions = session.toolbox.rules().values()
    if as_json:
        session.screen.document({"rules": [asdict(rule) for rule in descriptions]})
        return
    session.screen.table(
        [
            [styled((rule.id, "bold")), rule.skill, styled(severity(rule.severity)), rule.title]
            for rule in descriptions
        ]
    )


@rules.command(epilog="Example: tinyarmsctl rules show magic-numbers")
@click.argument("rule_id", metavar="RULE", shell_complete=complete_rules)
@json_option
@click.pass_obj
def show(session: Session, rule_id: str, as_json: bool) -> None:
    """Show the reason, the options and the examples of RULE."""
    by_id = session.toolbox.rules()
    require_known("rule", [rule_id], by_id)
    rule = by_id[rule_id]
    if as_json:
        session.screen.document(asdict(rule))
    else:
        with session.screen.paged():
            show_rule(session.screen, rule)
