"""docs/control-api.md, made from its table of endpoints (``make pages``)."""

from collections.abc import Iterator
from typing import Final

from mock_esms.server.control.endpoints import ENDPOINTS

INTRODUCTION: Final = """\
# The control API

Everything that you want to know or to change is JSON under `/_mock/`. The pytest fixtures, the page and `mock-esms
tail` use nothing else. `GET /_mock/openapi.json` describes every field; [openapi.json](openapi.json) is the same as
a file.

<!-- start -->
```console
$ mock-esms serve --clock auto
mock-esms ready: http://127.0.0.1:8080
```

**Choose what happens.** Nobody answers the next call to this number, whatever its last digits are:

```console
$ curl -s http://127.0.0.1:8080/_mock/scenarios/no-answer/arm -d '{"match": {"phone": "0912345678"}}'
{"name": "no-answer", … "armed": 1}
$ curl -s 'http://127.0.0.1:8080/MainService.svc/json/MakeCallRecord_V2?ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=1&Phone=0912345678'
{"CodeResult":"100","SMSID":"…"}
```

**Wait until it is over**, instead of guessing how long that takes. `until` is `received`, `ended`, `delivered`,
`exhausted` (no further attempt will follow), `settled` (nothing more will happen) or `{"attempts": 3}`. Values of
`match` are globs; with `"what": "message"` it waits for messages.

```console
$ curl -s http://127.0.0.1:8080/_mock/wait -d '{"match": {"phone": "0912*"}, "until": "settled", "timeout": 10}'
{"calls": [{"sms_id": "…", … "outcome": "no_answer", …
```

**Say what must have happened.** 409 when it has not, with the nearest calls:

```console
$ curl -s http://127.0.0.1:8080/_mock/verify -d '{"match": {"phone": "0912345678"}, "times": 1}'
{"ok": true, "count": 1}
```

**Move the clock.** The answer comes when everything that was due, the network included, has finished:

```console
$ curl -s -X PUT http://127.0.0.1:8080/_mock/clock -d '{"mode": "manual"}'
{"mode": "manual", …}
$ curl -s http://127.0.0.1:8080/_mock/clock/advance -d '{"until": "idle"}'
{"mode": "manual", … "next_due": null, "pending": 0}
```

**Look at a person's phone**, and at the newest code that they were told: `GET /_mock/inbox/PHONE` and
`GET /_mock/otp/PHONE`.

Only local names and addresses are answered, and no other site's pages; with `--control-token` it wants
`Authorization: Bearer TOKEN` ([security](../SECURITY.md)).

## Every address

| request | what it does |
| --- | --- |
"""


def control_page() -> str:
    """The whole page."""
    return INTRODUCTION + "".join(_rows())


def _rows() -> Iterator[str]:
    for endpoint in ENDPOINTS:
        yield f"| `{endpoint.method.upper()} /_mock{endpoint.path}` | {endpoint.summary} |\n"
