"""Every endpoint of the control API, as ``openapi`` describes them and docs/control-api.md lists them."""

from typing import Final

from mock_esms.server.control.entries.applications import ApplicationsControl
from mock_esms.server.control.entries.calls import CallsControl
from mock_esms.server.control.entries.entry_values import EntriesControl
from mock_esms.server.control.entries.inbound import InboundControl
from mock_esms.server.control.entries.messages import MessagesControl
from mock_esms.server.control.health import HealthControl
from mock_esms.server.control.history.events import EventsControl
from mock_esms.server.control.history.evidence import EvidenceControl
from mock_esms.server.control.history.inbox import InboxControl
from mock_esms.server.control.history.requests import RequestsControl
from mock_esms.server.control.history.verify import VerifyControl
from mock_esms.server.control.history.wait import WaitControl
from mock_esms.server.control.serving.endpoint import ControlGroup
from mock_esms.server.control.setup.accounts import AccountsControl
from mock_esms.server.control.setup.clock import ClockControl
from mock_esms.server.control.setup.scenarios import ScenariosControl

GROUPS: Final[tuple[type[ControlGroup], ...]] = (
    HealthControl,
    CallsControl,
    MessagesControl,
    InboundControl,
    ApplicationsControl,
    EntriesControl,
    InboxControl,
    RequestsControl,
    WaitControl,
    VerifyControl,
    EvidenceControl,
    ClockControl,
    ScenariosControl,
    AccountsControl,
    EventsControl,
)

ENDPOINTS: Final = tuple(endpoint for group in GROUPS for endpoint in group.endpoints)
"""Their paths are without the prefix of the control API."""
