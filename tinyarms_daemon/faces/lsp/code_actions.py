"""What an editor offers at a finding: dismiss it, suppress it in the source, look at what belongs
to it."""

from collections.abc import Iterator, Sequence

from lsprotocol import types
from pygls.workspace import PositionCodec

from tinyarms_daemon.faces.lsp.suppression_comment import suppression_comment

DISMISS = "tinyarms.dismiss"
SHOW = "tinyarms.showRelated"

_TEMPORARY_SECONDS = 90 * 86400
# The protocol cannot ask for words: these are the reasons people give. A client may call the
# command with others.
_REASONS = (
    ("not a problem here", None),
    ("false alarm", None),
    ("accepted for 90 days", _TEMPORARY_SECONDS),
)
_RELATED_SHOWN = 5


def code_actions(
    diagnostic: types.Diagnostic, uri: str, path: str, lines: Sequence[str], codec: PositionCodec
) -> Iterator[types.CodeAction]:
    """The actions for one diagnostic that `diagnostic_of` made."""
    finding_id, rule = _known(diagnostic)
    if rule is None:
        return
    yield _suppress(diagnostic, uri, path, lines, codec, rule)
    if finding_id is not None:
        for reason, expires_seconds in _REASONS:
            yield types.CodeAction(
                title=f"Dismiss {rule}: {reason}",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                command=types.Command(
                    title="Dismiss",
                    command=DISMISS,
                    arguments=[finding_id, reason, expires_seconds],
                ),
            )
    for related in (diagnostic.related_information or ())[:_RELATED_SHOWN]:
        yield _show(related, diagnostic)


def _known(diagnostic: types.Diagnostic) -> tuple[int | None, str | None]:
    """Id and rule. What an editor sends back is whatever it likes."""
    data = diagnostic.data
    told = data if isinstance(data, dict) else getattr(data, "__dict__", {})
    finding_id, rule = told.get("id"), told.get("rule")
    return (
        finding_id if isinstance(finding_id, int) else None,
        rule if isinstance(rule, str) else None,
    )


def _suppress(
    diagnostic: types.Diagnostic,
    uri: str,
    path: str,
    lines: Sequence[str],
    codec: PositionCodec,
    rule: str,
) -> types.CodeAction:
    insertion = suppression_comment(path, lines, diagnostic.range.start.line, rule)
    before = lines[insertion.line][: insertion.column] if insertion.column else ""
    position = types.Position(line=insertion.line, character=codec.client_num_units(before))
    edit = types.TextEdit(range=types.Range(start=position, end=position), new_text=insertion.text)
    return types.CodeAction(
        title=f"Suppress {rule} here by a comment",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic],
        edit=types.WorkspaceEdit(changes={uri: [edit]}),
    )


def _show(
    related: types.DiagnosticRelatedInformation, diagnostic: types.Diagnostic
) -> types.CodeAction:
    place = related.location
    name = place.uri.rpartition("/")[2]
    line = place.range.start.line
    return types.CodeAction(
        title=f"Show {name}:{line + 1}: {related.message}",
        kind=types.CodeActionKind.Empty,
        diagnostics=[diagnostic],
        command=types.Command(title="Show", command=SHOW, arguments=[place.uri, line]),
    )
