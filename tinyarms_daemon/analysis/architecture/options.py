"""From which figures on a class or a module is too much for one."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ArchitectureOptions:
    """From which figures on a class or a module is too much for one."""

    class_complexity: int = field(
        metadata={"help": "WMC of a god object: the sum of its methods' branches", "at_least": 1}
    )
    class_enormous_complexity: int = field(
        metadata={"help": "WMC of one that is a god object however cohesive", "at_least": 1}
    )
    class_foreign_data: int = field(
        metadata={"help": "ATFD of a god object, more than this", "at_least": 0}
    )
    class_reaching_complexity: int = field(
        metadata={"help": "WMC from which a wide reach alone makes a god object", "at_least": 1}
    )
    class_reaching_methods: int = field(
        metadata={"help": "methods of one that is a god object by its reach", "at_least": 2}
    )
    class_wide_reach: int = field(
        metadata={"help": "ATFD of a wide reach, more than this", "at_least": 0}
    )
    class_average_complexity: float = field(
        metadata={"help": "AMW of a god object: the branches of its average method", "at_least": 1}
    )
    class_cohesion_percent: int = field(
        metadata={"help": "TCC of a god object, less than this", "at_least": 1, "at_most": 100}
    )
    class_data_percent: int = field(
        metadata={
            "help": "where fewer of the methods use data of their own, cohesion is not known",
            "at_least": 0,
            "at_most": 100,
        }
    )
    class_least_methods: int = field(
        metadata={"help": "methods of an enormous god object", "at_least": 2}
    )
    class_methods: int = field(metadata={"help": "methods of any other", "at_least": 2})
    module_lines: int = field(metadata={"help": "lines of code of a god module", "at_least": 1})
    module_definitions: int = field(
        metadata={"help": "functions and classes of a god module", "at_least": 2}
    )
    module_neighbors: int = field(
        metadata={"help": "modules that import a god module or that it imports", "at_least": 0}
    )
    clusters: int = field(
        metadata={"help": "unrelated responsibilities of a god module", "at_least": 2}
    )
    module_matters: int = field(
        metadata={
            "help": "parts of a god module that each work with libraries which no other part needs",
            "at_least": 2,
        }
    )
    module_parts: int = field(
        metadata={
            "help": "parts of a god module that have more to do with themselves than with others",
            "at_least": 2,
        }
    )
    cluster_members: int = field(
        metadata={"help": "members that make a responsibility", "at_least": 1}
    )
    common_percent: int = field(
        metadata={
            "help": "what more of the members share than this makes no responsibility",
            "at_least": 1,
            "at_most": 100,
        }
    )
    named_clusters: int = field(
        metadata={"help": "how many clusters, and members of each, are named", "at_least": 1}
    )
    most_questions: int = field(
        metadata={"help": "of how many cycles a model is asked what could move", "at_least": 0}
    )
    most_definitions: int = field(
        metadata={
            "help": "how many definitions one such question shows beside the import",
            "at_least": 1,
            "at_most": 10,
        }
    )
    definition_worth: float = field(
        metadata={
            "help": "what to ask about one of them is worth; to learn of a finding is worth 1",
            "at_least": 0,
        }
    )
