"""What documents of tokens say, in short."""

import json

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.tokens.document_tokens import document_tokens_of


def tokens_said(document: object) -> list[tuple[str, ...]]:
    """Kind, name and value of each token."""
    tokens = document_tokens_of(Document("json", json.dumps(document)))
    return [(each.kind, each.name, each.value) for each in tokens]
