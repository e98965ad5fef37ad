"""Every address of the control API, with the types of what it takes and answers: a table that ``openapi`` describes."""

from typing import Final

from mock_esms.server.control.accounts import AccountsJson, ResetBody, ResetJson
from mock_esms.server.control.clock import AdvanceBody, SetClockBody
from mock_esms.server.control.control_path import ControlPath
from mock_esms.server.control.decode import NoBody
from mock_esms.server.control.events import EventsQuery
from mock_esms.server.control.journal_addresses import JOURNAL_ADDRESSES
from mock_esms.server.control.json_types import (
    AccountJson,
    ClockJson,
    DocumentErrorJson,
    EvidenceJson,
    ScenarioJson,
    ScenarioTextJson,
)
from mock_esms.server.control.scenarios import ArmBody, ArmNewBody, ScenariosJson, TimesBody

_ACCOUNT: Final = {"type": "object", "description": "the fields of an account in the settings file"}
_SCENARIO: Final = {"type": "object", "description": "a scenario, in YAML or JSON"}

ADDRESSES: Final = (
    *JOURNAL_ADDRESSES,
    ControlPath(method="get", path="/clock", about="The clock.", answer=ClockJson),
    ControlPath(
        method="put",
        path="/clock",
        about="Change the clock.",
        answer=ClockJson,
        body=SetClockBody,
        errors=(400, 409, 413, 422, 503),
    ),
    ControlPath(
        method="post",
        path="/clock/advance",
        about="Let time pass; answers when everything due has finished.",
        answer=ClockJson,
        body=AdvanceBody,
        error_answers={408: EvidenceJson},
        errors=(400, 408, 409, 413, 422, 503),
    ),
    ControlPath(method="get", path="/scenarios", about="Every scenario.", answer=ScenariosJson),
    ControlPath(
        method="post",
        path="/scenarios",
        about="Arm a scenario under a name of its own, until the next reset.",
        answer=ScenarioJson,
        body=ArmNewBody,
        errors=(400, 413, 422, 503),
    ),
    ControlPath(
        method="get",
        path="/scenarios/{name}",
        about="One scenario, with its YAML.",
        answer=ScenarioTextJson,
        errors=(404,),
    ),
    ControlPath(
        method="put",
        path="/scenarios/{name}",
        about="Add a scenario until the next reset.",
        answer=ScenarioJson,
        body=_SCENARIO,
        error_answers={422: DocumentErrorJson},
        errors=(400, 409, 413, 422, 503),
    ),
    ControlPath(
        method="delete",
        path="/scenarios/{name}",
        about="Take away one that was added.",
        answer=ScenarioJson,
        errors=(404, 409),
    ),
    ControlPath(
        method="post",
        path="/scenarios/{name}/arm",
        about="Let the next calls that match play it.",
        answer=ScenarioJson,
        body=ArmBody,
        errors=(400, 404, 413, 422, 503),
    ),
    ControlPath(
        method="put",
        path="/scenarios/{name}/arm",
        about="Change for how many requests it was armed last.",
        answer=ScenarioJson,
        body=TimesBody,
        errors=(400, 404, 409, 413, 422),
    ),
    ControlPath(
        method="delete",
        path="/scenarios/{name}/arm",
        about="Let no further call play it because it was armed.",
        answer=ScenarioJson,
        body=NoBody,
        errors=(400, 404, 413, 422),
    ),
    ControlPath(method="get", path="/accounts", about="Every account; secrets masked.", answer=AccountsJson),
    ControlPath(
        method="put",
        path="/accounts/{api_key}",
        about="Open an account, or replace it.",
        answer=AccountJson,
        body=_ACCOUNT,
        error_answers={422: DocumentErrorJson},
        errors=(400, 413, 422, 503),
    ),
    ControlPath(
        method="delete",
        path="/accounts/{api_key}",
        about="Forget an account that was opened here, and all that is its.",
        answer=AccountJson,
        errors=(404, 409),
    ),
    ControlPath(
        method="post",
        path="/reset",
        about="Forget what happened, of one account or of all.",
        answer=ResetJson,
        body=ResetBody,
        errors=(400, 404, 413, 422),
    ),
    ControlPath(
        method="get",
        path="/events",
        about="Follow what happens, as server-sent events.",
        answer=str,
        query=EventsQuery,
        errors=(422, 503),
        media_type="text/event-stream",
    ),
)
"""Every address of the control API, without its prefix."""
