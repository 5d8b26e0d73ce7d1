"""How much is asked about pairs of definitions, and how sure what is told can be."""

from dataclasses import dataclass

from tinyarms_daemon.domain.findings.rule import option


# Without slots: options have these beside limits of their own, and one of two bases may have any.
@dataclass(frozen=True)
class AskingLimits:
    """How pairs become questions and findings."""

    most_questions: int = option("how many questions there are at all, those answered too")
    most_partners: int = option("how many partners one question shows", at_least=1, at_most=10)
    partner_percent: int = option("what another partner adds to the cost of a question")
    least_worth: float = option(
        "what a question must be worth to be asked: 1 is a finding for certain, or an even "
        "chance of one that saves many lines"
    )
    many_lines: int = option("lines to be saved that double what a question is worth", at_least=1)
    unsaid_confidence_percent: int = option(
        "how sure the word of a model is that does not tell its chances", at_most=100
    )
    most_confidence_percent: int = option(
        "how sure at most is what no model was asked about", at_most=100
    )
