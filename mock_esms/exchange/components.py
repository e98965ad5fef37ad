"""What an exchange works with: the sandbox's clock, journal, accounts and the like, as ``server/app`` wires them."""

from typing import TYPE_CHECKING, NamedTuple

from mock_esms.clock.clock import Clock
from mock_esms.clock.scheduler import Scheduler
from mock_esms.config.settings import Settings
from mock_esms.delivery import Dispatcher, EgressRule
from mock_esms.exchange.accounts.ledger import Ledger
from mock_esms.journal import Journal
from mock_esms.scenarios.library import Library

if TYPE_CHECKING:
    from mock_esms.journal.store import Store


class Components(NamedTuple):
    """What an exchange works with; ``store`` is None where everything is in memory alone."""

    settings: Settings
    clock: Clock
    scheduler: Scheduler
    journal: Journal
    library: Library
    ledger: Ledger
    dispatcher: Dispatcher
    egress: EgressRule
    store: "Store | None" = None
