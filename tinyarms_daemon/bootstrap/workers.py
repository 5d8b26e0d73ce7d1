"""The processes that parse, as the configuration wants them."""

import os
from itertools import chain
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.findings.rule_names import OTHER_RULES

if TYPE_CHECKING:
    from tinyarms_daemon.settings.schema import Settings

WORKER_MODULE = "tinyarms_daemon.worker"


def analyzer(settings: "Settings", *, niceness: int | None = None) -> ProcessAnalyzer:
    """Worker processes within the configured limits; `niceness` None is the configured one."""
    limits = settings.analysis
    return ProcessAnalyzer(
        module=WORKER_MODULE,
        workers=min(limits.workers, os.cpu_count() or 1),
        file_timeout_seconds=limits.file_timeout.total_seconds(),
        memory_bytes=limits.worker_memory_bytes,
        niceness=limits.worker_niceness if niceness is None else niceness,
    )


def prepare_deep_scan(workers: ProcessAnalyzer, settings: "Settings") -> None:
    """Have every worker start and load its rules, those of a save too, while this process does the
    same with what else a deep scan needs."""
    workers.prepare(all_workers=True)
    of_skills = (settings.enabled_rules(skill) for skill in Skill)
    workers.preload([*chain(*of_skills), *filter(settings.is_enabled, OTHER_RULES)])
