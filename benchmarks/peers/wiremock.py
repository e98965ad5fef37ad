"""WireMock: a mapping with a matching rule, a random id by response templating, callbacks by its webhook extension.

On one core more threads than its own choice, asynchronous answers and another garbage collector did not make it faster.
"""

import json
from pathlib import Path

from benchmarks.peers.peer import Peer, Setup
from benchmarks.queries import API_KEY, PATH, SECRET_KEY

_BODY = """{"CodeResult":"100","SMSID":"{{randomValue type='UUID'}}"}"""


def _setup(program: Path, port: int, receiver: str | None) -> Setup:
    mapping = {
        "request": {
            "method": "GET",
            "urlPath": PATH,
            "queryParameters": {
                "ApiKey": {"equalTo": API_KEY},
                "SecretKey": {"equalTo": SECRET_KEY},
                "Phone": {"matches": "0[0-9]{9}"},
            },
        },
        "response": {
            "status": 200,
            "headers": {"Content-Type": "application/json; charset=utf-8"},
            "body": _BODY,
            "transformers": ["response-template"],
        },
    }
    if receiver is not None:
        mapping["serveEventListeners"] = [
            {"name": "webhook", "parameters": {"method": "GET", "url": f"{receiver}/voice"}}
        ]
    return Setup(
        command=(
            *("java", "-jar", str(program), "--port", str(port), "--bind-address", "127.0.0.1", "--root-dir", "."),
            *("--no-request-journal", "--disable-request-logging", "--disable-gzip", "--disable-banner"),
            *("--use-chunked-encoding", "never", "--webhook-threadpool-size", "64"),
        ),
        files={"mappings/call.json": json.dumps(mapping)},
    )


WIREMOCK = Peer(
    name="WireMock",
    program=Path("node_modules/wiremock/build/wiremock-standalone-*.jar"),
    setup=_setup,
    warm_up=20.0,
)
