"""Prism: an OpenAPI document with an example, and with callbacks. It answers the example: a random id takes longer."""

import json
from pathlib import Path
from typing import Any

from benchmarks.peers.peer import Peer, Setup
from benchmarks.queries import API_KEY, PATH, SECRET_KEY

_EXAMPLE = {"CodeResult": "100", "SMSID": "8eb2af6d-fb4c-4814-b9cc-4c0e3ed32edf"}


def _setup(program: Path, port: int, receiver: str | None) -> Setup:
    operation: dict[str, Any] = {
        "parameters": [
            _parameter("ApiKey", enum=[API_KEY]),
            _parameter("SecretKey", enum=[SECRET_KEY]),
            _parameter("Phone", pattern="^0[0-9]{9}$"),
        ],
        "responses": {
            "200": {
                "description": "accepted",
                "content": {"application/json": {"example": _EXAMPLE, "schema": {"type": "object"}}},
            }
        },
    }
    if receiver is not None:
        acknowledged = {"responses": {"200": {"description": "acknowledged"}}}
        operation["callbacks"] = {"result": {f"{receiver}/voice": {"get": acknowledged}}}
    document = {"openapi": "3.0.3", "info": {"title": "esms", "version": "1"}, "paths": {PATH: {"get": operation}}}
    return Setup(
        command=(
            *("node", str(program), "mock", "api.json", "--port", str(port), "--host", "127.0.0.1"),
            *("--cors", "false", "--verboseLevel", "silent"),
        ),
        files={"api.json": json.dumps(document)},
    )


def _parameter(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": True, "schema": {"type": "string", **schema}}


PRISM = Peer(name="Prism", program=Path("node_modules/@stoplight/prism-cli/dist/index.js"), setup=_setup, warm_up=3.0)
