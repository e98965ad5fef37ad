"""mountebank: an imposter with predicates, a random id by an injected function. It has no callbacks."""

import json
from pathlib import Path

from benchmarks.peers.peer import Peer, Setup
from benchmarks.processes import free_port
from benchmarks.queries import API_KEY, PATH, SECRET_KEY

_ANSWER = """config => ({
  headers: {'Content-Type': 'application/json; charset=utf-8', 'Connection': 'keep-alive'},
  body: JSON.stringify({CodeResult: '100', SMSID: require('crypto').randomUUID()})
})"""


def _setup(program: Path, port: int, _receiver: str | None) -> Setup:
    keys = {"ApiKey": API_KEY, "SecretKey": SECRET_KEY}
    imposter = {
        "port": port,
        "protocol": "http",
        "stubs": [
            {
                "predicates": [
                    {"equals": {"method": "GET", "path": PATH, "query": keys}},
                    {"matches": {"query": {"Phone": "^0[0-9]{9}$"}}},
                ],
                "responses": [{"inject": _ANSWER}],
            }
        ],
    }
    return Setup(
        command=(
            *("node", str(program), "--port", str(free_port()), "--host", "127.0.0.1", "--configfile", "imposter.json"),
            *("--allowInjection", "--nologfile", "--loglevel", "error"),
        ),
        files={"imposter.json": json.dumps({"imposters": [imposter]})},
    )


MOUNTEBANK = Peer(name="mountebank", program=Path("node_modules/mountebank/bin/mb"), setup=_setup, calls_back=False)
