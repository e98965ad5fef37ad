"""Logs of a receiver, as servers write them, made of the same sends."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from uuid import UUID

from mock_esms.cli.learn.findings import learn
from mock_esms.cli.learn.findings_report import as_json

START = datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=7)))
ORDER = ("ReferenceId", "CallDuration", "CallStatus", "Ivr", "Price", "SentResult", "CID", "SendStatus")
AGENT = "eSMS/1.0 (callback)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One send: ``at`` is seconds after the start."""

    at: float
    target: str
    status: int = 200

    @property
    def moment(self) -> datetime:
        return START + timedelta(seconds=self.at)


def seeded(seed: int) -> Random:
    """Draws that are the same on every run."""
    return Random(seed)  # noqa: S311 - a log is made, no secret


def new_id(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def voice_target(sms_id: str, status: str = "ANSWERED", *, duration: int = 14, ivr: str = "1", more: str = "") -> str:
    """A target as eSMS's documentation has it."""
    answered = status == "ANSWERED"
    values = (
        sms_id,
        duration if answered else 0,
        status.replace(" ", "%20"),
        ivr if answered else "",
        "450.0000" if answered else "0.0000",
        int(answered),
        "02871002454",
        5,
    )
    return f"/voice?{more}" + "&".join(f"{name}={value}" for name, value in zip(ORDER, values, strict=True))


def sends(
    target: str, statuses: Sequence[int], waits: Sequence[float], *, at: float = 0, jitter: Callable[[], float] = float
) -> Iterator[Sent]:
    """The sends of one callback: one for each status, the last wait repeated."""
    for number, status in enumerate(statuses):
        yield Sent(at=at, target=target, status=status)
        at += waits[min(number, len(waits) - 1)] + jitter()


def in_order(logs: Iterable[Iterable[Sent]]) -> list[Sent]:
    """Every send of several callbacks, as they came."""
    return sorted((sent for log in logs for sent in log), key=lambda sent: sent.at)


def combined(sent: Sent) -> str:
    stamp = sent.moment.strftime("%d/%b/%Y:%H:%M:%S %z")
    return f'203.0.113.7 - - [{stamp}] "GET {sent.target} HTTP/1.1" {sent.status} 2 "-" "{AGENT}"'


def common(sent: Sent) -> str:
    stamp = sent.moment.strftime("%d/%b/%Y:%H:%M:%S %z")
    return f'203.0.113.7 - - [{stamp}] "GET {sent.target} HTTP/1.1" {sent.status} 2'


def nginx_json(sent: Sent) -> str:
    return json.dumps(
        {
            "time": sent.moment.isoformat(timespec="seconds"),
            "remote_addr": "203.0.113.7",
            "request": f"GET {sent.target} HTTP/1.1",
            "status": str(sent.status),
            "http_user_agent": AGENT,
        }
    )


def caddy(sent: Sent) -> str:
    request = {"proto": "HTTP/1.1", "method": "GET", "uri": sent.target, "headers": {"User-Agent": [AGENT]}}
    return json.dumps({"level": "info", "ts": sent.moment.timestamp(), "request": request, "status": sent.status})


def traefik(sent: Sent) -> str:
    text = json.dumps(
        {
            "DownstreamStatus": sent.status,
            "RequestMethod": "GET",
            "RequestPath": sent.target,
            "RequestProtocol": "HTTP/1.1",
            "StartUTC": sent.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "789Z",
            "request_User-Agent": AGENT,
        }
    )
    return text.replace("&", "\\u0026")  # as Go writes it


def har(all_sent: Iterable[Sent]) -> str:
    entries = [
        {
            "startedDateTime": sent.moment.isoformat(timespec="milliseconds"),
            "time": 3,
            "request": {
                "method": "GET",
                "url": f"http://127.0.0.1:9000{sent.target}",
                "httpVersion": "HTTP/1.1",
                "headers": [{"name": "User-Agent", "value": AGENT}],
            },
            "response": {"status": sent.status},
        }
        for sent in all_sent
    ]
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "test"}, "entries": entries}}, indent=2)


LINES: dict[str, Callable[[Sent], str]] = {
    "combined": combined,
    "common": common,
    "nginx in JSON": nginx_json,
    "Caddy": caddy,
    "Traefik": traefik,
}


def learnt_of(*files):
    """What `--json` shows of these files."""
    return as_json(learn(files))


def rows_of(learnt, kind="voice"):
    return {row["name"]: row for row in learnt["kinds"][kind]["rows"]}
