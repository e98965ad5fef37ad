"""What an agent needs when it writes an integration with eSMS: ten tools over one sandbox.

Each gives JSON as the control API has it, or a text; what the agent did wrong is a ``MockEsmsError`` with a sentence.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from mock_esms.cli.client import ANSWER_WITHIN, ControlClient
from mock_esms.client.blocking import Client
from mock_esms.errors import UsageError
from mock_esms.esms.operation import Operation
from mock_esms.esms.operations import EVERY_OPERATION, operations_named

_KEYS: Final = {"ApiKey": "test-api-key", "SecretKey": "test-secret-key"}
_CHECKED: Final = (0, 1)
"""How a check ends that has a result."""
_LONGEST_CHECK: Final = 300.0
_IN_BODY: Final = ("json", "raw-json")


class Tools:
    """The tools, over the sandbox at a URL."""

    def __init__(self, url: str, token: str | None) -> None:
        """Raises ``UsageError`` when no sandbox is there."""
        self._control = ControlClient(url, token)
        self._client = Client(url, token)

    def place(self, phone: str, callback_url: str = "", parameters: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Place a voice call (MakeCallRecord_V2), as the application would: what eSMS answers, and the call."""
        own = {"TemplateId": "1", "Phone": phone, **({"CallbackUrl": callback_url} if callback_url else {})}
        return self._request(operations_named("MakeCallRecord_V2")[0], {**own, **(parameters or {})})

    def send(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Make a request to any operation of eSMS, by its name: SMS, Zalo, Viber, codes, status, lists."""
        found = operations_named(operation)
        if not found:
            names = ", ".join(sorted({each.name for each in EVERY_OPERATION}))
            message = f"eSMS has no operation {operation!r}; it has: {names}"
            raise UsageError(message)
        selected = [
            each for each in found if each.select and parameters.get(each.select.parameter) in each.select.values
        ]
        return self._request((selected or found)[0], parameters)

    def wait(self, match: Mapping[str, str], until: str = "settled", what: str = "call", timeout: float = 10) -> Any:  # noqa: ANN401 - any JSON
        """Wait until a call or message that fits has got there: received, ended, delivered, exhausted, settled."""
        return self._control.control(
            "/_mock/wait",
            {"match": dict(match), "until": until, "what": what, "timeout": min(timeout, ANSWER_WITHIN / 2)},
        )

    def inbox(self, phone: str) -> Any:  # noqa: ANN401 - any JSON
        """What the person with that phone has got, by SMS, Zalo, Viber and call."""
        return self._control.control(f"/_mock/inbox/{quote(phone, safe='')}")

    def otp(self, phone: str) -> Any:  # noqa: ANN401 - any JSON
        """The newest one-time password that the person with that phone was told."""
        return self._control.control(f"/_mock/otp/{quote(phone, safe='')}")

    def arm(self, scenario: str, match: Mapping[str, str], times: int = 1) -> Any:  # noqa: ANN401 - any JSON
        """Let the next calls or messages that fit play a scenario, whatever the last digits of their phone are."""
        path = f"/_mock/scenarios/{quote(scenario, safe='')}/arm"
        return self._control.control(path, {"match": dict(match), "times": times})

    def advance(self, by: str = "") -> Any:  # noqa: ANN401 - any JSON
        """Move the sandbox's clock, as in 5m or 2h; without a duration until nothing is left to do."""
        return self._control.control("/_mock/clock/advance", {"by": by} if by else {"until": "idle"})

    def check(self, callback_url: str, only: str = "*", kind: str = "voice") -> Any:  # noqa: ANN401 - any JSON
        """Play good and bad days against the application's running receiver, and judge its answers.

        Kind is whose callbacks are sent: those of calls (voice), or of messages over sms, zalo or viber.
        """
        done = subprocess.run(  # noqa: S603 - our own command, without a shell
            [sys.executable, "-m", "mock_esms", "check", callback_url, "--only", only, "--kind", kind, "--json"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_CHECK,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode not in _CHECKED or not done.stdout:
            raise UsageError(done.stderr.strip().removeprefix("mock-esms: ") or "the check gave no result")
        return json.loads(done.stdout)

    def explain(self, scenario: str = "") -> Any:  # noqa: ANN401 - any JSON
        """What a scenario plays and proves, in YAML; without a name all of them, with the phones that choose them."""
        return self._control.control(f"/_mock/scenarios/{quote(scenario, safe='')}" if scenario else "/_mock/scenarios")

    def evidence(self, match: Mapping[str, str]) -> str:
        """The timelines of the calls and messages that fit: dials, and each attempt of a callback with its answer."""
        return self._client.timelines(**match) or "no call and no message fits"

    def _request(self, operation: Operation, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Make the request as an application would, with the test account's keys unless others are given."""
        values = {**_KEYS, **parameters}
        path = operation.path
        for name in operation.in_path:
            path = path.replace(f"{{{name}}}", quote(str(values.pop(name, "")), safe=""))
        body = json.dumps(values) if operation.parameters_in in _IN_BODY else None
        if body is None and operation.parameters_in != "query" and operation.method == "POST":
            message = f"{operation.name} takes XML or a form; its JSON twin does the same: see docs/operations.md"
            raise UsageError(message)
        target = path if body is not None or not values else f"{path}?{urlencode(values, quote_via=quote, safe='')}"
        netloc = urlsplit(self._control.url).netloc
        connection = HTTPConnection(netloc, timeout=ANSWER_WITHIN)
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(operation.method, target, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        try:
            answer: object = json.loads(text)
        except ValueError:
            answer = text
        sms_id = answer.get("SMSID") if isinstance(answer, dict) else None
        return {"status": response.status, "answer": answer, "warnings": self._warnings(sms_id)}

    def _warnings(self, sms_id: object) -> list[Any]:
        """What eSMS would have swallowed without a word."""
        if not isinstance(sms_id, str) or not sms_id:
            return []
        found = (
            self._control.control(f"/_mock/{listed}?sms_id={quote(sms_id, safe='')}")[listed]
            for listed in ("calls", "messages")
        )
        warnings: list[Any] = next((entries[0]["warnings"] for entries in found if entries), [])
        return warnings
