"""MockServer: an expectation, a random id by a Mustache template, callbacks by its after-actions."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.peers.peer import Peer, Setup
from benchmarks.queries import API_KEY, PATH, SECRET_KEY

_ANSWER = {
    "statusCode": 200,
    "headers": {"Content-Type": ["application/json; charset=utf-8"]},
    "body": '{"CodeResult":"100","SMSID":"{{ uuid }}"}',
}


def _setup(program: Path, port: int, receiver: str | None) -> Setup:
    expectation: dict[str, object] = {
        "httpRequest": {
            "method": "GET",
            "path": PATH,
            "queryStringParameters": {"ApiKey": [API_KEY], "SecretKey": [SECRET_KEY], "Phone": ["0[0-9]{9}"]},
        },
        "httpResponseTemplate": {"templateType": "MUSTACHE", "template": json.dumps(_ANSWER)},
    }
    if receiver is not None:
        netloc = urlsplit(receiver).netloc
        host, _, number = netloc.rpartition(":")
        where = {"host": host, "port": int(number), "scheme": "HTTP"}
        callback = {"method": "GET", "path": "/voice", "headers": {"Host": [netloc]}, "socketAddress": where}
        expectation["afterActions"] = [{"httpRequest": callback}]
    return Setup(
        command=(
            *("java", "-Dmockserver.disableLogging=true", "-Dmockserver.maxLogEntries=10"),
            *("-jar", str(program), "run", "--port", str(port), "--log-level", "OFF", "--init", "expectation.json"),
        ),
        files={"expectation.json": json.dumps([expectation])},
    )


MOCKSERVER = Peer(
    name="MockServer",
    program=Path("node_modules/mockserver-node/mockserver-netty-*.jar"),
    setup=_setup,
    warm_up=20.0,
)
