"""Everything that is kept, on one open database."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tinyarms_daemon.adapters.store.engine import Database
from tinyarms_daemon.adapters.store.finding_store import SqlFindingStore
from tinyarms_daemon.adapters.store.ledger import SqlLedger
from tinyarms_daemon.adapters.store.repository_book import SqlRepositoryBook
from tinyarms_daemon.application.alarm_board import AlarmBoard
from tinyarms_daemon.bootstrap.models import question_costs
from tinyarms_daemon.bootstrap.where import Where
from tinyarms_daemon.domain.records import made_of
from tinyarms_daemon.ports.clock import Clock

if TYPE_CHECKING:
    from tinyarms_daemon.adapters.store.headroom_book import SqlHeadroomBook
    from tinyarms_daemon.application.keep_house import KeepHouse
    from tinyarms_daemon.ports.deep_questions import DeepQuestions
    from tinyarms_daemon.ports.model_book import ModelBook
    from tinyarms_daemon.ports.store_care import StoreCare
    from tinyarms_daemon.settings.schema import Settings


@dataclass(frozen=True)
class StorePlace:
    """What is kept: the books of one open database, and the care of it. What not every command asks
    of is loaded when it is made, here and where this is built upon."""

    where: Where
    settings: "Settings"
    database: Database
    clock: Clock
    alarms: AlarmBoard

    @cached_property
    def book(self) -> SqlRepositoryBook:
        """The watched repositories."""
        return SqlRepositoryBook(self.database)

    @cached_property
    def ledger(self) -> SqlLedger:
        """Jobs and units."""
        measured = self.where.home.measured
        return SqlLedger(self.database, lambda: question_costs(self.settings, measured))

    @cached_property
    def store(self) -> SqlFindingStore:
        """Findings and events."""
        return SqlFindingStore(self.database)

    @cached_property
    def care(self) -> "StoreCare":
        """Copies of the store, and looks through it."""
        from tinyarms_daemon.adapters.store.care import SqlStoreCare

        return SqlStoreCare(
            self.database, self.where.home.backups, backups_kept=self.settings.store.backups_kept
        )

    @cached_property
    def keep_house(self) -> "KeepHouse":
        """What the store needs from time to time."""
        from tinyarms_daemon.application.keep_house import KeepHouse
        from tinyarms_daemon.ports.store_care import Retention

        keep = self.settings.store
        return KeepHouse(
            care=self.care,
            findings=self.store,
            clock=self.clock,
            alarms=self.alarms,
            retention=made_of(Retention, vars(keep)),
            backup_interval=keep.backup_interval,
            largest_log_bytes=keep.largest_log_bytes,
        )

    @cached_property
    def headroom_book(self) -> "SqlHeadroomBook":
        """Readings over time, and what the gate decided and learned."""
        from tinyarms_daemon.adapters.store.headroom_book import SqlHeadroomBook

        return SqlHeadroomBook(self.database)

    @cached_property
    def model_book(self) -> "ModelBook":
        """Calls, verdicts and trust."""
        from tinyarms_daemon.adapters.store.model_book import SqlModelBook

        return SqlModelBook(self.database)

    @cached_property
    def questions(self) -> "DeepQuestions":
        """Questions of deep scans."""
        from tinyarms_daemon.adapters.store.deep_questions import SqlDeepQuestions

        return SqlDeepQuestions(self.database)
