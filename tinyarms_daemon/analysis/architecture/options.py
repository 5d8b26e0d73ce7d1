"""From which figures on a class or a module is too much for one."""

from dataclasses import dataclass

from tinyarms_daemon.domain.findings.rule import option


@dataclass(frozen=True, slots=True)
class ArchitectureOptions:
    """From which figures on a class or a module is too much for one."""

    class_complexity: int = option(
        "WMC of a god object by its reach or its clusters: the sum of its methods' branches",
        at_least=1,
    )
    class_foreign_data: int = option(
        "ATFD of one by its reach that imports nothing by name, more than this"
    )
    class_few_foreign_data: int = option(
        "ATFD of one by its clusters that has not many attributes of its own, more than this"
    )
    class_clusters: int = option(
        "clusters of its methods that have nothing to do with each other", at_least=2
    )
    class_fields: int = option(
        "attributes of its own of any other that is none of helpers by its name, more than this"
    )
    class_cohesion_percent: int = option(
        "TCC of a god object by its reach, its clusters or its words alone, less than this",
        at_least=1,
        at_most=100,
    )
    class_span: int = option(
        "different words in the names of a god object's methods that decide much, times the modules"
        " that its files import",
        at_least=1,
    )
    class_words: int = option("such words of one that imports nothing by name", at_least=1)
    method_complexity: float = option(
        "branches of a method that decides much, more than this", at_least=1
    )
    module_lines: int = option("lines of code of a god module", at_least=1)
    module_definitions: int = option("functions and classes of a god module", at_least=2)
    module_neighbors: int = option("modules that import a god module or that it imports")
    module_words: int = option(
        "different words in the names of a god module's definitions that is called after nothing",
        at_least=1,
    )
    module_parts: int = option(
        "parts of a god module that have more to do with themselves than with others", at_least=2
    )
    cluster_members: int = option("members that make a responsibility", at_least=1)
    common_percent: int = option(
        "what more of the members share than this makes no responsibility", at_least=1, at_most=100
    )
    named_clusters: int = option("how many clusters, and members of each, are named", at_least=1)
    most_questions: int = option("of how many cycles a model is asked what could move")
    most_definitions: int = option(
        "how many definitions one such question shows beside the import", at_least=1, at_most=10
    )
    definition_worth: float = option(
        "what to ask about one of them is worth; to learn of a finding is worth 1"
    )
