"""An application for a template or a package: somebody at eSMS decides it later (FACTS-MESSAGES 4). All are frozen.

What has been approved exists in the account from then on.
"""

from typing import Final, Literal, NamedTuple

from mock_esms.model.callback import APPROVING, DONE, Attempt, Callback, in_order
from mock_esms.model.calls import RequestWarning, ScenarioChoice, TraceContext
from mock_esms.model.delivery_plan import CallbackPlan
from mock_esms.model.times import Instant

ApplicationKind = Literal["oa-package", "zns-template", "sms-template"]
Decision = Literal["approved", "refused"]
ApplicationState = Literal["moderating", "ended"]

RECEIVED_AND_DECIDED: Final = (Callback(send_status=APPROVING), Callback(send_status=DONE))
"""Two callbacks: eSMS has received it, and it is decided (7.9)."""


class ApplicationRequest(NamedTuple):
    """What a client applied for; ``parameters`` as they arrived, by the names in FACTS' spelling, secrets masked."""

    operation: str
    kind: ApplicationKind
    parameters: tuple[tuple[str, str], ...]
    api_key: str
    url: str | None = None
    trace_context: TraceContext = ()

    @property
    def phone(self) -> str:
        """It is for no phone."""
        return ""

    @property
    def request_id(self) -> str:
        """None can be given."""
        return ""

    def value_of(self, name: str) -> str:
        """What was given for a parameter, by its name in FACTS' spelling; empty when nothing was."""
        return next((value for given, value in self.parameters if given == name), "")


class Application(NamedTuple):
    """An application that was accepted, as it stands now; ``sms_id`` is its ServicePreviewId.

    ``coming`` is how it will be decided at ``due``, unless somebody does before; ``decision`` is None until then.
    ``callback_plan`` is how its callbacks are delivered.
    """

    sms_id: str
    number: int
    request: ApplicationRequest
    scenario: str
    chosen: ScenarioChoice
    received_at: Instant
    callback_plan: CallbackPlan
    due: Instant
    coming: Decision
    warnings: tuple[RequestWarning, ...] = ()
    decision: Decision | None = None
    decided_at: Instant | None = None
    callbacks: tuple[Callback, ...] = ()

    @property
    def state(self) -> ApplicationState:
        """Whether it is decided."""
        return "moderating" if self.decision is None else "ended"

    @property
    def result(self) -> None:
        """It has none of what calls and messages have."""
        return

    @property
    def noun(self) -> str:
        """What it is, in sentences."""
        return "application"

    @property
    def phones(self) -> tuple[str, ...]:
        """It is for no phone."""
        return ()

    @property
    def final_callback(self) -> Callback | None:
        """The callback that tells the decision; None without CallbackUrl."""
        return self.callbacks[-1] if self.callbacks else None

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The attempts of both callbacks, in the order in which they started."""
        return in_order(self.callbacks)

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.decision is not None and all(callback.settled for callback in self.callbacks)

    def callback_url(self, _index: int) -> str | None:
        """The CallbackUrl as the request gave it."""
        return self.request.url


def series_of_applications(operation: str) -> str:
    """The series of draws that an account's applications count in."""
    return f"applications {operation}"
