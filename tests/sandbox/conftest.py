"""One sandbox a module, as each kind of test sees it: in its own process, over the control API, with an own account."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from mock_esms import Client, Sandbox, Settings
from tests.places import MAKE_CALL, START
from tests.sms import CARE, CARE_PATH

PHONE = "0901888484"


@dataclass(frozen=True)
class Place:
    """A sandbox with a manual clock, and how a test reaches it: ``esms`` is a Sandbox or a Client."""

    esms: Any
    begun: int

    def place(self, phone: str = PHONE, **more: str) -> Any:
        """Place a call; gives what is answered."""
        keys = {"ApiKey": self.esms.api_key, "SecretKey": self.esms.secret_key, "TemplateId": "1"}
        return requests.get(self.esms.url + MAKE_CALL, params={**keys, "Phone": phone, **more}, timeout=100).json()

    def placed(self, phone: str = PHONE, **more: str) -> str:
        """Place a call that must be accepted; gives its SMSID."""
        answer = self.place(phone, **more)
        assert answer["CodeResult"] == "100", answer
        return str(answer["SMSID"])

    def sent(self, phone: str = PHONE, **more: str) -> str:
        """Send an SMS that must be accepted; gives its SMSID."""
        keys = {"ApiKey": self.esms.api_key, "SecretKey": self.esms.secret_key, "Phone": phone}
        answer = requests.post(self.esms.url + CARE_PATH, json={**CARE, **keys, **more}, timeout=100).json()
        assert answer["CodeResult"] == "100", answer
        return str(answer["SMSID"])


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with Sandbox(Settings(clock="manual", now=START, grace=0)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module", params=["here", "elsewhere", "own account"])
def way(request: pytest.FixtureRequest, served: Sandbox) -> Iterator[Any]:
    """A sandbox in this process, a client of it, and a client for which only its own account counts."""
    if request.param == "here":
        yield served
        return
    client = Client(served.url)
    if request.param == "elsewhere":
        yield client
        return
    with client.own_account() as own:
        yield own
    assert [account.api_key for account in served.components.ledger] == ["test-api-key"]


@pytest.fixture
def there(way: Any, served: Sandbox) -> Place:
    served.reset()
    way.reset()
    return Place(way, served.clock.now)


@pytest.fixture
def esms(there: Place) -> Any:
    return there.esms
