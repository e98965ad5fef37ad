"""Every endpoint of the control API, as ``openapi`` describes them and docs/control-api.md lists them."""

from typing import Final

from mock_esms.server.control.accounts import AccountsControl
from mock_esms.server.control.applications import ApplicationsControl
from mock_esms.server.control.calls import CallsControl
from mock_esms.server.control.clock import ClockControl
from mock_esms.server.control.endpoint import ControlGroup
from mock_esms.server.control.entries import EntriesControl
from mock_esms.server.control.events import EventsControl
from mock_esms.server.control.evidence import EvidenceControl
from mock_esms.server.control.health import HealthControl
from mock_esms.server.control.inbound import InboundControl
from mock_esms.server.control.inbox import InboxControl
from mock_esms.server.control.messages import MessagesControl
from mock_esms.server.control.requests import RequestsControl
from mock_esms.server.control.scenarios import ScenariosControl
from mock_esms.server.control.verify import VerifyControl
from mock_esms.server.control.wait import WaitControl

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
