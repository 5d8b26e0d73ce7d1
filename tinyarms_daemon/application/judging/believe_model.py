"""Whether a model is believed, by how it answered what is known."""

from dataclasses import dataclass

from tinyarms_daemon.domain.models.call import AskedOf
from tinyarms_daemon.ports.model_book import ModelBook
from tinyarms_daemon.ports.prompts import Prompts


@dataclass(frozen=True, slots=True, kw_only=True)
class BelieveModel:
    """One with more than `mistakes_allowed` in its latest round of canaries is in quarantine."""

    book: ModelBook
    prompts: Prompts
    mistakes_allowed: int

    def __call__(self, asked: AskedOf) -> bool:
        """Whether the latest round went well; a model that was never controlled is believed."""
        score = self.book.round_score(asked, len(self.prompts.canaries(asked.role)))
        return score.mistakes <= self.mistakes_allowed


def failed_control(tag: str) -> str:
    """The sentence for a model in quarantine."""
    return (
        f"{tag} failed its control questions, so it is not believed; it is tried again later, and "
        f"`ollama pull {tag}` mends a broken download."
    )
