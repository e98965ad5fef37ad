"""Mockoon: a route with rules, a random id by its template, callbacks by its own definition of them."""

import json
from pathlib import Path
from typing import Any

from benchmarks.peers.peer import Peer, Setup
from benchmarks.queries import API_KEY, PATH, SECRET_KEY

_ROUTE, _RESPONSE, _CALLBACK = (f"b7e1f1f0-7025-4b2a-8b45-6ca9ccfd111{number}" for number in range(3))
_LATEST_FORMAT = 33
_UNUSED = ("pfxPath", "certPath", "keyPath", "caPath", "passphrase")
_NO_TLS = {"enabled": False, "type": "CERT"} | dict.fromkeys(_UNUSED, "")


def _setup(program: Path, port: int, receiver: str | None) -> Setup:
    callbacks = [] if receiver is None else [_callback(receiver)]
    environment = {
        "uuid": "b7e1f1f0-7025-4b2a-8b45-6ca9ccfd1120",
        "lastMigration": _LATEST_FORMAT,
        "name": "esms",
        "port": port,
        "hostname": "127.0.0.1",
        "endpointPrefix": "",
        "latency": 0,
        "folders": [],
        "routes": [_route(answered_by=_response([each["uuid"] for each in callbacks]))],
        "rootChildren": [{"type": "route", "uuid": _ROUTE}],
        "proxyMode": False,
        "proxyHost": "",
        "proxyRemovePrefix": False,
        "tlsOptions": _NO_TLS,
        "cors": False,
        "headers": [],
        "proxyReqHeaders": [],
        "proxyResHeaders": [],
        "data": [],
        "callbacks": callbacks,
    }
    return Setup(
        command=(
            *("node", str(program), "start", "--data", "environment.json"),
            *("--disable-log-to-file", "--disable-admin-api", "--max-transaction-logs", "1"),
        ),
        files={"environment.json": json.dumps(environment)},
    )


def _route(answered_by: dict[str, Any]) -> dict[str, Any]:
    return {
        "uuid": _ROUTE,
        "type": "http",
        "documentation": "",
        "method": "get",
        "endpoint": PATH.removeprefix("/"),
        "responses": [answered_by],
        "responseMode": None,
        "streamingMode": None,
        "streamingInterval": 0,
    }


def _response(callbacks: list[str]) -> dict[str, Any]:
    return {
        "uuid": _RESPONSE,
        "body": """{"CodeResult":"100","SMSID":"{{uuid}}"}""",
        "latency": 0,
        "statusCode": 200,
        "label": "",
        "headers": [{"key": "Content-Type", "value": "application/json; charset=utf-8"}],
        "bodyType": "INLINE",
        "filePath": "",
        "databucketID": "",
        "sendFileAsBody": False,
        "rules": [
            _rule("ApiKey", API_KEY, "equals"),
            _rule("SecretKey", SECRET_KEY, "equals"),
            _rule("Phone", "^0[0-9]{9}$", "regex"),
        ],
        "rulesOperator": "AND",
        "disableTemplating": False,
        "fallbackTo404": False,
        "default": True,
        "crudKey": "id",
        "callbacks": [{"uuid": callback, "latency": 0} for callback in callbacks],
    }


def _rule(name: str, value: str, operator: str) -> dict[str, Any]:
    return {"target": "query", "modifier": name, "value": value, "invert": False, "operator": operator}


def _callback(receiver: str) -> dict[str, Any]:
    return {
        "uuid": _CALLBACK,
        "id": "result",
        "uri": f"{receiver}/voice",
        "name": "result",
        "documentation": "",
        "method": "get",
        "headers": [],
        "bodyType": "INLINE",
        "body": "",
        "filePath": "",
        "databucketID": "",
        "sendFileAsBody": True,
    }


MOCKOON = Peer(name="Mockoon", program=Path("node_modules/@mockoon/cli/bin/run.js"), setup=_setup, warm_up=3.0)
